// SPDX-License-Identifier: EUPL-1.2
// Proposal, months and expenses of one case in one go.
#include "scoring/evaluation.h"

#include "scoring/evaluation_money.h"
#include "scoring/evaluation_terms.h"
#include "scoring/iban.h"

#include <string.h>

static const char *const task_names[EVALUATION_TASK_COUNT] = {
    [EVALUATION_TASK_NONE] = "none",
    [EVALUATION_TASK_DECIDE_CLAIM] = "decide-claim",
    [EVALUATION_TASK_COMPLETE_ANSWERS] = "complete-answers",
    [EVALUATION_TASK_JUDGE_CONSOLIDATION] = "judge-consolidation",
    [EVALUATION_TASK_REVIEW_STATE] = "review-state",
    [EVALUATION_TASK_JUDGE_NEED] = "judge-need",
    [EVALUATION_TASK_SAY_HOLDER] = "say-holder",
    [EVALUATION_TASK_COMPLETE_DOSSIER] = "complete-dossier",
    [EVALUATION_TASK_CONFIRM_CHECK] = "confirm-check",
    [EVALUATION_TASK_SETTLE_CHECK] = "settle-check",
    [EVALUATION_TASK_RULE_ON_LATE] = "rule-on-late",
    [EVALUATION_TASK_STATE_ONSET] = "state-onset",
    [EVALUATION_TASK_STATE_FILING] = "state-filing",
    [EVALUATION_TASK_STATE_WRITTEN_CLAIM] = "state-written-claim",
    [EVALUATION_TASK_CONFIRM_ALIVE] = "confirm-alive",
    [EVALUATION_TASK_RULE_ON_LAST_DAY] = "rule-on-last-day",
    [EVALUATION_TASK_CONFIRM_REFUSAL] = "confirm-refusal",
    [EVALUATION_TASK_CONFIRM_STATE_ENDED] = "confirm-state-ended",
    [EVALUATION_TASK_RULE_ON_EARLY] = "rule-on-early",
    [EVALUATION_TASK_HOLD_REVIEW] = "hold-review",
    [EVALUATION_TASK_ANSWER_COMPLAINT] = "answer-complaint",
    [EVALUATION_TASK_ANSWER_OVERDUE_COMPLAINT] = "answer-overdue-complaint",
    [EVALUATION_TASK_RULE_ON_LIMITATION] = "rule-on-limitation",
    [EVALUATION_TASK_SETTLE_SAME_EVENT] = "settle-same-event",
    [EVALUATION_TASK_CLAW_BACK] = "claw-back",
};

// What a reason of the proposal leaves to a person; EVALUATION_TASK_NONE for settled ones.
static const enum evaluation_task tasks_of_reasons[REASON_COUNT] = {
    [REASON_ANSWER_MISSING] = EVALUATION_TASK_COMPLETE_ANSWERS,
    [REASON_ANSWER_DONT_KNOW] = EVALUATION_TASK_COMPLETE_ANSWERS,
    [REASON_CONSOLIDATION_NOT_JUDGED] = EVALUATION_TASK_JUDGE_CONSOLIDATION,
    [REASON_CONSOLIDATION_UNDETERMINED] = EVALUATION_TASK_REVIEW_STATE,
    [REASON_CONSTANT_NEED_UNKNOWN] = EVALUATION_TASK_JUDGE_NEED,
    [REASON_HOLDER_UNKNOWN] = EVALUATION_TASK_SAY_HOLDER,
    [REASON_DOSSIER_NOT_COMPLETE] = EVALUATION_TASK_COMPLETE_DOSSIER,
    [REASON_CHECK_HIT] = EVALUATION_TASK_CONFIRM_CHECK,
    [REASON_CHECK_UNKNOWN] = EVALUATION_TASK_SETTLE_CHECK,
    [REASON_ONSET_UNKNOWN] = EVALUATION_TASK_STATE_ONSET,
    [REASON_FILING_DATE_UNKNOWN] = EVALUATION_TASK_STATE_FILING,
    [REASON_SURVIVAL_UNCONFIRMED] = EVALUATION_TASK_CONFIRM_ALIVE,
    [REASON_DIED_ON_LAST_DAY] = EVALUATION_TASK_RULE_ON_LAST_DAY,
    [REASON_WRITTEN_CLAIM_UNKNOWN] = EVALUATION_TASK_STATE_WRITTEN_CLAIM,
    [REASON_FILED_EARLY] = EVALUATION_TASK_RULE_ON_EARLY,
};

