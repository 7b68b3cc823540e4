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
    if (entitlement->reviewable && entitlement->given_up && !review_pays) {
        return refused("chapter 7", REASON_CLAIM_WITHDRAWN, expense->cents);
    }
    if (entitlement->reviewable && !review_pays) {
        return held(plan->settings.pay_while_reviewable.rule, REASON_REVIEW_OPEN,
                    (struct civil_date){0});
    }
    if (!entitlement->recognised && !review_pays) {
        return refused(plan->test->rule, REASON_NOT_RECOGNISED, expense->cents);
    }
    if (entitlement->lost) {
        return refused("S-09", REASON_FILED_LATE_LOST, expense->cents);
    }
    return (struct allocation){.outcome = ALLOCATION_PAYABLE};
}

bool allocation_never(const struct plan *plan, const struct entitlement *entitlement,
                      const struct expense *expense) {
    return claim_allows(plan, entitlement, expense).outcome == ALLOCATION_REFUSED;
}

static struct allocation survival_allows(const struct plan *plan,
                                         const struct entitlement *entitlement,
                                         const struct expense *expense, struct civil_date as_of) {
    const struct survival_facts facts = {
        .claim_sent = entitlement->claim_sent,
        .claim_received = entitlement->claim_received,
        .alive_through = entitlement->alive_through,
        .death = entitlement->death,
        .last_day_ruling = entitlement->last_day_ruling,
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
    rule = plan->alive_at_payment.rule;
    switch (survival_at_payment(plan, &facts, as_of)) {
    case SURVIVAL_NO_WINDOW:
    case SURVIVAL_PASSED:
    case SURVIVAL_RUNNING:
    case SURVIVAL_CLAIM_DATE_UNKNOWN:
        break;
    case SURVIVAL_DIED:
        return refused(rule, REASON_DIED_BEFORE_PAYMENT, expense->cents);
    case SURVIVAL_DIED_ON_LAST_DAY:
        return held(rule, REASON_DIED_ON_LAST_DAY, no_date);
    case SURVIVAL_UNCONFIRMED:
        return held(rule, REASON_SURVIVAL_UNCONFIRMED, no_date);
    }
    return (struct allocation){.outcome = ALLOCATION_PAYABLE};
}

// The days of a stretch that lie before `cut`, the first day without right; all of them when the
// cut is unknown.
static int32_t days_before_cut(struct civil_date from, struct civil_date to,
                               struct civil_date cut) {
    if (!civil_date_known(cut) || civil_date_compare(to, cut) < 0) {
        return civil_date_days_between(from, to) + 1;
    }
    return civil_date_compare(from, cut) < 0 ? civil_date_days_between(from, cut) : 0;
}

int64_t allocation_ceiling(const struct plan *plan, const struct entitlement *entitlement,
                           const struct benefit_month *month) {
    int32_t whole = civil_date_days_between(month->first, month->last) + 1;
    int32_t days = whole;
    if (plan->settings.death_month == PLAN_DEATH_MONTH_PRO_RATA) {
        int32_t lived =
            days_before_cut(month->first, month->last, civil_date_add_days(entitlement->death, 1));
        days = lived > 0 && lived < days ? lived : days;
    }
    if (plan->settings.last_month == PLAN_LAST_MONTH_DAILY) {
        int32_t lasted = days_before_cut(month->first, month->last, entitlement->state_ended);
        days = lasted > 0 && lasted < days ? lasted : days;
    }
    return days < whole ? money_prorated(month->ceiling_cents, days, whole) : month->ceiling_cents;
}

uint8_t allocation_alternative(const struct plan *plan, enum benefit_form form) {
    for (size_t i = 0; i < plan->alternative_count; i++) {
        if (plan->alternatives[i].forms[form]) {
            return (uint8_t)(i + 1);
        }
    }
    return 0;
}

// What all parts of one expense are held against.
struct ground {
    const struct plan *plan;
    const struct entitlement *entitlement;
    const struct expense *expense;
    const int64_t *used_cents;
    size_t used_count;
};

static int64_t used_in(const struct ground *ground, int32_t number) {
    size_t index = (size_t)number - 1;
    return index < ground->used_count ? ground->used_cents[index] : 0;
}

static int64_t elsewhere_in(const struct ground *ground, int32_t number) {
    const int64_t *cents = ground->entitlement->elsewhere_cents;
    size_t index = (size_t)number - 1;
    return cents != NULL && index < ground->used_count ? cents[index] : 0;
}

static int64_t left_in_month(const struct ground *ground, int32_t number) {
    // The split named the month, so it is found.
    struct benefit_month month = {.number = number};
    bool found = benefit_month_at(ground->plan, ground->entitlement->accrual_start, number, &month);
    (void)found;
    int64_t ceiling = allocation_ceiling(ground->plan, ground->entitlement, &month);
    int64_t used = used_in(ground, number) + elsewhere_in(ground, number);
    return used < ceiling ? ceiling - used : 0;
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

// The first day on which nothing is due any more, and why.
struct cut {
    struct civil_date day; // unknown: never
    struct reason reason;
};

static void cut_earlier(struct cut *cut, struct civil_date day, const char *rule,
                        enum reason_code code) {
    if (civil_date_known(day) &&
        (!civil_date_known(cut->day) || civil_date_compare(day, cut->day) < 0)) {
        *cut = (struct cut){day, {rule, code}};
    }
}

static struct cut first_cut(const struct plan *plan, const struct entitlement *entitlement) {
    struct cut cut = {0};
    cut_earlier(&cut, civil_date_add_days(entitlement->death, 1), "S-27", REASON_AFTER_DEATH);
    cut_earlier(&cut, entitlement->state_ended, plan->test->rule, REASON_STATE_ENDED);
    cut_earlier(&cut, entitlement->withdrawn, "chapter 7", REASON_CLAIM_WITHDRAWN);
    if (plan->consolidation == PLAN_CONSOLIDATION_FORBIDDEN) {
        cut_earlier(&cut, entitlement->consolidated_on, "S-22", REASON_CONSOLIDATED_NEVER_COVERED);
    }
    if (plan->settings.cover_loss == PLAN_COVER_LOSS_STOPS) {
        cut_earlier(&cut, entitlement->cover_lost, "S-26", REASON_COVER_ENDED);
    }
    return cut;
}

// The part of `part` from the cut on; days = 0 when there is none. *part keeps the days before it.
static struct benefit_part take_after(struct benefit_part *part, struct civil_date cut) {
    struct benefit_part after = *part;
    int32_t before = days_before_cut(part->from, part->to, cut);
    if (before == part->days) {
        after.days = 0;
        return after;
    }
    after.from = civil_date_add_days(part->from, before);
    after.days = part->days - before;
    after.cents = part->cents - money_share(part->cents, before, part->days);
    part->to = civil_date_add_days(after.from, -1);
    part->days = before;
    part->cents -= after.cents;
    return after;
}

// Benefit months in which something was paid, other than `number`, those of this answer included.
static int32_t paid_months(const struct ground *ground, const struct allocation *allocation,
                           int32_t number) {
    int32_t paid = 0;
    for (int32_t k = 1; k <= PLAN_MONTHS_MAX; k++) {
        bool now = false;
        for (size_t i = 0; i < allocation->line_count; i++) {
            const struct allocation_line *line = &allocation->lines[i];
            now = now || (line->part.number == k && line->payable_cents > 0);
        }
        paid += k != number && (now || used_in(ground, k) > 0) ? 1 : 0;
    }
    return paid;
}

// S-15: is a benefit month left for this one, `before` being gone already?
static bool month_left(const struct ground *ground, const struct allocation *allocation,
                       int32_t number, int32_t before) {
    const struct plan *plan = ground->plan;
    if (plan->settings.length == PLAN_LENGTH_PAID) {
        return before + paid_months(ground, allocation, number) < plan->months.value;
    }
    return number <= benefit_month_count(plan, ground->entitlement->accrual_start) - before;
}

// Why a benefit month pays nothing for this expense whatever is left of it; REASON_NONE: it pays.
static struct reason month_refuses(const struct ground *ground, const struct allocation *allocation,
                                   int32_t number) {
    const struct plan *plan = ground->plan;
    uint8_t group = allocation_alternative(plan, ground->expense->form);
    const uint8_t *taken = ground->entitlement->taken;
    bool known = taken != NULL && (size_t)number <= ground->used_count;
    if (!month_left(ground, allocation, number, ground->entitlement->months_before)) {
        return (struct reason){"S-15", REASON_MONTHS_USED_BEFORE};
    }
    if (group != 0 && known && taken[number - 1] != 0 && taken[number - 1] != group) {
        return (struct reason){plan->alternatives[group - 1].rule, REASON_ALTERNATIVE_USED};
    }
    return (struct reason){0};
}

static void add_in_month(const struct ground *ground, const struct benefit_part *part,
                         struct allocation *allocation) {
    struct reason refusal = month_refuses(ground, allocation, part->number);
    if (refusal.code != REASON_NONE) {
        add_line(allocation, part, 0, refusal);
        return;
    }
    add_line(allocation, part, left_in_month(ground, part->number),
             (struct reason){ground->plan->ceiling_cents.rule, REASON_CEILING_REACHED});
}

static void allocate_part(const struct ground *ground, const struct cut *cut,
                          struct benefit_part part, struct allocation *allocation) {
    if (part.place == BENEFIT_PLACE_BEFORE) {
        add_line(allocation, &part, 0, (struct reason){"S-06", REASON_BEFORE_BENEFIT});
        return;
    }
    if (part.place == BENEFIT_PLACE_AFTER) {
        add_line(allocation, &part, 0,
                 (struct reason){ground->plan->months.rule, REASON_AFTER_BENEFIT});
        return;
    }
    struct benefit_part after = take_after(&part, cut->day);
    if (part.days > 0) {
        add_in_month(ground, &part, allocation);
    }
    if (after.days > 0) {
        add_line(allocation, &after, 0, cut->reason);
    }
}

// The day that decides about the month of the whole expense, where the days of service do not.
static struct civil_date deciding_day(const struct plan *plan, const struct expense *expense) {
    bool invoice = plan->settings.expense_day == PLAN_EXPENSE_DAY_INVOICE;
    return invoice ? expense->invoiced : expense->paid;
}

// S-08 by another day than those of service: one part, in the month of that day, cut all the same
// by the days of service.
static size_t part_by_day(const struct ground *ground, struct benefit_part *part) {
    const struct expense *expense = ground->expense;
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    struct civil_date day = deciding_day(ground->plan, expense);
    int32_t days = civil_date_days_between(expense->service_from, expense->service_to) + 1;
    struct civil_date start = ground->entitlement->accrual_start;
    if (benefit_split(ground->plan, start, expense->service_from, expense->service_to,
                      expense->cents, parts) == 0) {
        return 0;
    }
    size_t count = benefit_split(ground->plan, start, day, day, expense->cents, parts);
    *part = parts[0];
    part->from = expense->service_from;
    part->to = expense->service_to;
    part->days = days;
    return count; // one: a day has one month
}

// What stands against reckoning the months now.
static struct allocation time_allows(const struct ground *ground, struct civil_date as_of) {
    const struct plan *plan = ground->plan;
    const struct entitlement *entitlement = ground->entitlement;
    const struct expense *expense = ground->expense;
    const struct civil_date no_date = {0};
    struct benefit_month last;
    if (civil_date_known(entitlement->suspended_from) &&
        civil_date_compare(expense->service_to, entitlement->suspended_from) >= 0) {
        return held("S-11", REASON_SUSPENDED, no_date);
    }
    if (civil_date_compare(as_of, expense->service_to) < 0) {
        return held("S-08", REASON_IN_FUTURE, expense->service_to);
    }
    if (plan->settings.expense_day != PLAN_EXPENSE_DAY_SERVICE &&
        !civil_date_known(deciding_day(plan, expense))) {
        return held("S-08", REASON_EXPENSE_DATE_UNKNOWN, no_date);
    }
    if (plan->until_state_ends.value &&
        benefit_month_at(plan, entitlement->accrual_start,
                         benefit_month_count(plan, entitlement->accrual_start), &last) &&
        civil_date_compare(expense->service_to, last.last) > 0) {
        return held(plan->until_state_ends.rule, REASON_BEYOND_RECKONING, no_date);
    }
    return (struct allocation){.outcome = ALLOCATION_PAYABLE};
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

// S-15: is a month refused only because an open question counts against the person?
static bool needs_open_month(const struct ground *ground, const struct allocation *allocation) {
    const struct entitlement *entitlement = ground->entitlement;
    int32_t sure = entitlement->months_before - entitlement->months_open;
    bool needs = false;
    for (size_t i = 0; i < allocation->line_count; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        needs = needs || (line->reason.code == REASON_MONTHS_USED_BEFORE &&
                          month_left(ground, allocation, line->part.number, sure));
    }
    return needs;
}

bool allocation_compute(const struct plan *plan, const struct entitlement *entitlement,
                        const struct expense *expense, const int64_t *used_cents, size_t used_count,
                        struct civil_date as_of, struct allocation *allocation) {
    if (!civil_date_known(as_of) || !civil_date_known(expense->service_from) ||
        civil_date_compare(expense->service_to, expense->service_from) < 0 || expense->cents <= 0 ||
        !used_well_formed(used_cents, used_count)) {
        return false;
    }
    const struct ground ground = {plan, entitlement, expense, used_cents, used_count};
    struct allocation computed = claim_allows(plan, entitlement, expense);
    if (computed.outcome == ALLOCATION_PAYABLE) {
        computed = survival_allows(plan, entitlement, expense, as_of);
    }
    if (computed.outcome == ALLOCATION_PAYABLE) {
        computed = time_allows(&ground, as_of);
    }
    if (computed.outcome != ALLOCATION_PAYABLE) {
        *allocation = computed;
        return true;
    }
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    size_t count = plan->settings.expense_day == PLAN_EXPENSE_DAY_SERVICE
                       ? benefit_split(plan, entitlement->accrual_start, expense->service_from,
                                       expense->service_to, expense->cents, parts)
                       : part_by_day(&ground, &parts[0]);
    if (count == 0) {
        return false;
    }
    struct cut cut = first_cut(plan, entitlement);
    for (size_t i = 0; i < count; i++) {
        allocate_part(&ground, &cut, parts[i], &computed);
    }
    if (needs_open_month(&ground, &computed)) {
        *allocation = held("S-15", REASON_SAME_EVENT_OPEN, (struct civil_date){0});
        return true;
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

enum allocation_payee allocation_payee_of(enum benefit_form form, struct civil_date death,
                                          struct civil_date as_of) {
    if (form == BENEFIT_FORM_DIRECT) {
        return ALLOCATION_PAYEE_PROVIDER;
    }
    return civil_date_known(death) && civil_date_compare(death, as_of) <= 0
               ? ALLOCATION_PAYEE_HEIRS
               : ALLOCATION_PAYEE_MEMBER;
}

const char *allocation_payee_name(enum allocation_payee payee) {
    static const char *const names[] = {"member", "provider", "heirs"};
    return names[payee];
}
