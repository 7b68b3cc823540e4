// SPDX-License-Identifier: EUPL-1.2
// A device as people see it, with who had it when.
#ifndef SERVICE_DEVICE_VIEW_H
#define SERVICE_DEVICE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"

struct device;
struct tx;

struct device_view {
    struct public_id id;
    const char *transport; // "mqtt", "coap"
    const char *model;
    const char *serial; // NULL: none told
    bool revoked;
    int64_t registered_us;
    int64_t received_us; // 0: nothing yet
    int battery;         // per cent, -1: never told
    struct assignment_view {
        struct public_id subject;
        int64_t from_us;
        int64_t to_us; // 0: open
    } * assignments;   // newest first
    size_t assignment_count;
    struct slot_view {
        int64_t slot; // user button
        struct public_id subject;
        int64_t from_us;
        int64_t to_us; // 0: open
    } * slots;         // by button, then newest first
    size_t slot_count;
    struct certificate_view {
        const char *fingerprint; // SHA-256 in hexadecimal
        int64_t issued_us;       // real time
        int64_t until_us;
    } * certificates; // newest first
    size_t certificate_count;
    struct refusal_view {
        const char *what; // "credential", "topic" …
        int64_t count;
        int64_t last_us;
    } * refusals; // what doors refused to it or in its name, newest first
    size_t refusal_count;
    int64_t retired_us;         // 0: it is not
    int64_t cleaned_us;         // newest, 0: never
    bool needs_cleaning;        // before somebody else gets it
    int64_t checked_us;         // newest technical check, 0: never
    const char *check_due;      // day of the next, NULL: none was set
    int64_t enrolment_until_us; // real time; 0: no code is open
    int64_t old_secret_us;      // real time since when an old secret is in force, too; 0: none is
};

// Inside a monitoring transaction.
RC_CHECKED enum rc device_view_read(struct tx *tx, const struct device *device, struct arena *arena,
                                    struct device_view *view);
RC_CHECKED enum rc device_views_read(struct tx *tx, const struct device *devices, size_t count,
                                     struct arena *arena, struct device_view **views);

#endif