static void add_task(struct evaluation *evaluation, enum evaluation_task task, const char *rule) {
    evaluation->tasks[evaluation->task_count++] = (struct evaluation_open_task){task, rule};
}

// A check was refused, payment would stop, and nobody has confirmed or denied it.
static bool refusal_open(const struct evaluation_case *facts) {
    for (size_t i = 0; i < facts->visit_count; i++) {
        const struct evaluation_visit *visit = &facts->visits[i];
        if (civil_date_known(visit->refused) && !civil_date_known(visit->held) &&
            visit->refusal_confirmed == FACT_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static void list_tasks(const struct plan *plan, const struct evaluation_case *facts,
                       struct evaluation *evaluation) {
    const struct proposal *proposal = &evaluation->proposal;
    evaluation->task_count = 0;
    for (size_t i = 0; i < proposal->reason_count; i++) {
        const struct reason *reason = &proposal->reasons[i];
        enum evaluation_task task = tasks_of_reasons[reason->code];
        bool late =
            reason->code == REASON_FILED_LATE && facts->facts.late_ruling == LATE_RULING_NONE;
        if (late) {
            add_task(evaluation, EVALUATION_TASK_RULE_ON_LATE, "S-09");
        } else if (task != EVALUATION_TASK_NONE) {
            add_task(evaluation, task, reason->rule);
        }
    }
    if (refusal_open(facts)) {
        add_task(evaluation, EVALUATION_TASK_CONFIRM_REFUSAL, "S-11");
    }
    if (facts->decision == CLAIM_RULING_RECOGNISED && proposal->merit == PROPOSAL_NOT_RECOGNISED) {
        add_task(evaluation, EVALUATION_TASK_CONFIRM_STATE_ENDED, plan->test->rule);
    }
    if (facts->decision != CLAIM_RULING_NONE || civil_date_known(facts->withdrawn)) {
        return;
    }
    if (facts->cover == NULL) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->cover.cutoff_day.rule);
    }
    if (facts->health == NULL && plan->condition_count > 0) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->conditions[0].rule);
    }
    if (facts->causes == NULL && plan->exclusion_count > 0) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->exclusions[0].rule);
    }
    add_task(evaluation, EVALUATION_TASK_DECIDE_CLAIM, plan->test->rule);
}

// What months and expenses are reckoned on. CLAIM_RULING_NONE: nothing is settled enough.
static enum claim_ruling basis_of(const struct evaluation_case *facts,
                                  const struct proposal *proposal) {
    if (facts->decision != CLAIM_RULING_NONE) {
        return facts->decision;
    }
    if (civil_date_known(facts->withdrawn)) {
        return CLAIM_RULING_NOT_RECOGNISED;
    }
    switch (proposal->outcome) {
    case PROPOSAL_RECOGNISED:
        return CLAIM_RULING_RECOGNISED;
    case PROPOSAL_REVIEWABLE:
        return CLAIM_RULING_REVIEWABLE;
    case PROPOSAL_NOT_RECOGNISED:
    case PROPOSAL_EXCLUDED:
    case PROPOSAL_NOT_INSURABLE:
    case PROPOSAL_NOT_COVERED:
        return CLAIM_RULING_NOT_RECOGNISED;
    case PROPOSAL_INCOMPLETE:
    case PROPOSAL_LATE_FOR_A_PERSON:
    case PROPOSAL_HELD:
        break;
    }
    return CLAIM_RULING_NONE;
}

// The checks of the case and those of its sections, for the proposal.
struct check_list {
    struct proposal_check checks[PROPOSAL_CHECKS_MAX];
    size_t count;
    bool overflow;
};

