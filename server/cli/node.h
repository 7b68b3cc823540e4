// SPDX-License-Identifier: EUPL-1.2
// The opened parts of one node, as `serve` and the commands that need the stores share them.
#ifndef CLI_NODE_H
#define CLI_NODE_H

#include <stdint.h>

#include "base/fault.h"
#include "base/result.h"
#include "cli/settings.h"
#include "service/service.h"
#include "store/store.h"
#include "vault/vault.h"

struct node {
    const struct config *config; // borrowed
    struct vault *vault;
    struct store *store;
    struct plan_shelf *plans;
    struct service service;
};

// What happens after a commit that appended events (struct store_options.on_events); may be NULL.
typedef void node_events(void *context, enum store_db db, int64_t last_seq);

// The keys alone, for commands that need no database.
RC_CHECKED enum rc node_open_vault(const struct config *config, struct vault **vault,
                                   struct fault *fault);

// What the store needs of the vault; borrows it.
struct store_crypto node_crypto(struct vault *vault);

// Opens keys, plans, both databases and the domain clock, in this order. On failure nothing is left
// open and the fault says what (root-key-missing, plan-unreadable, store-locked, clock-unreadable …).
RC_CHECKED enum rc node_open(const struct config *config, node_events *on_events, void *context,
                             struct node *node, struct fault *fault);

// Closes what node_open opened, in reverse order. Harmless on a zeroed node.
void node_close(struct node *node);

#endif
