// SPDX-License-Identifier: EUPL-1.2
// Reading one case.
#include "case_file/case_input.h"

#include <string.h>

#include "case_file/case_sections.h"
#include "scoring/money.h"

const struct json_limits case_limits = {.bytes = 256 * 1024, .depth = 8, .keys = 4096};

enum {
    ID_LENGTH_MAX = 100,
    RULE_LENGTH_MAX = 20,
    CODE_LENGTH_MAX = 40,
    CHECKS_MAX = 12, // of the case; the sections add their own
    AMOUNT_LENGTH_MAX = 24,
    EXPENSE_DAYS_MAX = 3660,
};

// A thousand million euro: above it an amount is a slip of the pen.
static const int64_t cents_max = INT64_C(100000000000);

static const char *const consolidated_names[] = {"not-judged", "no", "yes", "undetermined"};
static const char *const fact_names[] = {"unknown", "no", "yes"};
static const char *const ruling_names[] = {"none", "accepted", "lost"};
static const char *const decision_names[] = {"none", "recognised", "reviewable", "not-recognised"};
static const char *const form_names[] = {NULL,         "direct",   "invoice",
                                         "home-carer", "rsa-stay", "annuity"};
static const char *const check_names[] = {NULL, "coverage", "insurability", "exclusion"};

struct claim_dates {
    const char *onset, *first_contact, *sent, *received, *complete;
    int late_ruling;
};

struct life_dates {
    const char *alive_through, *death;
};

struct expense_item {
    const char *id, *from, *to, *amount, *received, *nature;
    int form, receipted;
};

struct paid_item {
    int64_t month;
    const char *amount;
};

struct check_item {
    const char *rule;
    int kind, hit;
};

struct case_json {
    const char *id, *as_of;
    json_t *answers;
    int consolidated, constant_need, holder, decision;
    struct claim_dates claim;
    struct life_dates life;
    struct json_list paid, expenses, checks;
    struct sections_json sections;
};

#define CHOICE(names) .choices = names, .choice_count = sizeof names / sizeof names[0]

static const struct json_field claim_fields[] = {
    {.name = "onset",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim_dates, onset)},
    {.name = "firstContact",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim_dates, first_contact)},
    {.name = "sent",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim_dates, sent)},
    {.name = "received",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim_dates, received)},
    {.name = "complete",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim_dates, complete)},
    {.name = "lateRuling",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct claim_dates, late_ruling),
     CHOICE(ruling_names)},
    JSON_END,
};

static const struct json_field life_fields[] = {
    {.name = "aliveThrough",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct life_dates, alive_through)},
    {.name = "death",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct life_dates, death)},
    JSON_END,
};

static const struct json_field expense_fields[] = {
    {.name = "id",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct expense_item, id),
     .min = 1,
     .max = ID_LENGTH_MAX},
    {.name = "form",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct expense_item, form),
     CHOICE(form_names)},
    {.name = "from", .kind = JSON_KIND_DATE, .offset = offsetof(struct expense_item, from)},
    {.name = "to",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct expense_item, to)},
    {.name = "amount",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct expense_item, amount),
     .min = 1,
     .max = AMOUNT_LENGTH_MAX},
    {.name = "received",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct expense_item, received)},
    {.name = "receipted",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct expense_item, receipted),
     CHOICE(fact_names)},
    {.name = "nature",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     .offset = offsetof(struct expense_item, nature),
     .min = 1,
     .max = CODE_LENGTH_MAX},
    JSON_END,
};

static const struct json_field paid_fields[] = {
    {.name = "month",
     .kind = JSON_KIND_INT,
     .offset = offsetof(struct paid_item, month),
     .min = 1,
     .max = PLAN_MONTHS_MAX},
    {.name = "amount",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct paid_item, amount),
     .min = 1,
     .max = AMOUNT_LENGTH_MAX},
    JSON_END,
};

