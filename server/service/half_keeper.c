// SPDX-License-Identifier: EUPL-1.2
// Halves whose other half did not come.
#include "service/half_keeper.h"

#include <stdbool.h>

#include "scoring/plausibility.h"
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/halves.h"
#include "store/quarantine.h"
#include "store/store.h"

enum { SLICE = 50 };

struct slice {
    const struct service *service;
    int64_t tell_us;   // what was received before it and waits is told …
    int64_t forget_us; // … and before it, waiting no more, is forgotten
    bool due;          // made anew by every run
};

static enum rc look(struct tx *tx, void *context) {
    struct slice *slice = context;
    return half_due(tx, slice->tell_us, slice->forget_us, &slice->due);
}

// What the drain would have said at once of anything else that waits for a person.
static enum rc tell(struct tx *tx, const struct slice *slice, const struct half *half,
                    struct arena *arena) {
    struct quarantine_item item;
    enum rc rc = half_tell(tx, half);
    if (rc == RC_OK) {
        rc = quarantine_by_public_id(tx, &half->item, arena, &item);
    }
    if (rc != RC_OK || item.act != NULL) {
        return rc;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = item.fund,
        .subject = item.subject,
        .subject_id = item.subject_id,
        .kind = ALERT_KIND_QUARANTINE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_QUARANTINE,
        .raised_us = service_domain_now(slice->service),
        .scope = alert_scope(arena, ALERT_KIND_QUARANTINE, &item.device, item.subject.text),
    };
    rc = alert_raise(tx, &alert, arena);
    if (rc == RC_OK) {
        rc = alert_announce(tx, &item.fund, &item.subject, arena);
    }
    return rc == RC_OK ? alert_announce_quarantine(tx, &item.fund) : rc;
}

static enum rc write_slice(struct tx *tx, void *context) {
    const struct slice *slice = context;
    struct half *halves = NULL;
    size_t count = 0;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = half_list_waiting(tx, slice->tell_us, SLICE, arena, &halves, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = tell(tx, slice, &halves[i], arena);
    }
    if (rc == RC_OK) {
        rc = half_prune(tx, slice->forget_us, SLICE);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "half.tell", "", NULL);
    }
    arena_free(arena);
    return rc;
}

enum rc halves_check(const struct service *service, int64_t as_of_us) {
    struct slice slice = {.service = service,
                          .tell_us = as_of_us - INGEST_HALF_WAIT_US,
                          .forget_us = as_of_us - 2 * FRESHNESS_OLDEST_US,
                          .due = as_of_us != 0};
    enum rc rc = RC_OK;
    while (rc == RC_OK && slice.due) {
        rc = store_read(service->store, STORE_MONITORING, "half.look", look, &slice);
        if (rc == RC_OK && slice.due) {
            rc = store_write(service->store, STORE_MONITORING, "half.tell", write_slice, &slice);
        }
    }
    return rc;
}
