// SPDX-License-Identifier: EUPL-1.2
// Reading the sections of a case.
#include "case_file/case_sections.h"

#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_table.h"

static const char *const event_names[] = {NULL,           "enrolment",   "family-change", "opt-out",
                                          "termination",  "leave-start", "leave-end",     "unpaid",
                                          "arrears-paid", "rehire",      "window-request"};
// From INVALIDITY_UNKNOWN on.
static const char *const status_names[] = {"unknown", "none", "entitled", "applied", "recognised"};

enum {
    EVENTS_MAX = 100,
    FINDINGS_MAX = 64,
    SUBSTANCES_MAX = 50,
    PERCENT_MAX = 100,
};

struct event_item {
    const char *date, *communicated;
    int kind, paid, for_all;
    struct json_list evidence;
};

struct finding_item {
    const char *code, *since;
    int present;
    struct json_list evidence;
};

struct cause_item {
    const char *code;
    int present;
    struct json_list exceptions;
    struct json_list evidence;
};

struct document_item {
    const char *code, *received;
    int accepted;
    struct json_list evidence;
};

const struct sections_json case_sections_empty = {
    .health = {.substances = -1, .medicines = -1, .invalidity = {.status = -1, .percent = -1}},
};

#define CODE(type, member) TEXT_NEEDED("code", type, member, CASE_CODE_MAX)

static const struct json_field event_fields[] = {
    {.name = "kind", .kind = JSON_KIND_CHOICE, AT(event_item, kind), CHOICE(event_names)},
    {.name = "date", .kind = JSON_KIND_DATE, AT(event_item, date)},
    DATE("communicated", event_item, communicated),
    FACT("paid", event_item, paid),
    FACT("forAll", event_item, for_all),
    EVIDENCE(event_item),
    JSON_END,
};

static const struct json_field cover_evidence[] = {
    EVIDENCE_OF("birth", 0),
    EVIDENCE_OF("child", 1),
    EVIDENCE_OF("annualExpiry", 2),
    EVIDENCE_OF("holderBirth", 3),
    JSON_END,
};

const struct json_field case_cover_fields[] = {
    DATE("birth", cover_json, birth),
    DATE("holderBirth", cover_json, holder_birth),
    FACT("child", cover_json, child),
    DATE("annualExpiry", cover_json, annual_expiry),
    OBJECTS("events", cover_json, events, EVENTS_MAX, event_item, event_fields),
    EVIDENCE_BY_FACT(cover_json, cover_evidence),
    JSON_END,
};

static const struct json_field finding_fields[] = {
    CODE(finding_item, code),
    FACT("present", finding_item, present),
    DATE("since", finding_item, since),
    EVIDENCE(finding_item),
    JSON_END,
};

static const struct json_field invalidity_fields[] = {
    {.name = "status", .kind = JSON_KIND_CHOICE, AT(invalidity_json, status), CHOICE(status_names)},
    {.name = "percent",
     .kind = JSON_KIND_INT,
     .optional = true,
     AT(invalidity_json, percent),
     .min = 0,
     .max = PERCENT_MAX},
    DATE("since", invalidity_json, since),
    EVIDENCE(invalidity_json),
    JSON_END,
};

static const struct json_field health_evidence[] = {
    EVIDENCE_OF("testedOn", 0),
    EVIDENCE_OF("statement", 1),
    EVIDENCE_OF("substances", 2),
    EVIDENCE_OF("medicines", 3),
    JSON_END,
};

const struct json_field case_health_fields[] = {
    DATE("testedOn", health_json, tested_on),
    FACT("statement", health_json, statement),
    FACT("drugsKnown", health_json, drugs_known),
    {.name = "substances",
     .kind = JSON_KIND_INT,
     .optional = true,
     AT(health_json, substances),
     .min = 0,
     .max = SUBSTANCES_MAX},
    {.name = "medicines",
     .kind = JSON_KIND_INT,
     .optional = true,
     AT(health_json, medicines),
     .min = 0,
     .max = SUBSTANCES_MAX},
    {.name = "invalidity",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     AT(health_json, invalidity),
     .fields = invalidity_fields},
    OBJECTS("findings", health_json, findings, FINDINGS_MAX, finding_item, finding_fields),
    EVIDENCE_BY_FACT(health_json, health_evidence),
    JSON_END,
};

