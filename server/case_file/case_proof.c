// SPDX-License-Identifier: EUPL-1.2
// From facts with evidence to the reasons, checks and warnings that used them.
#include "case_file/case_proof.h"

#include <stdint.h>
#include <string.h>

// A set of enum case_fact, and lists beside them.
#define BIT(fact) (UINT64_C(1) << (CASE_FACT_##fact))
#define LIST(number) (UINT64_C(1) << (CASE_FACT_COUNT + (number)))
#define SHEET_THAT_COUNTS LIST(0)
#define SHEETS LIST(1)
#define VISITS LIST(2)
#define DOCUMENTS LIST(3)
#define FILING (BIT(ONSET) | BIT(FIRST_CONTACT) | BIT(SENT) | BIT(RECEIVED))
#define SURVIVAL (BIT(SENT) | BIT(RECEIVED) | BIT(ALIVE_THROUGH) | BIT(DEATH))
#define ANSWERING (BIT(ANSWERS) | SHEET_THAT_COUNTS)
#define CONSOLIDATION (BIT(CONSOLIDATED) | SHEET_THAT_COUNTS)
#define NEED (BIT(CONSTANT_NEED) | SHEET_THAT_COUNTS)

// What a reason rests on. A reason of an expense alone has none here: the evidence of the expense
// stands beside it. Those of checks depend on the check (add_checks).
static const uint64_t grounds[REASON_COUNT] = {
    [REASON_ANSWER_MISSING] = ANSWERING,
    [REASON_ANSWER_DONT_KNOW] = ANSWERING,
    [REASON_TEST_REACHED] = ANSWERING,
    [REASON_TEST_NOT_REACHED] = ANSWERING,
    [REASON_CONSOLIDATION_NOT_JUDGED] = CONSOLIDATION,
    [REASON_CONSOLIDATION_UNDETERMINED] = CONSOLIDATION,
    [REASON_CONSOLIDATED] = CONSOLIDATION,
    [REASON_NOT_CONSOLIDATED] = CONSOLIDATION,
    [REASON_CONSOLIDATED_NEVER_COVERED] = CONSOLIDATION | SHEETS | BIT(ENDED),
    [REASON_NOT_CONSOLIDATED_NOT_COVERED] = CONSOLIDATION,
    [REASON_CONSTANT_NEED] = NEED,
    [REASON_CONSTANT_NEED_ABSENT] = NEED,
    [REASON_CONSTANT_NEED_UNKNOWN] = NEED,
    [REASON_NOT_HOLDER] = BIT(HOLDER),
    [REASON_HOLDER_UNKNOWN] = BIT(HOLDER),
    [REASON_DOSSIER_NOT_COMPLETE] =
        BIT(COMPLETE) | BIT(ADMITTED) | BIT(HOME_SERVICE) | BIT(INPATIENT) | DOCUMENTS,
    [REASON_FILED_IN_TIME] = FILING,
    [REASON_FILED_LATE] = FILING,
    [REASON_FILED_LATE_ACCEPTED] = FILING | BIT(LATE_RULING),
    [REASON_FILED_LATE_LOST] = FILING | BIT(LATE_RULING),
    [REASON_FILED_LATE_REDUCED] = FILING | BIT(LATE_RULING),
    [REASON_DOSSIER_SENT_AFTER_TERM] = FILING,
    [REASON_FILING_DATE_UNKNOWN] = FILING,
    [REASON_SURVIVAL_RUNNING] = SURVIVAL,
    [REASON_SURVIVAL_UNCONFIRMED] = SURVIVAL,
    [REASON_SURVIVAL_PASSED] = SURVIVAL,
    [REASON_DIED_IN_WINDOW] = SURVIVAL,
    [REASON_DIED_ON_LAST_DAY] = SURVIVAL,
    [REASON_NOT_RECOGNISED] = BIT(DECISION),
    [REASON_REVIEW_OPEN] = BIT(DECISION),
    [REASON_AFTER_DEATH] = BIT(DEATH),
    [REASON_STATE_ENDED] = VISITS | BIT(ENDED),
    [REASON_COVER_ENDED] = BIT(ENDED),
    [REASON_SUSPENDED] = VISITS,
    [REASON_CLAIM_WITHDRAWN] = BIT(WITHDRAWN),
};

