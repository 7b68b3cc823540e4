// SPDX-License-Identifier: EUPL-1.2
// The keys of a node: one root key for the server, and what its doors may know of it.
#include <errno.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/exit.h"
#include "inbox/keys.h"
#include "vault/vault.h"

static enum rc write_door_keys(struct invocation *invocation, const char *directory,
                               const struct vault *vault) {
    uint8_t public_key[VAULT_KEY_SIZE], secret_key[VAULT_KEY_SIZE], door_key[VAULT_KEY_SIZE];
    vault_inbox_keys(vault, public_key, secret_key);
    vault_wipe(secret_key, sizeof secret_key);
    vault_door_key(vault, door_key);
    const char *public_file = arena_printf(invocation->arena, "%s/server.pub", directory);
    const char *door_file = arena_printf(invocation->arena, "%s/door.key", directory);
    enum rc rc = public_file && door_file ? RC_OK : RC_NOMEM;
    if (rc == RC_OK && (inbox_key_write(public_file, INBOX_KEY_PUBLIC, public_key) != INBOX_OK ||
                        inbox_key_write(door_file, INBOX_KEY_DOOR, door_key) != INBOX_OK)) {
        rc = RC_IO;
    }
    vault_wipe(door_key, sizeof door_key);
    return rc;
}

int command_key_init(struct invocation *invocation) {
    static const char *const no_flags[] = {NULL};
    const char *word = command_word(invocation, 0, no_flags);
    if (!word) {
        return command_usage(invocation, "key init wants the folder to make the keys in");
    }
    const char *directory = command_path(invocation, word);
    const char *root = arena_printf(invocation->arena, "%s/root.key", directory);
    if (!directory || !root) {
        return EXIT_CODE_FAILURE;
    }
    struct fault fault = {0};
    if (mkdir(directory, 0750) != 0 && errno != EEXIST) {
        fault_set(&fault, RC_IO, "key-folder");
        return command_fail(invocation, &fault);
    }
    enum rc rc = vault_root_key_create(root);
    if (rc != RC_OK) {
        fault_set(&fault, rc, rc == RC_CONFLICT ? "root-key-exists" : "root-key-not-written");
        return command_fail(invocation, &fault);
    }
    struct vault *vault = NULL;
    rc = vault_open(&(struct vault_options){.root_key_file = root}, &vault, &fault);
    if (rc == RC_OK) {
        rc = write_door_keys(invocation, directory, vault);
        if (rc != RC_OK) {
            fault_set(&fault, rc, "door-keys-not-written");
        }
    }
    vault_close(vault);
    if (rc != RC_OK) {
        return command_fail(invocation, &fault);
    }
    fprintf(invocation->out,
            "%s: the server alone; keep a copy elsewhere, no backup can be read without it\n"
            "%s/door.key: the doors and the server\n%s/server.pub: the doors\n",
            root, directory, directory);
    return EXIT_CODE_OK;
}