static void add_check(struct check_list *list, enum proposal_check_kind kind, const char *rule,
                      enum fact hit) {
    if (list->count == PROPOSAL_CHECKS_MAX) {
        list->overflow = true;
        return;
    }
    list->checks[list->count++] = (struct proposal_check){kind, rule, hit};
}

static enum fact opposite(enum fact fact) {
    static const enum fact opposites[] = {
        [FACT_UNKNOWN] = FACT_UNKNOWN, [FACT_NO] = FACT_YES, [FACT_YES] = FACT_NO};
    return opposites[fact];
}

// What the plan asks of the cover before the onset: its length, and a time of waiting by cause.
static void check_length_of_cover(const struct plan *plan, const struct evaluation_case *facts,
                                  const struct cover_facts *cover, struct evaluation *evaluation,
                                  struct check_list *list) {
    struct civil_date onset = facts->facts.onset;
    if (plan->seniority_months.value > 0) {
        evaluation->seniority = opposite(coverage_seniority(plan, cover, onset));
        add_check(list, PROPOSAL_CHECK_COVERAGE, plan->seniority_months.rule,
                  evaluation->seniority);
    }
    if (plan->waiting_count > 0) {
        const struct plan_waiting *waiting = coverage_waiting_of(plan, facts->cause);
        evaluation->waiting = coverage_waits(plan, evaluation->coverage.since, onset, facts->cause);
        add_check(list, PROPOSAL_CHECK_COVERAGE,
                  waiting == NULL ? plan->waiting[0].days.rule : waiting->days.rule,
                  evaluation->waiting);
    }
}

static void check_cover(const struct plan *plan, const struct evaluation_case *facts,
                        struct evaluation *evaluation, struct check_list *list) {
    evaluation->coverage = (struct coverage){.rule = plan->cover.cutoff_day.rule};
    evaluation->cover_ended = false;
    evaluation->cover_lost = (struct civil_date){0};
    evaluation->seniority = FACT_UNKNOWN;
    evaluation->waiting = FACT_UNKNOWN;
    if (facts->cover != NULL) {
        struct cover_facts cover = *facts->cover;
        cover.holder = facts->facts.holder;
        struct cover_facts known = cover;
        known.known_until = facts->facts.as_of;
        evaluation->coverage = coverage_on(plan, &known, facts->facts.onset);
        add_check(list, PROPOSAL_CHECK_COVERAGE, evaluation->coverage.rule,
                  opposite(evaluation->coverage.covered));
        check_length_of_cover(plan, facts, &cover, evaluation, list);
        // A death ends the cover too, but what it ends besides has its own rule (S-27).
        struct cover_facts while_alive = cover;
        while_alive.death = (struct civil_date){0};
        evaluation->cover_ended =
            evaluation->coverage.covered == FACT_YES &&
            coverage_on(plan, &while_alive, facts->facts.as_of).covered == FACT_NO;
        if (evaluation->cover_ended && plan->settings.cover_loss == PLAN_COVER_LOSS_STOPS) {
            evaluation->cover_lost =
                coverage_lost_after(plan, &while_alive, facts->facts.onset, facts->facts.as_of);
        }
    }
}

static void check_health(const struct plan *plan, const struct evaluation_case *facts,
                         struct evaluation *evaluation, struct check_list *list) {
    struct health_facts health = {0};
    evaluation->tested_on = evaluation->coverage.since;
    if (facts->health != NULL) {
        health = *facts->health;
        if (!civil_date_known(evaluation->tested_on)) {
            evaluation->tested_on = health.tested_on;
        }
        health.tested_on = evaluation->tested_on;
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        evaluation->conditions[i] = FACT_UNKNOWN;
        if (facts->health != NULL) {
            evaluation->conditions[i] = insurability_hit(plan, &plan->conditions[i], &health);
            add_check(list, PROPOSAL_CHECK_INSURABILITY, plan->conditions[i].rule,
                      evaluation->conditions[i]);
        }
    }
}

