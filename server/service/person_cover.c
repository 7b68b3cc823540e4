// SPDX-License-Identifier: EUPL-1.2
// Recording and reading the events of a cover.
#include "service/person_cover.h"

#include <string.h>

#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/claim_case.h"
#include "service/once.h"
#include "service/person_seal.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "service/standing.h"
#include "store/audit.h"
#include "store/cover_events.h"
#include "store/covers.h"
#include "vault/vault.h"

static const char *const own_kinds[] = {"annual-expiry", "child",        "not-child", "holder",
                                        "relative",      "holder-birth", "withdrawn"};

// COVER_EVENT_NONE for the kinds that only the register knows and for other words.
static enum cover_event_kind kind_of(const char *name) {
    for (int kind = COVER_ENROLMENT; kind <= COVER_WINDOW; kind++) {
        if (strcmp(cover_event_name((enum cover_event_kind)kind), name) == 0)
            return (enum cover_event_kind)kind;
    }
    return COVER_EVENT_NONE;
}

bool cover_event_counts(const char *kind) {
    return kind_of(kind) != COVER_EVENT_NONE;
}

static bool is_kind(const char *name) {
    bool known = kind_of(name) != COVER_EVENT_NONE;
    for (size_t i = 0; i < sizeof own_kinds / sizeof own_kinds[0]; i++)
        known = known || strcmp(own_kinds[i], name) == 0;
    return known;
}

struct recording {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *person;
    const struct cover_event_new *input;
    struct public_id id;
    struct arena *arena;
    struct fault *fault;
};

static enum rc check_event(const struct recording *r) {
    const struct cover_event_new *input = r->input;
    struct civil_date today = rome_date(service_domain_now(r->service));
    bool withdrawn = strcmp(input->kind, "withdrawn") == 0;
    fault_clear(r->fault);
    if (plan_shelf_latest(r->service->plans, input->plan, today) == NULL)
        fault_at(r->fault, "/plan", "unknown-plan");
    if (!is_kind(input->kind))
        fault_at(r->fault, "/kind", "not-a-choice");
    bool ahead = strcmp(input->kind, "annual-expiry") == 0;
    if (!ahead && civil_date_compare(case_date(input->on), today) > 0)
        fault_at(r->fault, "/on", "in-future");
    if (input->communicated_on != NULL &&
        civil_date_compare(case_date(input->communicated_on), today) > 0)
        fault_at(r->fault, "/communicatedOn", "in-future");
    if (withdrawn && !public_id_is_set(&input->replaces))
        fault_at(r->fault, "/replaces", "missing");
    return r->fault->count > 0 ? RC_INVALID : RC_OK;
}

// The replaced event must be one that counts now, of this person and plan; and the engine takes so
// many events of a plan.
static enum rc check_beside(struct tx *tx, const struct recording *r) {
    struct cover_event_row *rows = NULL;
    size_t count = 0, others = 0;
    bool replaces = public_id_is_set(&r->input->replaces), found = false;
    enum rc rc = cover_event_list(tx, r->person, r->arena, &rows, &count);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].plan_id, r->input->plan) != 0)
            continue;
        bool replaced = replaces && public_id_equal(&rows[i].public_id, &r->input->replaces);
        found = found || replaced;
        others += !replaced && kind_of(rows[i].kind) != COVER_EVENT_NONE;
    }
    if (replaces && !found)
        return fault_at(r->fault, "/replaces", "not-found");
    if (kind_of(r->input->kind) != COVER_EVENT_NONE && others >= COVER_EVENTS_MAX)
        return fault_at(r->fault, "/kind", "too-many");
    return RC_OK;
}

static enum rc insert_event(struct tx *tx, const struct recording *r, const struct person *person) {
    const struct cover_event_new *input = r->input;
    struct cover_event_row row = {
        .public_id = r->id,
        .person = *r->person,
        .plan_id = input->plan,
        .kind = input->kind,
        .on_day = input->on,
        .communicated_on = input->communicated_on,
        .paid = fact_name(input->paid),
        .for_all = fact_name(input->for_all),
        .replaces = input->replaces,
        .recorded_us = service_domain_now(r->service),
        .recorded_by = r->actor->user,
    };
    if (input->evidence != NULL) {
        struct data_key key;
        enum rc rc = person_key(r->service, person, &key);
        if (rc != RC_OK)
            return rc;
        struct seal_place place = {"cover_events", "evidence", &r->id};
        rc = text_seal(&key, &place, input->evidence, r->arena, &row.evidence);
        vault_wipe(&key, sizeof key);
        if (rc != RC_OK)
            return rc;
    }
    enum rc rc = cover_event_insert(tx, &row);
    return rc == RC_CONFLICT ? fault_set(r->fault, RC_CONFLICT, "replaced-already") : rc;
}

