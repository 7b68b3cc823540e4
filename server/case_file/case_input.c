// SPDX-License-Identifier: EUPL-1.2
// Reading one case.
#include "case_file/case_input.h"

#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_examination.h"
#include "case_file/case_money.h"
#include "case_file/case_person.h"
#include "case_file/case_rights.h"
#include "case_file/case_sections.h"
#include "case_file/case_table.h"
#include "scoring/money.h"

const struct json_limits case_limits = {.bytes = 256 * 1024, .depth = 8, .keys = 4096};

enum {
    RULE_LENGTH_MAX = 20,
    AMOUNT_LENGTH_MAX = 24,
    CHECKS_MAX = 12, // of the case; the sections add their own
    CASE_FACTS = 5,
    CLAIM_FACTS = 11,
    LIFE_FACTS = 3,
};

const char *const case_fact_names[3] = {"unknown", "no", "yes"};

static const char *const ruling_names[] = {"none", "accepted", "lost", "reduced"};
static const char *const last_day_names[] = {"none", "payable", "not-payable"};
static const char *const early_names[] = {"none", "accepted", "refused"};
static const char *const decision_names[] = {"none",           "recognised", "reviewable",
                                             "not-recognised", "excluded",   "not-insurable",
                                             "not-covered"};
// What a person ends a claim by; the other ends follow from their own facts.
static const char *const end_names[] = {"none", "state-ended", "consolidated", "cover-ended"};
static const enum claim_end ends[] = {CLAIM_END_NONE, CLAIM_END_STATE_ENDED, CLAIM_END_CONSOLIDATED,
                                      CLAIM_END_COVER};
static const char *const check_names[] = {NULL, "coverage", "insurability", "exclusion"};

struct claim_json {
    const char *onset, *first_contact, *sent, *received, *complete, *withdrawn, *decided,
        *review_on, *cause, *prejudice, *ended;
    int late_ruling, last_day_ruling, early_ruling, ended_by;
    struct json_list evidence[CLAIM_FACTS];
};

struct life_json {
    const char *alive_through, *death, *death_notified;
    struct json_list evidence[LIFE_FACTS];
};

struct check_json {
    const char *rule;
    int kind, hit;
    struct json_list evidence;
};

struct case_json {
    const char *id, *as_of;
    json_t *answers;
    int consolidated, constant_need, holder, decision;
    struct json_list evidence[CASE_FACTS];
    struct claim_json claim;
    struct life_json life;
    struct member_json member;
    struct account_json account;
    struct json_list sheets, visits, checks;
    struct money_json money;
    struct rights_json rights;
    struct sections_json sections;
};

static const struct json_field claim_evidence[] = {
    EVIDENCE_OF("onset", 0),     EVIDENCE_OF("firstContact", 1), EVIDENCE_OF("sent", 2),
    EVIDENCE_OF("received", 3),  EVIDENCE_OF("complete", 4),     EVIDENCE_OF("lateRuling", 5),
    EVIDENCE_OF("withdrawn", 6), EVIDENCE_OF("decided", 7),      EVIDENCE_OF("reviewOn", 8),
    EVIDENCE_OF("cause", 9),     EVIDENCE_OF("ended", 10),       JSON_END,
};

static const struct json_field claim_fields[] = {
    DATE("onset", claim_json, onset),
    DATE("firstContact", claim_json, first_contact),
    DATE("sent", claim_json, sent),
    DATE("received", claim_json, received),
    DATE("complete", claim_json, complete),
    DATE("withdrawn", claim_json, withdrawn),
    DATE("ended", claim_json, ended),
    ONE_OF("endedBy", claim_json, ended_by, end_names),
    TEXT("prejudice", claim_json, prejudice, AMOUNT_LENGTH_MAX),
    DATE("decided", claim_json, decided),
    DATE("reviewOn", claim_json, review_on),
    TEXT("cause", claim_json, cause, CASE_CODE_MAX),
    ONE_OF("lateRuling", claim_json, late_ruling, ruling_names),
    ONE_OF("lastDayRuling", claim_json, last_day_ruling, last_day_names),
    ONE_OF("earlyRuling", claim_json, early_ruling, early_names),
    EVIDENCE_BY_FACT(claim_json, claim_evidence),
    JSON_END,
};

