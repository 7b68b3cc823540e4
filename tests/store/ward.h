// SPDX-License-Identifier: EUPL-1.2
// A monitored ward for tests: a real store, a door's inbox, members, devices and staff.
#ifndef TESTS_STORE_WARD_H
#define TESTS_STORE_WARD_H

#include <stdbool.h>

#include "core_place.h"
#include "inbox/inbox.h"
#include "service/actor.h"
#include "service/devices.h"
#include "service/drain.h"
#include "service/service.h"

#define MINUTE_US INT64_C(60000000)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

struct ward {
    struct place *place;
    struct service service;
    struct public_id fund;
    struct actor admin;
    struct actor operator;
    struct actor clinician;
    struct drain *drain;
    struct inbox_writer *door;
    enum inbox_door kind; // of the door
    char inboxes[128];    // folder of the door's inbox "mqtt.inbox"
    bool record_only;     // of the drain, when it is opened next
};

// cmocka set-up and tear-down: *state is a struct ward with store, drain and door open.
int ward_make(void **state);
int ward_drop(void **state);

void ward_open_drain(struct ward *ward);
void ward_close_drain(struct ward *ward);
void ward_open_door(struct ward *ward);
void ward_close_door(struct ward *ward);

// Through the real use cases: the enrolment by the office's outbox row.
struct public_id ward_member(struct ward *ward, const char *conditions_json);
struct public_id ward_device(struct ward *ward);
void ward_assign(struct ward *ward, const struct public_id *device, const struct public_id *subject,
                 int64_t from_us);
// The device comes back at that instant, is cleaned, and goes to the subject.
void ward_hand_over(struct ward *ward, const struct public_id *device,
                    const struct public_id *subject, int64_t at_us);
// A member with hypertension who has a device since a month.
struct public_id ward_patient(struct ward *ward, struct public_id *device);

// Puts bytes into the door's inbox, as received at `received_us` (0: now); returns the sequence.
int64_t ward_send_at(struct ward *ward, const struct public_id *device, const char *text,
                     int64_t received_us);
// The same under another kind: the last level of the topic.
int64_t ward_send_kind(struct ward *ward, const struct public_id *device, const char *kind,
                       const char *text, int64_t received_us);
int64_t ward_send(struct ward *ward, const struct public_id *device, const char *text);
// A message of one reading of `age_us` ago; `members` are those that stand behind its time.
const char *ward_reading(const char *members, int64_t age_us);
// A blood pressure measured `age_us` ago; seq -1: none.
const char *ward_pressure(int systolic, int diastolic, int64_t age_us, int64_t seq);
void ward_send_pressure(struct ward *ward, const struct public_id *device, int systolic,
                        int64_t age_us);

// One pass of the drain; must succeed.
void ward_drain(struct ward *ward);

// First column of the first row of a query on the monitoring database.
int64_t ward_number(const struct ward *ward, const char *sql);
// Change the closed door's inbox behind its back.
void ward_tamper(const struct ward *ward, const char *sql);

#endif
