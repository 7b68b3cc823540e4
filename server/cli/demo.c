// SPDX-License-Identifier: EUPL-1.2
// Commands of a demo installation: invented data, and log-ins that are shown once.
#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/exit.h"
#include "service/demo_seed.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "vault/password.h"

enum { LOGINS_MAX = 200, PASSWORD_GROUPS = 4, PASSWORD_SIZE = PASSWORD_GROUPS * 5 };

struct login {
    struct user user;
    const char *fund;
    char password[PASSWORD_SIZE];
    char hash[VAULT_PASSWORD_SIZE];
};

struct logins {
    struct arena *arena;
    size_t count;
    struct login rows[LOGINS_MAX];
};

static int refuse_outside_demo(const struct invocation *invocation) {
    if (config_bool(invocation->config, "demo", "enabled")) {
        return EXIT_CODE_OK;
    }
    fputs("sostegno: only for a demo installation ([demo] enabled = yes)\n", invocation->err);
    return EXIT_CODE_REFUSED;
}

int command_demo_seed(struct invocation *invocation) {
    int refused = refuse_outside_demo(invocation);
    if (refused) {
        return refused;
    }
    const char *devices = command_option(invocation, "--devices");
    const struct demo_options options = {
        .devices_file = devices ? command_path(invocation, devices) : NULL,
        .accounts_only = command_flag(invocation, "--accounts-only"),
    };
    struct fault fault = {0};
    enum rc rc = demo_seed(&invocation->node->service, &options, &fault);
    return rc == RC_OK ? EXIT_CODE_OK : command_fail(invocation, &fault);
}

static enum rc read_users(struct tx *tx, void *context) {
    struct logins *logins = context;
    struct fund *funds = NULL;
    size_t fund_count = 0, count = 0;
    struct user *users = NULL;
    enum rc rc = fund_list(tx, logins->arena, &funds, &fund_count);
    if (rc == RC_OK) {
        rc = user_list(tx, "", LOGINS_MAX, logins->arena, &users, &count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    logins->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct login *login = &logins->rows[logins->count++];
        login->user = users[i];
        for (size_t f = 0; f < fund_count; f++) {
            if (funds[f].id == users[i].fund_id) {
                login->fund = funds[f].name;
            }
        }
    }
    return RC_OK;
}

static enum rc set_passwords(struct tx *tx, void *context) {
    struct logins *logins = context;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < logins->count && rc == RC_OK; i++) {
        rc = user_set_password(tx, logins->rows[i].user.id, logins->rows[i].hash, false);
    }
    return rc == RC_OK ? audit_append(tx, "operator", "demo.logins", "", NULL) : rc;
}

static void print_json(const struct invocation *invocation, const struct logins *logins) {
    json_t *list = json_array();
    for (size_t i = 0; i < logins->count; i++) {
        const struct login *login = &logins->rows[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "username",
                                              login->user.username, "role",
                                              user_role_name(login->user.role), "fund",
                                              login->fund, "password", login->password));
    }
    json_dumpf(list, invocation->out, JSON_COMPACT);
    fputc('\n', invocation->out);
    json_decref(list);
}

int command_demo_logins(struct invocation *invocation) {
    int refused = refuse_outside_demo(invocation);
    if (refused) {
        return refused;
    }
    struct fault fault = {0};
    struct logins *logins = arena_alloc(invocation->arena, sizeof *logins);
    if (!logins) {
        return EXIT_CODE_FAILURE;
    }
    logins->arena = invocation->arena;
    struct node *node = invocation->node;
    enum rc rc = store_read(node->store, STORE_OFFICE, "demo.logins", read_users, logins);
    for (size_t i = 0; rc == RC_OK && i < logins->count; i++) {
        struct login *login = &logins->rows[i];
        vault_password_suggest(PASSWORD_GROUPS, login->password);
        rc = vault_password_hash(node->vault, login->password, strlen(login->password),
                                 login->hash);
    }
    if (rc == RC_OK) {
        rc = store_write(node->store, STORE_OFFICE, "demo.logins", set_passwords, logins);
    }
    if (rc != RC_OK) {
        fault_set(&fault, rc, "demo-logins-failed");
        return command_fail(invocation, &fault);
    }
    if (command_flag(invocation, "--json")) {
        print_json(invocation, logins);
        return EXIT_CODE_OK;
    }
    for (size_t i = 0; i < logins->count; i++) {
        fprintf(invocation->out, "%-28s %-24s %s\n", logins->rows[i].user.username,
                logins->rows[i].password, user_role_name(logins->rows[i].user.role));
    }
    return EXIT_CODE_OK;
}
