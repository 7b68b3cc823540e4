// SPDX-License-Identifier: EUPL-1.2
// sostegno user …: who may log in. Passwords are made here, shown once, and must be
// changed.
#include "cli/command.h"

#include <string.h>

#include "base/json.h"
#include "cli/exit.h"
#include "service/account_admin.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "vault/password.h"

enum { PASSWORD_GROUPS = 5, PASSWORD_TEXT = PASSWORD_GROUPS * 5, PAGE = 200 };

static const char ACTOR[] = "operator";

struct adding_user {
    struct user user;
    const char *fund; // name, or NULL: the only one there is
    struct arena *arena;
    const char *problem;
};

static enum rc choose_fund(struct tx *tx, struct adding_user *adding, struct fund *fund) {
    adding->problem = "no-such-fund";
    if (adding->fund) {
        return fund_by_name(tx, adding->fund, adding->arena, fund);
    }
    struct fund *funds = NULL;
    size_t count = 0;
    enum rc rc = fund_list(tx, adding->arena, &funds, &count);
    if (rc == RC_OK && count != 1) {
        adding->problem = count == 0 ? "no-fund-yet" : "which-fund";
        return RC_INVALID;
    }
    if (rc == RC_OK) {
        *fund = funds[0];
    }
    return rc;
}

static enum rc add_user(struct tx *tx, void *context) {
    struct adding_user *adding = context;
    struct fund fund = {0};
    char detail[80];
    enum rc rc = choose_fund(tx, adding, &fund);
    if (rc != RC_OK) {
        return rc;
    }
    adding->problem = "username-taken";
    adding->user.fund_id = fund.id;
    adding->user.public_id = public_id_new();
    rc = user_insert(tx, &adding->user, NULL);
    if (rc != RC_OK) {
        return rc;
    }
    snprintf(detail, sizeof detail, "{\"role\":\"%s\"}", user_role_name(adding->user.role));
    return audit_append(tx, ACTOR, "user.add", adding->user.public_id.text, detail);
}

static enum rc make_password(struct invocation *invocation, char password[PASSWORD_TEXT],
                             char hash[VAULT_PASSWORD_SIZE]) {
    vault_password_suggest(PASSWORD_GROUPS, password);
    return vault_password_hash(invocation->node->vault, password, strlen(password), hash);
}

int command_user_add(struct invocation *invocation) {
    static const char *const flags[] = {NULL};
    static const char usage[] =
        "user add NAME --role family|operator|monitoring-clinician|claims-clinician|"
        "claims-handler|payments-officer|admin [--fund NAME] [--display TEXT] [--language it|en]";
    const char *username = command_word(invocation, 0, flags);
    const char *role = command_option(invocation, "--role");
    const char *display = command_option(invocation, "--display");
    const char *language = command_option(invocation, "--language");
    char password[PASSWORD_TEXT], hash[VAULT_PASSWORD_SIZE];
    struct fault fault = {0};
    struct adding_user adding = {.fund = command_option(invocation, "--fund"),
                                 .arena = invocation->arena};
    if (!username || !account_username_valid(username) || !role || user_role_of(role) == USER_ROLE_NONE ||
        (display && strlen(display) > USER_NAME_MAX) ||
        (language && strcmp(language, "it") != 0 && strcmp(language, "en") != 0)) {
        return command_usage(invocation, usage);
    }
    enum rc rc = make_password(invocation, password, hash);
    adding.user = (struct user){.username = username,
                                .role = user_role_of(role),
                                .display_name = display ? display : "",
                                .language = language ? language : "it",
                                .password_hash = hash,
                                .password_once = true};
    adding.problem = "user-not-added";
    if (rc == RC_OK) {
        rc = store_write(invocation->node->store, STORE_OFFICE, "cli.user-add", add_user, &adding);
    }
    if (rc != RC_OK) {
        fault_set(&fault, rc, adding.problem);
        return command_fail(invocation, &fault);
    }
    fprintf(invocation->out, "user %s\nid %s\none-time password %s\n", username,
            adding.user.public_id.text, password);
    vault_wipe(password, sizeof password);
    return EXIT_CODE_OK;
}

struct listing {
    struct arena *arena;
    const char *after;
    struct user *users;
    size_t count;
};

static enum rc read_page(struct tx *tx, void *context) {
    struct listing *listing = context;
    return user_list(tx, listing->after, PAGE, listing->arena, &listing->users, &listing->count);
}