static const struct json_field life_evidence[] = {
    EVIDENCE_OF("aliveThrough", 0),
    EVIDENCE_OF("death", 1),
    EVIDENCE_OF("deathNotified", 2),
    JSON_END,
};

static const struct json_field life_fields[] = {
    DATE("aliveThrough", life_json, alive_through),
    DATE("death", life_json, death),
    DATE("deathNotified", life_json, death_notified),
    EVIDENCE_BY_FACT(life_json, life_evidence),
    JSON_END,
};

static const struct json_field check_fields[] = {
    ONE_OF_NEEDED("kind", check_json, kind, check_names),
    TEXT_NEEDED("rule", check_json, rule, RULE_LENGTH_MAX),
    ONE_OF_NEEDED("hit", check_json, hit, case_fact_names),
    EVIDENCE(check_json),
    JSON_END,
};

#define INSIDE(text, member, table)                                                                \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_OBJECT, .optional = true, AT(case_json, member),           \
        .fields = table                                                                            \
    }
#define SECTION(text, member, table)                                                               \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_OBJECT, .optional = true,                                  \
        .offset = offsetof(struct case_json, sections.member),                                     \
        .given = 1 + offsetof(struct case_json, sections.member##_given), .fields = table          \
    }

static const struct json_field case_evidence_fields[] = {
    EVIDENCE_OF("answers", 0), EVIDENCE_OF("consolidated", 1), EVIDENCE_OF("constantNeed", 2),
    EVIDENCE_OF("holder", 3),  EVIDENCE_OF("decision", 4),     JSON_END,
};

static const struct json_field case_fields[] = {
    TEXT_NEEDED("id", case_json, id, CASE_ID_MAX),
    DATE("asOf", case_json, as_of),
    {.name = "answers", .kind = JSON_KIND_ANY, .optional = true, AT(case_json, answers)},
    ONE_OF("consolidated", case_json, consolidated, case_consolidated_names),
    FACT("constantNeed", case_json, constant_need),
    FACT("holder", case_json, holder),
    ONE_OF("decision", case_json, decision, decision_names),
    EVIDENCE_BY_FACT(case_json, case_evidence_fields),
    INSIDE("claim", claim, claim_fields),
    INSIDE("life", life, life_fields),
    INSIDE("member", member, case_member_fields),
    INSIDE("account", account, case_account_fields),
    OBJECTS("assessments", case_json, sheets, CASE_SHEETS_MAX, sheet_json, case_sheet_fields),
    OBJECTS("visits", case_json, visits, CASE_VISITS_MAX, visit_json, case_visit_fields),
    OBJECTS("paid", case_json, money.paid, PLAN_MONTHS_MAX, paid_json, case_paid_fields),
    OBJECTS("elsewhere", case_json, money.elsewhere, PLAN_MONTHS_MAX, paid_json,
            case_elsewhere_fields),
    OBJECTS("authorisations", case_json, money.authorisations, EVALUATION_EXPENSES_MAX,
            authorisation_json, case_authorisation_fields),
    OBJECTS("expenses", case_json, money.expenses, EVALUATION_EXPENSES_MAX, expense_json,
            case_expense_fields),
    OBJECTS("earlier", case_json, rights.earlier, EVALUATION_EARLIER_MAX, earlier_json,
            case_earlier_fields),
    OBJECTS("payments", case_json, rights.payments, EVALUATION_PAYMENTS_MAX, payment_json,
            case_payment_fields),
    OBJECTS("interruptions", case_json, rights.interruptions, EVALUATION_INTERRUPTIONS_MAX,
            interruption_json, case_interruption_fields),
    OBJECTS("complaints", case_json, rights.complaints, EVALUATION_COMPLAINTS_MAX, complaint_json,
            case_complaint_fields),
    OBJECTS("quotations", case_json, rights.quotations, EXCHANGE_QUOTATIONS_MAX, quotation_json,
            case_quotation_fields),
    OBJECTS("checks", case_json, checks, CHECKS_MAX, check_json, check_fields),
    SECTION("cover", cover, case_cover_fields),
    SECTION("health", health, case_health_fields),
    SECTION("causes", causes, case_causes_fields),
    SECTION("dossier", dossier, case_dossier_fields),
    JSON_END,
};