static const struct json_field check_fields[] = {
    {.name = "kind",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct check_item, kind),
     CHOICE(check_names)},
    {.name = "rule",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct check_item, rule),
     .min = 1,
     .max = RULE_LENGTH_MAX},
    {.name = "hit",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct check_item, hit),
     CHOICE(fact_names)},
    JSON_END,
};

#define OBJECTS(type, table)                                                                       \
    .item = JSON_KIND_OBJECT, .item_size = sizeof(struct type), .fields = table

#define SECTION(text, member, table)                                                               \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_OBJECT, .optional = true,                                  \
        .offset = offsetof(struct case_json, sections.member),                                     \
        .given = 1 + offsetof(struct case_json, sections.member##_given), .fields = table          \
    }

static const struct json_field case_fields[] = {
    {.name = "id",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct case_json, id),
     .min = 1,
     .max = ID_LENGTH_MAX},
    {.name = "asOf",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct case_json, as_of)},
    {.name = "answers",
     .kind = JSON_KIND_ANY,
     .optional = true,
     .offset = offsetof(struct case_json, answers)},
    {.name = "consolidated",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct case_json, consolidated),
     CHOICE(consolidated_names)},
    {.name = "constantNeed",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct case_json, constant_need),
     CHOICE(fact_names)},
    {.name = "holder",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct case_json, holder),
     CHOICE(fact_names)},
    {.name = "decision",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct case_json, decision),
     CHOICE(decision_names)},
    {.name = "claim",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     .offset = offsetof(struct case_json, claim),
     .fields = claim_fields},
    {.name = "life",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     .offset = offsetof(struct case_json, life),
     .fields = life_fields},
    {.name = "paid",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct case_json, paid),
     .max = PLAN_MONTHS_MAX,
     OBJECTS(paid_item, paid_fields)},
    {.name = "expenses",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct case_json, expenses),
     .max = EVALUATION_EXPENSES_MAX,
     OBJECTS(expense_item, expense_fields)},
    {.name = "checks",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct case_json, checks),
     .max = CHECKS_MAX,
     OBJECTS(check_item, check_fields)},
    SECTION("cover", cover, case_cover_fields),
    SECTION("health", health, case_health_fields),
    SECTION("causes", causes, case_causes_fields),
    SECTION("dossier", dossier, case_dossier_fields),
    JSON_END,
};

// Unknown for a day outside the calendar of the rules (years 1800 to 2999); that is refused later
// on.
static struct civil_date date_of(const char *text) {
    struct civil_date date = {0};
    if (text && !civil_date_parse(text, strlen(text), &date)) {
        return (struct civil_date){0};
    }
    return date;
}

// Writes "/answers/NAME" with NAME escaped as RFC 6901 wants it; a long name is cut.
static void answer_pointer(const char *name, char pointer[FAULT_POINTER_SIZE]) {
    size_t used = strlen("/answers/");
    memcpy(pointer, "/answers/", used);
    for (; *name && used < FAULT_POINTER_SIZE - 3; name++) {
        if (*name == '~' || *name == '/') {
            pointer[used++] = '~';
            pointer[used++] = *name == '~' ? '0' : '1';
        } else {
            pointer[used++] = *name;
        }
    }
    pointer[used] = '\0';
}

static const char *answer_fault(const struct plan *plan, const char *name, const json_t *value,
                                struct assessment *assessment) {
    size_t activity;
    const char *grade = json_string_value(value);
    if (!plan_find_activity(plan, name, &activity)) {
        return "unknown-activity";
    }
    if (!grade) {
        return "wrong-type";
    }
    if (strcmp(grade, "unknown") == 0) {
        assessment->answers[activity] = (struct answer){.kind = ANSWER_DONT_KNOW};
        return NULL;
    }
    return assessment_answer(plan, assessment, name, grade) ? NULL : "unknown-grade";
}

