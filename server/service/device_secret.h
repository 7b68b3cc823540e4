// SPDX-License-Identifier: EUPL-1.2
// The secret of a device as its row keeps it: sealed by the system key.
#ifndef SERVICE_DEVICE_SECRET_H
#define SERVICE_DEVICE_SECRET_H

#include <stddef.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"

struct data_key;
struct vault;

RC_CHECKED enum rc device_secret_seal(const struct vault *vault, const struct public_id *device,
                                      const char *secret, size_t length, struct arena *arena,
                                      struct sealed *sealed);

// Its present secret, or the one that a rotation replaces. *secret is in the arena, with a NUL
// behind it; the caller wipes it. RC_CONFLICT: damaged, or another device's.
RC_CHECKED enum rc device_secret_open(const struct vault *vault, const struct public_id *device,
                                      const struct sealed *sealed, struct arena *arena,
                                      char **secret, size_t *length);

// The same for many, with the system key (vault/seal.h) at hand.
RC_CHECKED enum rc device_secret_open_with(const struct data_key *key,
                                           const struct public_id *device,
                                           const struct sealed *sealed, struct arena *arena,
                                           char **secret, size_t *length);

#endif
