// SPDX-License-Identifier: EUPL-1.2
// What an expense is held against, told as text (S-08, S-11, S-15, S-16, S-22, S-26, S-27, S-29).
#include "scoring/allocation.h"

#include "scoring_plans.h"
#include "scoring_telling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void tell_reason(struct reason reason) {
    if (reason.code != REASON_NONE) {
        tell(" %s %s", reason.rule, reason_key(reason.code));
    }
}

// "payable 300+0 (2: 3 days 300+0 left 700)": place or month, days, payable + member, and why.
static const char *allocated(const struct plan *plan, const struct entitlement *entitlement,
                             const struct expense *expense, const int64_t *used, size_t count,
                             const char *as_of) {
    struct allocation made;
    memset(&made, 0xa5, sizeof made);
    assert_true(
        allocation_compute(plan, entitlement, expense, used, count, plans_date(as_of), &made));
    tell_anew();
    tell("%s %lld+%lld", allocation_outcome_name(made.outcome), (long long)made.payable_cents,
         (long long)made.member_cents);
    tell_reason(made.reason);
    if (civil_date_known(made.not_before)) {
        char day[CIVIL_DATE_TEXT_SIZE];
        (void)civil_date_format(made.not_before, day);
        tell(" not before %s", day);
    }
    for (size_t i = 0; i < made.line_count; i++) {
        const struct allocation_line *line = &made.lines[i];
        char from[CIVIL_DATE_TEXT_SIZE];
        (void)civil_date_format(line->part.from, from);
        tell(" (%s %d: %s %d days %lld+%lld left %lld",
             line->part.place == BENEFIT_PLACE_MONTH    ? "month"
             : line->part.place == BENEFIT_PLACE_BEFORE ? "before"
                                                        : "after",
             (int)line->part.number, from, (int)line->part.days, (long long)line->payable_cents,
             (long long)line->member_cents, (long long)line->left_cents);
        tell_reason(line->reason);
        tell(")");
    }
    return tell_text();
}

static void says(const struct plan *plan, const struct entitlement *entitlement,
                 const struct expense *expense, const char *as_of, const char *expected) {
    assert_string_equal(allocated(plan, entitlement, expense, NULL, 0, as_of), expected);
}

static void says_with(const struct plan *plan, const struct entitlement *entitlement,
                      const struct expense *expense, const int64_t *used, size_t count,
                      const char *expected) {
    assert_string_equal(allocated(plan, entitlement, expense, used, count, "2026-12-31"), expected);
}

// Under the temporary plan from 1 February 2026: the months are those of the calendar to July.
static struct entitlement from_february(void) {
    return (struct entitlement){
        .recognised = true,
        .accrual_start = plans_date("2026-02-01"),
        .claim_sent = plans_date("2026-01-20"),
        .claim_received = plans_date("2026-01-22"),
    };
}

static struct expense of(const char *from, const char *to, int64_t cents) {
    return (struct expense){.form = BENEFIT_FORM_DIRECT,
                            .service_from = plans_date(from),
                            .service_to = plans_date(to),
                            .cents = cents};
}

static struct plan plan_a(void) {
    return *plan_file_plan(temporary);
}

// S-15 by months in which something was paid: the last month counts too, and a single cent.
static void s15_every_paid_month_counts(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    int64_t used[PLAN_MONTHS_MAX] = {0};
    plan.settings.length = PLAN_LENGTH_PAID;
    plan.months.value = 1;
    struct expense one = of("2026-02-10", "2026-02-10", 100);
    says_with(&plan, &right, &one, used, PLAN_MONTHS_MAX,
              "payable 100+0 (month 1: 2026-02-10 1 days 100+0 left 49900)");
    used[PLAN_MONTHS_MAX - 1] = 1;
    says_with(&plan, &right, &one, used, PLAN_MONTHS_MAX,
              "refused 0+100 S-15 months-used-before (month 1: 2026-02-10 1 days 0+100 left 0 S-15 "
              "months-used-before)");
    used[PLAN_MONTHS_MAX - 1] = 0;
    struct expense two = of("2026-02-28", "2026-03-01", 3);
    says_with(&plan, &right, &two, used, PLAN_MONTHS_MAX,
              "payable 1+2 (month 1: 2026-02-28 1 days 1+0 left 49999) (month 2: 2026-03-01 1 days "
              "0+2 left 0 S-15 months-used-before)");
    struct allocation made;
    used[0] = -1;
    assert_false(allocation_compute(&plan, &right, &one, used, PLAN_MONTHS_MAX,
                                    plans_date("2026-12-31"), &made));
}

