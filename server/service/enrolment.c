// SPDX-License-Identifier: EUPL-1.2
// The monitoring side of an enrolment.
#include "service/enrolment.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "service/care_profile.h"
#include "service/person_seal.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/limits.h"
#include "store/outbox.h"
#include "store/persons.h"
#include "store/store.h"
#include "store/subjects.h"
#include "vault/seal.h"

enum { ROWS = 50, RULES_MAX = 9, RETRY_US = 30 * 1000000, LEASE_US = 60 * 1000000 };

struct enrolment {
    struct public_id subject;
    struct public_id fund;
    struct public_id person;
    struct json_list conditions;
    int64_t enrolled_us;
};

static const char *const CONDITIONS[] = {"diabetes", "hypertension", "copd"};

static const struct json_field FIELDS[] = {
    {.name = "subject", .kind = JSON_KIND_ID, .offset = offsetof(struct enrolment, subject)},
    {.name = "fund", .kind = JSON_KIND_ID, .offset = offsetof(struct enrolment, fund)},
    {.name = "person", .kind = JSON_KIND_ID, .offset = offsetof(struct enrolment, person)},
    {.name = "enrolledAt",
     .kind = JSON_KIND_INSTANT,
     .offset = offsetof(struct enrolment, enrolled_us)},
    JSON_END,
};

static const struct json_field CONDITION_FIELDS[] = {
    {.name = "conditions",
     .kind = JSON_KIND_LIST,
     .offset = offsetof(struct enrolment, conditions),
     .min = 1,
     .max = 3,
     .item = JSON_KIND_CHOICE,
     .choices = CONDITIONS,
     .choice_count = sizeof CONDITIONS / sizeof CONDITIONS[0]},
    JSON_END,
};

struct applying {
    const struct service *service;
    int64_t row;
    const struct enrolment *enrolment;
};

static unsigned conditions_of(const struct enrolment *enrolment) {
    unsigned conditions = CONDITION_NONE;
    const int *items = enrolment->conditions.items;
    for (size_t i = 0; i < enrolment->conditions.count; i++) {
        conditions |= condition_of(CONDITIONS[items[i]]);
    }
    return conditions;
}

static enum rc insert_limits(struct tx *tx, const struct applying *applying, int64_t subject_id,
                             unsigned conditions) {
    struct alert_rule rules[RULES_MAX];
    size_t count = care_profile_rules(conditions, rules, RULES_MAX);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct care_limit limit = {
            .public_id = public_id_new(),
            .subject_id = subject_id,
            .rule = rules[i],
            .from_us = applying->enrolment->enrolled_us,
            .recorded_us = service_domain_now(applying->service),
        };
        rc = limit_insert(tx, &limit);
    }
    return rc;
}

static enum rc write_enrolment(struct tx *tx, void *context) {
    const struct applying *applying = context;
    enum rc rc = outbox_apply_once(tx, STORE_OFFICE, applying->row);
    if (rc != RC_OK) {
        return rc;
    }
    unsigned conditions = conditions_of(applying->enrolment);
    uint8_t wrapped[VAULT_WRAPPED_SIZE];
    struct data_key key;
    vault_person_key_new(applying->service->vault, &applying->enrolment->subject, wrapped, &key);
    vault_wipe(&key, sizeof key);
    struct subject subject = {
        .public_id = applying->enrolment->subject,
        .fund = applying->enrolment->fund,
        .conditions = conditions,
        .key = {.bytes = wrapped, .length = sizeof wrapped},
        .enrolled_us = applying->enrolment->enrolled_us,
        .silent_after_us = care_profile_silent_after_us(conditions),
    };
    int64_t id = 0;
    rc = subject_insert(tx, &subject, &id);
    if (rc == RC_OK) {
        rc = insert_limits(tx, applying, id, conditions);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "subject.enrol", subject.public_id.text, NULL);
    }
    return rc;
}

static enum rc read_row(const struct outbox_row *row, struct arena *arena,
                        struct enrolment *enrolment) {
    json_t *json = NULL;
    struct fault fault = {0};
    enum rc rc = json_read(row->payload, strlen(row->payload), NULL, &fault, &json);
    if (rc == RC_OK) {
        rc = json_fill(json, "", FIELDS, arena, enrolment, &fault);
        json_decref(json);
    }
    return rc;
}

struct opening {
    const struct service *service;
    struct arena *arena;
    struct enrolment *enrolment;
};

// A diagnosis lies sealed in the office; the row of the outbox only says whose it is.
static enum rc open_conditions(struct tx *tx, void *context) {
    struct opening *opening = context;
    struct person person;
    struct data_key key;
    const json_t *list = NULL;
    enum rc rc = person_by_public_id(tx, &opening->enrolment->person, opening->arena, &person);
    if (rc == RC_OK) {
        rc = person_key(opening->service, &person, &key);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct seal_place place = {"enrolments", "conditions", &person.public_id};
    rc = json_unseal(&key, &place, &person.conditions, opening->arena, &list);
    vault_wipe(&key, sizeof key);
    if (rc != RC_OK) {
        return rc;
    }
    struct fault fault = {0};
    json_t *object = json_pack("{s:O*}", "conditions", list);
    rc = object == NULL
             ? RC_NOMEM
             : json_fill(object, "", CONDITION_FIELDS, opening->arena, opening->enrolment, &fault);
    json_decref(object);
    return rc;
}

static enum rc apply(const struct service *service, const struct outbox_row *row,
                     struct arena *arena) {
    struct enrolment enrolment = {0};
    struct opening opening = {service, arena, &enrolment};
    enum rc rc = read_row(row, arena, &enrolment);
    if (rc == RC_OK) {
        rc = store_read(service->store, STORE_OFFICE, "enrolment.open", open_conditions, &opening);
        if (rc == RC_NOT_FOUND) {
            return outbox_finish(service->store, STORE_OFFICE, row->id, "erased");
        }
        if (rc != RC_OK && rc != RC_INVALID) {
            return outbox_retry(service->store, STORE_OFFICE, row->id,
                                clock_technical_us() + RETRY_US, rc_name(rc));
        }
    }
    if (rc != RC_OK) {
        log_bug("enrolment.payload", log_int("row", row->id), log_rc(rc));
        return outbox_finish(service->store, STORE_OFFICE, row->id, "malformed");
    }
    struct applying applying = {.service = service, .row = row->id, .enrolment = &enrolment};
    rc = store_write(service->store, STORE_MONITORING, "enrolment.apply", write_enrolment,
                     &applying);
    if (rc == RC_OK || rc == RC_CONFLICT) {
        // A conflict is a row that was applied before and only lacked its mark.
        return outbox_finish(service->store, STORE_OFFICE, row->id, "applied");
    }
    log_error("enrolment.apply", log_int("row", row->id), log_rc(rc));
    return outbox_retry(service->store, STORE_OFFICE, row->id, clock_technical_us() + RETRY_US,
                        rc_name(rc));
}

enum rc enrolment_apply(void *context) {
    const struct service *service = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct outbox_row *rows;
    size_t count;
    enum rc rc = outbox_claim(service->store, STORE_OFFICE, ENROLMENT_OUTBOX_KIND, ROWS, LEASE_US,
                              arena, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = apply(service, &rows[i], arena);
    }
    arena_free(arena);
    return rc;
}