static bool read_checks(const struct json_list *list, struct arena *arena,
                        struct case_input *input) {
    const struct check_json *items = list->items;
    struct proposal_check *checks = arena_array(arena, list->count, sizeof *checks);
    if (!checks) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        checks[i] = (struct proposal_check){
            .kind = (enum proposal_check_kind)items[i].kind,
            .rule = items[i].rule,
            .hit = (enum fact)items[i].hit,
        };
    }
    if (list->count > 0) {
        input->evidence.checks = (struct evidence_column){(const unsigned char *)&items[0].evidence,
                                                          sizeof *items, list->count};
    }
    input->facts.facts.checks = checks;
    input->facts.facts.check_count = list->count;
    return true;
}

// Facts that cannot all be true. What only looks odd (a call before the presumed onset) is let
// through: it happens.
static void find_contradictions(const struct case_json *json, const struct evaluation_case *made,
                                struct fault *fault) {
    const struct claim_facts *facts = &made->facts;
    struct civil_date notified =
        case_day_past(json->life.death_notified, facts->as_of, "/life/deathNotified", fault);
    const struct {
        const char *pointer, *text;
    } dates[] = {
        {"/claim/onset", json->claim.onset},
        {"/claim/firstContact", json->claim.first_contact},
        {"/claim/sent", json->claim.sent},
        {"/claim/received", json->claim.received},
        {"/claim/complete", json->claim.complete},
        {"/claim/withdrawn", json->claim.withdrawn},
        {"/claim/ended", json->claim.ended},
        {"/claim/decided", json->claim.decided},
        {"/life/aliveThrough", json->life.alive_through},
        {"/life/death", json->life.death},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        (void)case_day_past(dates[i].text, facts->as_of, dates[i].pointer, fault);
    }
    case_day_ordered(facts->sent, facts->received, "/claim/received", fault);
    // What is complete on a day lies there on that day, and so does what is decided.
    struct civil_date there = civil_date_known(facts->received) ? facts->received : facts->sent;
    case_day_ordered(there, facts->complete, "/claim/complete", fault);
    case_day_ordered(there, made->decided, "/claim/decided", fault);
    case_day_ordered(facts->received, made->withdrawn, "/claim/withdrawn", fault);
    case_day_ordered(facts->onset, facts->death, "/life/death", fault);
    case_day_ordered(facts->alive_through, facts->death, "/life/death", fault);
    case_day_ordered(facts->death, notified, "/life/deathNotified", fault);
    if (json->life.death_notified && !json->life.death) {
        fault_at(fault, "/life/deathNotified", "contradiction");
    }
    // Answers stand either alone or among dated assessments: two places could say two things.
    if (json->sheets.count > 0) {
        const struct {
            const char *pointer;
            bool given;
        } alone[] = {
            {"/answers", json->answers != NULL},
            {"/consolidated", json->consolidated != 0},
            {"/constantNeed", json->constant_need != 0},
        };
        for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
            if (alone[i].given) {
                fault_at(fault, alone[i].pointer, "contradiction");
            }
        }
    }
}

// The sum belongs to the ruling that reduces, and to no other.
static void read_prejudice(const struct claim_json *json, struct evaluation_case *made,
                           struct fault *fault) {
    if ((json->late_ruling == LATE_RULING_REDUCED) != (json->prejudice != NULL)) {
        fault_at(fault, "/claim/prejudice", json->prejudice ? "contradiction" : "missing");
    } else if (json->prejudice &&
               (!money_parse(json->prejudice, strlen(json->prejudice), &made->prejudice_cents) ||
                made->prejudice_cents < 0)) {
        fault_at(fault, "/claim/prejudice", "not-an-amount");
    }
}

// A day and a reason, or neither; a reason that the plan knows.
static void read_end(const struct plan *plan, const struct claim_json *json,
                     struct evaluation_case *made, struct fault *fault) {
    made->ended = case_day_of(json->ended);
    made->ended_by = ends[json->ended_by];
    bool told = made->ended_by != CLAIM_END_NONE;
    if (told != (json->ended != NULL)) {
        fault_at(fault, told ? "/claim/ended" : "/claim/endedBy", "missing");
    } else if (told && !claim_end_fits(plan, made->ended_by)) {
        fault_at(fault, "/claim/endedBy", "not-a-choice");
    }
}

