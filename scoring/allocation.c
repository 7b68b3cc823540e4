// SPDX-License-Identifier: EUPL-1.2
// One expense against the ceilings of its benefit months.
#include "scoring/allocation.h"

#include "scoring/money.h"
#include "scoring/survival.h"

static const char *const outcome_names[] = {
    [ALLOCATION_REFUSED] = "refused",
    [ALLOCATION_HELD] = "held",
    [ALLOCATION_PAYABLE] = "payable",
};

static struct allocation refused(const char *rule, enum reason_code code, int64_t cents) {
    return (struct allocation){
        .outcome = ALLOCATION_REFUSED, .reason = {rule, code}, .member_cents = cents};
}

static struct allocation held(const char *rule, enum reason_code code,
                              struct civil_date not_before) {
    return (struct allocation){
        .outcome = ALLOCATION_HELD, .reason = {rule, code}, .not_before = not_before};
}

// What the claim itself says. ALLOCATION_PAYABLE: nothing stands against looking at the months.
static struct allocation claim_allows(const struct plan *plan,
                                      const struct entitlement *entitlement,
                                      const struct expense *expense) {
    const char *form_rule = plan->forms[expense->form].rule;
    if (expense->form == BENEFIT_FORM_ANNUITY) {
        return refused(form_rule, REASON_ANNUITY_NEVER, expense->cents);
    }
    if (!plan_allows_form(plan, expense->form)) {
        return refused(form_rule, REASON_FORM_NOT_COVERED, expense->cents);
    }
    bool review_pays = entitlement->reviewable && plan->settings.pay_while_reviewable.value;
    if (entitlement->reviewable && !review_pays) {
        return held(plan->settings.pay_while_reviewable.rule, REASON_REVIEW_OPEN,
                    (struct civil_date){0});
    }
    if (!entitlement->recognised && !review_pays) {
        return refused(plan->test->rule, REASON_NOT_RECOGNISED, expense->cents);
    }
    return (struct allocation){.outcome = ALLOCATION_PAYABLE};
}

static struct allocation survival_allows(const struct plan *plan,
                                         const struct entitlement *entitlement,
                                         const struct expense *expense, struct civil_date as_of) {
    const struct survival_facts facts = {
        .claim_sent = entitlement->claim_sent,
        .claim_received = entitlement->claim_received,
        .alive_through = entitlement->alive_through,
        .death = entitlement->death,
    };
    const char *rule = plan->survival_days.rule;
    const struct civil_date no_date = {0};
    switch (survival_on(plan, &facts, as_of)) {
    case SURVIVAL_NO_WINDOW:
    case SURVIVAL_PASSED:
        break;
    case SURVIVAL_DIED:
        return refused(rule, REASON_DIED_IN_WINDOW, expense->cents);
    case SURVIVAL_DIED_ON_LAST_DAY:
        return held("S-29", REASON_DIED_ON_LAST_DAY, no_date);
    case SURVIVAL_CLAIM_DATE_UNKNOWN:
        return held("S-03", REASON_WRITTEN_CLAIM_UNKNOWN, no_date);
    case SURVIVAL_RUNNING:
        return held(rule, REASON_SURVIVAL_RUNNING, survival_first_payable(plan, &facts));
    case SURVIVAL_UNCONFIRMED:
        return held(rule, REASON_SURVIVAL_UNCONFIRMED, no_date);
    }
    return (struct allocation){.outcome = ALLOCATION_PAYABLE};
}

static int64_t left_in_month(const struct plan *plan, const int64_t *used_cents, size_t used_count,
                             int32_t number) {
    size_t index = (size_t)number - 1;
    int64_t used = index < used_count ? used_cents[index] : 0;
    return used < plan->ceiling_cents.value ? plan->ceiling_cents.value - used : 0;
}

// Adds one line. left: what its month still has; 0 outside every month.
static void add_line(struct allocation *allocation, const struct benefit_part *part, int64_t left,
                     struct reason reason) {
    struct allocation_line *line = &allocation->lines[allocation->line_count++];
    line->part = *part;
    line->payable_cents = money_min(part->cents, left);
    line->member_cents = part->cents - line->payable_cents;
    line->left_cents = left - line->payable_cents;
    line->reason = line->member_cents > 0 ? reason : (struct reason){0};
    allocation->payable_cents += line->payable_cents;
    allocation->member_cents += line->member_cents;
}