static void check_causes(const struct plan *plan, const struct evaluation_case *facts,
                         struct evaluation *evaluation, struct check_list *list) {
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        bool cause = facts->causes != NULL && plan->exclusions[i].scope == PLAN_SCOPE_CAUSE;
        evaluation->exclusions[i] =
            cause ? exclusion_hit(&plan->exclusions[i], facts->causes) : FACT_UNKNOWN;
    }
    if (facts->causes != NULL) {
        add_check(list, PROPOSAL_CHECK_EXCLUSION, "X-17", exclusion_any(plan, facts->causes));
    }
}

static struct civil_date completeness(const struct plan *plan,
                                      const struct evaluation_case *facts) {
    if (civil_date_known(facts->facts.complete) || facts->dossier == NULL) {
        return facts->facts.complete;
    }
    return dossier_complete_on(plan, facts->dossier);
}

// Puts the answers and judgements of the sheet that counts into the facts. Where a temporary state
// turned consolidated after the benefit had begun, the sheet before that finding counts: the claim
// was good, and it stops there (S-22).
static void use_sheet(const struct plan *plan, const struct evaluation_case *facts,
                      struct evaluation *evaluation, struct claim_facts *claim) {
    const struct sheet_history history = {facts->sheets, facts->sheet_count, facts->facts.as_of};
    size_t at = sheet_history_newest(&history, (struct civil_date){0});
    evaluation->stops_from = (struct civil_date){0};
    evaluation->stop = (struct reason){0};
    if (plan->consolidation == PLAN_CONSOLIDATION_FORBIDDEN && facts->sheet_count > 1) {
        struct civil_date since = sheet_history_consolidated_since(&history);
        struct civil_date complete = completeness(plan, facts);
        size_t earlier =
            civil_date_known(since) ? sheet_history_newest(&history, since) : facts->sheet_count;
        if (earlier != facts->sheet_count && civil_date_known(complete) &&
            civil_date_compare(complete, since) < 0) {
            at = earlier;
            evaluation->stops_from = since;
            evaluation->stop = (struct reason){"S-22", REASON_CONSOLIDATED_NEVER_COVERED};
        }
    }
    evaluation->sheet = at;
    if (at != facts->sheet_count) {
        claim->assessment = facts->sheets[at].assessment;
        claim->consolidated = facts->sheets[at].consolidated;
        claim->constant_need = facts->sheets[at].constant_need;
    }
}

// The facts of the claim with the answers of the sections.
static bool propose(const struct plan *plan, const struct evaluation_case *facts,
                    struct evaluation *evaluation) {
    struct check_list list = {.count = 0};
    struct claim_facts claim = facts->facts;
    use_sheet(plan, facts, evaluation, &claim);
    for (size_t i = 0; i < claim.check_count; i++) {
        add_check(&list, claim.checks[i].kind, claim.checks[i].rule, claim.checks[i].hit);
    }
    check_cover(plan, facts, evaluation, &list);
    check_health(plan, facts, evaluation, &list);
    check_causes(plan, facts, evaluation, &list);
    claim.complete = completeness(plan, facts);
    evaluation->complete = claim.complete;
    claim.checks = list.checks;
    claim.check_count = list.count;
    return !list.overflow && proposal_make(plan, &claim, &evaluation->proposal);
}

static void stop_from(struct evaluation *evaluation, struct civil_date day, const char *rule,
                      enum reason_code code) {
    if (!civil_date_known(evaluation->stops_from) ||
        civil_date_compare(day, evaluation->stops_from) < 0) {
        evaluation->stops_from = day;
        evaluation->stop = (struct reason){rule, code};
    }
}

// A person's end stops what is due from its day on, as the fact behind it does. A cover that is
// lost is told beside the cover itself (check_cover).
static void read_end(const struct evaluation_case *facts, struct evaluation *evaluation) {
    if (facts->ended_by == CLAIM_END_STATE_ENDED) {
        stop_from(evaluation, facts->ended, "S-11", REASON_STATE_ENDED);
    } else if (facts->ended_by == CLAIM_END_CONSOLIDATED) {
        stop_from(evaluation, facts->ended, "S-22", REASON_CONSOLIDATED_NEVER_COVERED);
    } else if (facts->ended_by == CLAIM_END_COVER) {
        evaluation->cover_lost = civil_date_earliest(evaluation->cover_lost, facts->ended);
    }
}

