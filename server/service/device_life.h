// SPDX-License-Identifier: EUPL-1.2
// The life of a device: enrolled with a code, given out, returned, cleaned, checked, retired; and the
// end of the old secret of a rotation.
#ifndef SERVICE_DEVICE_LIFE_H
#define SERVICE_DEVICE_LIFE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/device_view.h"

struct service;
struct tx;

enum {
    ENROLMENT_CODE_GROUPS = 4, // of four letters and digits, about 80 bits
    ENROLMENT_CODE_SIZE = ENROLMENT_CODE_GROUPS * 5,
    ENROLMENT_HOURS = 24,
};

// One act of a person on one device. Besides what is told: RC_NOT_FOUND "device-unknown".
struct device_wish {
    const struct service *service;
    const struct actor *actor;
    const struct public_id *device;
    struct arena *arena;
    struct fault *fault;
    struct device_view *view; // filled on RC_OK
};

// It was cleaned at that instant, so that it may go to somebody else. RC_CONFLICT "device-retired",
// "still-assigned" (somebody had it then), RC_INVALID at /at "in-the-future".
RC_CHECKED enum rc device_life_clean(const struct device_wish *wish, int64_t at_us);

// Its technical check was made on a day, and the next one is due on another. RC_CONFLICT
// "device-retired"; RC_INVALID at /on "in-the-future", at /next "not-after-on".
RC_CHECKED enum rc device_life_check(const struct device_wish *wish, const char *on,
                                     const char *next);

// Never used again: revoked, too. RC_CONFLICT "still-assigned". Again changes nothing.
RC_CHECKED enum rc device_life_retire(const struct device_wish *wish);

// The old secret of a rotation ends now. RC_CONFLICT "no-old-secret".
RC_CHECKED enum rc device_life_end_old_secret(const struct device_wish *wish);

// A code with which the device enrols itself within ENROLMENT_HOURS, once; the one before is void.
// It leaves the server here and nowhere else. RC_CONFLICT "device-revoked".
RC_CHECKED enum rc device_life_give_code(const struct device_wish *wish,
                                         char code[ENROLMENT_CODE_SIZE]);

// Inside a monitoring transaction: whether the device may go to that subject at that instant.
// RC_CONFLICT "device-retired", "not-cleaned" (whoever had it before is somebody else, and it was not
// cleaned in between).
RC_CHECKED enum rc device_life_may_go_to(struct tx *tx, int64_t device_id, int64_t subject_id,
                                         int64_t from_us, struct arena *arena, struct fault *fault);

// Inside a monitoring transaction: somebody else has the device now, or nobody. A check that is due
// stands no longer where the device was; it is told again where it is.
RC_CHECKED enum rc device_life_moved(struct tx *tx, const struct service *service,
                                     const struct device *device, struct arena *arena);

// A job for the scheduler, every few seconds: tells of checks that have become due, each once.
// `service` is a struct service.
RC_CHECKED enum rc device_life_tell_checks(void *service);

// A device enrols itself: with a request it gets a certificate, without its secret. client: its
// address, for the delays, which are those of log-ins by network. RC_DENIED "enrolment-refused" (no
// such code, used, or past its time); RC_LIMIT "login-delayed" with *wait_seconds; else as
// device_certificate_issue, and then the code stays good.
struct device_enrolled {
    struct device_view view;
    const char *certificate; // PEM, or NULL
    const char *secret;      // or NULL; the caller wipes it
};
RC_CHECKED enum rc device_enrol(const struct service *service, const char *client, const char *code,
                                const char *csr, struct arena *arena, struct fault *fault,
                                int64_t *wait_seconds, struct device_enrolled *out);

#endif