static struct claim_facts claim_facts_of(const struct case_json *json, struct civil_date as_of) {
    return (struct claim_facts){
        .as_of = json->as_of ? case_day_of(json->as_of) : as_of,
        .consolidated = (enum consolidated)json->consolidated,
        .constant_need = (enum fact)json->constant_need,
        .holder = (enum fact)json->holder,
        .onset = case_day_of(json->claim.onset),
        .first_contact = case_day_of(json->claim.first_contact),
        .sent = case_day_of(json->claim.sent),
        .received = case_day_of(json->claim.received),
        .complete = case_day_of(json->claim.complete),
        .recognised = json->decision == CLAIM_RULING_RECOGNISED ? case_day_of(json->claim.decided)
                                                                : (struct civil_date){0},
        .alive_through = case_day_of(json->life.alive_through),
        .death = case_day_of(json->life.death),
        .late_ruling = (enum late_ruling)json->claim.late_ruling,
        .last_day_ruling = (enum last_day_ruling)json->claim.last_day_ruling,
        .early_ruling = (enum early_ruling)json->claim.early_ruling,
    };
}

static void keep_evidence(const struct case_json *json, struct case_evidence *evidence) {
    memcpy(evidence->facts + CASE_FACT_ANSWERS, json->evidence, sizeof json->evidence);
    memcpy(evidence->facts + CASE_FACT_ONSET, json->claim.evidence, sizeof json->claim.evidence);
    memcpy(evidence->facts + CASE_FACT_ALIVE_THROUGH, json->life.evidence,
           sizeof json->life.evidence);
}

enum rc case_input_read(const struct plan *plan, const json_t *json, struct civil_date as_of,
                        struct arena *arena, struct case_input *input, struct fault *fault) {
    struct case_json raw = {.sections = case_sections_empty};
    enum rc rc = json_fill(json, "", case_fields, arena, &raw, fault);
    if (rc != RC_OK) {
        return rc;
    }
    *input = (struct case_input){.id = raw.id};
    struct evaluation_case *made = &input->facts;
    struct case_evidence *evidence = &input->evidence;
    made->facts = claim_facts_of(&raw, as_of);
    made->decision = (enum claim_ruling)raw.decision;
    made->withdrawn = case_day_of(raw.claim.withdrawn);
    read_end(plan, &raw.claim, made, fault);
    made->decided = case_day_of(raw.claim.decided);
    made->review_on = case_day_of(raw.claim.review_on);
    made->cause = raw.claim.cause;
    read_prejudice(&raw.claim, made, fault);
    if (raw.claim.cause && !coverage_waiting_of(plan, raw.claim.cause)) {
        fault_at(fault, "/claim/cause", "unknown-cause");
    }
    if (raw.claim.review_on && !civil_date_known(made->review_on)) {
        fault_at(fault, "/claim/reviewOn", "out-of-range");
    }
    if (!civil_date_known(made->facts.as_of)) {
        fault_at(fault, "/asOf", raw.as_of ? "out-of-range" : "missing");
    }
    case_examination_answers(plan, raw.answers, "/answers", &made->facts.assessment, fault);
    find_contradictions(&raw, made, fault);
    keep_evidence(&raw, evidence);
    if (!case_money_read(plan, &raw.money, arena, made, &input->expense_ids, evidence, fault) ||
        !case_examination_read(plan, &raw.sheets, &raw.visits, arena, made, evidence, fault) ||
        !case_person_read(&raw.member, &raw.account, arena, made, evidence, fault) ||
        !case_rights_read(&raw.rights, arena, made, &input->payment_ids, evidence, fault) ||
        !read_checks(&raw.checks, arena, input) ||
        !case_sections_read(plan, &raw.sections, arena, made, evidence, fault)) {
        return RC_NOMEM;
    }
    if (fault->count > 0) {
        return RC_INVALID;
    }
    case_evidence_settle(evidence);
    return RC_OK;
}