// Nothing is insured before its birth; what withdraws another event has no day of its own, and a
// holder may well be older.
static enum rc check_birth(const struct recording *r, const struct person *person) {
    struct identity identity;
    if (strcmp(r->input->kind, "withdrawn") == 0 || strcmp(r->input->kind, "holder-birth") == 0)
        return RC_OK;
    enum rc rc = person_identity(r->service, person, r->arena, &identity);
    bool before = rc == RC_OK &&
                  civil_date_compare(case_date(r->input->on), case_date(identity.birth_date)) < 0;
    return before ? fault_at(r->fault, "/on", "before-birth") : rc;
}

// The event counts in every claim of the person: one that contradicts a claim's other facts would
// keep that claim from being read for good.
static enum rc write_event(struct tx *tx, const struct recording *r, const struct person *person) {
    size_t before = 0, after = 0;
    enum rc rc = case_count_contradictory(tx, r->service, r->actor, person, r->arena, &before);
    if (rc == RC_OK)
        rc = insert_event(tx, r, person);
    if (rc == RC_OK)
        rc = case_count_contradictory(tx, r->service, r->actor, person, r->arena, &after);
    if (rc == RC_OK && after > before)
        rc = fault_set(r->fault, RC_INVALID, "facts-contradict");
    return rc;
}

static enum rc record_event(struct tx *tx, void *context) {
    struct recording *r = context;
    struct person person;
    fault_clear(r->fault);
    enum rc rc = person_by_public_id(tx, r->person, r->arena, &person);
    struct access_object object = {person.fund, person.public_id};
    if (rc == RC_OK)
        rc = access_check(tx, r->actor, ACTION_PERSON_MANAGE, &object, "");
    if (rc == RC_OK)
        rc = once_begin(tx, r->once);
    if (rc != RC_OK || (r->once != NULL && r->once->again))
        return rc;
    rc = check_beside(tx, r);
    if (rc == RC_OK)
        rc = check_birth(r, &person);
    if (rc == RC_OK)
        rc = write_event(tx, r, &person);
    if (rc == RC_OK)
        rc = standing_tell(tx, &person, r->arena);
    if (rc == RC_OK)
        rc = audit_append(tx, r->actor->user.text, "cover.event", person.public_id.text, NULL);
    return rc == RC_OK ? once_end(tx, r->once, r->id.text) : rc;
}

enum rc cover_event_record(const struct service *service, const struct actor *actor,
                           struct once *once, const struct public_id *person,
                           const struct cover_event_new *input, struct fault *fault) {
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    struct recording r = {service, actor, once, person, input, public_id_new(), arena, fault};
    enum rc rc = check_event(&r);
    if (rc == RC_OK)
        rc = store_write(service->store, STORE_OFFICE, "cover.event", record_event, &r);
    arena_free(arena);
    return rc;
}

// What an event says about who holds the cover.
static enum fact says_holder(const char *kind) {
    if (strcmp(kind, "holder") == 0)
        return FACT_YES;
    bool relative = strcmp(kind, "relative") == 0 || strcmp(kind, "holder-birth") == 0 ||
                    strcmp(kind, "child") == 0;
    return relative ? FACT_NO : FACT_UNKNOWN;
}

enum fact cover_holder_of(const struct cover_event_row *rows, size_t count, const char *plan,
                          enum fact registered) {
    enum fact holder = registered;
    int64_t said_us = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        enum fact says = says_holder(rows[i].kind);
        if (says == FACT_UNKNOWN || strcmp(rows[i].plan_id, plan) != 0 ||
            rows[i].recorded_us < said_us)
            continue;
        holder = says;
        said_us = rows[i].recorded_us;
    }
    return holder;
}

const char *cover_holder_birth_of(const struct cover_event_row *rows, size_t count,
                                  const char *plan) {
    const struct cover_event_row *found = NULL;
    for (size_t i = 0; i < count; i++) {
        bool of_holder =
            strcmp(rows[i].kind, "holder-birth") == 0 && strcmp(rows[i].plan_id, plan) == 0;
        if (of_holder && (found == NULL || rows[i].recorded_us >= found->recorded_us))
            found = &rows[i];
    }
    return found == NULL ? NULL : found->on_day;
}