static void the_first_line_with_a_reason_speaks_for_the_whole(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    const int64_t used[] = {50000};
    struct expense eve = of("2026-01-31", "2026-02-01", 100);
    says_with(&plan, &right, &eve, used, 1,
              "refused 0+100 S-06 before-benefit (before 0: 2026-01-31 1 days 0+50 left 0 S-06 "
              "before-benefit) (month 1: 2026-02-01 1 days 0+50 left 0 A-30 ceiling-reached)");
    eve.cents = 1; // of which the first day has nothing
    says_with(&plan, &right, &eve, used, 1,
              "refused 0+1 A-30 ceiling-reached (before 0: 2026-01-31 1 days 0+0 left 0) (month 1: "
              "2026-02-01 1 days 0+1 left 0 A-30 ceiling-reached)");
    // A hold without a day names none.
    right.recognised = false;
    right.reviewable = true;
    says(&plan, &right, &eve, "2026-12-31", "held 0+0 S-10 review-open");
    right.given_up = true; // chapter 7: nothing will be recognised any more
    says(&plan, &right, &eve, "2026-12-31", "refused 0+1 chapter 7 claim-withdrawn");
    plan.settings.pay_while_reviewable.value = true; // then it is looked at day by day
    says(&plan, &right, &eve, "2026-12-31",
         "payable 1+0 (before 0: 2026-01-31 1 days 0+0 left 0) (month 1: 2026-02-01 1 days 1+0 left "
         "49999)");
    right.reviewable = false; // and of a right that was recognised, too
    right.recognised = true;
    plan.settings.pay_while_reviewable.value = false;
    says(&plan, &right, &eve, "2026-12-31",
         "payable 1+0 (before 0: 2026-01-31 1 days 0+0 left 0) (month 1: 2026-02-01 1 days 1+0 left "
         "49999)");
}

static void of_two_ends_the_earlier_one_cuts(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    struct expense stay = of("2026-04-01", "2026-04-10", 10000);
    right.death = plans_date("2026-04-05");
    right.state_ended = plans_date("2026-04-04");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 3000+7000 (month 3: 2026-04-01 3 days 3000+0 left 47000) (month 3: "
         "2026-04-04 7 days 0+7000 left 0 A-12 state-ended)");
    right.state_ended = plans_date("2026-04-06"); // the day after the death: named first
    says(&plan, &right, &stay, "2026-12-31",
         "payable 5000+5000 (month 3: 2026-04-01 5 days 5000+0 left 45000) (month 3: "
         "2026-04-06 5 days 0+5000 left 0 S-27 after-death)");
    right.withdrawn = plans_date("2026-04-03");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 2000+8000 (month 3: 2026-04-01 2 days 2000+0 left 48000) (month 3: "
         "2026-04-03 8 days 0+8000 left 0 chapter 7 claim-withdrawn)");
    right.withdrawn = plans_date("2026-04-09");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 5000+5000 (month 3: 2026-04-01 5 days 5000+0 left 45000) (month 3: "
         "2026-04-06 5 days 0+5000 left 0 S-27 after-death)");
    right.consolidated_on = plans_date("2026-04-02");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 1000+9000 (month 3: 2026-04-01 1 days 1000+0 left 49000) (month 3: "
         "2026-04-02 9 days 0+9000 left 0 S-22 consolidated-never-covered)");
    plan.consolidation = PLAN_CONSOLIDATION_ANY;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 5000+5000 (month 3: 2026-04-01 5 days 5000+0 left 45000) (month 3: "
         "2026-04-06 5 days 0+5000 left 0 S-27 after-death)");
    right.cover_lost = plans_date("2026-04-02");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 5000+5000 (month 3: 2026-04-01 5 days 5000+0 left 45000) (month 3: "
         "2026-04-06 5 days 0+5000 left 0 S-27 after-death)");
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 1000+9000 (month 3: 2026-04-01 1 days 1000+0 left 49000) (month 3: "
         "2026-04-02 9 days 0+9000 left 0 S-26 cover-ended)");
    right.cover_lost = plans_date("2026-04-01");
    says(&plan, &right, &stay, "2026-12-31",
         "refused 0+10000 S-26 cover-ended (month 3: 2026-04-01 10 days 0+10000 left 0 "
         "S-26 cover-ended)");
    right.cover_lost = plans_date("2026-03-01");
    says(&plan, &right, &stay, "2026-12-31",
         "refused 0+10000 S-26 cover-ended (month 3: 2026-04-01 10 days 0+10000 left 0 "
         "S-26 cover-ended)");
}