static const uint64_t warning_grounds[CASE_WARNING_COUNT] = {
    [CASE_WARNING_CODICE_FISCALE_INVALID] = BIT(CODICE_FISCALE),
    [CASE_WARNING_CODICE_FISCALE_PROVISIONAL] = BIT(CODICE_FISCALE),
    [CASE_WARNING_CODICE_FISCALE_OMOCODIC] = BIT(CODICE_FISCALE),
    [CASE_WARNING_FAMILY_NAME_DIFFERS] = BIT(CODICE_FISCALE) | BIT(FAMILY_NAME),
    [CASE_WARNING_GIVEN_NAME_DIFFERS] = BIT(CODICE_FISCALE) | BIT(GIVEN_NAME),
    [CASE_WARNING_BIRTH_DIFFERS] = BIT(CODICE_FISCALE) | BIT(MEMBER_BIRTH),
    [CASE_WARNING_SEX_DIFFERS] = BIT(CODICE_FISCALE) | BIT(SEX),
    [CASE_WARNING_BIRTH_PLACE_DIFFERS] = BIT(CODICE_FISCALE) | BIT(BIRTH_PLACE),
    [CASE_WARNING_IBAN_INVALID] = BIT(IBAN),
};

static void add(struct evidence_set *set, struct json_list ids) {
    for (size_t i = 0; i < ids.count && set->count < EVIDENCE_SET_MAX; i++) {
        const char *id = ((const char *const *)ids.items)[i];
        size_t k = 0;
        while (k < set->count && strcmp(set->ids[k], id) != 0) {
            k++;
        }
        if (k == set->count) {
            set->ids[set->count++] = id;
        }
    }
}

static void add_facts(struct evidence_set *set, const struct case_evidence *evidence,
                      uint64_t facts) {
    for (size_t i = 0; i < CASE_FACT_COUNT; i++) {
        if ((facts >> i & 1) != 0) {
            add(set, evidence->facts[i]);
        }
    }
}

static void add_column(struct evidence_set *set, const struct evidence_column *column) {
    for (size_t i = 0; i < column->count; i++) {
        add(set, evidence_column_at(column, i));
    }
}

static void add_cover(struct evidence_set *set, const struct case_result *result) {
    const struct case_evidence *evidence = &result->input->evidence;
    if (result->input->facts.cover) {
        add_facts(set, evidence,
                  BIT(ONSET) | BIT(HOLDER) | BIT(COVER_BIRTH) | BIT(COVER_CHILD) |
                      BIT(COVER_EXPIRY) | BIT(COVER_HOLDER_BIRTH));
        add_column(set, &evidence->events);
    }
}

static void add_condition(struct evidence_set *set, const struct case_result *result,
                          const struct plan_condition *condition) {
    const struct case_evidence *evidence = &result->input->evidence;
    const struct health_facts *health = result->input->facts.health;
    if (!health) {
        return;
    }
    add_facts(set, evidence, BIT(HEALTH_TESTED_ON) | BIT(HEALTH_STATEMENT));
    switch (condition->kind) {
    case PLAN_CONDITION_NONE:
        break;
    case PLAN_CONDITION_INVALIDITY:
        add_facts(set, evidence, BIT(HEALTH_INVALIDITY));
        break;
    case PLAN_CONDITION_SUBSTANCES:
        add_facts(set, evidence, BIT(HEALTH_SUBSTANCES) | BIT(HEALTH_MEDICINES));
        break;
    case PLAN_CONDITION_FINDINGS:
        break;
    }
    for (size_t i = 0; i < health->finding_count; i++) {
        for (size_t k = 0; k < condition->finding_count; k++) {
            if (strcmp(health->findings[i].code, condition->findings[k]) == 0) {
                add(set, evidence_column_at(&evidence->findings, i));
            }
        }
    }
}

static void add_causes(struct evidence_set *set, const struct case_result *result,
                       const char *code) {
    const struct case_evidence *evidence = &result->input->evidence;
    const struct cause_facts *causes = result->input->facts.causes;
    if (!causes) {
        return;
    }
    add_facts(set, evidence, BIT(CAUSES_EXAMINED));
    for (size_t i = 0; i < causes->finding_count; i++) {
        if (!code || strcmp(causes->findings[i].code, code) == 0) {
            add(set, evidence_column_at(&evidence->causes, i));
        }
    }
}

