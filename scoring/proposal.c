// SPDX-License-Identifier: EUPL-1.2
// From the facts of a claim to a proposal.
#include "scoring/proposal.h"

#include "scoring/act_term.h"

#include <string.h>

static const char *const consolidated_names[] = {
    [CONSOLIDATED_NOT_JUDGED] = "not-judged",
    [CONSOLIDATED_NO] = "no",
    [CONSOLIDATED_YES] = "yes",
    [CONSOLIDATED_UNDETERMINED] = "undetermined",
};

static const char *const outcome_names[] = {
    [PROPOSAL_INCOMPLETE] = "incomplete",
    [PROPOSAL_RECOGNISED] = "recognised",
    [PROPOSAL_NOT_RECOGNISED] = "not-recognised",
    [PROPOSAL_REVIEWABLE] = "reviewable",
    [PROPOSAL_EXCLUDED] = "excluded",
    [PROPOSAL_NOT_INSURABLE] = "not-insurable",
    [PROPOSAL_NOT_COVERED] = "not-covered",
    [PROPOSAL_LATE_FOR_A_PERSON] = "late-for-a-person",
    [PROPOSAL_HELD] = "held",
};

static const char *const timeliness_names[] = {
    [PROPOSAL_TIMELINESS_UNKNOWN] = "unknown",
    [PROPOSAL_NO_TERM] = "no-term",
    [PROPOSAL_IN_TIME] = "in-time",
    [PROPOSAL_LATE] = "late",
    [PROPOSAL_EARLY] = "early",
};

static const char *const payment_names[] = {
    [PROPOSAL_PAYMENT_NONE] = "none",
    [PROPOSAL_PAYMENT_HELD] = "held",
    [PROPOSAL_PAYMENT_OPEN] = "open",
    [PROPOSAL_PAYMENT_BARRED] = "barred",
};

enum {
    // Three places stay: for the filing term, the least duration before it and the survival window.
    DURATION_DEADLINES_MAX = PROPOSAL_DEADLINES_MAX - 3,
};

// What one limb of the rules says about the claim.
enum limb {
    LIMB_HOLDS,
    LIMB_REVIEWABLE,
    LIMB_OPEN,
    LIMB_FAILS,
};

static const enum proposal_outcome merit_outcomes[] = {
    [LIMB_HOLDS] = PROPOSAL_RECOGNISED,
    [LIMB_REVIEWABLE] = PROPOSAL_REVIEWABLE,
    [LIMB_OPEN] = PROPOSAL_INCOMPLETE,
    [LIMB_FAILS] = PROPOSAL_NOT_RECOGNISED,
};

static enum limb worse(enum limb a, enum limb b) {
    return a > b ? a : b;
}

static void add_reason(struct proposal *proposal, const char *rule, enum reason_code code) {
    proposal->reasons[proposal->reason_count++] = (struct reason){rule, code};
}

// The days that the state must last, as terms that time alone brings (S-02c).
static void add_durations(struct proposal *proposal) {
    const struct assessment_result *score = &proposal->score;
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        if (test->kind == PLAN_TEST_DURATION_AT_LEAST &&
            proposal->deadline_count < DURATION_DEADLINES_MAX) {
            proposal->deadlines[proposal->deadline_count++] =
                deadline_in_days(DEADLINE_STATE_WINDOW, test->rule, DEADLINE_EVENT_ONSET,
                                 test->since, test->threshold, false);
        }
    }
}

static enum limb score_limb(const struct plan *plan, struct proposal *proposal) {
    const char *rule = plan->test->rule;
    add_durations(proposal);
    if (proposal->score.outcome == ASSESSMENT_REACHED) {
        add_reason(proposal, rule, REASON_TEST_REACHED);
        return LIMB_HOLDS;
    }
    if (proposal->score.outcome == ASSESSMENT_NOT_REACHED) {
        add_reason(proposal, rule, REASON_TEST_NOT_REACHED);
        return LIMB_FAILS;
    }
    if (proposal->score.missing > 0) {
        add_reason(proposal, rule, REASON_ANSWER_MISSING);
    }
    if (proposal->score.dont_know > 0) {
        add_reason(proposal, rule, REASON_ANSWER_DONT_KNOW);
    }
    if (proposal->score.onset_unknown) {
        add_reason(proposal, rule, REASON_ONSET_UNKNOWN);
    }
    if (proposal->score.still_running) {
        add_reason(proposal, rule, REASON_STATE_STILL_RUNNING);
    }
    return LIMB_OPEN;
}

