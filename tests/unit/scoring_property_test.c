// SPDX-License-Identifier: EUPL-1.2
// Properties over seeded random cases: score monotone, ceilings never exceeded, no cent lost.
#include "scoring/allocation.h"
#include "scoring/assessment.h"
#include "scoring/proposal.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
    CASES = 10000,
};

static struct plan_file *plans[2];

static int open_plans(void **state) {
    (void)state;
    plans[0] = plans_open("temporary-2026");
    plans[1] = plans_open("permanent-2026");
    return 0;
}

static int close_plans(void **state) {
    (void)state;
    plan_file_free(plans[0]);
    plan_file_free(plans[1]);
    return 0;
}

// splitmix64: the same cases on every machine.
static uint64_t draw(uint64_t *seed) {
    uint64_t z = *seed += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static uint32_t below(uint64_t *seed, uint32_t limit) {
    return (uint32_t)(draw(seed) % limit);
}

static struct civil_date day_near(uint64_t *seed, struct civil_date day, uint32_t spread) {
    return civil_date_add_days(day, (int32_t)below(seed, 2 * spread + 1) - (int32_t)spread);
}

static struct assessment random_sheet(uint64_t *seed, const struct plan *plan, bool complete) {
    struct assessment sheet = {0};
    for (size_t i = 0; i < plan->activity_count; i++) {
        uint32_t grades = (uint32_t)plan->activities[i].grade_count;
        uint32_t pick = below(seed, complete ? grades : grades + 2);
        if (pick < grades) {
            sheet.answers[i] = (struct answer){.kind = ANSWER_GRADE, .grade = pick};
        } else {
            sheet.answers[i].kind = pick == grades ? ANSWER_MISSING : ANSWER_DONT_KNOW;
        }
    }
    return sheet;
}

static void score_never_falls_when_a_grade_gets_worse(void **state) {
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < CASES; i++) {
        const struct plan *plan = plan_file_plan(plans[i % 2]);
        struct assessment sheet = random_sheet(&seed, plan, true);
        size_t activity = below(&seed, (uint32_t)plan->activity_count);
        struct assessment_result before;
        struct assessment_result after;
        assert_true(assessment_evaluate(plan, &sheet, &before));
        if (sheet.answers[activity].grade + 1 < plan->activities[activity].grade_count) {
            sheet.answers[activity].grade++;
        }
        assert_true(assessment_evaluate(plan, &sheet, &after));
        assert_true(after.sum >= before.sum);
        assert_true(after.unable_count >= before.unable_count);
        assert_true(before.outcome != ASSESSMENT_REACHED || after.outcome == ASSESSMENT_REACHED);
    }
}

static void an_open_sheet_is_incomplete_and_its_bounds_hold(void **state) {
    (void)state;
    uint64_t seed = 2;
    for (int i = 0; i < CASES; i++) {
        const struct plan *plan = plan_file_plan(plans[i % 2]);
        struct assessment open = random_sheet(&seed, plan, false);
        struct assessment filled = random_sheet(&seed, plan, true);
        struct assessment_result bounds;
        struct assessment_result result;
        size_t given = 0;
        for (size_t k = 0; k < plan->activity_count; k++) {
            if (open.answers[k].kind == ANSWER_GRADE) {
                filled.answers[k] = open.answers[k];
                given++;
            }
        }
        assert_true(assessment_evaluate(plan, &open, &bounds));
        assert_true(assessment_evaluate(plan, &filled, &result));
        assert_int_equal(bounds.outcome == ASSESSMENT_INCOMPLETE, given < plan->activity_count);
        assert_int_equal(bounds.missing + bounds.dont_know, plan->activity_count - given);
        assert_true(bounds.sum <= result.sum);
        assert_true(bounds.sum_possible >= result.sum);
    }
}