// The waiting time rests on the cover and on the cause of the state.
static void add_waiting(struct evidence_set *set, const struct case_result *result) {
    add_cover(set, result);
    if (result->input->facts.cover) {
        add_facts(set, &result->input->evidence, BIT(CAUSE));
    }
}

static const char *waiting_rule(const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct plan_waiting *waiting = coverage_waiting_of(plan, result->input->facts.cause);
    return waiting ? waiting->days.rule : plan->waiting[0].days.rule;
}

// Every check of that rule whose answer is the one that the reason names.
static void add_checks(struct evidence_set *set, const struct case_result *result, const char *rule,
                       enum fact hit) {
    const struct plan *plan = result->plan;
    const struct claim_facts *facts = &result->input->facts.facts;
    enum fact covered = result->evaluation->coverage.covered;
    bool cover_speaks = hit == FACT_YES ? covered == FACT_NO : covered == FACT_UNKNOWN;
    if (cover_speaks && strcmp(result->evaluation->coverage.rule, rule) == 0) {
        add_cover(set, result);
    }
    if (plan->seniority_months.value > 0 && result->evaluation->seniority == hit &&
        strcmp(plan->seniority_months.rule, rule) == 0) {
        add_cover(set, result);
    }
    if (plan->waiting_count > 0 && result->evaluation->waiting == hit &&
        strcmp(waiting_rule(result), rule) == 0) {
        add_waiting(set, result);
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        if (strcmp(plan->conditions[i].rule, rule) == 0 &&
            result->evaluation->conditions[i] == hit) {
            add_condition(set, result, &plan->conditions[i]);
        }
    }
    if (strcmp(rule, "X-17") == 0) {
        add_causes(set, result, NULL);
    }
    for (size_t i = 0; i < facts->check_count; i++) {
        if (strcmp(facts->checks[i].rule, rule) == 0 && facts->checks[i].hit == hit) {
            add(set, evidence_column_at(&result->input->evidence.checks, i));
        }
    }
}

