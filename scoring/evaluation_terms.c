// SPDX-License-Identifier: EUPL-1.2
// Review, limitation, complaints and payments after death of one case.
#include "scoring/evaluation_terms.h"

static void add_task(struct evaluation *evaluation, enum evaluation_task task, const char *rule) {
    evaluation->tasks[evaluation->task_count++] = (struct evaluation_open_task){task, rule};
}

// A-21, S-10: a reviewable outcome carries its day; a day that has passed raises a task and closes
// nothing.
static void add_review(const struct plan *plan, const struct evaluation_case *facts,
                       struct evaluation *evaluation) {
    struct civil_date day = facts->review_on;
    if (facts->decision != CLAIM_RULING_REVIEWABLE || !civil_date_known(day)) {
        return;
    }
    evaluation->terms[evaluation->term_count++] = (struct deadline){
        .kind = DEADLINE_ACT,
        .event = DEADLINE_EVENT_DECISION,
        .rule = "A-21",
        .start = facts->decided,
        .days = civil_date_days_between(facts->decided, day),
        .nominal = day,
        .last = day,
    };
    if (civil_date_compare(day, facts->facts.as_of) < 0) {
        add_task(evaluation, EVALUATION_TASK_HOLD_REVIEW, plan->settings.pay_while_reviewable.rule);
    }
}

// L-09: from the onset, interrupted by the written claim and by whatever else the case names.
static void add_limitation(const struct plan *plan, const struct evaluation_case *facts,
                           struct evaluation *evaluation) {
    struct civil_date interruptions[EVALUATION_INTERRUPTIONS_MAX + 1];
    size_t count = 0;
    const struct claim_facts *claim = &facts->facts;
    if (!civil_date_known(claim->onset)) {
        return;
    }
    interruptions[count++] = plan->settings.written_claim_date == PLAN_WRITTEN_CLAIM_SENT
                                 ? claim->sent
                                 : claim->received;
    for (size_t i = 0; i < facts->interruption_count; i++) {
        interruptions[count++] = facts->interruptions[i];
    }
    struct deadline term = limitation_term(plan, claim->onset, interruptions, count);
    evaluation->terms[evaluation->term_count++] = term;
    if (deadline_position(&term, claim->as_of) == DEADLINE_PAST) {
        add_task(evaluation, EVALUATION_TASK_RULE_ON_LIMITATION, term.rule);
    }
}

static void add_complaints(const struct plan *plan, const struct evaluation_case *facts,
                           struct evaluation *evaluation) {
    for (size_t i = 0; i < facts->complaint_count; i++) {
        const struct complaint *complaint = &facts->complaints[i];
        switch (complaint_on(plan, complaint, facts->facts.as_of)) {
        case COMPLAINT_UNKNOWN:
            continue;
        case COMPLAINT_OPEN:
            add_task(evaluation, EVALUATION_TASK_ANSWER_COMPLAINT, plan->complaint_days.rule);
            break;
        case COMPLAINT_OVERDUE:
            add_task(evaluation, EVALUATION_TASK_ANSWER_OVERDUE_COMPLAINT, "K-02");
            break;
        case COMPLAINT_ANSWERED:
        case COMPLAINT_ANSWERED_LATE:
            break;
        }
        evaluation->terms[evaluation->term_count++] = complaint_term(plan, complaint);
    }
}

static void list_claw_backs(const struct evaluation_case *facts, struct evaluation *evaluation) {
    bool any = false;
    for (size_t i = 0; i < facts->payment_count; i++) {
        evaluation->claw_backs[i] = claw_back_of(&facts->payments[i], facts->facts.death);
        any = any || evaluation->claw_backs[i].cents > 0;
    }
    if (any) {
        add_task(evaluation, EVALUATION_TASK_CLAW_BACK, "S-27");
    }
}

void evaluation_terms_fill(const struct plan *plan, const struct evaluation_case *facts,
                           struct evaluation *evaluation) {
    evaluation->term_count = 0;
    add_review(plan, facts, evaluation);
    add_limitation(plan, facts, evaluation);
    add_complaints(plan, facts, evaluation);
    list_claw_backs(facts, evaluation);
    if (evaluation->used_before.unsure) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_SAME_EVENT, "S-15");
    }
}
