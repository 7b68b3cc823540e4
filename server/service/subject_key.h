// SPDX-License-Identifier: EUPL-1.2
// Opening and sealing the monitoring side's free texts and bytes, under a subject's key or the
// system's.
#ifndef SERVICE_SUBJECT_KEY_H
#define SERVICE_SUBJECT_KEY_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "vault/seal.h"

struct vault;

// What a value belongs to and where it lies.
struct subject_seal {
    const struct vault *vault;
    const struct public_id *subject; // NULL: nobody's, under the system key
    const struct sealed *key;        // the subject's wrapped key
    struct seal_place place;
};

// RC_CONFLICT: the subject's key is gone or damaged (its texts are erased).
RC_CHECKED enum rc subject_seal(const struct subject_seal *seal, const void *plain, size_t length,
                                struct arena *arena, struct sealed *out);
RC_CHECKED enum rc subject_unseal(const struct subject_seal *seal, const struct sealed *sealed,
                                  struct arena *arena, char **plain, size_t *length);

// A text for display: "" when there is none or when it was erased with its key. NULL: out of
// memory.
const char *subject_text(const struct subject_seal *seal, const struct sealed *sealed,
                         struct arena *arena);

#endif
