// SPDX-License-Identifier: EUPL-1.2
// Opens and closes the parts of a node in the order of their dependence.
#include "cli/node.h"

#include <fcntl.h>
#include <unistd.h>

#include "service/plan_shelf.h"
#include "vault/vault.h"

static void hash(void *context, const void *bytes, size_t length, uint8_t out[STORE_HASH_SIZE]) {
    (void)context;
    vault_hash(bytes, length, out);
}

static void sign(void *context, const void *bytes, size_t length,
                 uint8_t signature[STORE_SIGNATURE_SIZE]) {
    vault_sign(context, bytes, length, signature);
}

static bool verify(void *context, const void *bytes, size_t length,
                   const uint8_t signature[STORE_SIGNATURE_SIZE]) {
    return vault_verify(context, bytes, length, signature);
}

struct store_crypto node_crypto(struct vault *vault) {
    return (struct store_crypto){.context = vault, .hash = hash, .sign = sign, .verify = verify};
}

enum rc node_open_vault(const struct config *config, struct vault **vault, struct fault *fault) {
    const struct vault_options options = {
        .root_key_file = config_text(config, "keys", "root"),
        .fast_hash = config_bool(config, "demo", "enabled"),
    };
    return vault_open(&options, vault, fault);
}

// Domain time is real time unless a clock file says otherwise; a file that is named must be good.
static enum rc read_clock(const char *path, struct domain_time *domain, struct fault *fault) {
    *domain = domain_time_real();
    if (path[0] == '\0') {
        return RC_OK;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return fault_set(fault, RC_IO, "clock-unreadable");
    }
    char text[DOMAIN_TIME_TEXT_SIZE];
    ssize_t length = read(file, text, sizeof text);
    close(file);
    if (length < 0 || !domain_time_parse(text, (size_t)length, domain)) {
        return fault_set(fault, RC_INVALID, "clock-malformed");
    }
    return RC_OK;
}

enum rc node_open(const struct config *config, node_events *on_events, void *context,
                  struct node *node, struct fault *fault) {
    *node = (struct node){.config = config};
    enum rc rc = read_clock(config_text(config, "clock", "file"), &node->service.domain, fault);
    if (rc == RC_OK) {
        rc = node_open_vault(config, &node->vault, fault);
    }
    if (rc == RC_OK) {
        rc = plan_shelf_load(config_text(config, "plans", "directory"), &node->plans, fault);
    }
    if (rc == RC_OK) {
        const struct store_options options = {
            .directory = config_text(config, "data", "directory"),
            .crypto = node_crypto(node->vault),
            .on_events = on_events,
            .on_events_context = context,
        };
        rc = store_open(&options, &node->store, fault);
    }
    if (rc != RC_OK) {
        node_close(node);
        return rc;
    }
    node->service.store = node->store;
    node->service.vault = node->vault;
    node->service.plans = node->plans;
    node->service.inboxes = config_text(config, "doors", "inboxes");
    node->service.authority = config_text(config, "devices", "authority");
    node->service.record_only = config_bool(config, "monitoring", "record-only");
    return RC_OK;
}

void node_close(struct node *node) {
    if (node->store) {
        store_close(node->store);
    }
    plan_shelf_free(node->plans);
    vault_close(node->vault);
    *node = (struct node){0};
}