static enum limb consolidation_limb(const struct plan *plan, enum consolidated consolidated,
                                    struct proposal *proposal) {
    if (plan->consolidation == PLAN_CONSOLIDATION_ANY) {
        return LIMB_HOLDS;
    }
    bool required = plan->consolidation == PLAN_CONSOLIDATION_REQUIRED;
    const char *rule = plan->consolidation_rule;
    switch (consolidated) {
    case CONSOLIDATED_NOT_JUDGED:
        add_reason(proposal, rule, REASON_CONSOLIDATION_NOT_JUDGED);
        return LIMB_OPEN;
    case CONSOLIDATED_UNDETERMINED:
        add_reason(proposal, plan->settings.pay_while_reviewable.rule,
                   REASON_CONSOLIDATION_UNDETERMINED);
        return LIMB_REVIEWABLE;
    case CONSOLIDATED_YES:
        add_reason(proposal, rule,
                   required ? REASON_CONSOLIDATED : REASON_CONSOLIDATED_NEVER_COVERED);
        return required ? LIMB_HOLDS : LIMB_FAILS;
    case CONSOLIDATED_NO:
        add_reason(proposal, rule,
                   required ? REASON_NOT_CONSOLIDATED_NOT_COVERED : REASON_NOT_CONSOLIDATED);
        return required ? LIMB_FAILS : LIMB_HOLDS;
    }
    return LIMB_OPEN;
}

static enum limb need_limb(const struct plan *plan, enum fact need, struct proposal *proposal) {
    if (!plan->constant_need.value) {
        return LIMB_HOLDS;
    }
    const char *rule = plan->constant_need.rule;
    switch (need) {
    case FACT_YES:
        add_reason(proposal, rule, REASON_CONSTANT_NEED);
        return LIMB_HOLDS;
    case FACT_NO:
        add_reason(proposal, rule, REASON_CONSTANT_NEED_ABSENT);
        return LIMB_FAILS;
    case FACT_UNKNOWN:
        break;
    }
    add_reason(proposal, rule, REASON_CONSTANT_NEED_UNKNOWN);
    return LIMB_OPEN;
}

// S-04: the date that is tested against the filing term.
static struct civil_date filing_date(const struct plan *plan, const struct claim_facts *facts) {
    switch (plan->settings.filing_date) {
    case PLAN_FILING_FIRST_STEP: {
        struct civil_date first = civil_date_earliest(facts->first_contact, facts->sent);
        // What was received was sent no later.
        return civil_date_known(first) ? first : facts->received;
    }
    case PLAN_FILING_SENT:
        return facts->sent;
    case PLAN_FILING_RECEIVED:
        return facts->received;
    }
    return (struct civil_date){0};
}

// Was the claim filed in time? LIMB_FAILS only when a person ruled the right lost (S-09).
static enum limb filing_limb(const struct plan *plan, const struct claim_facts *facts,
                             struct proposal *proposal) {
    if (plan->filing_days.value == 0) {
        proposal->timeliness = PROPOSAL_NO_TERM;
        return LIMB_HOLDS;
    }
    const char *rule = plan->filing_days.rule;
    struct deadline term = act_term_in_days(plan, rule, DEADLINE_EVENT_ONSET, facts->onset,
                                            (int32_t)plan->filing_days.value);
    proposal->deadlines[proposal->deadline_count++] = term;
    if (!civil_date_known(facts->onset)) {
        add_reason(proposal, rule, REASON_ONSET_UNKNOWN);
        return LIMB_OPEN;
    }
    enum deadline_position filed = deadline_position(&term, filing_date(plan, facts));
    if (filed == DEADLINE_POSITION_UNKNOWN) {
        add_reason(proposal, "S-04", REASON_FILING_DATE_UNKNOWN);
        return LIMB_OPEN;
    }
    if (filed != DEADLINE_PAST) {
        proposal->timeliness = PROPOSAL_IN_TIME;
        add_reason(proposal, rule, REASON_FILED_IN_TIME);
        if (deadline_position(&term, facts->sent) == DEADLINE_PAST) {
            add_reason(proposal, "S-04", REASON_DOSSIER_SENT_AFTER_TERM);
        }
        return LIMB_HOLDS;
    }
    proposal->timeliness = PROPOSAL_LATE;
    add_reason(proposal, rule, REASON_FILED_LATE);
    switch (facts->late_ruling) {
    case LATE_RULING_NONE:
        break;
    case LATE_RULING_ACCEPTED:
        add_reason(proposal, "S-09", REASON_FILED_LATE_ACCEPTED);
        return LIMB_HOLDS;
    case LATE_RULING_REDUCED:
        add_reason(proposal, "S-09", REASON_FILED_LATE_REDUCED);
        return LIMB_HOLDS;
    case LATE_RULING_LOST:
        add_reason(proposal, "S-09", REASON_FILED_LATE_LOST);
        return LIMB_FAILS;
    }
    return LIMB_REVIEWABLE;
}

