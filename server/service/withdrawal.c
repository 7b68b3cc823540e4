// SPDX-License-Identifier: EUPL-1.2
// Taking a stored reading back.
#include "service/withdrawal.h"

#include <string.h>

#include "service/alert_raise.h"
#include "service/once.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "service/subject_key.h"
#include "store/audit.h"
#include "store/reading_corrections.h"
#include "store/store.h"

// One withdrawal on its way; the subject is read anew by every run of the closure.
struct withdrawing {
    const struct service *service;
    const struct actor *actor;
    const struct withdrawal *what;
    struct arena *arena;
    struct fault *fault;
    struct subject subject;
};

_Static_assert((int)READING_DIGEST_SIZE == (int)PUBLIC_ID_BYTES, "a reading's id is its digest");

static enum rc take_back(struct tx *tx, struct withdrawing *w) {
    struct reading_correction correction = {.public_id = public_id_new(),
                                            .subject_id = w->subject.id,
                                            .identity = {.time_us = w->what->measured_us},
                                            .by = w->actor->user,
                                            .at_us = service_domain_now(w->service)};
    public_id_to_bytes(&w->what->reading, correction.identity.digest);
    struct subject_seal seal = {.vault = w->service->vault,
                                .subject = &w->subject.public_id,
                                .key = &w->subject.key,
                                .place = {.table = "reading_corrections",
                                          .column = "reason",
                                          .row = &correction.public_id}};
    enum rc rc =
        subject_seal(&seal, w->what->reason, strlen(w->what->reason), w->arena, &correction.reason);
    return rc == RC_OK ? reading_take_back(tx, &correction, w->arena) : rc;
}

static enum rc write_withdrawal(struct tx *tx, void *context) {
    struct withdrawing *w = context;
    fault_clear(w->fault);
    enum rc rc = subject_for_actor(tx, w->actor, ACTION_READING_ENTER, &w->what->subject, w->arena,
                                   w->fault, &w->subject);
    if (rc == RC_OK) {
        rc = once_begin(tx, w->what->once);
    }
    if (rc != RC_OK || (w->what->once != NULL && w->what->once->again)) {
        return rc;
    }
    rc = take_back(tx, w);
    if (rc == RC_NOT_FOUND) {
        return fault_set(w->fault, RC_CONFLICT, "reading-unknown");
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, w->actor->user.text, "reading.withdraw", w->subject.public_id.text,
                          NULL);
    }
    if (rc == RC_OK) {
        rc = alert_announce(tx, &w->subject.fund, &w->subject.public_id, w->arena);
    }
    return rc == RC_OK ? once_end(tx, w->what->once, w->subject.public_id.text) : rc;
}

enum rc reading_withdraw(const struct service *service, const struct actor *actor,
                         const struct withdrawal *withdrawal, struct arena *arena,
                         struct fault *fault) {
    struct withdrawing w = {
        .service = service, .actor = actor, .what = withdrawal, .arena = arena, .fault = fault};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "reading.withdraw", write_withdrawal, &w);
    return fault_named(fault, rc);
}
