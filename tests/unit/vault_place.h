// SPDX-License-Identifier: EUPL-1.2
// A vault with a known root key, for the tests of one program.
#ifndef TESTS_UNIT_VAULT_PLACE_H
#define TESTS_UNIT_VAULT_PLACE_H

#include "vault/vault.h"

extern struct vault *vault;
extern char vault_key_file[64]; // its root key

// Set-up and tear-down of a group of tests; not 0 when the vault does not open.
int vault_place_open(void **state);
int vault_place_close(void **state);

#endif
