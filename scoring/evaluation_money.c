// SPDX-License-Identifier: EUPL-1.2
// Months and expenses of one case.
#include "scoring/evaluation_money.h"

#include "scoring/money.h"

#include <string.h>

// Did a person rule that a late claim lost its right (S-09)?
static bool right_lost(const struct evaluation_case *facts, const struct evaluation *evaluation) {
    return facts->facts.late_ruling == LATE_RULING_LOST &&
           evaluation->proposal.timeliness == PROPOSAL_LATE;
}

static struct entitlement entitlement_of(const struct evaluation_case *facts,
                                         enum claim_ruling basis,
                                         const struct evaluation *evaluation) {
    struct entitlement entitlement = {
        .recognised = basis == CLAIM_RULING_RECOGNISED,
        .reviewable = basis == CLAIM_RULING_REVIEWABLE,
        .accrual_start = evaluation->proposal.accrual_start,
        .claim_sent = facts->facts.sent,
        .claim_received = facts->facts.received,
        .alive_through = facts->facts.alive_through,
        .death = facts->facts.death,
        .last_day_ruling = facts->facts.last_day_ruling,
        .cover_lost = evaluation->cover_lost,
        .suspended_from = evaluation->suspended_from,
        .months_before = evaluation->used_before.months,
        .months_open = evaluation->used_before.open,
        .elsewhere_cents = facts->elsewhere_cents,
        .lost = right_lost(facts, evaluation),
        .given_up = civil_date_known(facts->withdrawn),
    };
    enum reason_code stop = evaluation->stop.code;
    if (stop == REASON_CONSOLIDATED_NEVER_COVERED) {
        entitlement.consolidated_on = evaluation->stops_from;
    } else if (stop == REASON_STATE_ENDED) {
        entitlement.state_ended = evaluation->stops_from;
    } else if (stop == REASON_CLAIM_WITHDRAWN) {
        entitlement.withdrawn = evaluation->stops_from;
    }
    return entitlement;
}

void evaluation_money_months(const struct plan *plan, const struct evaluation_case *facts,
                             enum claim_ruling basis, struct evaluation *evaluation) {
    evaluation->month_count = 0;
    evaluation->used_before =
        benefit_used_before(plan, facts->earlier, facts->earlier_count, facts->facts.onset,
                            evaluation->proposal.accrual_start);
    if (basis != CLAIM_RULING_RECOGNISED && basis != CLAIM_RULING_REVIEWABLE) {
        return;
    }
    const struct entitlement entitlement = entitlement_of(facts, basis, evaluation);
    struct benefit_month months[PLAN_MONTHS_MAX];
    size_t count =
        benefit_months(plan, evaluation->proposal.accrual_start, months, PLAN_MONTHS_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t paid = facts->paid_cents[i];
        int64_t used = paid + facts->elsewhere_cents[i];
        months[i].ceiling_cents = allocation_ceiling(plan, &entitlement, &months[i]);
        evaluation->months[i] = (struct evaluation_month){
            .month = months[i],
            .paid_cents = paid,
            .elsewhere_cents = facts->elsewhere_cents[i],
            .left_cents = used < months[i].ceiling_cents ? months[i].ceiling_cents - used : 0,
        };
    }
    // The last months are gone that an earlier part of the same event used (S-15).
    size_t gone = (size_t)evaluation->used_before.months;
    bool by_number = plan->settings.length != PLAN_LENGTH_PAID;
    evaluation->month_count = !by_number ? count : gone < count ? count - gone : 0;
}

// Authorised services come first in the list of the case already.
static bool serves_before(const struct evaluation_expense *a, const struct evaluation_expense *b) {
    bool a_direct = a->expense.form == BENEFIT_FORM_DIRECT;
    bool b_direct = b->expense.form == BENEFIT_FORM_DIRECT;
    if (a_direct != b_direct) {
        return a_direct;
    }
    // Direct services keep the order of their authorisation, which is the order given.
    if (a_direct || !civil_date_known(a->received)) {
        return false;
    }
    return !civil_date_known(b->received) || civil_date_compare(a->received, b->received) < 0;
}

// Insertion keeps the given order among equals; lists are short and mostly in order.
static void order_expenses(const struct evaluation_case *facts, struct evaluation *evaluation) {
    for (size_t i = 0; i < facts->expense_count; i++) {
        size_t at = i;
        while (at > 0 &&
               serves_before(&facts->expenses[i], &facts->expenses[evaluation->order[at - 1]])) {
            evaluation->order[at] = evaluation->order[at - 1];
            at--;
        }
        evaluation->order[at] = i;
    }
}

