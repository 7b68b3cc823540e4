// SPDX-License-Identifier: EUPL-1.2
// Writing the doors' roster from the database.
#include "service/roster_writer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "inbox/roster.h"
#include "pki/pki.h"
#include "service/device_secret.h"
#include "service/revoked_again.h"
#include "service/service.h"
#include "store/device_certificates.h"
#include "store/device_life.h"
#include "store/devices.h"
#include "store/store.h"
#include "vault/seal.h"

enum { ROSTER_MEMORY = 512 * 1024 * 1024, LOOK_EVERY_MS = 250, PATH_SIZE = 512 };

struct roster_writer {
    const struct service *service;
    char path[PATH_SIZE];
    int64_t report_every_s;
    int64_t written; // version in the file
    int stop;        // eventfd
    pthread_t thread;
};

struct reading_roster {
    struct arena *arena;
    int64_t version;
    struct device *devices;
    size_t count;
    struct device_certificate *certificates; // by device, newest first
    size_t certificate_count;
    struct device_old_secret *old; // by device
    size_t old_count;
};

static enum rc read_version(struct tx *tx, void *context) {
    struct reading_roster *roster = context;
    return roster_version(tx, &roster->version);
}

static enum rc read_devices(struct tx *tx, void *context) {
    struct reading_roster *roster = context;
    enum rc rc = roster_version(tx, &roster->version);
    if (rc == RC_OK) {
        rc = device_certificate_roster(tx, roster->arena, &roster->certificates,
                                       &roster->certificate_count);
    }
    if (rc == RC_OK) {
        rc = device_old_secret_list(tx, roster->arena, &roster->old, &roster->old_count);
    }
    return rc == RC_OK ? device_roster(tx, roster->arena, &roster->devices, &roster->count) : rc;
}

// *listed is false for a device that cannot be let in for another reason than being revoked: who is
// called revoked once stays it (service/revoked_again.h).
static enum rc fill(const struct data_key *key, const struct device *device, struct arena *arena,
                    struct roster_device *out, bool *listed) {
    *listed = true;
    *out = (struct roster_device){.state = device->revoked ? ROSTER_REVOKED : ROSTER_ACTIVE};
    public_id_to_bytes(&device->public_id, out->id);
    if (device->revoked) {
        return RC_OK;
    }
    char *secret;
    size_t length;
    enum rc rc = device_secret_open_with(key, &device->public_id, &device->secret, arena, &secret,
                                         &length);
    if (rc != RC_OK || length > ROSTER_PSK_MAX) {
        // One damaged row must not lock every other device out.
        log_error("roster.secret", log_text("device", device->public_id.text), log_rc(rc));
        *listed = false;
        return rc == RC_NOMEM ? rc : RC_OK;
    }
    memcpy(out->psk, secret, length);
    out->psk_length = (uint32_t)length;
    if (device->transport == TRANSPORT_MQTT) {
        out->has_password = true;
        roster_password_hash(out->id, secret, length, out->password_hash);
    }
    vault_wipe(secret, length);
    return RC_OK;
}

static int by_device(const void *left, const void *right) {
    int64_t a = ((const struct device_certificate *)left)->device_id;
    int64_t b = ((const struct device_certificate *)right)->device_id;
    return a < b ? -1 : a > b;
}

// The newest of the device's certificates; those that are past their time the door itself refuses.
static void fill_certificates(const struct reading_roster *read, const struct device *device,
                              struct roster_device *out) {
    const struct device_certificate wanted = {.device_id = device->id};
    const struct device_certificate *end = read->certificates + read->certificate_count;
    const struct device_certificate *at = read->certificate_count == 0
                                              ? NULL
                                              : bsearch(&wanted, read->certificates,
                                                        read->certificate_count, sizeof wanted,
                                                        by_device);
    if (at == NULL || device->revoked) {
        return;
    }
    while (at > read->certificates && at[-1].device_id == device->id) {
        at--;
    }
    for (; at < end && at->device_id == device->id; at++) {
        struct roster_certificate *slot = &out->certificates[out->certificate_count];
        if (out->certificate_count < ROSTER_CERTIFICATES_MAX &&
            pki_fingerprint_bytes(at->fingerprint, slot->fingerprint)) {
            slot->until_s = at->until_us / CLOCK_SECOND_US;
            out->certificate_count++;
        }
    }
}

static int by_old_device(const void *left, const void *right) {
    int64_t a = ((const struct device_old_secret *)left)->device_id;
    int64_t b = ((const struct device_old_secret *)right)->device_id;
    return a < b ? -1 : a > b;
}

