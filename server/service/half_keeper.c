// SPDX-License-Identifier: EUPL-1.2
// Halves whose other half did not come.
#include "service/half_keeper.h"

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
    int64_t as_of_us;
    size_t count; // made anew by every run
};

static enum rc list(struct tx *tx, struct slice *slice, size_t limit, struct arena *arena,
                    struct half **halves) {
    return half_list_waiting(tx, slice->as_of_us - INGEST_HALF_WAIT_US, limit, arena, halves,
                             &slice->count);
}

static enum rc look(struct tx *tx, void *context) {
    struct half *halves;
    struct arena *arena = arena_new(0);
    enum rc rc = arena == NULL ? RC_NOMEM : list(tx, context, 1, arena, &halves);
    arena_free(arena);
    return rc;
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
    return rc == RC_OK ? alert_announce(tx, &item.fund, NULL, arena) : rc;
}

static enum rc write_slice(struct tx *tx, void *context) {
    struct slice *slice = context;
    struct half *halves = NULL;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = list(tx, slice, SLICE, arena, &halves);
    for (size_t i = 0; rc == RC_OK && i < slice->count; i++) {
        rc = tell(tx, slice, &halves[i], arena);
    }
    if (rc == RC_OK) {
        rc = half_prune(tx, slice->as_of_us - 2 * FRESHNESS_OLDEST_US, SLICE);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "half.tell", "", NULL);
    }
    arena_free(arena);
    return rc;
}

enum rc halves_check(const struct service *service, int64_t as_of_us) {
    struct slice slice = {.service = service, .as_of_us = as_of_us, .count = as_of_us == 0 ? 0 : 1};
    enum rc rc = RC_OK;
    while (rc == RC_OK && slice.count > 0) {
        rc = store_read(service->store, STORE_MONITORING, "half.look", look, &slice);
        if (rc == RC_OK && slice.count > 0) {
            rc = store_write(service->store, STORE_MONITORING, "half.tell", write_slice, &slice);
        }
    }
    return rc;
}
