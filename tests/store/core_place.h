// SPDX-License-Identifier: EUPL-1.2
// A folder of its own for each store test, with a vault and helpers to write, count and tamper.
#ifndef TESTS_STORE_CORE_PLACE_H
#define TESTS_STORE_CORE_PLACE_H

#include "store/store.h"
#include "vault/vault.h"

struct place {
    char folder[64];
    struct vault *vault;
    struct store_options options;
    struct store *store;
};

// cmocka set-up and tear-down: *state is a struct place with an open store.
int place_make(void **state);
int place_drop(void **state);

void place_open(struct place *place);  // fails the test if it does not
void place_close(struct place *place); // keeps the files
struct store_crypto place_crypto(struct vault *vault);

// Path of a file in the folder; valid until the second next call.
const char *place_path(const struct place *place, const char *name);

// store_fn: add a fund named by the context (const char *) with its audit entry.
enum rc place_add_fund(struct tx *tx, void *name);
// Write one fund; the result of store_write.
enum rc place_fund(struct place *place, const char *name);

// Run SQL on a closed store's file, with audit triggers dropped first if asked; returns the first
// column of the first row.
int64_t place_sql(const struct place *place, const char *file, const char *sql);
int64_t place_sql_in(const char *path, const char *sql);

#endif