// What visits, a withdrawal and an end do to payment. A refusal counts once a person has confirmed
// it; it holds payment from the day of the request until the visit takes place, and only a visit
// that shows that the state had ended takes the months between, whichever of them was refused
// (S-11).
static void read_course(const struct evaluation_case *facts, struct evaluation *evaluation) {
    bool shown = false;
    evaluation->suspended_from = (struct civil_date){0};
    if (civil_date_known(facts->withdrawn)) {
        stop_from(evaluation, facts->withdrawn, "chapter 7", REASON_CLAIM_WITHDRAWN);
    }
    read_end(facts, evaluation);
    for (size_t i = 0; i < facts->visit_count; i++) {
        const struct evaluation_visit *visit = &facts->visits[i];
        bool refused = civil_date_known(visit->refused) && visit->refusal_confirmed == FACT_YES;
        if (visit->state_ended == FACT_YES && civil_date_known(visit->held)) {
            shown = true;
            stop_from(evaluation, refused ? visit->ordered : visit->held, "S-11",
                      REASON_STATE_ENDED);
        } else if (refused && !civil_date_known(visit->held)) {
            evaluation->suspended_from =
                civil_date_earliest(evaluation->suspended_from, visit->ordered);
        }
    }
    if (shown && civil_date_known(evaluation->suspended_from)) {
        stop_from(evaluation, evaluation->suspended_from, "S-11", REASON_STATE_ENDED);
    }
    struct proposal *proposal = &evaluation->proposal;
    if (evaluation->stop.code != REASON_NONE) {
        proposal->reasons[proposal->reason_count++] = evaluation->stop;
    }
}

static bool any_answer(const struct plan *plan, const struct evaluation *evaluation) {
    return evaluation->proposal.score.missing < plan->activity_count;
}

static bool any_paid(const struct evaluation_case *facts) {
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (facts->paid_cents[i] > 0) {
            return true;
        }
    }
    return false;
}

// The last day of benefit, months of which it is open whether they are gone included (S-15).
static struct civil_date last_benefit_day(const struct plan *plan,
                                          const struct evaluation *evaluation) {
    struct civil_date start = evaluation->proposal.accrual_start;
    int32_t count = benefit_month_count(plan, start);
    struct benefit_month month;
    if (plan->settings.length != PLAN_LENGTH_PAID) {
        count -= evaluation->used_before.months - evaluation->used_before.open;
    }
    return benefit_month_at(plan, start, count, &month) ? month.last : (struct civil_date){0};
}

// Is it that day, known, on which the benefit ended first?
static bool ended_on(struct civil_date day, struct civil_date first, struct civil_date last) {
    return civil_date_known(day) && civil_date_compare(day, first) == 0 &&
           (!civil_date_known(last) || civil_date_compare(day, last) <= 0);
}

