// SPDX-License-Identifier: EUPL-1.2
// Rotations that end: a door saw the device use its new secret, so the old one goes.
#include "service/drain_renewals.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "inbox/roster.h"
#include "service/device_secret.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_life.h"
#include "store/devices.h"
#include "store/store.h"
#include "vault/vault.h"

_Static_assert((int)INBOX_TAG_SIZE == (int)ROSTER_TAG_SIZE, "one tag");

void drain_renewals_heard(void *context, const uint8_t device[INBOX_DEVICE_SIZE],
                          const uint8_t tag[INBOX_TAG_SIZE]) {
    struct drain_renewals *renewals = context;
    for (size_t i = 0; i < renewals->count; i++) {
        if (memcmp(renewals->list[i].device, device, INBOX_DEVICE_SIZE) == 0) {
            memcpy(renewals->list[i].tag, tag, INBOX_TAG_SIZE);
            return;
        }
    }
    if (renewals->count == DRAIN_RENEWALS_MAX) {
        return;
    }
    struct drain_renewal *renewal = &renewals->list[renewals->count++];
    memcpy(renewal->device, device, INBOX_DEVICE_SIZE);
    memcpy(renewal->tag, tag, INBOX_TAG_SIZE);
}

struct ending {
    const struct service *service;
    const struct drain_renewals *renewals;
    bool any;
};

static enum rc is_its_secret(const struct service *service, const struct device *device,
                             const struct drain_renewal *renewal, struct arena *arena, bool *is) {
    char *secret;
    size_t length;
    uint8_t tag[ROSTER_TAG_SIZE];
    enum rc rc = device_secret_open(service->vault, &device->public_id, &device->secret, arena,
                                    &secret, &length);
    if (rc == RC_OK) {
        roster_secret_tag(renewal->device, (const uint8_t *)secret, length, tag);
        vault_wipe(secret, length);
        *is = memcmp(tag, renewal->tag, sizeof tag) == 0;
    }
    return rc;
}

// A word about a secret that was replaced since changes nothing.
static enum rc end_one(struct tx *tx, struct ending *ending, const struct drain_renewal *renewal,
                       bool write, struct arena *arena) {
    struct public_id id = public_id_of_bytes(renewal->device);
    struct device device;
    struct device_life life;
    bool is = false;
    enum rc rc = device_by_public_id(tx, &id, arena, &device);
    if (rc == RC_OK) {
        rc = device_life_read(tx, device.id, &life);
    }
    if (rc != RC_OK || device.revoked || life.old_secret_us == 0) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    rc = is_its_secret(ending->service, &device, renewal, arena, &is);
    if (rc != RC_OK || !is) {
        return rc;
    }
    ending->any = true;
    if (write) {
        rc = device_old_secret_end(tx, device.id);
    }
    return rc == RC_OK && write ? audit_append(tx, "system", "device.end-old-secret", id.text, NULL)
                                : rc;
}

static enum rc end_all(struct tx *tx, struct ending *ending, bool write) {
    struct arena *arena = arena_new(0);
    enum rc rc = arena == NULL ? RC_NOMEM : RC_OK;
    ending->any = false;
    for (size_t i = 0; rc == RC_OK && i < ending->renewals->count; i++) {
        rc = end_one(tx, ending, &ending->renewals->list[i], write, arena);
    }
    arena_free(arena);
    return rc;
}

static enum rc look(struct tx *tx, void *context) {
    return end_all(tx, context, false);
}

static enum rc write_ends(struct tx *tx, void *context) {
    struct ending *ending = context;
    enum rc rc = end_all(tx, ending, true);
    return rc == RC_OK && !ending->any ? audit_append(tx, "system", "device.end-old-secret", "", NULL)
                                       : rc;
}

enum rc drain_renewals_write(struct drain_renewals *renewals, const struct service *service) {
    if (renewals->count == 0) {
        return RC_OK;
    }
    struct ending ending = {.service = service, .renewals = renewals};
    enum rc rc = store_read(service->store, STORE_MONITORING, "drain.renewed", look, &ending);
    if (rc == RC_OK && ending.any) {
        rc = store_write(service->store, STORE_MONITORING, "drain.renewed", write_ends, &ending);
        log_info("drain.renewed", log_rc(rc));
    }
    renewals->count = 0;
    return rc;
}
