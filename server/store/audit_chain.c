// SPDX-License-Identifier: EUPL-1.2
// Hashes entries into a chain and signs the heads of both chains as a few lines of text.
#include "store/audit_chain.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_MOST = 16384, SIGNATURE_DIGITS = 2 * STORE_SIGNATURE_SIZE };

static const char TITLE[] = "sostegno-audit-checkpoint 1\n";
static const char SIGNATURE[] = "signature ";

void audit_hex(const uint8_t *bytes, size_t length, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * length] = '\0';
}

bool audit_unhex(const char *text, size_t length, uint8_t *out) {
    for (size_t i = 0; i < length; i++) {
        unsigned value = 0;
        for (size_t j = 0; j < 2; j++) {
            char c = text[2 * i + j];
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
            value = value * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        out[i] = (uint8_t)value;
    }
    return true;
}

// Lengths stand before the texts, so that no two entries have the same bytes.
enum rc audit_row_hash(const struct store_crypto *crypto, enum store_db db,
                       const struct audit_row *row, const uint8_t prev[STORE_HASH_SIZE],
                       uint8_t hash[STORE_HASH_SIZE]) {
    struct buffer bytes;
    buffer_init(&bytes, ROW_MOST);
    enum rc rc = buffer_printf(&bytes, "sostegno-audit-1|%s|%lld|%lld|%zu:%s|%zu:%s|%zu:%s|%zu:%s|",
                               store_db_name(db), (long long)row->seq, (long long)row->at_us,
                               strlen(row->actor), row->actor, strlen(row->action), row->action,
                               strlen(row->object), row->object, strlen(row->detail), row->detail);
    if (rc == RC_OK) {
        rc = buffer_append(&bytes, prev, STORE_HASH_SIZE);
    }
    if (rc == RC_OK) {
        crypto->hash(crypto->context, bytes.data, bytes.length, hash);
    }
    buffer_free(&bytes);
    return rc == RC_LIMIT ? RC_BUG : rc;
}

void audit_checkpoint_text(struct store *store, char text[AUDIT_CHECKPOINT_SIZE]) {
    const struct store_crypto *crypto = &store_options(store)->crypto;
    struct audit_head heads[STORE_DATABASES];
    uint8_t signature[STORE_SIGNATURE_SIZE];
    char at[CLOCK_TEXT_SIZE], hex[SIGNATURE_DIGITS + 1];
    store_heads(store, heads);
    clock_text(clock_technical_us(), at);
    size_t used = (size_t)snprintf(text, AUDIT_CHECKPOINT_SIZE, "%sat %s\n", TITLE, at);
    for (int db = 0; db < STORE_DATABASES; db++) {
        audit_hex(heads[db].hash, STORE_HASH_SIZE, hex);
        used += (size_t)snprintf(text + used, AUDIT_CHECKPOINT_SIZE - used, "%s %lld %s\n",
                                 store_db_name((enum store_db)db), (long long)heads[db].seq, hex);
    }
    crypto->sign(crypto->context, text, used, signature);
    audit_hex(signature, sizeof signature, hex);
    snprintf(text + used, AUDIT_CHECKPOINT_SIZE - used, "%s%s\n", SIGNATURE, hex);
}

enum rc audit_checkpoint(struct store *store, char text[AUDIT_CHECKPOINT_SIZE]) {
    enum rc rc = RC_OK;
    audit_checkpoint_text(store, text);
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = store_write_system(store, (enum store_db)db, STORE_SYSTEM_CHECKPOINT,
                                audit_checkpoint_insert, text);
    }
    return rc;
}

// "<name> <seq> <64 hex>\n" at *at.
static bool parse_head(const char **at, enum store_db db, struct audit_head *head) {
    const char *name = store_db_name(db);
    size_t length = strlen(name);
    if (strncmp(*at, name, length) != 0 || (*at)[length] != ' ') {
        return false;
    }
    char *end = NULL;
    head->seq = strtoll(*at + length + 1, &end, 10);
    if (head->seq < 0 || *end != ' ' ||
        strnlen(end + 1, 2 * STORE_HASH_SIZE) < 2 * STORE_HASH_SIZE ||
        !audit_unhex(end + 1, STORE_HASH_SIZE, head->hash) ||
        end[1 + 2 * STORE_HASH_SIZE] != '\n') {
        return false;
    }
    *at = end + 2 + 2 * STORE_HASH_SIZE;
    return true;
}

enum rc audit_checkpoint_parse(const struct store_crypto *crypto, const char *text, size_t *length,
                               struct audit_checkpoint *checkpoint) {
    const char *at = text;
    uint8_t signature[STORE_SIGNATURE_SIZE];
    if (strncmp(at, TITLE, sizeof TITLE - 1) != 0) {
        return RC_INVALID;
    }
    at += sizeof TITLE - 1;
    const char *line_end = strncmp(at, "at ", 3) == 0 ? strchr(at, '\n') : NULL;
    if (!line_end) {
        return RC_INVALID;
    }
    at = line_end + 1;
    for (int db = 0; db < STORE_DATABASES; db++) {
        if (!parse_head(&at, (enum store_db)db, &checkpoint->heads[db])) {
            return RC_INVALID;
        }
    }
    size_t signed_length = (size_t)(at - text);
    if (strncmp(at, SIGNATURE, sizeof SIGNATURE - 1) != 0) {
        return RC_INVALID;
    }
    at += sizeof SIGNATURE - 1;
    if (strnlen(at, SIGNATURE_DIGITS + 1) < SIGNATURE_DIGITS + 1 ||
        !audit_unhex(at, STORE_SIGNATURE_SIZE, signature) || at[SIGNATURE_DIGITS] != '\n') {
        return RC_INVALID;
    }
    if (!crypto->verify(crypto->context, text, signed_length, signature)) {
        return RC_CONFLICT;
    }
    *length = (size_t)(at - text) + SIGNATURE_DIGITS + 1;
    return RC_OK;
}