static void no_cent_is_lost_in_a_split_and_days_join(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < CASES; i++) {
        const struct plan *plan = plan_file_plan(plans[i % 2]);
        struct civil_date start = day_near(&seed, plans_date("2028-02-29"), 800);
        struct civil_date from = day_near(&seed, start, 1200);
        struct civil_date to = civil_date_add_days(from, (int32_t)below(&seed, 400));
        int64_t cents = (int64_t)below(&seed, 10000000);
        struct benefit_part parts[BENEFIT_PARTS_MAX];
        size_t count = benefit_split(plan, start, from, to, cents, parts);
        assert_true(count > 0);
        int64_t sum = 0;
        int32_t days = 0;
        struct civil_date next = from;
        for (size_t k = 0; k < count; k++) {
            assert_int_equal(parts[k].from.number, next.number);
            assert_true(parts[k].cents >= 0 && parts[k].days > 0);
            next = civil_date_add_days(parts[k].to, 1);
            sum += parts[k].cents;
            days += parts[k].days;
        }
        assert_true(sum == cents);
        assert_int_equal(next.number, to.number + 1);
        assert_int_equal(days, civil_date_days_between(from, to) + 1);
    }
}

// One claim with many expenses in random order, booked as the caller would.
static void run_claim(uint64_t *seed, const struct plan *plan) {
    int64_t used[PLAN_MONTHS_MAX] = {0};
    int64_t paid_in_all = 0;
    struct civil_date start = day_near(seed, plans_date("2028-02-29"), 800);
    struct entitlement entitlement = {
        .recognised = true,
        .accrual_start = start,
        .claim_received = civil_date_add_days(start, -70),
        .alive_through = civil_date_add_days(start, 2000),
    };
    if (below(seed, 3) == 0) {
        entitlement.death = civil_date_add_days(start, (int32_t)below(seed, 1500));
    }
    for (int i = 0; i < 40; i++) {
        struct expense expense = {
            .form = (enum benefit_form)below(seed, BENEFIT_FORM_COUNT),
            .service_from = civil_date_add_days(start, (int32_t)below(seed, 1300) - 60),
            .cents = 1 + (int64_t)below(seed, 200000),
        };
        expense.service_to = civil_date_add_days(expense.service_from, (int32_t)below(seed, 70));
        struct allocation made;
        assert_true(allocation_compute(plan, &entitlement, &expense, used,
                                       (size_t)plan->months.value, civil_date_add_days(start, 1990),
                                       &made));
        assert_true(made.payable_cents + made.member_cents == expense.cents);
        assert_true(made.payable_cents == 0 || plan_allows_form(plan, expense.form));
        assert_int_equal(made.outcome == ALLOCATION_PAYABLE, made.payable_cents > 0);
        for (size_t k = 0; k < made.line_count; k++) {
            const struct allocation_line *line = &made.lines[k];
            assert_true(line->payable_cents + line->member_cents == line->part.cents);
            assert_true(line->payable_cents >= 0 && line->member_cents >= 0);
            assert_int_equal(line->member_cents > 0, line->reason.code != REASON_NONE);
            assert_true(line->payable_cents == 0 || !civil_date_known(entitlement.death) ||
                        line->part.to.number <= entitlement.death.number);
            if (line->payable_cents > 0) {
                used[line->part.number - 1] += line->payable_cents;
                paid_in_all += line->payable_cents;
            }
        }
    }
    for (int64_t month = 0; month < plan->months.value; month++) {
        assert_true(used[month] <= plan->ceiling_cents.value);
    }
    assert_true(paid_in_all <= plan->ceiling_cents.value * plan->months.value);
}

static void paid_never_exceeds_a_month_nor_the_whole(void **state) {
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < CASES / 20; i++) {
        run_claim(&seed, plan_file_plan(plans[i % 2]));
    }
}

