// SPDX-License-Identifier: EUPL-1.2
// A reading that a person writes down.
#include "service/entered_reading.h"

#include <stdio.h>
#include <string.h>

#include "payload/payload.h"
#include "scoring/plausibility.h"
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/member_device.h"
#include "service/once.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "store/audit.h"
#include "store/store.h"

enum { ELEMENT_MAX = 1024 }; // the reading as the text of the profile

#define METER_OF_NOBODY "BY-HAND" // its own source: no meter of the member has measured it

// The values in the text of the profile. Only words of our own tables and decimals get into it.
static enum rc write_values(const struct entered_reading *entered, struct fault *fault, char *text,
                            size_t *at) {
    for (size_t i = 0; i < entered->value_count; i++) {
        const struct entered_value *value = &entered->values[i];
        struct decimal number;
        enum quantity quantity;
        enum unit unit;
        char place[32];
        (void)snprintf(place, sizeof place, "/values/%zu", i);
        if (!quantity_find(value->quantity, strlen(value->quantity), &quantity)) {
            return fault_at(fault, place, "unknown-quantity");
        }
        if (decimal_parse(value->v, strlen(value->v), &number) != DECIMAL_OK) {
            return fault_at(fault, place, "bad-number");
        }
        if (!unit_find(value->u, strlen(value->u), &unit)) {
            return fault_at(fault, place, "unknown-unit");
        }
        *at += (size_t)snprintf(text + *at, ELEMENT_MAX - *at, "%s\"%s\":{\"v\":%s,\"u\":\"%s\"}",
                                i == 0 ? "" : ",", value->quantity, value->v, value->u);
        if (*at >= ELEMENT_MAX) {
            return fault_at(fault, place, "out-of-range");
        }
    }
    return RC_OK;
}

enum rc entered_reading_check(const struct payload_reading *reading, int64_t now_us,
                              struct fault *fault) {
    if (freshness_of(reading->time_us, now_us) == FRESHNESS_FUTURE) {
        return fault_at(fault, "/measuredAt", "in-the-future");
    }
    struct plausibility_finding finding;
    plausibility_reading(reading->values, reading->value_count, &finding);
    for (size_t i = 0; i < reading->value_count; i++) {
        const struct plausibility_bounds *bounds =
            plausibility_bounds_of(reading->values[i].quantity);
        int64_t value = reading->values[i].canonical;
        if (bounds == NULL || value < bounds->least || value > bounds->most) {
            return fault_at(fault, "/values", plausibility_code(PLAUSIBILITY_IMPOSSIBLE));
        }
    }
    if (finding.verdict == PLAUSIBILITY_IMPOSSIBLE || finding.verdict == PLAUSIBILITY_SWAPPED) {
        return fault_at(fault, "/values", plausibility_code(finding.verdict));
    }
    return RC_OK;
}

enum rc entered_reading_make(const struct entered_reading *entered, int64_t now_us,
                             struct fault *fault, struct payload_reading *reading) {
    enum quantity_kind kind;
    if (entered->kind == NULL) {
        return fault_at(fault, "/kind", "missing");
    }
    if (!quantity_kind_find(entered->kind, strlen(entered->kind), &kind)) {
        return fault_at(fault, "/kind", "unknown-kind");
    }
    if (entered->measured_us == 0) {
        return fault_at(fault, "/measuredAt", "missing");
    }
    char text[ELEMENT_MAX + 8];
    size_t at = (size_t)snprintf(text, ELEMENT_MAX, "{\"kind\":\"%s\",\"values\":{", entered->kind);
    enum rc rc = write_values(entered, fault, text, &at);
    if (rc != RC_OK) {
        return rc;
    }
    at += (size_t)snprintf(text + at, 3, "}}");
    struct payload_reading made;
    if (!payload_read_element(text, at, &made)) {
        return RC_BUG;
    }
    if (made.fault.code == PAYLOAD_MISSING_FIELD) {
        return fault_at(fault, "/values", "missing-field");
    }
    if (made.fault.code == PAYLOAD_DUPLICATE_FIELD) {
        return fault_at(fault, "/values", "duplicate-field");
    }
    if (made.fault.code != PAYLOAD_OK) {
        return fault_at(fault, "/values", payload_fault_text(made.fault.code));
    }
    made.has_time = true;
    made.time_us = entered->measured_us;
    rc = entered_reading_check(&made, now_us, fault);
    if (rc == RC_OK) {
        *reading = made;
    }
    return rc;
}