static void read_answers(const struct plan *plan, json_t *answers, struct assessment *assessment,
                         struct fault *fault) {
    if (!answers) {
        return;
    }
    if (!json_is_object(answers)) {
        fault_at(fault, "/answers", "wrong-type");
        return;
    }
    const char *name;
    json_t *value;
    json_object_foreach(answers, name, value) {
        const char *code = answer_fault(plan, name, value, assessment);
        if (code) {
            char pointer[FAULT_POINTER_SIZE];
            answer_pointer(name, pointer);
            fault_at(fault, pointer, code);
        }
    }
}

static int64_t amount_of(const char *text, const char *list, size_t index, struct fault *fault) {
    int64_t cents = 0;
    // Digits alone that do not fit are a number, only too big.
    bool number = strspn(text, "0123456789.") == strlen(text) && text[0] != '.';
    if (!money_parse(text, strlen(text), &cents)) {
        fault_atf(fault, number && strlen(text) > 16 ? "out-of-range" : "not-an-amount",
                  "/%s/%zu/amount", list, index);
    } else if (cents <= 0 || cents > cents_max) {
        fault_atf(fault, "out-of-range", "/%s/%zu/amount", list, index);
    }
    return cents;
}

static void read_paid(const struct plan *plan, const struct json_list *paid,
                      struct evaluation_case *facts, struct fault *fault) {
    const struct paid_item *items = paid->items;
    for (size_t i = 0; i < paid->count; i++) {
        int64_t cents = amount_of(items[i].amount, "paid", i, fault);
        if (items[i].month > plan->months.value) {
            fault_atf(fault, "out-of-range", "/paid/%zu/month", i);
        } else if (facts->paid_cents[items[i].month - 1] != 0) {
            fault_atf(fault, "duplicate", "/paid/%zu/month", i);
        } else {
            facts->paid_cents[items[i].month - 1] = cents;
        }
    }
}

static void check_expense(const struct expense_item *items, size_t i,
                          const struct evaluation_expense *made, struct fault *fault) {
    const struct expense *expense = &made->expense;
    int32_t days = civil_date_days_between(expense->service_from, expense->service_to);
    if (!civil_date_known(expense->service_from)) {
        fault_atf(fault, "out-of-range", "/expenses/%zu/from", i);
    } else if (!civil_date_known(expense->service_to)) {
        fault_atf(fault, "out-of-range", "/expenses/%zu/to", i);
    } else if (days < 0) {
        fault_atf(fault, "contradiction", "/expenses/%zu/to", i);
    } else if (days >= EXPENSE_DAYS_MAX) {
        fault_atf(fault, "out-of-range", "/expenses/%zu/to", i);
    }
    for (size_t k = 0; k < i; k++) {
        if (strcmp(items[k].id, items[i].id) == 0) {
            fault_atf(fault, "duplicate", "/expenses/%zu/id", i);
            return;
        }
    }
}

static bool read_expenses(const struct plan *plan, const struct json_list *list,
                          struct arena *arena, struct case_input *input, struct fault *fault) {
    const struct expense_item *items = list->items;
    struct evaluation_expense *made = arena_array(arena, list->count, sizeof *made);
    const char **ids = arena_array(arena, list->count, sizeof *ids);
    if (!made || !ids) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct civil_date from = date_of(items[i].from);
        made[i] = (struct evaluation_expense){
            .expense = {.form = (enum benefit_form)items[i].form,
                        .service_from = from,
                        .service_to = items[i].to ? date_of(items[i].to) : from,
                        .cents = amount_of(items[i].amount, "expenses", i, fault)},
            .received = date_of(items[i].received),
            .receipted = (enum fact)items[i].receipted,
            .nature = items[i].nature,
        };
        if (items[i].nature && !exclusion_of_expense(plan, items[i].nature)) {
            fault_atf(fault, "unknown-exclusion", "/expenses/%zu/nature", i);
        }
        ids[i] = items[i].id;
        check_expense(items, i, &made[i], fault);
    }
    input->expense_ids = ids;
    input->facts.expenses = made;
    input->facts.expense_count = list->count;
    return true;
}

