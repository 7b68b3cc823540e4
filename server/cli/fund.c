// SPDX-License-Identifier: EUPL-1.2
// sostegno fund …: the funds to which members and staff belong.
#include "cli/command.h"

#include <string.h>

#include "cli/exit.h"
#include "store/accounts.h"
#include "store/audit.h"

struct adding_fund {
    struct public_id id;
    const char *name;
};

static enum rc add_fund(struct tx *tx, void *context) {
    struct adding_fund *adding = context;
    adding->id = public_id_new();
    enum rc rc = fund_insert(tx, &adding->id, adding->name, NULL);
    return rc == RC_OK ? audit_append(tx, "operator", "fund.add", adding->id.text, NULL) : rc;
}

int command_fund_add(struct invocation *invocation) {
    static const char *const flags[] = {NULL};
    struct adding_fund adding = {.name = command_word(invocation, 0, flags)};
    struct fault fault = {0};
    if (!adding.name || adding.name[0] == '\0' || strlen(adding.name) > USER_NAME_MAX) {
        return command_usage(invocation, "fund add NAME (up to 120 bytes)");
    }
    enum rc rc =
        store_write(invocation->node->store, STORE_OFFICE, "cli.fund-add", add_fund, &adding);
    if (rc != RC_OK) {
        fault_set(&fault, rc, rc == RC_CONFLICT ? "fund-exists" : "fund-not-added");
        return command_fail(invocation, &fault);
    }
    fprintf(invocation->out, "%s\n", adding.id.text);
    return EXIT_CODE_OK;
}

struct listing {
    struct arena *arena;
    struct fund *funds;
    size_t count;
};

static enum rc read_funds(struct tx *tx, void *context) {
    struct listing *listing = context;
    return fund_list(tx, listing->arena, &listing->funds, &listing->count);
}

int command_fund_list(struct invocation *invocation) {
    struct listing listing = {.arena = invocation->arena};
    struct fault fault = {0};
    enum rc rc =
        store_read(invocation->node->store, STORE_OFFICE, "cli.fund-list", read_funds, &listing);
    if (rc != RC_OK) {
        fault_set(&fault, rc, "funds-not-read");
        return command_fail(invocation, &fault);
    }
    for (size_t i = 0; i < listing.count; i++) {
        fprintf(invocation->out, "%s %s\n", listing.funds[i].public_id.text, listing.funds[i].name);
    }
    return EXIT_CODE_OK;
}