// Tells where the claim stands. Once its benefit has ended no check is waited for any more: what
// was held is released, and each expense is judged by its days like any other (S-11).
static void tell_course(const struct plan *plan, const struct evaluation_case *facts,
                        struct evaluation *evaluation) {
    const struct claim_facts *claim = &facts->facts;
    bool complete = civil_date_known(evaluation->complete) &&
                    civil_date_compare(evaluation->complete, claim->as_of) <= 0;
    struct civil_date last = last_benefit_day(plan, evaluation);
    struct civil_date first = civil_date_earliest(
        civil_date_earliest(claim->death, evaluation->cover_lost), evaluation->stops_from);
    bool stopped = ended_on(evaluation->stops_from, first, last);
    bool months_over = civil_date_known(last) && civil_date_compare(claim->as_of, last) > 0;
    const struct claim_course_facts course = {
        .filed = civil_date_known(claim->sent) || civil_date_known(claim->received),
        .documents_asked = facts->dossier != NULL && !complete,
        .complete = complete,
        .examined = any_answer(plan, evaluation) || facts->visit_count > 0,
        .late = evaluation->proposal.outcome == PROPOSAL_LATE_FOR_A_PERSON,
        .paid = any_paid(facts),
        .suspended = civil_date_known(evaluation->suspended_from),
        .months_over = months_over,
        .consolidated = stopped && evaluation->stop.code == REASON_CONSOLIDATED_NEVER_COVERED,
        .state_ended = stopped && evaluation->stop.code == REASON_STATE_ENDED,
        .cover_lost = ended_on(evaluation->cover_lost, first, last),
        .died = ended_on(claim->death, first, last),
        .withdrawn = civil_date_known(facts->withdrawn),
        .decision = facts->decision,
    };
    evaluation->course = claim_course_of(&course);
    if (months_over || civil_date_known(first)) {
        evaluation->suspended_from = (struct civil_date){0};
    }
    if (civil_date_known(evaluation->suspended_from)) {
        struct proposal *proposal = &evaluation->proposal;
        proposal->reasons[proposal->reason_count++] = (struct reason){"S-11", REASON_SUSPENDED};
    }
}

static void warn(struct evaluation *evaluation, enum case_warning_kind kind, const char *rule) {
    evaluation->warnings[evaluation->warning_count++] = (struct case_warning){kind, rule};
}

static void warn_of_exchange(const struct evaluation_case *facts, struct evaluation *evaluation) {
    for (size_t i = 0; i < facts->expense_count; i++) {
        if (evaluation->exchanged[i].state == EXCHANGE_OF_AN_EARLIER_WEEK) {
            warn(evaluation, CASE_WARNING_EXCHANGE_OF_AN_EARLIER_WEEK, "S-24");
            return;
        }
    }
}

static void list_warnings(const struct evaluation_case *facts, struct evaluation *evaluation) {
    evaluation->warning_count = 0;
    if (facts->member != NULL) {
        struct identity_match match = identity_match_of(facts->member);
        evaluation->warning_count = case_warning_of_identity(&match, evaluation->warnings);
    }
    if (facts->iban != NULL && iban_check(facts->iban, strlen(facts->iban), NULL) != IBAN_OK) {
        warn(evaluation, CASE_WARNING_IBAN_INVALID, "chapter 5");
    }
    // S-26: the event lay inside the cover; what runs goes on to its own term.
    if (evaluation->month_count > 0 && evaluation->cover_ended) {
        warn(evaluation, CASE_WARNING_COVER_ENDED_SINCE, "S-26");
    }
    if (evaluation->coverage.flag != NULL) {
        warn(evaluation, CASE_WARNING_COVER_ASKED_LATE, evaluation->coverage.flag);
    }
    warn_of_exchange(facts, evaluation);
}

static bool lists_fit(const struct evaluation_case *facts) {
    return facts->expense_count <= EVALUATION_EXPENSES_MAX &&
           facts->authorisation_count <= facts->expense_count &&
           facts->payment_count <= EVALUATION_PAYMENTS_MAX &&
           facts->complaint_count <= EVALUATION_COMPLAINTS_MAX &&
           facts->interruption_count <= EVALUATION_INTERRUPTIONS_MAX;
}

bool evaluation_make(const struct plan *plan, const struct evaluation_case *facts,
                     struct evaluation *evaluation, struct allocation *allocations) {
    if (!lists_fit(facts) || !propose(plan, facts, evaluation)) {
        return false;
    }
    enum claim_ruling basis = basis_of(facts, &evaluation->proposal);
    read_course(facts, evaluation);
    list_tasks(plan, facts, evaluation);
    evaluation_money_months(plan, facts, basis, evaluation);
    evaluation_terms_fill(plan, facts, evaluation);
    tell_course(plan, facts, evaluation);
    if (!evaluation_money_serve(plan, facts, basis, evaluation, allocations)) {
        return false;
    }
    list_warnings(facts, evaluation);
    return true;
}

const char *evaluation_task_name(enum evaluation_task task) {
    return task_names[task];
}
