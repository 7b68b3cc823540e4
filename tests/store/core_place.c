// SPDX-License-Identifier: EUPL-1.2
// A folder of its own for each store test.
#include "core_place.h"

#include <fcntl.h>
#include <fts.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "store/accounts.h"
#include "store/audit.h"

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

struct store_crypto place_crypto(struct vault *vault) {
    return (struct store_crypto){.context = vault, .hash = hash, .sign = sign, .verify = verify};
}

const char *place_path(const struct place *place, const char *name) {
    static char paths[2][256];
    static int turn;
    char *path = paths[turn = !turn];
    snprintf(path, sizeof paths[0], "%s/%s", place->folder, name);
    return path;
}

void place_open(struct place *place) {
    struct fault fault = {0};
    place->options.directory = place->folder;
    place->options.crypto = place_crypto(place->vault);
    enum rc rc = store_open(&place->options, &place->store, &fault);
    if (rc != RC_OK) {
        print_error("store_open: %s %s\n", rc_name(rc), fault.code);
    }
    assert_int_equal(rc, RC_OK);
}

void place_close(struct place *place) {
    store_close(place->store);
    place->store = NULL;
}

int place_make(void **state) {
    struct fault fault = {0};
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    log_configure(LOG_FORMAT_TEXT, LOG_LEVEL_NONE); // refusals are expected here
    snprintf(place->folder, sizeof place->folder, "/tmp/store-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    assert_int_equal(vault_root_key_create(place_path(place, "root.key")), RC_OK);
    assert_int_equal(
        vault_open(&(struct vault_options){.root_key_file = place_path(place, "root.key"),
                                           .fast_hash = true},
                   &place->vault, &fault),
        RC_OK);
    place_open(place);
    *state = place;
    return 0;
}

static int remove_tree(char *folder) {
    char *const roots[] = {folder, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    int failed = walk == NULL;
    for (FTSENT *entry = walk ? fts_read(walk) : NULL; entry; entry = fts_read(walk)) {
        if (entry->fts_info != FTS_D) {
            failed |= remove(entry->fts_accpath);
        }
    }
    return fts_close(walk) | failed;
}

int place_drop(void **state) {
    struct place *place = *state;
    store_close(place->store);
    vault_close(place->vault);
    int failed = remove_tree(place->folder);
    free(place);
    return failed;
}

enum rc place_add_fund(struct tx *tx, void *name) {
    struct public_id id = public_id_new();
    enum rc rc = fund_insert(tx, &id, name, NULL);
    return rc == RC_OK ? audit_append(tx, "system", "fund.add", id.text, NULL) : rc;
}

enum rc place_fund(struct place *place, const char *name) {
    char copy[128];
    snprintf(copy, sizeof copy, "%s", name);
    return store_write(place->store, STORE_OFFICE, "test.fund", place_add_fund, copy);
}

int64_t place_sql_in(const char *path, const char *sql) {
    sqlite3 *sqlite = NULL;
    int64_t value = 0;
    assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
    sqlite3_busy_timeout(sqlite, 2000);
    while (sql && *sql) {
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(sqlite, sql, -1, &statement, &sql) != SQLITE_OK) {
            fail_msg("%s: %s", sql, sqlite3_errmsg(sqlite));
        }
        int code = statement ? sqlite3_step(statement) : SQLITE_DONE;
        if (code == SQLITE_ROW) {
            value = sqlite3_column_int64(statement, 0);
        } else if (code != SQLITE_DONE) {
            fail_msg("%s", sqlite3_errmsg(sqlite));
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(sqlite);
    return value;
}

int64_t place_sql(const struct place *place, const char *file, const char *sql) {
    return place_sql_in(place_path(place, file), sql);
}