// The secret that a rotation replaces, while both are in force. One that does not open is left out:
// the device still has the new one.
static enum rc fill_old(const struct data_key *key, const struct reading_roster *read,
                        const struct device *device, struct roster_device *out) {
    const struct device_old_secret wanted = {.device_id = device->id};
    const struct device_old_secret *old =
        read->old_count == 0 || device->revoked
            ? NULL
            : bsearch(&wanted, read->old, read->old_count, sizeof wanted, by_old_device);
    if (old == NULL) {
        return RC_OK;
    }
    char *secret;
    size_t length;
    enum rc rc = device_secret_open_with(key, &device->public_id, &old->secret, read->arena,
                                         &secret, &length);
    if (rc != RC_OK || length > ROSTER_PSK_MAX) {
        log_error("roster.old-secret", log_text("device", device->public_id.text), log_rc(rc));
        return rc == RC_NOMEM ? rc : RC_OK;
    }
    memcpy(out->old_psk, secret, length);
    out->old_psk_length = (uint32_t)length;
    roster_password_hash(out->id, secret, length, out->old_password_hash);
    vault_wipe(secret, length);
    return RC_OK;
}

static enum rc write_file(const struct service *service, const char *path, int64_t report_every_s,
                          const struct reading_roster *read) {
    struct roster_device *devices = calloc(read->count + 1, sizeof *devices);
    if (devices == NULL) {
        return RC_NOMEM;
    }
    struct data_key key;
    vault_system_key(service->vault, &key);
    enum rc rc = RC_OK;
    size_t count = 0;
    for (size_t i = 0; rc == RC_OK && i < read->count; i++) {
        bool listed = false;
        rc = fill(&key, &read->devices[i], read->arena, &devices[count], &listed);
        if (rc == RC_OK && listed) {
            fill_certificates(read, &read->devices[i], &devices[count]);
            rc = fill_old(&key, read, &read->devices[i], &devices[count]);
        }
        devices[count].report_every = (uint32_t)report_every_s;
        count += listed ? 1 : 0;
    }
    vault_wipe(&key, sizeof key);
    if (rc == RC_OK) {
        uint8_t door_key[INBOX_KEY_SIZE];
        vault_door_key(service->vault, door_key);
        // The generation is shown in the doors' logs: the time of writing tells most there.
        enum inbox_result result =
            roster_write(path, door_key, clock_technical_us(), devices, count);
        vault_wipe(door_key, sizeof door_key);
        if (result != INBOX_OK) {
            log_error("roster.write", log_text("trouble", inbox_result_text(result)));
            rc = RC_IO;
        }
    }
    vault_wipe(devices, (read->count + 1) * sizeof *devices);
    free(devices);
    return rc;
}

enum rc roster_write_if_changed(const struct service *service, const char *path,
                                int64_t report_every_s, int64_t *written) {
    struct reading_roster read = {0};
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "roster.version", read_version, &read);
    // Without the file no door starts any more, so it is made again when somebody removed it.
    if (rc != RC_OK || (read.version == *written && access(path, F_OK) == 0)) {
        return rc;
    }
    read.arena = arena_new(ROSTER_MEMORY);
    if (read.arena == NULL) {
        return RC_NOMEM;
    }
    rc = store_read(service->store, STORE_MONITORING, "roster.read", read_devices, &read);
    if (rc == RC_OK) {
        rc = write_file(service, path, report_every_s, &read);
    }
    if (rc == RC_OK) {
        *written = read.version;
        log_info("roster.written", log_int("devices", (int64_t)read.count));
    }
    arena_free(read.arena);
    return rc;
}

static void *run(void *context) {
    struct roster_writer *writer = context;
    struct pollfd stop = {.fd = writer->stop, .events = POLLIN};
    while (poll(&stop, 1, LOOK_EVERY_MS) <= 0) {
        // A failure is logged where it happened, and the next look tries again.
        (void)!roster_write_if_changed(writer->service, writer->path, writer->report_every_s,
                                       &writer->written);
    }
    return NULL;
}

enum rc roster_writer_start(const struct service *service, const char *path, int64_t report_every_s,
                            struct roster_writer **out, struct fault *fault) {
    struct roster_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    *writer = (struct roster_writer){.service = service,
                                     .report_every_s = report_every_s,
                                     .written = -1,
                                     .stop = eventfd(0, EFD_CLOEXEC)};
    int length = snprintf(writer->path, sizeof writer->path, "%s", path);
    enum rc rc = RC_INVALID;
    if (length > 0 && (size_t)length < sizeof writer->path && writer->stop >= 0) {
        rc = revoked_again(service, writer->path);
    }
    if (rc == RC_OK) {
        rc = roster_write_if_changed(service, writer->path, report_every_s, &writer->written);
    }
    if (rc == RC_OK && pthread_create(&writer->thread, NULL, run, writer) != 0) {
        rc = RC_NOMEM;
    }
    if (rc != RC_OK) {
        if (writer->stop >= 0) {
            close(writer->stop);
        }
        free(writer);
        return fault_set(fault, rc, "roster-unwritable");
    }
    *out = writer;
    return RC_OK;
}

void roster_writer_stop(struct roster_writer *writer) {
    if (writer == NULL) {
        return;
    }
    uint64_t one = 1;
    while (write(writer->stop, &one, sizeof one) < 0 && errno == EINTR) {
    }
    pthread_join(writer->thread, NULL);
    close(writer->stop);
    free(writer);
}
