// SPDX-License-Identifier: EUPL-1.2
// Revoking again what the doors know to be revoked: devices, and certificates.
#include "service/revoked_again.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "inbox/roster.h"
#include "pki/pki.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_certificates.h"
#include "store/devices.h"
#include "store/store.h"
#include "vault/vault.h"

// The roster may be that much older than what the database held when it was written.
enum { DEVICES_MEMORY = 512 * 1024 * 1024, ROSTER_LATE_US = 5000000 };

struct comparing {
    const struct service *service;
    const struct roster *roster;
    struct arena *arena;
    struct device *devices;
    size_t count;
    struct device_certificate *certificates;
    size_t certificate_count;
};

static bool is_revived(const struct comparing *comparing, const struct device *device) {
    uint8_t id[INBOX_DEVICE_SIZE];
    public_id_to_bytes(&device->public_id, id);
    const struct roster_device *told = roster_find(comparing->roster, id);
    return !device->revoked && told != NULL && told->state == ROSTER_REVOKED;
}

// The roster lists all certificates in force. One that is older than it, of a device that it lists,
// and not there was taken back. Newer ones it did not know yet.
static bool is_taken_back(const struct comparing *comparing, const struct device *device,
                          const struct device_certificate *certificate) {
    uint8_t id[INBOX_DEVICE_SIZE];
    uint8_t fingerprint[ROSTER_HASH_SIZE];
    public_id_to_bytes(&device->public_id, id);
    const struct roster_device *told = roster_find(comparing->roster, id);
    return told != NULL && pki_fingerprint_bytes(certificate->fingerprint, fingerprint) &&
           certificate->issued_us + ROSTER_LATE_US < roster_generation(comparing->roster) &&
           roster_certificate_check(told, fingerprint, 0) == ROSTER_CERTIFICATE_UNKNOWN;
}

static int by_row(const void *left, const void *right) {
    int64_t a = ((const struct device *)left)->id;
    int64_t b = ((const struct device *)right)->id;
    return a < b ? -1 : a > b;
}

static const struct device *device_of(const struct comparing *comparing,
                                      const struct device_certificate *certificate) {
    const struct device wanted = {.id = certificate->device_id};
    return comparing->count == 0
               ? NULL
               : bsearch(&wanted, comparing->devices, comparing->count, sizeof wanted, by_row);
}

static enum rc read_devices(struct tx *tx, void *context) {
    struct comparing *comparing = context;
    enum rc rc = device_roster(tx, comparing->arena, &comparing->devices, &comparing->count);
    return rc == RC_OK ? device_certificate_roster(tx, comparing->arena, &comparing->certificates,
                                                   &comparing->certificate_count)
                       : rc;
}

static enum rc take_back(struct tx *tx, const struct comparing *comparing) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < comparing->certificate_count; i++) {
        const struct device_certificate *certificate = &comparing->certificates[i];
        const struct device *device = device_of(comparing, certificate);
        if (device == NULL || !is_taken_back(comparing, device, certificate)) {
            continue;
        }
        rc = device_certificate_remove(tx, device->id, certificate->fingerprint);
        if (rc == RC_OK) {
            rc = audit_append(tx, "system", "device.uncertify", device->public_id.text,
                              "{\"from\":\"roster\"}");
        }
    }
    return rc;
}

static enum rc revoke_all(struct tx *tx, void *context) {
    const struct comparing *comparing = context;
    int64_t now_us = service_domain_now(comparing->service);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < comparing->count; i++) {
        const struct device *device = &comparing->devices[i];
        if (!is_revived(comparing, device)) {
            continue;
        }
        rc = device_revoke(tx, device->id, now_us);
        if (rc == RC_OK) {
            rc = audit_append(tx, "system", "device.revoke", device->public_id.text,
                              "{\"from\":\"roster\"}");
        }
    }
    return rc == RC_OK ? take_back(tx, comparing) : rc;
}

static enum rc compare(struct comparing *comparing) {
    struct store *store = comparing->service->store;
    enum rc rc = store_read(store, STORE_MONITORING, "roster.compare", read_devices, comparing);
    size_t revived = 0;
    for (size_t i = 0; rc == RC_OK && i < comparing->count; i++) {
        if (is_revived(comparing, &comparing->devices[i])) {
            log_warning("roster.revoked-again",
                        log_text("device", comparing->devices[i].public_id.text));
            revived++;
        }
    }
    if (rc == RC_OK && comparing->count > 1) {
        qsort(comparing->devices, comparing->count, sizeof *comparing->devices, by_row);
    }
    for (size_t i = 0; rc == RC_OK && i < comparing->certificate_count; i++) {
        const struct device *device = device_of(comparing, &comparing->certificates[i]);
        if (device != NULL && is_taken_back(comparing, device, &comparing->certificates[i])) {
            log_warning("roster.taken-back-again", log_text("device", device->public_id.text));
            revived++;
        }
    }
    return rc == RC_OK && revived > 0
               ? store_write(store, STORE_MONITORING, "roster.revoke", revoke_all, comparing)
               : rc;
}

enum rc revoked_again(const struct service *service, const char *path) {
    uint8_t door_key[INBOX_KEY_SIZE];
    struct roster *roster = NULL;
    vault_door_key(service->vault, door_key);
    enum inbox_result result = roster_read(path, door_key, &roster);
    vault_wipe(door_key, sizeof door_key);
    if (result != INBOX_OK) {
        if (result != INBOX_MISSING) {
            log_warning("roster.unread", log_text("trouble", inbox_result_text(result)));
        }
        return result == INBOX_NO_MEMORY ? RC_NOMEM : RC_OK;
    }
    struct comparing comparing = {
        .service = service, .roster = roster, .arena = arena_new(DEVICES_MEMORY)};
    enum rc rc = comparing.arena == NULL ? RC_NOMEM : compare(&comparing);
    arena_free(comparing.arena);
    roster_free(roster);
    return rc;
}