static bool read_checks(const struct json_list *list, struct arena *arena,
                        struct claim_facts *facts) {
    const struct check_item *items = list->items;
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
    facts->checks = checks;
    facts->check_count = list->count;
    return true;
}

struct dated {
    const char *pointer;
    const char *text; // as given; NULL when it was not
    struct civil_date date;
};

static void must_not_follow(const struct dated *first, const struct dated *second,
                            struct fault *fault) {
    if (civil_date_known(first->date) && civil_date_known(second->date) &&
        civil_date_compare(first->date, second->date) > 0) {
        fault_at(fault, second->pointer, "contradiction");
    }
}

// Facts that cannot all be true. What only looks odd (a call before the presumed onset) is let
// through: it happens.
static void find_contradictions(const struct case_json *json, const struct claim_facts *facts,
                                struct fault *fault) {
    const struct dated onset = {"/claim/onset", json->claim.onset, facts->onset};
    const struct dated sent = {"/claim/sent", json->claim.sent, facts->sent};
    const struct dated received = {"/claim/received", json->claim.received, facts->received};
    const struct dated alive = {"/life/aliveThrough", json->life.alive_through,
                                facts->alive_through};
    const struct dated death = {"/life/death", json->life.death, facts->death};
    const struct dated contact = {"/claim/firstContact", json->claim.first_contact,
                                  facts->first_contact};
    const struct dated complete = {"/claim/complete", json->claim.complete, facts->complete};
    const struct dated *const all[] = {&onset,    &contact, &sent, &received,
                                       &complete, &alive,   &death};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i]->text && !civil_date_known(all[i]->date)) {
            fault_at(fault, all[i]->pointer, "out-of-range");
        } else if (civil_date_known(facts->as_of) &&
                   civil_date_compare(all[i]->date, facts->as_of) > 0) {
            fault_at(fault, all[i]->pointer, "after-as-of");
        }
    }
    must_not_follow(&sent, &received, fault);
    must_not_follow(&onset, &death, fault);
    must_not_follow(&alive, &death, fault);
}

static struct claim_facts claim_facts_of(const struct case_json *json, struct civil_date as_of) {
    return (struct claim_facts){
        .as_of = json->as_of ? date_of(json->as_of) : as_of,
        .consolidated = (enum consolidated)json->consolidated,
        .constant_need = (enum fact)json->constant_need,
        .holder = (enum fact)json->holder,
        .onset = date_of(json->claim.onset),
        .first_contact = date_of(json->claim.first_contact),
        .sent = date_of(json->claim.sent),
        .received = date_of(json->claim.received),
        .complete = date_of(json->claim.complete),
        .alive_through = date_of(json->life.alive_through),
        .death = date_of(json->life.death),
        .late_ruling = (enum late_ruling)json->claim.late_ruling,
    };
}

enum rc case_input_read(const struct plan *plan, const json_t *json, struct civil_date as_of,
                        struct arena *arena, struct case_input *input, struct fault *fault) {
    struct case_json raw = {.sections = case_sections_empty};
    enum rc rc = json_fill(json, "", case_fields, arena, &raw, fault);
    if (rc != RC_OK) {
        return rc;
    }
    struct case_input made = {.id = raw.id};
    made.facts.facts = claim_facts_of(&raw, as_of);
    made.facts.decision = (enum evaluation_decision)raw.decision;
    struct claim_facts *facts = &made.facts.facts;
    if (!civil_date_known(facts->as_of)) {
        fault_at(fault, "/asOf", raw.as_of ? "out-of-range" : "missing");
    }
    read_answers(plan, raw.answers, &facts->assessment, fault);
    read_paid(plan, &raw.paid, &made.facts, fault);
    find_contradictions(&raw, facts, fault);
    if (!read_expenses(plan, &raw.expenses, arena, &made, fault) ||
        !read_checks(&raw.checks, arena, facts) ||
        !case_sections_read(plan, &raw.sections, arena, &made.facts, fault)) {
        return RC_NOMEM;
    }
    if (fault->count > 0) {
        return RC_INVALID;
    }
    *input = made;
    return RC_OK;
}