// Without the holder.
static enum rc facts_of_events(const struct cover_event_row *rows, size_t count, const char *plan,
                               const char *birth_date, struct arena *arena,
                               struct cover_facts *facts) {
    struct cover_event *events = arena_array(arena, count + 1, sizeof *events);
    if (events == NULL)
        return RC_NOMEM;
    struct cover_facts made = {.events = events,
                               .birth = case_date(birth_date),
                               .holder_birth = case_date(cover_holder_birth_of(rows, count, plan))};
    for (size_t i = 0; i < count; i++) {
        enum fact paid = FACT_UNKNOWN, for_all = FACT_UNKNOWN;
        if (strcmp(rows[i].plan_id, plan) != 0)
            continue;
        (void)fact_from_name(rows[i].paid, &paid);
        (void)fact_from_name(rows[i].for_all, &for_all);
        if (strcmp(rows[i].kind, "annual-expiry") == 0)
            made.annual_expiry = case_date(rows[i].on_day);
        else if (strcmp(rows[i].kind, "child") == 0)
            made.child = FACT_YES;
        else if (strcmp(rows[i].kind, "not-child") == 0)
            made.child = FACT_NO;
        else if (kind_of(rows[i].kind) != COVER_EVENT_NONE)
            events[made.event_count++] =
                (struct cover_event){kind_of(rows[i].kind), case_date(rows[i].on_day),
                                     case_date(rows[i].communicated_on), paid, for_all};
    }
    *facts = made;
    return RC_OK;
}

// What nobody said by an event, the newest cover of the register may say.
static enum rc read_holder(struct tx *tx, const struct public_id *person,
                           const struct cover_event_row *rows, size_t count, const char *plan,
                           struct civil_date today, struct arena *arena,
                           struct cover_facts *facts) {
    char day[CIVIL_DATE_TEXT_SIZE];
    struct cover cover = {.holder = FACT_UNKNOWN};
    (void)civil_date_format(today, day);
    enum rc rc = cover_begun(tx, person, plan, day, arena, &cover);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    facts->holder = cover_holder_of(rows, count, plan, cover.holder);
    if (facts->holder == FACT_YES) {
        // Said before, of a relative.
        facts->child = FACT_UNKNOWN;
        facts->holder_birth = (struct civil_date){0};
    }
    return RC_OK;
}

enum rc cover_facts_of(struct tx *tx, const struct public_id *person,
                       const struct cover_event_row *rows, size_t count, const char *plan,
                       const char *birth_date, struct civil_date today, struct arena *arena,
                       struct cover_facts *facts) {
    struct cover_facts made;
    enum rc rc = facts_of_events(rows, count, plan, birth_date, arena, &made);
    if (rc == RC_OK)
        rc = read_holder(tx, person, rows, count, plan, today, arena, &made);
    if (rc == RC_OK)
        *facts = made;
    return rc;
}

static enum rc open_event(struct tx *tx, const struct data_key *key,
                          const struct cover_event_row *row, struct arena *arena,
                          struct person_cover_event *event) {
    struct seal_place place = {"cover_events", "evidence", &row->public_id};
    *event = (struct person_cover_event){
        .id = row->public_id,
        .plan = row->plan_id,
        .kind = row->kind,
        .on = row->on_day,
        .communicated_on = row->communicated_on,
        .paid = row->paid,
        .for_all = row->for_all,
        .signature = {.at_us = row->recorded_us},
    };
    enum rc rc = text_unseal(key, &place, &row->evidence, arena, &event->evidence);
    return rc == RC_OK ? case_staff(tx, &row->recorded_by, arena, &event->signature.by) : rc;
}

enum rc cover_history_read(struct tx *tx, const struct service *service,
                           const struct public_id *person, const char *birth_date,
                           const struct data_key *key, struct arena *arena,
                           struct person_cover_history *history) {
    struct cover_event_row *rows = NULL;
    size_t count = 0;
    struct civil_date today = rome_date(service_domain_now(service));
    enum rc rc = cover_event_list(tx, person, arena, &rows, &count);
    *history = (struct person_cover_history){
        .events = arena_array(arena, count + 1, sizeof *history->events), .event_count = count};
    if (rc == RC_OK && history->events == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        rc = open_event(tx, key, &rows[i], arena, &history->events[i]);
        bool first = i == 0 || strcmp(rows[i].plan_id, rows[i - 1].plan_id) != 0;
        const struct plan *plan = plan_shelf_latest(service->plans, rows[i].plan_id, today);
        struct cover_facts facts;
        if (rc != RC_OK || !first || plan == NULL ||
            history->coverage_count == PERSON_COVERAGES_MAX)
            continue;
        rc = cover_facts_of(tx, person, rows, count, rows[i].plan_id, birth_date, today, arena,
                            &facts);
        if (rc == RC_OK && facts.event_count > 0)
            history->coverages[history->coverage_count++] =
                (struct person_coverage){rows[i].plan_id, coverage_on(plan, &facts, today)};
    }
    return rc;
}
