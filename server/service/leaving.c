// SPDX-License-Identifier: EUPL-1.2
// Ending a member's monitoring.
#include "service/leaving.h"

#include "service/alert_raise.h"
#include "service/once.h"
#include "service/service.h"
#include "service/standing.h"
#include "service/subject_access.h"
#include "store/audit.h"
#include "store/devices.h"
#include "store/store.h"
#include "store/subjects.h"

const char *const LEAVING_WORDS[LEAVING_WORD_COUNT] = {NULL, "left", "year-ended",
                                                       "consent-revoked", "deceased"};
_Static_assert((int)LEAVING_WORD_COUNT == (int)LEAVING_REASONS, "one word for each reason");

// One ending on its way; the subject is read anew by every run of the closure.
struct ending {
    const struct service *service;
    const struct actor *actor;
    const struct leaving *leaving;
    struct arena *arena;
    struct fault *fault;
    struct subject subject;
};

static enum rc ask_for_kits(struct tx *tx, struct ending *e, int64_t now_us) {
    struct device *devices;
    size_t count;
    enum rc rc = device_list_of_subject(tx, e->subject.id, e->arena, &devices, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        int64_t holder;
        rc = assignment_at(tx, devices[i].id, now_us, &holder);
        if (rc == RC_OK && holder == e->subject.id) {
            rc = alert_recover_kit(tx, &e->subject, &devices[i].public_id, now_us, e->arena);
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

static enum rc end_now(struct tx *tx, struct ending *e) {
    int64_t now_us = service_domain_now(e->service);
    enum rc rc = subject_close(tx, e->subject.id, (enum leaving_reason)e->leaving->reason, now_us);
    if (rc == RC_OK && e->subject.silent) {
        rc = alert_end_silence(tx, &e->subject, now_us, e->arena);
    }
    if (rc == RC_OK) {
        rc = standing_settle(tx, &e->subject, now_us, e->arena);
    }
    if (rc == RC_OK) {
        rc = ask_for_kits(tx, e, now_us);
    }
    if (rc == RC_OK) {
        const char *detail =
            arena_printf(e->arena, "{\"reason\":\"%s\"}", LEAVING_WORDS[e->leaving->reason]);
        rc = detail == NULL ? RC_NOMEM
                            : audit_append(tx, e->actor->user.text, "subject.close",
                                           e->subject.public_id.text, detail);
    }
    return rc == RC_OK ? alert_announce(tx, &e->subject.fund, &e->subject.public_id, e->arena) : rc;
}

static enum rc write_ending(struct tx *tx, void *context) {
    struct ending *e = context;
    fault_clear(e->fault);
    enum rc rc = subject_for_actor(tx, e->actor, ACTION_MONITORING_END, &e->leaving->subject,
                                   e->arena, e->fault, &e->subject);
    if (rc == RC_OK) {
        rc = once_begin(tx, e->leaving->once);
    }
    if (rc != RC_OK || (e->leaving->once != NULL && e->leaving->once->again)) {
        return rc;
    }
    if (e->subject.closed_us != 0) {
        return fault_set(e->fault, RC_CONFLICT, "left-already");
    }
    rc = end_now(tx, e);
    return rc == RC_OK ? once_end(tx, e->leaving->once, e->subject.public_id.text) : rc;
}

enum rc monitoring_end(const struct service *service, const struct actor *actor,
                       const struct leaving *leaving, struct arena *arena, struct fault *fault) {
    struct ending e = {
        .service = service, .actor = actor, .leaving = leaving, .arena = arena, .fault = fault};
    enum rc rc = store_write(service->store, STORE_MONITORING, "subject.close", write_ending, &e);
    return fault_named(fault, rc);
}