static const struct json_field cause_fields[] = {
    CODE(cause_item, code),
    FACT("present", cause_item, present),
    {.name = "exceptions",
     .kind = JSON_KIND_LIST,
     .optional = true,
     AT(cause_item, exceptions),
     .max = CAUSE_EXCEPTIONS_MAX,
     .item = JSON_KIND_TEXT,
     .item_min = 1,
     .item_max = CASE_CODE_MAX},
    EVIDENCE(cause_item),
    JSON_END,
};

static const struct json_field causes_evidence[] = {
    EVIDENCE_OF("examined", 0),
    JSON_END,
};

const struct json_field case_causes_fields[] = {
    FACT("examined", causes_json, examined),
    OBJECTS("found", causes_json, found, PLAN_EXCLUSIONS_MAX, cause_item, cause_fields),
    EVIDENCE_BY_FACT(causes_json, causes_evidence),
    JSON_END,
};

static const struct json_field document_fields[] = {
    CODE(document_item, code),
    {.name = "received", .kind = JSON_KIND_DATE, AT(document_item, received)},
    FACT("accepted", document_item, accepted),
    EVIDENCE(document_item),
    JSON_END,
};

static const struct json_field dossier_evidence[] = {
    EVIDENCE_OF("admitted", 0),
    EVIDENCE_OF("homeService", 1),
    EVIDENCE_OF("inpatient", 2),
    JSON_END,
};

const struct json_field case_dossier_fields[] = {
    FACT("admitted", dossier_json, admitted),
    FACT("homeService", dossier_json, home_service),
    FACT("inpatient", dossier_json, inpatient),
    OBJECTS("documents", dossier_json, documents, EVENTS_MAX, document_item, document_fields),
    EVIDENCE_BY_FACT(dossier_json, dossier_evidence),
    JSON_END,
};

// Two births, or one after what happened to the person.
static void check_birth(struct civil_date birth, const struct evaluation_case *facts,
                        struct fault *fault) {
    bool known = facts->member && civil_date_known(facts->member->birth);
    if (known && civil_date_known(birth) && civil_date_compare(birth, facts->member->birth) != 0) {
        fault_at(fault, "/cover/birth", "contradiction");
    }
    case_day_ordered(birth, facts->facts.onset, "/cover/birth", fault);
    case_day_ordered(birth, facts->facts.death, "/cover/birth", fault);
}

static bool read_cover(const struct cover_json *json, struct arena *arena,
                       struct evaluation_case *facts, struct fault *fault) {
    struct civil_date as_of = facts->facts.as_of;
    const struct event_item *items = json->events.items;
    struct cover_event *events = arena_array(arena, json->events.count, sizeof *events);
    struct cover_facts *cover = arena_alloc(arena, sizeof *cover);
    if (!events || !cover) {
        return false;
    }
    struct civil_date birth = case_day_past(json->birth, as_of, "/cover/birth", fault);
    for (size_t i = 0; i < json->events.count; i++) {
        events[i] = (struct cover_event){
            .kind = (enum cover_event_kind)items[i].kind,
            .date = case_day_of_item(items[i].date, as_of, "cover/events", i, "date", fault),
            .communicated = case_day_of_item(items[i].communicated, as_of, "cover/events", i,
                                             "communicated", fault),
            .paid = (enum fact)items[i].paid,
            .for_all = (enum fact)items[i].for_all,
        };
        if (i > 0 && civil_date_compare(events[i].date, events[i - 1].date) < 0) {
            fault_atf(fault, "contradiction", "/cover/events/%zu/date", i);
        }
        if (civil_date_compare(events[i].date, birth) < 0) {
            fault_atf(fault, "contradiction", "/cover/events/%zu/date", i);
        }
    }
    check_birth(birth, facts, fault);
    struct civil_date expiry = {0};
    if (json->annual_expiry &&
        !civil_date_parse(json->annual_expiry, strlen(json->annual_expiry), &expiry)) {
        fault_at(fault, "/cover/annualExpiry", "out-of-range");
    }
    *cover = (struct cover_facts){
        .events = events,
        .event_count = json->events.count,
        .birth = birth,
        .holder_birth = case_day_past(json->holder_birth, as_of, "/cover/holderBirth", fault),
        .child = (enum fact)json->child,
        .annual_expiry = expiry,
        .death = facts->facts.death,
    };
    facts->cover = cover;
    return true;
}