// Why nothing can be reckoned for this expense yet; REASON_NONE when it can.
static struct reason obstacle(const struct plan *plan, enum claim_ruling basis,
                              const struct evaluation *evaluation,
                              const struct evaluation_expense *expense) {
    if (basis == CLAIM_RULING_NONE) {
        return (struct reason){plan->test->rule, REASON_DECISION_OPEN};
    }
    if (!civil_date_known(evaluation->proposal.accrual_start)) {
        return (struct reason){"S-06", REASON_DOSSIER_NOT_COMPLETE};
    }
    if (plan->receipt_required.value && expense->expense.form != BENEFIT_FORM_DIRECT &&
        expense->receipted != FACT_YES) {
        return (struct reason){plan->receipt_required.rule, REASON_NOT_RECEIPTED};
    }
    return (struct reason){0};
}

static void book_lines(const struct allocation *allocation, struct evaluation *evaluation,
                       int64_t used_cents[PLAN_MONTHS_MAX]) {
    for (size_t i = 0; i < allocation->line_count; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        if (line->part.place != BENEFIT_PLACE_MONTH) {
            continue;
        }
        struct evaluation_month *month = &evaluation->months[line->part.number - 1];
        month->due_cents += line->payable_cents;
        month->member_cents += line->member_cents;
        month->left_cents -= line->payable_cents;
        used_cents[line->part.number - 1] += line->payable_cents;
    }
}

// What the expense takes of its months also takes its alternative in them.
static void take_alternative(const struct plan *plan, const struct allocation *allocation,
                             enum benefit_form form, uint8_t taken[PLAN_MONTHS_MAX]) {
    for (size_t i = 0; i < allocation->line_count; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        uint8_t group = allocation_alternative(plan, form);
        if (line->part.place == BENEFIT_PLACE_MONTH && line->payable_cents > 0 && group != 0) {
            taken[line->part.number - 1] = group;
        }
    }
}

// the expense in euro. What is in the way; REASON_NONE when its amount stands.
static struct reason to_euro(const struct plan *plan, const struct evaluation_case *facts,
                             const struct evaluation_expense *given, struct exchanged *exchanged,
                             struct expense *expense) {
    *expense = given->expense;
    *exchanged = (struct exchanged){.state = EXCHANGE_DAY_UNKNOWN};
    if (given->currency == NULL) {
        return (struct reason){0};
    }
    *exchanged = exchange_to_euro(
        plan, facts->quotations, facts->quotation_count, given->currency, expense->cents,
        exchange_by_payment(plan) ? expense->paid : expense->service_from);
    if (exchanged->state == EXCHANGE_DAY_UNKNOWN) {
        return (struct reason){"S-24", REASON_EXPENSE_DATE_UNKNOWN};
    }
    if (exchanged->state == EXCHANGE_NO_QUOTATION) {
        return (struct reason){"A-36", REASON_QUOTATION_MISSING};
    }
    // No expense is nothing: what rounds to less counts as a cent (S-30).
    exchanged->cents = exchanged->cents > 0 ? exchanged->cents : 1;
    expense->cents = exchanged->cents;
    return (struct reason){0};
}

// Is it held only until its days are over, or until it is sure that the member lives (B-23)?
static bool waits_for_time(const struct allocation *allocation) {
    enum reason_code why = allocation->reason.code;
    return allocation->outcome == ALLOCATION_HELD &&
           (why == REASON_IN_FUTURE || why == REASON_SURVIVAL_RUNNING ||
            why == REASON_SURVIVAL_UNCONFIRMED);
}

static struct civil_date later_of(struct civil_date a, struct civil_date b) {
    return civil_date_compare(a, b) < 0 ? b : a;
}

// Reserves what an authorised service will take, on the first day on which it can be paid to
// a member who lives.
static bool reserve(const struct plan *plan, const struct entitlement *entitlement,
                    const struct expense *service, int64_t used_cents[PLAN_MONTHS_MAX],
                    struct evaluation *evaluation, int64_t *reserved_cents) {
    struct allocation later;
    struct entitlement living = *entitlement;
    const struct survival_facts facts = {.claim_sent = entitlement->claim_sent,
                                         .claim_received = entitlement->claim_received};
    struct civil_date day = later_of(service->service_to, survival_first_payable(plan, &facts));
    living.alive_through = later_of(entitlement->alive_through, day);
    if (!allocation_compute(plan, &living, service, used_cents, PLAN_MONTHS_MAX, day, &later)) {
        return false;
    }
    for (size_t i = 0; i < later.line_count; i++) {
        const struct allocation_line *line = &later.lines[i];
        if (line->part.place == BENEFIT_PLACE_MONTH) {
            struct evaluation_month *month = &evaluation->months[line->part.number - 1];
            month->reserved_cents += line->payable_cents;
            month->left_cents -= line->payable_cents;
            used_cents[line->part.number - 1] += line->payable_cents;
            *reserved_cents += line->payable_cents;
        }
    }
    return true;
}

