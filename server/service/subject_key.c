// SPDX-License-Identifier: EUPL-1.2
// Opening and sealing under a subject's key or the system's.
#include "service/subject_key.h"

static enum rc open_key(const struct subject_seal *seal, struct data_key *key) {
    if (seal->subject == NULL) {
        vault_system_key(seal->vault, key);
        return RC_OK;
    }
    return vault_person_key_open(seal->vault, seal->subject, seal->key->bytes, seal->key->length,
                                 key);
}

enum rc subject_seal(const struct subject_seal *seal, const void *plain, size_t length,
                     struct arena *arena, struct sealed *out) {
    struct data_key key;
    enum rc rc = open_key(seal, &key);
    if (rc != RC_OK) {
        return rc;
    }
    size_t sealed_length = 0;
    void *bytes = vault_seal(&key, &seal->place, plain, length, arena, &sealed_length);
    vault_wipe(&key, sizeof key);
    if (bytes == NULL) {
        return RC_NOMEM;
    }
    *out = (struct sealed){.bytes = bytes, .length = sealed_length};
    return RC_OK;
}

enum rc subject_unseal(const struct subject_seal *seal, const struct sealed *sealed,
                       struct arena *arena, char **plain, size_t *length) {
    struct data_key key;
    enum rc rc = open_key(seal, &key);
    if (rc != RC_OK) {
        return rc;
    }
    rc = vault_unseal(&key, &seal->place, sealed->bytes, sealed->length, arena, plain, length);
    vault_wipe(&key, sizeof key);
    return rc;
}

const char *subject_text(const struct subject_seal *seal, const struct sealed *sealed,
                         struct arena *arena) {
    if (sealed->bytes == NULL) {
        return "";
    }
    char *plain = NULL;
    size_t length = 0;
    enum rc rc = subject_unseal(seal, sealed, arena, &plain, &length);
    if (rc == RC_OK) {
        return plain;
    }
    return rc == RC_NOMEM ? NULL : "";
}
