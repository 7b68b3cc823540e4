// SPDX-License-Identifier: EUPL-1.2
// The monitoring side of what the office knows: a task for a person, once for each change.
#include "service/standing.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/store.h"

enum { ROWS = 50, SLICE = 50, RETRY_US = 30 * 1000000, LEASE_US = 60 * 1000000 };

struct applying {
    const struct service *service;
    int64_t row;
    struct arena *arena;
    struct public_id person;
    struct public_id subject; // unset: not enrolled
    enum subject_standing standing;
};

static const struct json_field FIELDS[] = {
    {.name = "person", .kind = JSON_KIND_ID, .offset = offsetof(struct applying, person)},
    JSON_END,
};

// The rule of the task that a standing is; NULL: none.
static const char *rule_of(enum subject_standing standing) {
    switch (standing) {
    case STANDING_UNCOVERED:
        return RULE_COVER_ENDED;
    case STANDING_DECEASED:
        return RULE_MEMBER_DECEASED;
    case STANDING_NONE:
    case STANDING_IN_FORCE:
        break;
    }
    return NULL;
}

static const char *scope_of(struct arena *arena, const struct subject *subject,
                            enum subject_standing standing) {
    return alert_scope(arena, ALERT_KIND_MEMBER, &subject->public_id,
                       subject_standing_name(standing));
}

enum rc standing_settle(struct tx *tx, const struct subject *subject, int64_t now_us,
                        struct arena *arena) {
    enum rc rc = RC_OK;
    for (int i = 0; i < SUBJECT_STANDINGS && rc == RC_OK; i++) {
        if (rule_of((enum subject_standing)i) != NULL) {
            rc = alert_end(tx, scope_of(arena, subject, (enum subject_standing)i), now_us, arena);
        }
    }
    return rc;
}

static enum rc raise_task(struct tx *tx, const struct subject *subject,
                          enum subject_standing standing, int64_t now_us, struct arena *arena) {
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = subject->fund,
        .subject = subject->public_id,
        .subject_id = subject->id,
        .kind = ALERT_KIND_MEMBER,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = rule_of(standing),
        .raised_us = now_us,
        .scope = scope_of(arena, subject, standing),
    };
    return alert_raise(tx, &alert, arena);
}

// What a person has closed stays closed while nothing changes; of a member who has left there is
// nothing to do.
static enum rc change(struct tx *tx, const struct applying *a, const struct subject *subject) {
    int64_t now_us = service_domain_now(a->service);
    enum rc rc = subject_set_standing(tx, subject->id, a->standing);
    if (rc == RC_OK) {
        rc = standing_settle(tx, subject, now_us, a->arena);
    }
    if (rc == RC_OK && subject->closed_us == 0 && rule_of(a->standing) != NULL) {
        rc = raise_task(tx, subject, a->standing, now_us, a->arena);
    }
    return rc == RC_OK ? alert_announce(tx, &subject->fund, &subject->public_id, a->arena) : rc;
}

