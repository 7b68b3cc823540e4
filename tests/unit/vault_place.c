// SPDX-License-Identifier: EUPL-1.2
// A vault with a known root key, for the tests of one program.
#include "vault_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct vault *vault;
char vault_key_file[64];

int vault_place_open(void **state) {
    (void)state;
    struct fault fault = {0};
    snprintf(vault_key_file, sizeof vault_key_file, "/tmp/vault-test-XXXXXX");
    int fd = mkstemp(vault_key_file);
    if (fd < 0 || write(fd, "0123456789abcdef0123456789abcdef", 32) != 32) {
        return -1;
    }
    close(fd);
    return vault_open(&(struct vault_options){.root_key_file = vault_key_file, .fast_hash = true},
                      &vault, &fault) == RC_OK
               ? 0
               : -1;
}

int vault_place_close(void **state) {
    (void)state;
    vault_close(vault);
    return unlink(vault_key_file);
}
