// SPDX-License-Identifier: EUPL-1.2
// Copies both databases as of one instant, with a signed manifest.
#include "store/backup.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "store/audit_chain.h"
#include "store/backup_files.h"
#include "store/copy.h"
#include "store/file.h"
#include "store/store_parts.h"

#include <stdio.h>
#include <string.h>

struct backing_up {
    struct store *store;
    const char *directory;
    struct connection *connections[STORE_DATABASES];
    char checkpoint[AUDIT_CHECKPOINT_SIZE];
};

static enum rc path_in(const char *directory, const char *name, char path[STORE_PATH_SIZE]) {
    return snprintf(path, STORE_PATH_SIZE, "%s/%s", directory, name) < STORE_PATH_SIZE ? RC_OK
                                                                                       : RC_LIMIT;
}

// A read transaction begins at its first read.
static enum rc fix_snapshot(struct connection *connection) {
    enum rc rc = connection_control(connection, CONTROL_BEGIN_READ);
    if (rc == RC_OK) {
        int code = sqlite3_exec(connection->sqlite, SQL("SELECT 1 FROM schema_migrations LIMIT 1"),
                                NULL, NULL, NULL);
        rc = connection_rc(connection->sqlite, code, "backup");
    }
    return rc;
}

static enum rc fix_both_snapshots(struct backing_up *backing_up) {
    struct store *store = backing_up->store;
    enum rc rc = RC_OK;
    int paused = 0;
    store_backup_begin(store);
    for (; rc == RC_OK && paused < STORE_DATABASES; paused += rc == RC_OK) {
        rc = writer_pause(store_writer(store, (enum store_db)paused));
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = fix_snapshot(backing_up->connections[db]);
    }
    if (rc == RC_OK) {
        audit_checkpoint_text(store, backing_up->checkpoint);
    }
    while (paused > 0) {
        writer_resume(store_writer(store, (enum store_db)-- paused));
    }
    store_backup_end(store);
    return rc;
}

static enum rc copy_both(struct backing_up *backing_up) {
    enum rc rc = RC_OK;
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        char path[STORE_PATH_SIZE];
        rc = store_path(backing_up->directory, (enum store_db)db, path);
        if (rc == RC_OK) {
            rc = copy_database(backing_up->connections[db]->sqlite, path);
        }
    }
    return rc;
}

static enum rc list_file(json_t *files, const char *directory, const char *name,
                         const struct store_crypto *crypto) {
    char path[STORE_PATH_SIZE], hex[2 * STORE_HASH_SIZE + 1];
    uint8_t hash[STORE_HASH_SIZE];
    int64_t size = 0;
    enum rc rc = path_in(directory, name, path);
    if (rc == RC_OK) {
        rc = file_hash(path, crypto, hash, &size);
    }
    if (rc == RC_OK) {
        audit_hex(hash, sizeof hash, hex);
        json_t *file = json_pack("{s:s, s:I, s:s}", "name", name, "bytes", (json_int_t)size,
                                 "blake2b256", hex);
        rc = json_array_append_new(files, file) == 0 ? RC_OK : RC_NOMEM;
    }
    return rc;
}

static enum rc write_signed(const char *directory, const struct buffer *text,
                            const struct store_crypto *crypto) {
    char path[STORE_PATH_SIZE], hex[2 * STORE_SIGNATURE_SIZE + 1];
    uint8_t signature[STORE_SIGNATURE_SIZE];
    enum rc rc = path_in(directory, BACKUP_MANIFEST, path);
    if (rc == RC_OK) {
        rc = file_write(path, text->data, text->length);
    }
    crypto->sign(crypto->context, text->data, text->length, signature);
    audit_hex(signature, sizeof signature, hex);
    if (rc == RC_OK) {
        rc = path_in(directory, BACKUP_SIGNATURE, path);
    }
    if (rc == RC_OK) {
        rc = file_write(path, hex, strlen(hex));
    }
    return rc;
}

static enum rc write_manifest(const char *directory, const struct store_crypto *crypto) {
    struct buffer text;
    char at[CLOCK_TEXT_SIZE];
    enum rc rc = RC_OK;
    buffer_init(&text, 65536);
    clock_text(clock_technical_us(), at);
    json_t *files = json_array();
    for (size_t i = 0; rc == RC_OK && i < BACKUP_FILES; i++) {
        rc = list_file(files, directory, BACKUP_NAMES[i], crypto);
    }
    // "o" takes `files` over, also when packing fails.
    json_t *manifest =
        json_pack("{s:s, s:s, s:o}", "format", BACKUP_FORMAT, "made", at, "files", files);
    if (rc == RC_OK) {
        rc = json_write(manifest, &text);
    }
    if (rc == RC_OK) {
        rc = write_signed(directory, &text, crypto);
    }
    json_decref(manifest);
    buffer_free(&text);
    return rc;
}

static enum rc write_checkpoint(const struct backing_up *backing_up) {
    char path[STORE_PATH_SIZE];
    enum rc rc = path_in(backing_up->directory, BACKUP_CHECKPOINT, path);
    return rc == RC_OK ? file_write(path, backing_up->checkpoint, strlen(backing_up->checkpoint))
                       : rc;
}

enum rc store_backup(struct store *store, const char *directory, struct fault *fault) {
    struct backing_up backing_up = {.store = store, .directory = directory};
    enum rc rc = file_empty_folder(directory);
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc == RC_CONFLICT ? "backup-not-empty" : "backup-failed");
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = store_reader_take(store, (enum store_db)db, &backing_up.connections[db]);
    }
    if (rc == RC_OK) {
        rc = fix_both_snapshots(&backing_up);
    }
    if (rc == RC_OK) {
        rc = copy_both(&backing_up);
    }
    for (int db = 0; db < STORE_DATABASES; db++) {
        struct connection *connection = backing_up.connections[db];
        if (connection) {
            if (!sqlite3_get_autocommit(connection->sqlite)) {
                enum rc ended = connection_control(connection, CONTROL_ROLLBACK);
                rc = rc == RC_OK ? ended : rc;
            }
            store_reader_give(store, connection);
        }
    }
    if (rc == RC_OK) {
        rc = write_checkpoint(&backing_up);
    }
    if (rc == RC_OK) {
        rc = write_manifest(directory, &store_options(store)->crypto);
    }
    log_notice("store.backup", log_text("directory", directory), log_rc(rc));
    return rc == RC_OK ? RC_OK : fault_set(fault, rc, "backup-failed");
}