static enum rc write_standing(struct tx *tx, void *context) {
    const struct applying *a = context;
    struct subject subject;
    enum rc rc = outbox_apply_once(tx, STORE_OFFICE, a->row);
    if (rc == RC_OK) {
        rc = subject_by_public_id(tx, &a->subject, a->arena, &subject);
    }
    if (rc == RC_OK && subject.standing != a->standing) {
        rc = change(tx, a, &subject);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const char *detail = arena_printf(a->arena, "{\"standing\":\"%s\"}",
                                      subject_standing_name(a->standing));
    return detail == NULL ? RC_NOMEM
                          : audit_append(tx, "system", "subject.standing", subject.public_id.text,
                                         detail);
}

static enum rc find(struct tx *tx, void *context) {
    struct applying *a = context;
    struct person person;
    enum rc rc = person_by_public_id(tx, &a->person, a->arena, &person);
    if (rc == RC_OK) {
        a->subject = person.subject;
        rc = standing_find(tx, a->service, &person, a->arena, &a->standing);
    }
    return rc;
}

static enum rc read_row(const struct outbox_row *row, struct applying *a) {
    json_t *json = NULL;
    struct fault fault = {0};
    enum rc rc = json_read(row->payload, strlen(row->payload), NULL, &fault, &json);
    if (rc == RC_OK) {
        rc = json_fill(json, "", FIELDS, a->arena, a, &fault);
        json_decref(json);
    }
    return rc;
}

static enum rc apply(const struct service *service, const struct outbox_row *row,
                     struct arena *arena) {
    struct applying a = {.service = service, .row = row->id, .arena = arena};
    struct store *store = service->store;
    if (read_row(row, &a) != RC_OK) {
        log_bug("standing.payload", log_int("row", row->id));
        return outbox_finish(store, STORE_OFFICE, row->id, "malformed");
    }
    enum rc rc = store_read(store, STORE_OFFICE, "standing.find", find, &a);
    if (rc == RC_NOT_FOUND) {
        return outbox_finish(store, STORE_OFFICE, row->id, "erased");
    }
    if (rc == RC_OK && !public_id_is_set(&a.subject)) {
        return outbox_finish(store, STORE_OFFICE, row->id, "not-enrolled");
    }
    if (rc == RC_OK) {
        rc = store_write(store, STORE_MONITORING, "standing.apply", write_standing, &a);
    }
    if (rc == RC_OK || rc == RC_CONFLICT) {
        // A conflict is a row that was applied before and only lacked its mark.
        return outbox_finish(store, STORE_OFFICE, row->id, "applied");
    }
    if (rc != RC_NOT_FOUND) { // not found: its enrolment is still to be applied
        log_error("standing.apply", log_int("row", row->id), log_rc(rc));
    }
    return outbox_retry(store, STORE_OFFICE, row->id, clock_technical_us() + RETRY_US, rc_name(rc));
}

enum rc standing_apply(void *context) {
    const struct service *service = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct outbox_row *rows = NULL;
    size_t count = 0;
    enum rc rc = outbox_claim(service->store, STORE_OFFICE, STANDING_OUTBOX_KIND, ROWS, LEASE_US,
                              arena, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = apply(service, &rows[i], arena);
    }
    arena_free(arena);
    return rc;
}

// Some of those who are enrolled, and what the office knows of them.
struct walk {
    const struct service *service;
    struct arena *arena;
    int64_t after, last;
    struct person *persons;
    enum subject_standing standings[SLICE]; // NONE: nothing to tell
    size_t count, changed;
};

static enum rc find_slice(struct tx *tx, void *context) {
    struct walk *walk = context;
    enum rc rc = enrolment_list(tx, walk->after, SLICE, walk->arena, &walk->persons, &walk->count,
                                &walk->last);
    for (size_t i = 0; i < walk->count && rc == RC_OK; i++) {
        rc = standing_find(tx, walk->service, &walk->persons[i], walk->arena, &walk->standings[i]);
        if (rc == RC_NOT_FOUND) { // erased
            walk->standings[i] = STANDING_NONE;
            rc = RC_OK;
        }
    }
    return rc;
}

static enum rc compare_slice(struct tx *tx, void *context) {
    struct walk *walk = context;
    enum rc rc = RC_OK;
    walk->changed = 0;
    for (size_t i = 0; i < walk->count && rc == RC_OK; i++) {
        struct subject subject;
        rc = subject_by_public_id(tx, &walk->persons[i].subject, walk->arena, &subject);
        bool same = rc == RC_OK &&
                    (subject.standing == walk->standings[i] || subject.closed_us != 0);
        if (rc == RC_NOT_FOUND || same) { // not found: looked at when the day changes next
            walk->standings[i] = STANDING_NONE;
            rc = RC_OK;
        }
        walk->changed += walk->standings[i] != STANDING_NONE ? 1 : 0;
    }
    return rc;
}

static enum rc tell_slice(struct tx *tx, void *context) {
    const struct walk *walk = context;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < walk->count && rc == RC_OK; i++) {
        if (walk->standings[i] != STANDING_NONE) {
            rc = standing_tell(tx, &walk->persons[i], walk->arena);
        }
    }
    return rc == RC_OK ? audit_append(tx, "system", "standing.look", "", NULL) : rc;
}

static enum rc walk_slice(struct walk *walk) {
    struct store *store = walk->service->store;
    enum rc rc = store_read(store, STORE_OFFICE, "standing.slice", find_slice, walk);
    if (rc == RC_OK && walk->count > 0) {
        rc = store_read(store, STORE_MONITORING, "standing.compare", compare_slice, walk);
    }
    if (rc == RC_OK && walk->count > 0 && walk->changed > 0) {
        rc = store_write(store, STORE_OFFICE, "standing.look", tell_slice, walk);
    }
    return rc;
}

enum rc standing_keeper_run(void *context) {
    struct standing_keeper *keeper = context;
    char today[11];
    service_domain_today(keeper->service, today);
    if (strcmp(today, keeper->day) != 0) {
        snprintf(keeper->day, sizeof keeper->day, "%s", today);
        keeper->after = 0;
        keeper->done = false;
    }
    if (keeper->done) {
        return RC_OK;
    }
    struct walk walk = {
        .service = keeper->service, .arena = arena_new(0), .after = keeper->after};
    if (walk.arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = walk_slice(&walk);
    arena_free(walk.arena);
    if (rc == RC_OK) {
        keeper->after = walk.last;
        keeper->done = walk.count < SLICE;
    }
    return rc;
}