// The part of `part` that lies after death; days = 0 when none does. *part keeps the days up to it.
static struct benefit_part cut_after_death(struct benefit_part *part, struct civil_date death) {
    struct benefit_part after = *part;
    if (!civil_date_known(death) || civil_date_compare(part->to, death) <= 0) {
        after.days = 0;
        return after;
    }
    int32_t alive = civil_date_compare(part->from, death) > 0
                        ? 0
                        : civil_date_days_between(part->from, death) + 1;
    after.from = civil_date_add_days(part->from, alive);
    after.days = part->days - alive;
    after.cents = part->cents - money_share(part->cents, alive, part->days);
    part->to = civil_date_add_days(after.from, -1);
    part->days = alive;
    part->cents -= after.cents;
    return after;
}

static void allocate_part(const struct plan *plan, const struct entitlement *entitlement,
                          const int64_t *used_cents, size_t used_count, struct benefit_part part,
                          struct allocation *allocation) {
    switch (part.place) {
    case BENEFIT_PLACE_BEFORE:
        add_line(allocation, &part, 0, (struct reason){"S-06", REASON_BEFORE_BENEFIT});
        return;
    case BENEFIT_PLACE_AFTER:
        add_line(allocation, &part, 0, (struct reason){plan->months.rule, REASON_AFTER_BENEFIT});
        return;
    case BENEFIT_PLACE_MONTH:
        break;
    }
    struct benefit_part after = cut_after_death(&part, entitlement->death);
    if (part.days > 0) {
        add_line(allocation, &part, left_in_month(plan, used_cents, used_count, part.number),
                 (struct reason){plan->ceiling_cents.rule, REASON_CEILING_REACHED});
    }
    if (after.days > 0) {
        add_line(allocation, &after, 0, (struct reason){"S-27", REASON_AFTER_DEATH});
    }
}

static bool used_well_formed(const int64_t *used_cents, size_t used_count) {
    for (size_t i = 0; i < used_count; i++) {
        if (used_cents[i] < 0) {
            return false;
        }
    }
    return true;
}

// A part of no cents has none; of an expense that pays nothing at least one part has.
static struct reason first_reason(const struct allocation *allocation) {
    size_t i = 0;
    while (i + 1 < allocation->line_count && allocation->lines[i].reason.code == REASON_NONE) {
        i++;
    }
    return allocation->lines[i].reason;
}

bool allocation_compute(const struct plan *plan, const struct entitlement *entitlement,
                        const struct expense *expense, const int64_t *used_cents, size_t used_count,
                        struct civil_date as_of, struct allocation *allocation) {
    if (!civil_date_known(as_of) || !civil_date_known(expense->service_from) ||
        civil_date_compare(expense->service_to, expense->service_from) < 0 || expense->cents <= 0 ||
        !used_well_formed(used_cents, used_count)) {
        return false;
    }
    struct allocation computed = claim_allows(plan, entitlement, expense);
    if (computed.outcome == ALLOCATION_PAYABLE) {
        computed = survival_allows(plan, entitlement, expense, as_of);
    }
    if (computed.outcome == ALLOCATION_PAYABLE &&
        civil_date_compare(as_of, expense->service_to) < 0) {
        computed = held("S-08", REASON_IN_FUTURE, expense->service_to);
    }
    if (computed.outcome != ALLOCATION_PAYABLE) {
        *allocation = computed;
        return true;
    }
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    size_t count = benefit_split(plan, entitlement->accrual_start, expense->service_from,
                                 expense->service_to, expense->cents, parts);
    if (count == 0) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        allocate_part(plan, entitlement, used_cents, used_count, parts[i], &computed);
    }
    if (computed.payable_cents == 0) {
        computed.outcome = ALLOCATION_REFUSED;
        computed.reason = first_reason(&computed);
    }
    *allocation = computed;
    return true;
}

const char *allocation_outcome_name(enum allocation_outcome outcome) {
    return outcome_names[outcome];
}