// What the months have given so far, while the expenses are served one after the other.
struct months_used {
    int64_t cents[PLAN_MONTHS_MAX];
    uint8_t taken[PLAN_MONTHS_MAX];
    int64_t prejudice_cents; // still to be borne
};

// S-09: the proven prejudice comes off what would be paid; the months have given it all the same.
static void bear_prejudice(struct allocation *allocation, struct evaluation *evaluation,
                           int64_t *prejudice_cents) {
    for (size_t i = 0; i<allocation->line_count && * prejudice_cents> 0; i++) {
        struct allocation_line *line = &allocation->lines[i];
        int64_t borne = money_min(line->payable_cents, *prejudice_cents);
        if (borne == 0) {
            continue;
        }
        struct evaluation_month *month = &evaluation->months[line->part.number - 1];
        line->payable_cents -= borne;
        line->member_cents += borne;
        line->prejudice_cents = borne;
        line->reason = (struct reason){"S-09", REASON_FILED_LATE_REDUCED};
        allocation->payable_cents -= borne;
        allocation->member_cents += borne;
        month->due_cents -= borne;
        month->member_cents += borne;
        *prejudice_cents -= borne;
    }
    if (allocation->outcome == ALLOCATION_PAYABLE && allocation->payable_cents == 0) {
        allocation->outcome = ALLOCATION_REFUSED;
        allocation->reason = (struct reason){"S-09", REASON_FILED_LATE_REDUCED};
    }
}

static bool allocate_one(const struct plan *plan, const struct evaluation_case *facts,
                         enum claim_ruling basis, size_t index, struct months_used *used,
                         struct evaluation *evaluation, struct allocation *allocation) {
    struct entitlement entitlement = entitlement_of(facts, basis, evaluation);
    const struct evaluation_expense *given = &facts->expenses[index];
    struct expense expense;
    struct reason money = to_euro(plan, facts, given, &evaluation->exchanged[index], &expense);
    // While nothing is settled, nothing is refused for good.
    bool never = basis != CLAIM_RULING_NONE && allocation_never(plan, &entitlement, &expense);
    struct reason open = never ? (struct reason){0} : obstacle(plan, basis, evaluation, given);
    entitlement.taken = used->taken;
    const struct plan_exclusion *exclusion = exclusion_of_expense(plan, given->nature);
    if (exclusion != NULL) {
        *allocation = (struct allocation){
            .outcome = ALLOCATION_REFUSED,
            .reason = {exclusion->rule, REASON_EXPENSE_EXCLUDED},
            .member_cents = money.code == REASON_NONE ? expense.cents : 0,
        };
        return true;
    }
    open = open.code == REASON_NONE && !never ? money : open;
    if (open.code != REASON_NONE) {
        *allocation = (struct allocation){.outcome = ALLOCATION_HELD, .reason = open};
        return true;
    }
    if (!allocation_compute(plan, &entitlement, &expense, used->cents, PLAN_MONTHS_MAX,
                            facts->facts.as_of, allocation)) {
        return false;
    }
    // In a currency that nobody can exchange no amount in euro is known.
    allocation->member_cents = money.code == REASON_NONE ? allocation->member_cents : 0;
    book_lines(allocation, evaluation, used->cents);
    take_alternative(plan, allocation, expense.form, used->taken);
    bear_prejudice(allocation, evaluation, &used->prejudice_cents);
    return index >= facts->authorisation_count || !waits_for_time(allocation) ||
           reserve(plan, &entitlement, &expense, used->cents, evaluation,
                   &evaluation->reserved_cents[index]);
}

bool evaluation_money_serve(const struct plan *plan, const struct evaluation_case *facts,
                            enum claim_ruling basis, struct evaluation *evaluation,
                            struct allocation *allocations) {
    struct months_used used;
    order_expenses(facts, evaluation);
    memcpy(used.cents, facts->paid_cents, sizeof used.cents);
    memcpy(used.taken, facts->taken, sizeof used.taken);
    bool reduced = facts->facts.late_ruling == LATE_RULING_REDUCED;
    used.prejudice_cents = reduced ? facts->prejudice_cents : 0;
    for (size_t i = 0; i < facts->authorisation_count; i++) {
        evaluation->reserved_cents[i] = 0;
    }
    for (size_t i = 0; i < facts->expense_count; i++) {
        size_t index = evaluation->order[i];
        if (!allocate_one(plan, facts, basis, index, &used, evaluation, &allocations[index])) {
            return false;
        }
    }
    return true;
}