// Filed too early: only a person lets the claim stand or has it filed again.
static enum limb early_limb(const char *rule, enum early_ruling ruling, struct proposal *proposal) {
    switch (ruling) {
    case EARLY_RULING_NONE:
        break;
    case EARLY_RULING_ACCEPTED:
        add_reason(proposal, rule, REASON_FILED_EARLY_ACCEPTED);
        return LIMB_HOLDS;
    case EARLY_RULING_REFUSED:
        add_reason(proposal, rule, REASON_FILED_EARLY_REFUSED);
        return LIMB_FAILS;
    }
    add_reason(proposal, rule, REASON_FILED_EARLY);
    return LIMB_REVIEWABLE;
}

// Has the state lasted as long as the plan asks before a claim? LIMB_REVIEWABLE: it has by now, but
// had not when the claim was filed, and nobody has ruled on that.
static enum limb duration_limb(const struct plan *plan, const struct claim_facts *facts,
                               struct proposal *proposal) {
    const struct plan_number *days = &plan->earliest_filing_days;
    if (days->value == 0) {
        return LIMB_HOLDS;
    }
    struct deadline wait = deadline_in_days(DEADLINE_STATE_WINDOW, days->rule, DEADLINE_EVENT_ONSET,
                                            facts->onset, (int32_t)days->value, false);
    proposal->deadlines[proposal->deadline_count++] = wait;
    if (!civil_date_known(facts->onset)) {
        add_reason(proposal, days->rule, REASON_ONSET_UNKNOWN);
        return LIMB_OPEN;
    }
    if (civil_date_compare(facts->as_of, wait.last) < 0) {
        add_reason(proposal, days->rule, REASON_STATE_TOO_RECENT);
        return LIMB_OPEN;
    }
    struct civil_date filed = filing_date(plan, facts);
    if (!civil_date_known(filed)) {
        add_reason(proposal, "S-04", REASON_FILING_DATE_UNKNOWN);
        return LIMB_OPEN;
    }
    if (civil_date_compare(filed, wait.last) < 0) {
        proposal->timeliness = PROPOSAL_EARLY;
        return early_limb(days->rule, facts->early_ruling, proposal);
    }
    return LIMB_HOLDS;
}

static enum limb dossier_limb(const struct claim_facts *facts, struct proposal *proposal) {
    if (civil_date_known(facts->complete) &&
        civil_date_compare(facts->complete, facts->as_of) <= 0) {
        return LIMB_HOLDS;
    }
    add_reason(proposal, "S-06", REASON_DOSSIER_NOT_COMPLETE);
    return LIMB_OPEN;
}

static void add_survival_reason(const struct plan *plan, enum survival_state survival,
                                struct proposal *proposal) {
    // Without a rule of its own it is the one of the window.
    static const struct reason reasons[] = {
        [SURVIVAL_CLAIM_DATE_UNKNOWN] = {"S-03", REASON_WRITTEN_CLAIM_UNKNOWN},
        [SURVIVAL_RUNNING] = {NULL, REASON_SURVIVAL_RUNNING},
        [SURVIVAL_UNCONFIRMED] = {NULL, REASON_SURVIVAL_UNCONFIRMED},
        [SURVIVAL_PASSED] = {NULL, REASON_SURVIVAL_PASSED},
        [SURVIVAL_DIED] = {NULL, REASON_DIED_IN_WINDOW},
        [SURVIVAL_DIED_ON_LAST_DAY] = {"S-29", REASON_DIED_ON_LAST_DAY},
    };
    if (survival != SURVIVAL_NO_WINDOW) {
        const char *rule = reasons[survival].rule;
        add_reason(proposal, rule == NULL ? plan->survival_days.rule : rule,
                   reasons[survival].code);
    }
}

static struct survival_facts survival_facts_of(const struct claim_facts *facts) {
    return (struct survival_facts){
        .claim_sent = facts->sent,
        .claim_received = facts->received,
        .alive_through = facts->alive_through,
        .death = facts->death,
        .last_day_ruling = facts->last_day_ruling,
    };
}

