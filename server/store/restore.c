// SPDX-License-Identifier: EUPL-1.2
// Proves that a backup is what was written, and lays it out for a server to open.
#include "store/backup.h"

#include "base/json.h"
#include "store/audit_chain.h"
#include "store/backup_files.h"
#include "store/copy.h"
#include "store/file.h"
#include "store/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANIFEST_MOST = 65536 };

struct restoring {
    const char *directory;
    const struct store_crypto *crypto;
    struct backup_report *report;
    char path[STORE_PATH_SIZE];
};

static enum rc problem(struct restoring *restoring, enum rc rc, const char *name,
                       const char *what) {
    snprintf(restoring->report->problem, sizeof restoring->report->problem, "%.30s: %.160s", name,
             what);
    return rc;
}

static const char *path_of(struct restoring *restoring, const char *name) {
    // A directory that leaves no room for the name cannot hold the file either.
    int length =
        snprintf(restoring->path, sizeof restoring->path, "%s/%s", restoring->directory, name);
    return length < STORE_PATH_SIZE ? restoring->path : "";
}

static bool read_signature(struct restoring *restoring, uint8_t signature[STORE_SIGNATURE_SIZE]) {
    char *text = NULL;
    size_t length = 0;
    if (file_read(path_of(restoring, BACKUP_SIGNATURE), MANIFEST_MOST, &text, &length) != RC_OK) {
        return false;
    }
    bool right =
        length >= 2 * STORE_SIGNATURE_SIZE && audit_unhex(text, STORE_SIGNATURE_SIZE, signature);
    free(text);
    return right;
}

static enum rc read_manifest(struct restoring *restoring, json_t **manifest) {
    uint8_t signature[STORE_SIGNATURE_SIZE];
    char *text = NULL;
    size_t length = 0;
    enum rc rc = file_read(path_of(restoring, BACKUP_MANIFEST), MANIFEST_MOST, &text, &length);
    if (rc != RC_OK) {
        return problem(restoring, rc == RC_IO ? RC_IO : RC_INVALID, BACKUP_MANIFEST,
                       "not there: this is not a backup");
    }
    if (!read_signature(restoring, signature)) {
        rc = problem(restoring, RC_CONFLICT, BACKUP_SIGNATURE, "not there or malformed");
    } else if (!restoring->crypto->verify(restoring->crypto->context, text, length, signature)) {
        rc = problem(restoring, RC_CONFLICT, BACKUP_MANIFEST,
                     "not signed with this installation's root key");
    } else if (json_read(text, length, NULL, NULL, manifest) != RC_OK) {
        rc = problem(restoring, RC_CONFLICT, BACKUP_MANIFEST, "malformed");
    }
    free(text);
    return rc;
}

static enum rc check_file(struct restoring *restoring, const json_t *listed, const char *name) {
    uint8_t hash[STORE_HASH_SIZE];
    char hex[2 * STORE_HASH_SIZE + 1];
    int64_t size = 0;
    const char *listed_name = json_string_value(json_object_get(listed, "name"));
    const char *listed_hash = json_string_value(json_object_get(listed, "blake2b256"));
    if (!listed_name || !listed_hash || strcmp(listed_name, name) != 0) {
        return problem(restoring, RC_CONFLICT, name, "not listed in the manifest");
    }
    if (file_hash(path_of(restoring, name), restoring->crypto, hash, &size) != RC_OK) {
        return problem(restoring, RC_CONFLICT, name, "cannot be read");
    }
    audit_hex(hash, sizeof hash, hex);
    if (strcmp(hex, listed_hash) != 0) {
        return problem(restoring, RC_CONFLICT, name, "changed since it was written");
    }
    restoring->report->bytes += size;
    return RC_OK;
}

static enum rc check_files(struct restoring *restoring) {
    json_t *manifest = NULL;
    enum rc rc = read_manifest(restoring, &manifest);
    if (rc != RC_OK) {
        return rc;
    }
    const char *format = json_string_value(json_object_get(manifest, "format"));
    const char *made = json_string_value(json_object_get(manifest, "made"));
    if (!format || !made || strcmp(format, BACKUP_FORMAT) != 0) {
        rc = problem(restoring, RC_INVALID, BACKUP_MANIFEST,
                     "of a format this program does not know");
    } else {
        snprintf(restoring->report->made_at, sizeof restoring->report->made_at, "%s", made);
    }
    for (size_t i = 0; rc == RC_OK && i < BACKUP_FILES; i++) {
        rc = check_file(restoring, json_array_get(json_object_get(manifest, "files"), i),
                        BACKUP_NAMES[i]);
    }
    json_decref(manifest);
    return rc;
}

static enum rc check_databases(struct restoring *restoring) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < STORE_DATABASES; i++) {
        rc = copy_check(path_of(restoring, BACKUP_NAMES[i]));
        if (rc != RC_OK) {
            rc = problem(restoring, rc, BACKUP_NAMES[i], "its integrity check fails");
        }
    }
    if (rc == RC_OK) {
        rc = audit_verify(restoring->directory, restoring->crypto,
                          path_of(restoring, BACKUP_CHECKPOINT), &restoring->report->audit);
        if (rc != RC_OK) {
            rc = problem(restoring, rc, "audit", restoring->report->audit.problem);
        }
    }
    return rc;
}

// Who logged out since the backup must not be logged in again.
static enum rc end_sessions(const char *path) {
    sqlite3 *sqlite = NULL;
    int code = sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(sqlite, SQL("DELETE FROM sessions"), NULL, NULL, NULL);
    }
    enum rc rc = connection_rc(sqlite, code, "restore");
    sqlite3_close(sqlite);
    return rc == RC_OK ? file_sync(path) : rc;
}

static enum rc lay_out(struct restoring *restoring, const char *into) {
    enum rc rc = file_empty_folder(into);
    if (rc != RC_OK) {
        return problem(restoring, rc, "target", "cannot be made, or is not empty");
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        char to[STORE_PATH_SIZE];
        rc = store_path(into, (enum store_db)db, to);
        if (rc == RC_OK) {
            rc = file_copy(path_of(restoring, BACKUP_NAMES[db]), to);
        }
        if (rc == RC_OK && db == STORE_OFFICE) {
            rc = end_sessions(to);
        }
    }
    return rc == RC_OK ? rc : problem(restoring, rc, "target", "cannot be written");
}

enum rc store_restore_verify(const char *directory, const struct store_crypto *crypto,
                             const char *into, struct backup_report *report) {
    struct restoring restoring = {.directory = directory, .crypto = crypto, .report = report};
    *report = (struct backup_report){0};
    enum rc rc = check_files(&restoring);
    if (rc == RC_OK) {
        rc = check_databases(&restoring);
    }
    if (rc == RC_OK && into) {
        rc = lay_out(&restoring, into);
    }
    return rc;
}
