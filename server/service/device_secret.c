// SPDX-License-Identifier: EUPL-1.2
// The secret of a device as its row keeps it.
#include "service/device_secret.h"

#include "vault/seal.h"

static struct seal_place place_of(const struct public_id *device) {
    return (struct seal_place){.table = "devices", .column = "secret", .row = device};
}

enum rc device_secret_seal(const struct vault *vault, const struct public_id *device,
                           const char *secret, size_t length, struct arena *arena,
                           struct sealed *sealed) {
    struct data_key key;
    struct seal_place place = place_of(device);
    vault_system_key(vault, &key);
    sealed->bytes = vault_seal(&key, &place, secret, length, arena, &sealed->length);
    vault_wipe(&key, sizeof key);
    return sealed->bytes == NULL ? RC_NOMEM : RC_OK;
}

enum rc device_secret_open_with(const struct data_key *key, const struct public_id *device,
                                const struct sealed *sealed, struct arena *arena, char **secret,
                                size_t *length) {
    struct seal_place place = place_of(device);
    return vault_unseal(key, &place, sealed->bytes, sealed->length, arena, secret, length);
}

enum rc device_secret_open(const struct vault *vault, const struct public_id *device,
                           const struct sealed *sealed, struct arena *arena, char **secret,
                           size_t *length) {
    struct data_key key;
    vault_system_key(vault, &key);
    enum rc rc = device_secret_open_with(&key, device, sealed, arena, secret, length);
    vault_wipe(&key, sizeof key);
    return rc;
}