static struct civil_date accrual_basis(const struct plan *plan, const struct claim_facts *facts) {
    struct survival_facts survival = survival_facts_of(facts);
    switch (plan->settings.accrual_start) {
    case PLAN_ACCRUAL_COMPLETE:
        return facts->complete;
    case PLAN_ACCRUAL_WRITTEN_CLAIM:
        return plan->settings.written_claim_date == PLAN_WRITTEN_CLAIM_SENT ? facts->sent
                                                                            : facts->received;
    case PLAN_ACCRUAL_SURVIVAL_PASSED:
        return survival_first_payable(plan, &survival);
    case PLAN_ACCRUAL_ONSET:
        return facts->onset;
    case PLAN_ACCRUAL_FILED:
        return filing_date(plan, facts);
    case PLAN_ACCRUAL_RECEIVED:
        return facts->received;
    case PLAN_ACCRUAL_RECOGNISED:
        return facts->recognised;
    }
    return (struct civil_date){0};
}

// The first day of benefit month 1: the day of S-06, or the 1st of the month after it, and after
// that the deductible days.
static struct civil_date accrual_start(const struct plan *plan, const struct claim_facts *facts) {
    struct civil_date start = accrual_basis(plan, facts);
    int year;
    int month;
    if (plan->start_next_month.value && civil_date_split(start, &year, &month, NULL)) {
        start = civil_date_add_months(civil_date_of(year, month, 1), 1);
    }
    return civil_date_add_days(start, (int32_t)plan->deductible_days.value);
}

// First day on which a line may arise: not before the accrual, not before the window has passed.
static void settle_dates(const struct plan *plan, const struct claim_facts *facts,
                         struct proposal *proposal) {
    struct survival_facts survival = survival_facts_of(facts);
    struct deadline window = survival_window(plan, &survival);
    proposal->accrual_start = accrual_start(plan, facts);
    proposal->first_payable = proposal->accrual_start;
    if (window.kind == DEADLINE_NONE) {
        return;
    }
    proposal->deadlines[proposal->deadline_count++] = window;
    struct civil_date payable = survival_first_payable(plan, &survival);
    if (!civil_date_known(payable) || !civil_date_known(proposal->accrual_start)) {
        proposal->first_payable = (struct civil_date){0};
    } else if (civil_date_compare(payable, proposal->accrual_start) > 0) {
        proposal->first_payable = payable;
    }
}

// The graver of two hits wins: not covered, then not insurable, then excluded.
static enum proposal_outcome hit_outcome(enum proposal_check_kind kind) {
    if (kind == PROPOSAL_CHECK_COVERAGE) {
        return PROPOSAL_NOT_COVERED;
    }
    if (kind == PROPOSAL_CHECK_INSURABILITY) {
        return PROPOSAL_NOT_INSURABLE;
    }
    return kind == PROPOSAL_CHECK_EXCLUSION ? PROPOSAL_EXCLUDED : PROPOSAL_INCOMPLETE;
}

// Reads the checks. *hit becomes the gravest kind that speaks against the claim.
static enum limb checks_limb(const struct plan *plan, const struct claim_facts *facts,
                             struct proposal *proposal, enum proposal_check_kind *hit) {
    enum limb limb = LIMB_HOLDS;
    if (plan->holder_only.value && facts->holder != FACT_YES) {
        bool known = facts->holder == FACT_NO;
        add_reason(proposal, plan->holder_only.rule,
                   known ? REASON_NOT_HOLDER : REASON_HOLDER_UNKNOWN);
        limb = known ? LIMB_FAILS : LIMB_OPEN;
        *hit = known ? PROPOSAL_CHECK_COVERAGE : *hit;
    }
    for (size_t i = 0; i < facts->check_count; i++) {
        const struct proposal_check *check = &facts->checks[i];
        switch (check->hit) {
        case FACT_NO:
            break;
        case FACT_UNKNOWN:
            add_reason(proposal, check->rule, REASON_CHECK_UNKNOWN);
            limb = worse(limb, LIMB_OPEN);
            break;
        case FACT_YES:
            add_reason(proposal, check->rule, REASON_CHECK_HIT);
            limb = LIMB_FAILS;
            if (*hit == PROPOSAL_CHECK_NONE || check->kind < *hit) {
                *hit = check->kind;
            }
            break;
        }
    }
    return limb;
}