// One entry on its way; results are made anew by every run of the closure.
struct entering {
    const struct service *service;
    const struct actor *actor;
    const struct manual_entry *entry;
    struct arena *arena;
    struct fault *fault;
    struct subject subject;
    bool fresh;
};

static enum rc store_entry(struct tx *tx, struct entering *e, struct payload_reading *reading) {
    struct ingest_batch batch = {.service = e->service,
                                 .record_only = e->service->record_only,
                                 .touched = {.arena = e->arena}};
    struct ingest_message message = {
        .decoded = {.seq = -1, .boot = -1, .battery = -1, .reading_count = 1, .readings = reading}};
    struct ingest_work ingest = {.tx = tx,
                                 .batch = &batch,
                                 .message = &message,
                                 .arena = e->arena,
                                 .now_us = service_domain_now(e->service),
                                 .by_hand = true,
                                 .origin = READING_ORIGIN_MANUAL};
    ingest.received_us = ingest.now_us;
    struct device device, *devices;
    size_t count;
    enum rc rc = device_list_of_subject(tx, e->subject.id, e->arena, &devices, &count);
    if (rc == RC_OK) {
        rc = member_device_at(tx, e->subject.id, devices, count, reading->time_us, &device);
    }
    if (rc == RC_NOT_FOUND) {
        return fault_set(e->fault, RC_CONFLICT, "no-device");
    }
    if (rc == RC_OK) {
        ingest.found = (struct device_speaker){.id = device.id, .fund = device.fund};
        ingest.device = &ingest.found;
        ingest.device_id = device.public_id;
        rc = ingest_by_hand(&ingest, &e->subject);
    }
    e->fresh = ingest.counts.readings > 0;
    return rc == RC_LIMIT ? fault_set(e->fault, RC_CONFLICT, "too-many-meters") : rc;
}

static enum rc write_entry(struct tx *tx, void *context) {
    struct entering *e = context;
    fault_clear(e->fault);
    e->fresh = false;
    enum rc rc = subject_for_actor(tx, e->actor, ACTION_READING_ENTER, &e->entry->subject, e->arena,
                                   e->fault, &e->subject);
    if (rc == RC_OK) {
        rc = once_begin(tx, e->entry->once);
    }
    if (rc != RC_OK || (e->entry->once != NULL && e->entry->once->again)) {
        return rc;
    }
    struct payload_reading reading;
    rc = entered_reading_make(&e->entry->reading, service_domain_now(e->service), e->fault,
                              &reading);
    if (rc == RC_OK && e->subject.closed_us != 0 && reading.time_us >= e->subject.closed_us) {
        rc = fault_set(e->fault, RC_CONFLICT, "monitoring-ended");
    }
    if (rc == RC_OK) {
        memcpy(reading.meter, METER_OF_NOBODY, sizeof METER_OF_NOBODY);
        rc = store_entry(tx, e, &reading);
    }
    if (rc == RC_OK) {
        rc =
            audit_append(tx, e->actor->user.text, "reading.enter", e->subject.public_id.text, NULL);
    }
    if (rc == RC_OK) {
        rc = alert_announce(tx, &e->subject.fund, &e->subject.public_id, e->arena);
    }
    return rc == RC_OK ? once_end(tx, e->entry->once, e->subject.public_id.text) : rc;
}

enum rc readings_enter(const struct service *service, const struct actor *actor,
                       const struct manual_entry *entry, struct arena *arena, struct fault *fault,
                       bool *fresh) {
    struct entering e = {
        .service = service, .actor = actor, .entry = entry, .arena = arena, .fault = fault};
    enum rc rc = store_write(service->store, STORE_MONITORING, "reading.enter", write_entry, &e);
    if (rc == RC_OK) {
        *fresh = e.fresh;
    }
    return fault_named(fault, rc);
}