static bool plan_has_finding(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->condition_count; i++) {
        for (size_t k = 0; k < plan->conditions[i].finding_count; k++) {
            if (strcmp(plan->conditions[i].findings[k], code) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool read_health(const struct plan *plan, const struct health_json *json,
                        struct arena *arena, struct evaluation_case *facts, struct fault *fault) {
    struct civil_date as_of = facts->facts.as_of;
    const struct finding_item *items = json->findings.items;
    struct health_finding *findings = arena_array(arena, json->findings.count, sizeof *findings);
    struct health_facts *health = arena_alloc(arena, sizeof *health);
    if (!findings || !health) {
        return false;
    }
    for (size_t i = 0; i < json->findings.count; i++) {
        findings[i] = (struct health_finding){
            .code = items[i].code,
            .present = (enum fact)items[i].present,
            .since = case_day_of_item(items[i].since, as_of, "health/findings", i, "since", fault),
        };
        if (!plan_has_finding(plan, items[i].code)) {
            fault_atf(fault, "unknown-finding", "/health/findings/%zu/code", i);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(items[k].code, items[i].code) == 0) {
                fault_atf(fault, "duplicate", "/health/findings/%zu/code", i);
                break;
            }
        }
        if (items[i].present == FACT_NO && items[i].since) {
            fault_atf(fault, "contradiction", "/health/findings/%zu/since", i);
        }
    }
    enum invalidity_status status =
        (enum invalidity_status)(json->invalidity.status + INVALIDITY_UNKNOWN);
    if (json->drugs_known == FACT_NO && (json->substances >= 0 || json->medicines >= 0)) {
        fault_at(fault, "/health/drugsKnown", "contradiction");
    }
    bool none = status == INVALIDITY_NONE;
    if (none && json->invalidity.percent > 0) {
        fault_at(fault, "/health/invalidity/percent", "contradiction");
    }
    if (none && json->invalidity.since) {
        fault_at(fault, "/health/invalidity/since", "contradiction");
    }
    *health = (struct health_facts){
        .tested_on = case_day_past(json->tested_on, as_of, "/health/testedOn", fault),
        .statement = (enum fact)json->statement,
        .findings = findings,
        .finding_count = json->findings.count,
        .invalidity = status,
        .invalidity_percent = json->invalidity.percent,
        .invalidity_since =
            case_day_past(json->invalidity.since, as_of, "/health/invalidity/since", fault),
        .substances = json->substances,
        .medicines = json->medicines,
        .drugs_known = (enum fact)json->drugs_known,
    };
    facts->health = health;
    return true;
}

static const struct plan_exclusion *cause_of(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        if (plan->exclusions[i].scope == PLAN_SCOPE_CAUSE &&
            strcmp(plan->exclusions[i].code, code) == 0) {
            return &plan->exclusions[i];
        }
    }
    return NULL;
}

static bool has_exception(const struct plan_exclusion *cause, const char *exception) {
    for (size_t i = 0; i < cause->exception_count; i++) {
        if (strcmp(cause->exceptions[i], exception) == 0) {
            return true;
        }
    }
    return false;
}

static void check_cause(const struct plan *plan, const struct cause_item *items, size_t i,
                        struct fault *fault) {
    const struct plan_exclusion *cause = cause_of(plan, items[i].code);
    const char *const *exceptions = items[i].exceptions.items;
    if (!cause) {
        fault_atf(fault, "unknown-exclusion", "/causes/found/%zu/code", i);
    }
    for (size_t k = 0; cause && k < items[i].exceptions.count; k++) {
        if (!has_exception(cause, exceptions[k])) {
            fault_atf(fault, "unknown-exception", "/causes/found/%zu/exceptions/%zu", i, k);
        }
    }
    for (size_t k = 0; k < i; k++) {
        if (strcmp(items[k].code, items[i].code) == 0) {
            fault_atf(fault, "duplicate", "/causes/found/%zu/code", i);
            break;
        }
    }
}

static bool read_causes(const struct plan *plan, const struct causes_json *json,
                        struct arena *arena, struct evaluation_case *facts, struct fault *fault) {
    const struct cause_item *items = json->found.items;
    struct cause_finding *findings = arena_array(arena, json->found.count, sizeof *findings);
    struct cause_facts *causes = arena_alloc(arena, sizeof *causes);
    if (!findings || !causes) {
        return false;
    }
    for (size_t i = 0; i < json->found.count; i++) {
        findings[i].code = items[i].code;
        findings[i].present = (enum fact)items[i].present;
        findings[i].exception_count = items[i].exceptions.count;
        for (size_t k = 0; k < items[i].exceptions.count; k++) {
            findings[i].exceptions[k] = ((const char *const *)items[i].exceptions.items)[k];
        }
        check_cause(plan, items, i, fault);
    }
    *causes = (struct cause_facts){(enum fact)json->examined, findings, json->found.count};
    facts->causes = causes;
    return true;
}

static bool plan_has_document(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->document_count; i++) {
        if (strcmp(plan->documents[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_dossier(const struct plan *plan, const struct dossier_json *json,
                         struct arena *arena, struct evaluation_case *facts, struct fault *fault) {
    const struct document_item *items = json->documents.items;
    struct document_fact *documents = arena_array(arena, json->documents.count, sizeof *documents);
    struct dossier_facts *dossier = arena_alloc(arena, sizeof *dossier);
    if (!documents || !dossier) {
        return false;
    }
    for (size_t i = 0; i < json->documents.count; i++) {
        documents[i] = (struct document_fact){
            .code = items[i].code,
            .received = case_day_of_item(items[i].received, facts->facts.as_of, "dossier/documents",
                                         i, "received", fault),
            .accepted = (enum fact)items[i].accepted,
        };
        if (!plan_has_document(plan, items[i].code)) {
            fault_atf(fault, "unknown-document", "/dossier/documents/%zu/code", i);
        }
    }
    *dossier = (struct dossier_facts){
        .documents = documents,
        .document_count = json->documents.count,
        .admitted = (enum fact)json->admitted,
        .home_service = (enum fact)json->home_service,
        .inpatient = (enum fact)json->inpatient,
    };
    facts->dossier = dossier;
    return true;
}

static void keep_evidence(const struct sections_json *json, struct case_evidence *evidence) {
    struct json_list *facts = evidence->facts;
    memcpy(facts + CASE_FACT_COVER_BIRTH, json->cover.evidence, sizeof json->cover.evidence);
    memcpy(facts + CASE_FACT_HEALTH_TESTED_ON, json->health.evidence, sizeof json->health.evidence);
    facts[CASE_FACT_HEALTH_INVALIDITY] = json->health.invalidity.evidence;
    memcpy(facts + CASE_FACT_CAUSES_EXAMINED, json->causes.evidence, sizeof json->causes.evidence);
    memcpy(facts + CASE_FACT_ADMITTED, json->dossier.evidence, sizeof json->dossier.evidence);
    evidence->events = EVIDENCE_COLUMN(json->cover.events, event_item);
    evidence->findings = EVIDENCE_COLUMN(json->health.findings, finding_item);
    evidence->causes = EVIDENCE_COLUMN(json->causes.found, cause_item);
    evidence->documents = EVIDENCE_COLUMN(json->dossier.documents, document_item);
}

bool case_sections_read(const struct plan *plan, const struct sections_json *json,
                        struct arena *arena, struct evaluation_case *facts,
                        struct case_evidence *evidence, struct fault *fault) {
    keep_evidence(json, evidence);
    return (!json->cover_given || read_cover(&json->cover, arena, facts, fault)) &&
           (!json->health_given || read_health(plan, &json->health, arena, facts, fault)) &&
           (!json->causes_given || read_causes(plan, &json->causes, arena, facts, fault)) &&
           (!json->dossier_given || read_dossier(plan, &json->dossier, arena, facts, fault));
}