const struct evidence_set *case_evidence_of_reason(const struct case_result *result,
                                                   const struct reason *reason,
                                                   struct evidence_set *set) {
    const struct case_evidence *evidence = &result->input->evidence;
    uint64_t ground = grounds[reason->code];
    set->count = 0;
    if (!evidence->any) {
        return NULL;
    }
    add_facts(set, evidence, ground);
    if ((ground & SHEETS) != 0 && result->evaluation->stop.code == reason->code) {
        add_column(set, &evidence->sheets);
    } else if ((ground & SHEET_THAT_COUNTS) != 0) {
        add(set, evidence_column_at(&evidence->sheets, result->evaluation->sheet));
    }
    if ((ground & VISITS) != 0) {
        add_column(set, &evidence->visits);
    }
    if ((ground & DOCUMENTS) != 0) {
        add_column(set, &evidence->documents);
    }
    if (reason->code == REASON_CHECK_HIT || reason->code == REASON_CHECK_UNKNOWN) {
        add_checks(set, result, reason->rule,
                   reason->code == REASON_CHECK_HIT ? FACT_YES : FACT_UNKNOWN);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_cover(const struct case_result *result,
                                                  struct evidence_set *set) {
    set->count = 0;
    if (result->input->evidence.any) {
        add_cover(set, result);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_waiting(const struct case_result *result,
                                                    struct evidence_set *set) {
    set->count = 0;
    if (result->input->evidence.any) {
        add_waiting(set, result);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_condition(const struct case_result *result,
                                                      const struct plan_condition *condition,
                                                      struct evidence_set *set) {
    set->count = 0;
    if (result->input->evidence.any) {
        add_condition(set, result, condition);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_exclusion(const struct case_result *result,
                                                      const char *code, struct evidence_set *set) {
    set->count = 0;
    if (result->input->evidence.any) {
        add_causes(set, result, code);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_document(const struct case_result *result,
                                                     const char *code, struct evidence_set *set) {
    const struct case_evidence *evidence = &result->input->evidence;
    const struct dossier_facts *dossier = result->input->facts.dossier;
    set->count = 0;
    for (size_t i = 0; evidence->any && dossier && i < dossier->document_count; i++) {
        if (strcmp(dossier->documents[i].code, code) == 0) {
            add(set, evidence_column_at(&evidence->documents, i));
        }
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_warning(const struct case_result *result,
                                                    enum case_warning_kind kind,
                                                    struct evidence_set *set) {
    const struct case_evidence *evidence = &result->input->evidence;
    set->count = 0;
    if (!evidence->any) {
        return NULL;
    }
    add_facts(set, evidence, warning_grounds[kind]);
    if (kind == CASE_WARNING_COVER_ENDED_SINCE) {
        add_cover(set, result);
    }
    return set->count > 0 ? set : NULL;
}

// Does what earlier benefits took speak in the answer to this expense (S-15)?
static bool rests_on_earlier(const struct allocation *allocation) {
    bool rests = allocation->reason.code == REASON_SAME_EVENT_OPEN;
    for (size_t i = 0; i < allocation->line_count; i++) {
        rests = rests || allocation->lines[i].reason.code == REASON_MONTHS_USED_BEFORE;
    }
    return rests;
}

const struct evidence_set *case_evidence_of_expense(const struct case_result *result, size_t index,
                                                    struct evidence_set *set) {
    const struct case_evidence *evidence = &result->input->evidence;
    const struct evaluation_case *facts = &result->input->facts;
    const char *currency = facts->expenses[index].currency;
    size_t authorised = facts->authorisation_count;
    set->count = 0;
    if (!evidence->any) {
        return NULL;
    }
    add(set, index < authorised ? evidence_column_at(&evidence->authorisations, index)
                                : evidence_column_at(&evidence->expenses, index - authorised));
    for (size_t i = 0; currency && i < facts->quotation_count; i++) {
        if (strcmp(facts->quotations[i].currency, currency) == 0) {
            add(set, evidence_column_at(&evidence->quotations, i));
        }
    }
    if (rests_on_earlier(&result->allocations[index])) {
        add_column(set, &evidence->earlier);
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_deadline(const struct case_result *result,
                                                     enum deadline_event event, size_t complaint,
                                                     struct evidence_set *set) {
    const struct case_evidence *evidence = &result->input->evidence;
    set->count = 0;
    if (!evidence->any) {
        return NULL;
    }
    switch (event) {
    case DEADLINE_EVENT_NONE:
    case DEADLINE_EVENT_DOCUMENT_REQUESTED:
        break;
    case DEADLINE_EVENT_ONSET:
        add_facts(set, evidence, BIT(ONSET));
        break;
    case DEADLINE_EVENT_FIRST_CONTACT:
        add_facts(set, evidence, BIT(FIRST_CONTACT));
        break;
    case DEADLINE_EVENT_CLAIM_SENT:
        add_facts(set, evidence, BIT(SENT));
        break;
    case DEADLINE_EVENT_CLAIM_RECEIVED:
        add_facts(set, evidence, BIT(RECEIVED));
        break;
    case DEADLINE_EVENT_DOSSIER_COMPLETE:
        add_facts(set, evidence, BIT(COMPLETE));
        add_column(set, &evidence->documents);
        break;
    case DEADLINE_EVENT_COMPLAINT_RECEIVED:
        add(set, evidence_column_at(&evidence->complaints, complaint));
        break;
    case DEADLINE_EVENT_INTERRUPTION:
        add_facts(set, evidence, BIT(SENT) | BIT(RECEIVED));
        add_column(set, &evidence->interruptions);
        break;
    case DEADLINE_EVENT_DECISION:
        add_facts(set, evidence, BIT(DECISION) | BIT(DECIDED) | BIT(REVIEW_ON));
        break;
    }
    return set->count > 0 ? set : NULL;
}

const struct evidence_set *case_evidence_of_item(const struct case_result *result,
                                                 const struct evidence_column *column, size_t index,
                                                 struct evidence_set *set) {
    set->count = 0;
    if (!result->input->evidence.any) {
        return NULL;
    }
    add(set, evidence_column_at(column, index));
    return set->count > 0 ? set : NULL;
}