static void print_user(FILE *out, const struct user *user) {
    fprintf(out, "%-24s %-20s %-8s %s\n", user->username, user_role_name(user->role),
            user->disabled ? "disabled" : "enabled", user->public_id.text);
}

static json_t *user_json(const struct user *user) {
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:b}", "id", user->public_id.text, "username",
                     user->username, "role", user_role_name(user->role), "fund", user->fund.text,
                     "disabled", user->disabled, "passwordOnce", user->password_once);
}

int command_user_list(struct invocation *invocation) {
    bool as_json = command_flag(invocation, "--json");
    struct listing listing = {.arena = invocation->arena, .after = ""};
    json_t *list = json_array();
    enum rc rc = RC_OK;
    do {
        rc =
            store_read(invocation->node->store, STORE_OFFICE, "cli.user-list", read_page, &listing);
        for (size_t i = 0; rc == RC_OK && i < listing.count; i++) {
            if (as_json) {
                rc = json_array_append_new(list, user_json(&listing.users[i])) == 0 ? RC_OK
                                                                                    : RC_NOMEM;
            } else {
                print_user(invocation->out, &listing.users[i]);
            }
            listing.after = listing.users[i].username;
        }
    } while (rc == RC_OK && listing.count == PAGE);
    char *text = rc == RC_OK && as_json ? json_render(invocation->arena, list) : NULL;
    if (text) {
        fprintf(invocation->out, "%s\n", text);
    }
    json_decref(list);
    if (rc != RC_OK) {
        struct fault fault = {0};
        fault_set(&fault, rc, "users-not-read");
        return command_fail(invocation, &fault);
    }
    return EXIT_CODE_OK;
}

struct changing {
    const char *username;
    struct arena *arena;
    enum { CHANGE_DISABLE, CHANGE_ENABLE, CHANGE_PASSWORD } change;
    const char *password_hash;
};

static enum rc change_user(struct tx *tx, void *context) {
    struct changing *changing = context;
    static const char *const actions[] = {[CHANGE_DISABLE] = "user.disable",
                                          [CHANGE_ENABLE] = "user.enable",
                                          [CHANGE_PASSWORD] = "user.password"};
    struct user user = {0};
    enum rc rc = user_by_username(tx, changing->username, changing->arena, &user);
    if (rc != RC_OK) {
        return rc;
    }
    rc = changing->change == CHANGE_PASSWORD
             ? user_set_password(tx, user.id, changing->password_hash, true)
             : user_set_disabled(tx, user.id, changing->change == CHANGE_DISABLE);
    return rc == RC_OK
               ? audit_append(tx, ACTOR, actions[changing->change], user.public_id.text, NULL)
               : rc;
}

static int run_change(struct invocation *invocation, struct changing *changing) {
    static const char *const flags[] = {NULL};
    changing->username = command_word(invocation, 0, flags);
    changing->arena = invocation->arena;
    if (!changing->username) {
        return command_usage(invocation, "name the user");
    }
    enum rc rc = store_write(invocation->node->store, STORE_OFFICE, "cli.user-change", change_user,
                             changing);
    if (rc != RC_OK) {
        struct fault fault = {0};
        fault_set(&fault, rc, rc == RC_NOT_FOUND ? "no-such-user" : "user-not-changed");
        return command_fail(invocation, &fault);
    }
    return EXIT_CODE_OK;
}

int command_user_disable(struct invocation *invocation) {
    return run_change(invocation, &(struct changing){.change = CHANGE_DISABLE});
}

int command_user_enable(struct invocation *invocation) {
    return run_change(invocation, &(struct changing){.change = CHANGE_ENABLE});
}

int command_user_password(struct invocation *invocation) {
    char password[PASSWORD_TEXT], hash[VAULT_PASSWORD_SIZE];
    struct fault fault = {0};
    if (make_password(invocation, password, hash) != RC_OK) {
        fault_set(&fault, RC_NOMEM, "password-not-made");
        return command_fail(invocation, &fault);
    }
    int code = run_change(invocation,
                          &(struct changing){.change = CHANGE_PASSWORD, .password_hash = hash});
    if (code == EXIT_CODE_OK) {
        fprintf(invocation->out, "one-time password %s\n", password);
    }
    vault_wipe(password, sizeof password);
    return code;
}