static enum proposal_payment payment_of(const struct plan *plan, const struct claim_facts *facts,
                                        const struct proposal *proposal,
                                        enum survival_state survival) {
    if (survival == SURVIVAL_DIED) {
        return PROPOSAL_PAYMENT_BARRED;
    }
    if (proposal->outcome == PROPOSAL_HELD) {
        return PROPOSAL_PAYMENT_HELD;
    }
    bool review =
        proposal->outcome == PROPOSAL_REVIEWABLE && plan->settings.pay_while_reviewable.value;
    if (proposal->outcome != PROPOSAL_RECOGNISED && !review) {
        return PROPOSAL_PAYMENT_NONE;
    }
    struct survival_facts facts_of_life = survival_facts_of(facts);
    enum survival_state alive = survival_at_payment(plan, &facts_of_life, facts->as_of);
    if (alive == SURVIVAL_DIED) {
        return PROPOSAL_PAYMENT_BARRED;
    }
    bool survived = (survival == SURVIVAL_NO_WINDOW || survival == SURVIVAL_PASSED) &&
                    (alive == SURVIVAL_NO_WINDOW || alive == SURVIVAL_PASSED);
    bool reached = civil_date_known(proposal->first_payable) &&
                   civil_date_compare(facts->as_of, proposal->first_payable) >= 0;
    return survived && reached ? PROPOSAL_PAYMENT_OPEN : PROPOSAL_PAYMENT_HELD;
}

static bool checks_well_formed(const struct claim_facts *facts) {
    for (size_t i = 0; i < facts->check_count; i++) {
        if (facts->checks[i].kind == PROPOSAL_CHECK_NONE) {
            return false;
        }
    }
    return facts->check_count <= PROPOSAL_CHECKS_MAX;
}

bool proposal_make(const struct plan *plan, const struct claim_facts *facts,
                   struct proposal *proposal) {
    struct proposal made = {0};
    const struct assessment_days days = {facts->as_of, facts->onset, facts->death};
    if (!civil_date_known(facts->as_of) || !checks_well_formed(facts) ||
        !assessment_evaluate_on(plan, &facts->assessment, &days, &made.score)) {
        return false;
    }
    enum limb merit = score_limb(plan, &made);
    merit = worse(merit, consolidation_limb(plan, facts->consolidated, &made));
    merit = worse(merit, need_limb(plan, facts->constant_need, &made));
    made.merit = merit_outcomes[merit];

    enum proposal_check_kind hit = PROPOSAL_CHECK_NONE;
    enum limb checks = checks_limb(plan, facts, &made, &hit);
    enum limb filing = filing_limb(plan, facts, &made);
    enum limb duration = duration_limb(plan, facts, &made);
    enum limb dossier = dossier_limb(facts, &made);
    struct survival_facts survival_facts = survival_facts_of(facts);
    enum survival_state survival = survival_on(plan, &survival_facts, facts->as_of);
    add_survival_reason(plan, survival, &made);
    settle_dates(plan, facts, &made);

    if (hit != PROPOSAL_CHECK_NONE) {
        made.outcome = hit_outcome(hit);
    } else if (merit == LIMB_FAILS || filing == LIMB_FAILS || duration == LIMB_FAILS ||
               survival == SURVIVAL_DIED) {
        made.outcome = PROPOSAL_NOT_RECOGNISED;
    } else if (merit == LIMB_OPEN || checks == LIMB_OPEN || filing == LIMB_OPEN ||
               duration == LIMB_OPEN || dossier == LIMB_OPEN ||
               survival == SURVIVAL_CLAIM_DATE_UNKNOWN) {
        made.outcome = PROPOSAL_INCOMPLETE;
    } else if (survival == SURVIVAL_DIED_ON_LAST_DAY || duration == LIMB_REVIEWABLE) {
        made.outcome = PROPOSAL_HELD;
    } else if (filing == LIMB_REVIEWABLE) {
        made.outcome = PROPOSAL_LATE_FOR_A_PERSON;
    } else {
        made.outcome = made.merit;
    }
    made.payment = payment_of(plan, facts, &made, survival);
    *proposal = made;
    return true;
}

const char *consolidated_name(enum consolidated consolidated) {
    return consolidated_names[consolidated];
}

bool consolidated_from_name(const char *name, enum consolidated *consolidated) {
    for (size_t i = 0; i < sizeof consolidated_names / sizeof consolidated_names[0]; i++) {
        if (strcmp(name, consolidated_names[i]) == 0) {
            *consolidated = (enum consolidated)i;
            return true;
        }
    }
    return false;
}

const char *proposal_outcome_name(enum proposal_outcome outcome) {
    return outcome_names[outcome];
}

const char *proposal_timeliness_name(enum proposal_timeliness timeliness) {
    return timeliness_names[timeliness];
}

const char *proposal_payment_name(enum proposal_payment payment) {
    return payment_names[payment];
}