static void order_of_arrival_never_changes_the_total(void **state) {
    (void)state;
    uint64_t seed = 5;
    const struct plan *plan = plan_file_plan(plans[0]);
    const struct entitlement entitlement = {.recognised = true,
                                            .accrual_start = plans_date("2026-11-20")};
    for (int i = 0; i < CASES / 10; i++) {
        struct expense expenses[6];
        int64_t totals[2] = {0, 0};
        for (size_t k = 0; k < 6; k++) {
            expenses[k] =
                (struct expense){.form = BENEFIT_FORM_INVOICE,
                                 .service_from = civil_date_add_days(entitlement.accrual_start,
                                                                     (int32_t)below(&seed, 180)),
                                 .cents = 1 + (int64_t)below(&seed, 60000)};
            expenses[k].service_to =
                civil_date_add_days(expenses[k].service_from, (int32_t)below(&seed, 40));
        }
        for (size_t turn = 0; turn < 2; turn++) {
            int64_t used[6] = {0};
            for (size_t k = 0; k < 6; k++) {
                struct allocation made;
                const struct expense *next = &expenses[turn == 0 ? k : 5 - k];
                assert_true(allocation_compute(plan, &entitlement, next, used, 6,
                                               plans_date("2028-01-01"), &made));
                totals[turn] += made.payable_cents;
                for (size_t line = 0; line < made.line_count; line++) {
                    if (made.lines[line].payable_cents > 0) {
                        used[made.lines[line].part.number - 1] += made.lines[line].payable_cents;
                    }
                }
            }
        }
        assert_true(totals[0] == totals[1]);
    }
}

static struct claim_facts random_facts(uint64_t *seed, const struct plan *plan) {
    struct civil_date base = plans_date("2026-11-20");
    struct civil_date dates[8];
    for (size_t i = 0; i < 8; i++) {
        dates[i] = below(seed, 4) == 0 ? (struct civil_date){0} : day_near(seed, base, 90);
    }
    return (struct claim_facts){
        .as_of = day_near(seed, base, 120),
        .assessment = random_sheet(seed, plan, below(seed, 3) != 0),
        .consolidated = (enum consolidated)below(seed, 4),
        .constant_need = (enum fact)below(seed, 3),
        .holder = (enum fact)below(seed, 3),
        .onset = dates[0],
        .first_contact = dates[1],
        .sent = dates[2],
        .received = dates[3],
        .complete = dates[4],
        .alive_through = dates[5],
        .death = below(seed, 4) == 0 ? dates[6] : (struct civil_date){0},
        .late_ruling = (enum late_ruling)below(seed, 3),
    };
}

static void a_proposal_never_contradicts_itself(void **state) {
    (void)state;
    uint64_t seed = 6;
    for (int i = 0; i < CASES; i++) {
        const struct plan *plan = plan_file_plan(plans[i % 2]);
        struct claim_facts facts = random_facts(&seed, plan);
        struct proposal made;
        struct proposal again;
        memset(&made, 0, sizeof made);
        memset(&again, 0, sizeof again);
        assert_true(proposal_make(plan, &facts, &made));
        assert_true(proposal_make(plan, &facts, &again));
        assert_memory_equal(&made, &again, sizeof made);
        bool positive = made.outcome == PROPOSAL_RECOGNISED;
        assert_true(!positive || made.score.outcome == ASSESSMENT_REACHED);
        assert_true(!positive || made.merit == PROPOSAL_RECOGNISED);
        assert_true(!positive || civil_date_known(made.accrual_start));
        assert_true(!positive || made.timeliness != PROPOSAL_LATE ||
                    facts.late_ruling == LATE_RULING_ACCEPTED);
        assert_true(made.payment != PROPOSAL_PAYMENT_OPEN ||
                    (positive && facts.as_of.number >= made.first_payable.number));
        // Late alone never refuses: without a ruling the merits or a death must say no.
        assert_true(made.outcome != PROPOSAL_NOT_RECOGNISED ||
                    made.merit == PROPOSAL_NOT_RECOGNISED ||
                    facts.late_ruling == LATE_RULING_LOST || civil_date_known(facts.death));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score_never_falls_when_a_grade_gets_worse),
        cmocka_unit_test(an_open_sheet_is_incomplete_and_its_bounds_hold),
        cmocka_unit_test(no_cent_is_lost_in_a_split_and_days_join),
        cmocka_unit_test(paid_never_exceeds_a_month_nor_the_whole),
        cmocka_unit_test(order_of_arrival_never_changes_the_total),
        cmocka_unit_test(a_proposal_never_contradicts_itself),
    };
    return cmocka_run_group_tests(tests, open_plans, close_plans);
}
