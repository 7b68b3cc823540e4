// SPDX-License-Identifier: EUPL-1.2
// Devices, their sealed secrets and who had them when (monitoring database).
#ifndef STORE_DEVICES_H
#define STORE_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/device_clock.h"
#include "store/sealed.h"
#include "store/store.h"

enum transport {
    TRANSPORT_NONE = 0,
    TRANSPORT_MQTT,
    TRANSPORT_COAP,
};

const char *transport_name(enum transport transport); // "mqtt", "coap"; "" for none

enum { DEVICE_MODEL_MAX = 80, DEVICE_SERIAL_MAX = 40, DEVICE_NO_BATTERY = -1 };

// Instants are domain time, except received_us of the door, which callers map before storing.
struct device {
    int64_t id;                 // row number, inside the server only
    struct public_id public_id; // the identity on the wire
    struct public_id fund;
    enum transport transport;
    const char *model;
    const char *serial; // NULL: none told
    bool revoked;
    struct sealed
        secret; // "devices|secret|<public id>" under the vault's system key; none if revoked
    int64_t registered_us;
    int64_t revoked_us;  // 0: active
    int64_t received_us; // newest message, 0: none yet
    int battery;         // per cent, DEVICE_NO_BATTERY: never told
};

// id, revoked, revoked_us, received_us and battery are ignored. All that change what the doors must
// know (insert, secret, revoke) make roster_version grow.
RC_CHECKED enum rc device_insert(struct tx *tx, const struct device *device, int64_t *id);
RC_CHECKED enum rc device_by_public_id(struct tx *tx, const struct public_id *public_id,
                                       struct arena *arena, struct device *device);
RC_CHECKED enum rc device_set_secret(struct tx *tx, int64_t id, const struct sealed *secret);
// RC_NOT_FOUND: revoked already. The secret is forgotten.
RC_CHECKED enum rc device_revoke(struct tx *tx, int64_t id, int64_t at_us);

// Devices of a fund by public id, after `after` ("" for the start), at most `limit`.
RC_CHECKED enum rc device_page(struct tx *tx, const struct public_id *fund, const char *after,
                               size_t limit, struct arena *arena, struct device **devices,
                               size_t *count);
// Devices that the subject has or had, by their newest interval.
RC_CHECKED enum rc device_list_of_subject(struct tx *tx, int64_t subject_id, struct arena *arena,
                                          struct device **devices, size_t *count);
// Devices of the fund heard since `since_us`.
RC_CHECKED enum rc device_count_heard(struct tx *tx, const struct public_id *fund, int64_t since_us,
                                      int64_t *count);

// What is needed of a device that has sent something.
struct device_speaker {
    int64_t id;
    struct public_id fund;
    bool revoked;
    int64_t revoked_us;
    int64_t messages; // that it has sent
    struct device_clock clock;
};
RC_CHECKED enum rc device_speaker(struct tx *tx, const struct public_id *public_id,
                                  struct device_speaker *speaker);

// Messages were taken out of custody. battery DEVICE_NO_BATTERY keeps what is known.
struct device_news {
    int64_t messages;
    int64_t received_us; // of the newest
    int battery;
    int64_t duplicates; // readings in them that were here already
    int64_t dropped;    // readings in them of a member who had left
};
RC_CHECKED enum rc device_heard(struct tx *tx, int64_t id, const struct device_news *news);

// What is known of the device's clock now.
RC_CHECKED enum rc device_clock_keep(struct tx *tx, int64_t id, const struct device_clock *clock);

// What the doors must know, over all funds. Whoever changes it elsewhere says so.
RC_CHECKED enum rc device_roster_changed(struct tx *tx);
RC_CHECKED enum rc roster_version(struct tx *tx, int64_t *version);
RC_CHECKED enum rc device_roster(struct tx *tx, struct arena *arena, struct device **devices,
                                 size_t *count);

struct assignment {
    int64_t id;
    struct public_id subject;
    int64_t subject_id;
    int64_t from_us; // first instant
    int64_t to_us;   // end, excluded; 0: open
};

// RC_CONFLICT: it would overlap with another interval of the device.
RC_CHECKED enum rc assignment_insert(struct tx *tx, int64_t device_id, int64_t subject_id,
                                     int64_t from_us, int64_t recorded_us,
                                     const struct public_id *by);
RC_CHECKED enum rc assignment_end(struct tx *tx, int64_t id, int64_t to_us);
// RC_NOT_FOUND: no open interval.
RC_CHECKED enum rc assignment_open(struct tx *tx, int64_t device_id, struct assignment *open);
// Who had the device at that instant. RC_NOT_FOUND: nobody.
RC_CHECKED enum rc assignment_at(struct tx *tx, int64_t device_id, int64_t at_us,
                                 int64_t *subject_id);
// An interval without its names. All of a device, newest first.
struct assignment_span {
    int64_t subject_id;
    int64_t from_us, to_us; // as in struct assignment
};
RC_CHECKED enum rc assignment_spans(struct tx *tx, int64_t device_id, struct arena *arena,
                                    const struct assignment_span **spans, size_t *count);
// All intervals, newest first.
RC_CHECKED enum rc assignment_list(struct tx *tx, int64_t device_id, struct arena *arena,
                                   struct assignment **assignments, size_t *count);

#endif