static void s16_s27_the_ceiling_of_a_month_that_is_cut(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    struct benefit_month april = {
        .number = 3,
        .first = plans_date("2026-04-01"),
        .last = plans_date("2026-04-30"),
        .ceiling_cents = 30000,
    };
    static const struct {
        const char *death, *ended;
        int64_t pro_rata, daily, both;
    } rows[] = {
        {NULL, NULL, 30000, 30000, 30000},
        {"2026-04-30", "2026-05-01", 30000, 30000, 30000},
        {"2026-04-29", "2026-04-30", 29000, 29000, 29000},
        {"2026-04-10", "2026-04-21", 10000, 20000, 10000},
        {"2026-04-20", "2026-04-11", 20000, 10000, 10000},
        {"2026-04-01", "2026-04-02", 1000, 1000, 1000},
        {"2026-03-31", "2026-04-01", 30000, 30000, 30000},
        {"2026-02-10", "2026-02-10", 30000, 30000, 30000},
        {"2026-06-10", "2026-06-10", 30000, 30000, 30000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        right.death = plans_date(rows[i].death);
        right.state_ended = plans_date(rows[i].ended);
        plan.settings.death_month = PLAN_DEATH_MONTH_FULL;
        plan.settings.last_month = PLAN_LAST_MONTH_WHOLE;
        assert_int_equal(allocation_ceiling(&plan, &right, &april), 30000);
        plan.settings.death_month = PLAN_DEATH_MONTH_PRO_RATA;
        assert_int_equal(allocation_ceiling(&plan, &right, &april), rows[i].pro_rata);
        plan.settings.last_month = PLAN_LAST_MONTH_DAILY;
        assert_int_equal(allocation_ceiling(&plan, &right, &april), rows[i].both);
        plan.settings.death_month = PLAN_DEATH_MONTH_FULL;
        assert_int_equal(allocation_ceiling(&plan, &right, &april), rows[i].daily);
    }
}

static void s08_the_day_of_the_invoice_or_of_the_payment_names_the_month(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    struct expense stay = of("2026-03-25", "2026-04-03", 10000);
    says(&plan, &right, &stay, "2026-12-31",
         "payable 10000+0 (month 2: 2026-03-25 7 days 7000+0 left 43000) (month 3: "
         "2026-04-01 3 days 3000+0 left 47000)");
    plan.settings.expense_day = PLAN_EXPENSE_DAY_INVOICE;
    stay.paid = plans_date("2026-07-31");
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 S-08 expense-date-unknown");
    stay.invoiced = plans_date("2026-05-31");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 10000+0 (month 4: 2026-03-25 10 days 10000+0 left 40000)");
    plan.settings.expense_day = PLAN_EXPENSE_DAY_PAYMENT;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 10000+0 (month 6: 2026-03-25 10 days 10000+0 left 40000)");
    stay.paid = plans_date("2026-08-01");
    says(&plan, &right, &stay, "2026-12-31",
         "refused 0+10000 A-30 after-benefit (after 0: 2026-03-25 10 days 0+10000 left "
         "0 A-30 after-benefit)");
    stay.paid = plans_date("2026-01-31");
    says(&plan, &right, &stay, "2026-12-31",
         "refused 0+10000 S-06 before-benefit (before 0: 2026-03-25 10 days 0+10000 "
         "left 0 S-06 before-benefit)");
    stay.paid = plans_date("2026-06-01");
    right.death = plans_date("2026-03-31");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 7000+3000 (month 5: 2026-03-25 7 days 7000+0 left 43000) (month 5: "
         "2026-04-01 3 days 0+3000 left 0 S-27 after-death)");
    struct allocation made;
    stay.service_from = plans_date("2016-02-01");
    assert_false(
        allocation_compute(&plan, &right, &stay, NULL, 0, plans_date("2026-12-31"), &made));
}

static void s11_a_service_from_the_day_of_the_request_on_is_held(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    struct expense stay = of("2026-04-01", "2026-04-10", 10000);
    right.suspended_from = plans_date("2026-04-11");
    says(&plan, &right, &stay, "2026-12-31",
         "payable 10000+0 (month 3: 2026-04-01 10 days 10000+0 left 40000)");
    right.suspended_from = plans_date("2026-04-10");
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 S-11 suspended");
}

static void s15_months_that_are_gone_are_counted_or_paid_ones(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    struct expense stay = of("2026-03-01", "2026-05-31", 9200);
    right.months_before = 3;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 6100+3100 (month 2: 2026-03-01 31 days 3100+0 left 46900) (month 3: "
         "2026-04-01 30 days 3000+0 left 47000) (month 4: 2026-05-01 31 days 0+3100 "
         "left 0 S-15 months-used-before)");
    right.months_open = 1;
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 S-15 same-event-open");
    right.months_open = 2;
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 S-15 same-event-open");
    right.months_before = 6;
    right.months_open = 1;
    says(&plan, &right, &stay, "2026-12-31",
         "refused 0+9200 S-15 months-used-before (month 2: 2026-03-01 31 days 0+3100 "
         "left 0 S-15 months-used-before) (month 3: 2026-04-01 30 days 0+3000 left 0 "
         "S-15 months-used-before) (month 4: 2026-05-01 31 days 0+3100 left 0 S-15 "
         "months-used-before)");
    right.months_before = right.months_open = 5;
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 S-15 same-event-open");
    plan.settings.length = PLAN_LENGTH_PAID;
    right.months_before = 4;
    right.months_open = 0;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 6100+3100 (month 2: 2026-03-01 31 days 3100+0 left 46900) (month 3: "
         "2026-04-01 30 days 3000+0 left 47000) (month 4: 2026-05-01 31 days 0+3100 "
         "left 0 S-15 months-used-before)");
    const int64_t used[] = {1, 0, 0, 0, 100};
    says_with(&plan, &right, &stay, used, 5,
              "refused 0+9200 S-15 months-used-before (month 2: 2026-03-01 31 days 0+3100 "
              "left 0 S-15 months-used-before) (month 3: 2026-04-01 30 days 0+3000 left 0 "
              "S-15 months-used-before) (month 4: 2026-05-01 31 days 0+3100 left 0 S-15 "
              "months-used-before)");
    says_with(&plan, &right, &stay, used, 1,
              "payable 3100+6100 (month 2: 2026-03-01 31 days 3100+0 left 46900) (month 3: "
              "2026-04-01 30 days 0+3000 left 0 S-15 months-used-before) (month 4: "
              "2026-05-01 31 days 0+3100 left 0 S-15 months-used-before)");
    right.months_before = 3;
    says_with(&plan, &right, &stay, used, 5,
              "payable 3100+6100 (month 2: 2026-03-01 31 days 3100+0 left 46900) (month 3: "
              "2026-04-01 30 days 0+3000 left 0 S-15 months-used-before) (month 4: "
              "2026-05-01 31 days 0+3100 left 0 S-15 months-used-before)");
    // What a month has paid already does not count twice.
    const int64_t same[] = {0, 0, 5};
    right.months_before = 5;
    stay = of("2026-04-01", "2026-04-10", 100);
    says_with(&plan, &right, &stay, same, 3,
              "payable 100+0 (month 3: 2026-04-01 10 days 100+0 left 49895)");
    right.months_before = 6;
    says_with(&plan, &right, &stay, same, 3,
              "refused 0+100 S-15 months-used-before (month 3: 2026-04-01 10 days 0+100 left "
              "0 S-15 months-used-before)");
}

static void a30_what_other_claims_used_is_read_for_the_months_that_are_given(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    const struct expense stay = of("2026-02-10", "2026-02-19", 40000);
    const int64_t used[] = {15000, 0}, elsewhere[] = {30000, 0};
    right.elsewhere_cents = elsewhere;
    says_with(
        &plan, &right, &stay, used, 2,
        "payable 5000+35000 (month 1: 2026-02-10 10 days 5000+35000 left 0 A-30 ceiling-reached)");
    says_with(&plan, &right, &stay, used, 0,
              "payable 40000+0 (month 1: 2026-02-10 10 days 40000+0 left 10000)");
}

static void an_alternative_is_taken_month_by_month(void **state) {
    (void)state;
    static const struct plan_alternative ways[] = {
        {.code = "paid", .forms = {[BENEFIT_FORM_INVOICE] = true}, .rule = "W-1"},
        {.code = "served", .forms = {[BENEFIT_FORM_DIRECT] = true}, .rule = "W-2"}};
    struct plan plan = plan_a();
    plan.alternatives = ways;
    plan.alternative_count = 2;
    assert_int_equal(allocation_alternative(&plan, BENEFIT_FORM_INVOICE), 1);
    assert_int_equal(allocation_alternative(&plan, BENEFIT_FORM_DIRECT), 2);
    assert_int_equal(allocation_alternative(&plan, BENEFIT_FORM_RSA_STAY), 0);
    struct entitlement right = from_february();
    const uint8_t taken[] = {1, 2, 1};
    const int64_t used[] = {100, 100, 100};
    right.taken = taken;
    struct expense stay = of("2026-02-27", "2026-04-01", 34000);
    says_with(&plan, &right, &stay, used, 3,
              "payable 31000+3000 (month 1: 2026-02-27 2 days 0+2000 left 0 W-2 "
              "alternative-used) (month 2: 2026-03-01 31 days 31000+0 left 18900) (month 3: "
              "2026-04-01 1 days 0+1000 left 0 W-2 alternative-used)");
    says_with(&plan, &right, &stay, used, 2,
              "payable 32000+2000 (month 1: 2026-02-27 2 days 0+2000 left 0 W-2 "
              "alternative-used) (month 2: 2026-03-01 31 days 31000+0 left 18900) (month 3: "
              "2026-04-01 1 days 1000+0 left 49000)");
    says_with(&plan, &right, &stay, used, 0,
              "payable 34000+0 (month 1: 2026-02-27 2 days 2000+0 left 48000) (month 2: "
              "2026-03-01 31 days 31000+0 left 19000) (month 3: 2026-04-01 1 days 1000+0 "
              "left 49000)");
    stay.form = BENEFIT_FORM_RSA_STAY;
    says_with(&plan, &right, &stay, used, 3,
              "payable 34000+0 (month 1: 2026-02-27 2 days 2000+0 left 47900) (month 2: "
              "2026-03-01 31 days 31000+0 left 18900) (month 3: 2026-04-01 1 days 1000+0 "
              "left 48900)");
}

static void a_benefit_without_length_is_reckoned_as_far_as_it_goes(void **state) {
    (void)state;
    struct plan plan = plan_a();
    plan.until_state_ends = (struct plan_flag){true, "U-1", ""};
    struct entitlement right = from_february();
    struct expense stay = of("2026-07-31", "2026-07-31", 100);
    says(&plan, &right, &stay, "2026-12-31",
         "payable 100+0 (month 6: 2026-07-31 1 days 100+0 left 49900)");
    stay.service_to = plans_date("2026-08-01");
    says(&plan, &right, &stay, "2026-12-31", "held 0+0 U-1 beyond-reckoning");
    plan.until_state_ends.value = false;
    says(&plan, &right, &stay, "2026-12-31",
         "payable 50+50 (month 6: 2026-07-31 1 days 50+0 left 49950) (after 0: "
         "2026-08-01 1 days 0+50 left 0 A-30 after-benefit)");
    plan.until_state_ends.value = true;
    right.accrual_start = (struct civil_date){0};
    struct allocation made;
    assert_false(
        allocation_compute(&plan, &right, &stay, NULL, 0, plans_date("2026-12-31"), &made));
}

static void the_reason_of_a_refusal_is_that_of_a_part_that_costs_something(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement right = from_february();
    // One cent falls to one part; the others cost nothing and say nothing.
    const int64_t used[] = {0, 50000, 50000};
    struct expense stay = of("2026-02-28", "2026-03-02", 1);
    says_with(&plan, &right, &stay, used, 3,
              "refused 0+1 A-30 ceiling-reached (month 1: 2026-02-28 1 days 0+0 left 50000) "
              "(month 2: 2026-03-01 2 days 0+1 left 0 A-30 ceiling-reached)");
    stay = of("2026-02-28", "2026-04-01", 1);
    says_with(&plan, &right, &stay, used, 3,
              "refused 0+1 A-30 ceiling-reached (month 1: 2026-02-28 1 days 0+0 left 50000) "
              "(month 2: 2026-03-01 31 days 0+0 left 0) (month 3: 2026-04-01 1 days 0+1 left "
              "0 A-30 ceiling-reached)");
    stay = of("2026-07-31", "2026-08-02", 1);
    says_with(&plan, &right, &stay, used, 3,
              "refused 0+1 A-30 after-benefit (month 6: 2026-07-31 1 days 0+0 left 50000) "
              "(after 0: 2026-08-01 2 days 0+1 left 0 A-30 after-benefit)");
}

static void a_plan_that_pays_only_to_the_living_asks_on_the_day_of_payment(void **state) {
    (void)state;
    struct plan plan = plan_a();
    plan.alive_at_payment = (struct plan_flag){true, "P-1", ""};
    struct entitlement right = from_february();
    struct expense stay = of("2026-04-01", "2026-04-10", 10000);
    says(&plan, &right, &stay, "2026-05-01", "held 0+0 P-1 survival-unconfirmed");
    right.alive_through = plans_date("2026-04-30");
    says(&plan, &right, &stay, "2026-05-01", "held 0+0 P-1 survival-unconfirmed");
    right.alive_through = plans_date("2026-05-01");
    says(&plan, &right, &stay, "2026-05-01",
         "payable 10000+0 (month 3: 2026-04-01 10 days 10000+0 left 40000)");
    right.death = plans_date("2026-05-01");
    says(&plan, &right, &stay, "2026-05-01", "held 0+0 P-1 died-on-last-day");
    right.death = plans_date("2026-04-30");
    says(&plan, &right, &stay, "2026-05-01", "refused 0+10000 P-1 died-before-payment");
}

static void b23_the_window_of_survival_is_asked_first(void **state) {
    (void)state;
    struct plan plan = plan_a();
    plan.survival_days = (struct plan_number){60, "V-60", ""};
    struct entitlement right = from_february(); // day 60 is 23 March
    struct expense stay = of("2026-02-01", "2026-02-10", 10000);
    right.alive_through = plans_date("2026-03-23");
    says(&plan, &right, &stay, "2026-03-23",
         "held 0+0 V-60 survival-running not before 2026-03-24");
    says(&plan, &right, &stay, "2026-03-24",
         "payable 10000+0 (month 1: 2026-02-01 10 days 10000+0 left 40000)");
    right.alive_through = plans_date("2026-03-22");
    says(&plan, &right, &stay, "2026-03-24", "held 0+0 V-60 survival-unconfirmed");
    right.death = plans_date("2026-03-22");
    says(&plan, &right, &stay, "2026-03-24", "refused 0+10000 V-60 died-in-window");
    right.death = plans_date("2026-03-23");
    says(&plan, &right, &stay, "2026-03-24", "held 0+0 S-29 died-on-last-day");
    right.last_day_ruling = LAST_DAY_RULING_NOT_PAYABLE;
    says(&plan, &right, &stay, "2026-03-24", "refused 0+10000 V-60 died-in-window");
    right.claim_received = (struct civil_date){0};
    says(&plan, &right, &stay, "2026-03-24", "held 0+0 S-03 written-claim-unknown");
}

static void s27_the_provider_the_member_or_the_heirs_are_paid(void **state) {
    (void)state;
    const struct civil_date alive = {0};
    const struct civil_date day = plans_date("2026-05-01");
    const struct civil_date before = plans_date("2026-04-30");
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_DIRECT, before, day),
                     ALLOCATION_PAYEE_PROVIDER);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, alive, day),
                     ALLOCATION_PAYEE_MEMBER);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, before, day),
                     ALLOCATION_PAYEE_HEIRS);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, day, day), ALLOCATION_PAYEE_HEIRS);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, day, before),
                     ALLOCATION_PAYEE_MEMBER);
    assert_string_equal(allocation_payee_name(ALLOCATION_PAYEE_MEMBER), "member");
    assert_string_equal(allocation_payee_name(ALLOCATION_PAYEE_PROVIDER), "provider");
    assert_string_equal(allocation_payee_name(ALLOCATION_PAYEE_HEIRS), "heirs");
    assert_string_equal(allocation_outcome_name(ALLOCATION_REFUSED), "refused");
    assert_string_equal(allocation_outcome_name(ALLOCATION_HELD), "held");
    assert_string_equal(allocation_outcome_name(ALLOCATION_PAYABLE), "payable");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s15_every_paid_month_counts),
        cmocka_unit_test(the_first_line_with_a_reason_speaks_for_the_whole),
        cmocka_unit_test(of_two_ends_the_earlier_one_cuts),
        cmocka_unit_test(s16_s27_the_ceiling_of_a_month_that_is_cut),
        cmocka_unit_test(s08_the_day_of_the_invoice_or_of_the_payment_names_the_month),
        cmocka_unit_test(s11_a_service_from_the_day_of_the_request_on_is_held),
        cmocka_unit_test(s15_months_that_are_gone_are_counted_or_paid_ones),
        cmocka_unit_test(a30_what_other_claims_used_is_read_for_the_months_that_are_given),
        cmocka_unit_test(an_alternative_is_taken_month_by_month),
        cmocka_unit_test(a_benefit_without_length_is_reckoned_as_far_as_it_goes),
        cmocka_unit_test(the_reason_of_a_refusal_is_that_of_a_part_that_costs_something),
        cmocka_unit_test(a_plan_that_pays_only_to_the_living_asks_on_the_day_of_payment),
        cmocka_unit_test(b23_the_window_of_survival_is_asked_first),
        cmocka_unit_test(s27_the_provider_the_member_or_the_heirs_are_paid),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
