// SPDX-License-Identifier: EUPL-1.2
// Insurability on the first day of cover (A-11, B-21, S-19 … S-21).
#include "scoring/insurability.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct health_facts healthy(void) {
    return (struct health_facts){.tested_on = plans_date("2020-02-01"),
                                 .statement = FACT_YES,
                                 .invalidity_percent = -1,
                                 .substances = -1,
                                 .medicines = -1};
}

// Condition i of plan A: limitation, invalidity, disease, drugs, addiction.
static enum fact hit(const struct plan *plan, size_t i, const struct health_facts *health) {
    return insurability_hit(plan, &plan->conditions[i], health);
}

static void a11_a_finding_hits_when_it_held_on_the_first_day(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    struct health_facts health = healthy();
    struct health_finding finding = {"limited-moving", FACT_YES, plans_date("2020-02-01")};
    assert_int_equal(hit(plan, 0, &health), FACT_NO);
    health.findings = &finding;
    health.finding_count = 1;
    assert_int_equal(hit(plan, 0, &health), FACT_YES);
    assert_int_equal(hit(plan, 2, &health), FACT_NO);
    finding.since = plans_date("2020-02-02");
    assert_int_equal(hit(plan, 0, &health), FACT_NO);
    finding.present = FACT_UNKNOWN; // if there at all, only since a later day
    assert_int_equal(hit(plan, 0, &health), FACT_NO);
    finding.since = plans_date("2020-02-01");
    assert_int_equal(hit(plan, 0, &health), FACT_UNKNOWN);
    finding.present = FACT_YES;
    finding.since = (struct civil_date){0};
    assert_int_equal(hit(plan, 0, &health), FACT_UNKNOWN);
    finding.present = FACT_NO;
    assert_int_equal(hit(plan, 0, &health), FACT_NO);
    health.statement = FACT_UNKNOWN;
    assert_int_equal(hit(plan, 0, &health), FACT_UNKNOWN);
    finding = (struct health_finding){"limited-moving", FACT_YES, plans_date("2020-01-01")};
    health.tested_on = (struct civil_date){0};
    assert_int_equal(hit(plan, 0, &health), FACT_UNKNOWN); // S-19: the first day is not known
    plan_file_free(file);
}

static void s20_an_application_without_a_percentage(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    struct health_facts health = healthy();
    health.invalidity = INVALIDITY_APPLIED;
    health.invalidity_since = plans_date("2019-01-01");
    assert_int_equal(hit(&plan, 1, &health), FACT_YES);
    plan.settings.applied_invalidity = PLAN_APPLIED_INVALIDITY_UNKNOWN;
    assert_int_equal(hit(&plan, 1, &health), FACT_UNKNOWN);
    health.invalidity_percent = 39;
    assert_int_equal(hit(&plan, 1, &health), FACT_NO);
    health.invalidity_percent = 40;
    assert_int_equal(hit(&plan, 1, &health), FACT_YES);
    health.invalidity_since = plans_date("2020-02-02");
    assert_int_equal(hit(&plan, 1, &health), FACT_NO);
    plan_file_free(file);
}

static void a11b_invalidity_by_status(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    struct health_facts health = healthy();
    health.invalidity_since = plans_date("2019-01-01");
    assert_int_equal(hit(plan, 1, &health), FACT_NO); // not named in a whole statement
    health.invalidity = INVALIDITY_UNKNOWN;           // named, and nobody knows
    assert_int_equal(hit(plan, 1, &health), FACT_UNKNOWN);
    health.invalidity_percent = 10; // of what is not known a percentage says nothing
    assert_int_equal(hit(plan, 1, &health), FACT_UNKNOWN);
    health.invalidity_percent = -1;
    health.invalidity = INVALIDITY_NOT_STATED;
    health.statement = FACT_UNKNOWN;
    assert_int_equal(hit(plan, 1, &health), FACT_UNKNOWN);
    health.invalidity = INVALIDITY_NONE;
    assert_int_equal(hit(plan, 1, &health), FACT_NO);
    health.invalidity = INVALIDITY_RECOGNISED;
    assert_int_equal(hit(plan, 1, &health), FACT_UNKNOWN);
    health.invalidity_since = plans_date("2020-02-02"); // whatever the percent
    assert_int_equal(hit(plan, 1, &health), FACT_NO);
    health.invalidity_since = plans_date("2019-01-01");
    health.invalidity_percent = 40;
    assert_int_equal(hit(plan, 1, &health), FACT_YES);
    health.invalidity = INVALIDITY_ENTITLED;
    health.invalidity_percent = 39;
    assert_int_equal(hit(plan, 1, &health), FACT_NO);
    health.invalidity_percent = 0; // known, and nothing
    assert_int_equal(hit(plan, 1, &health), FACT_NO);
    assert_string_equal(invalidity_status_name(INVALIDITY_ENTITLED), "entitled");
    plan_file_free(file);
}

static void s21_substances_or_medicines(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    struct health_facts health = healthy();
    health.statement = FACT_UNKNOWN;
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.substances = 0; // counted, and none found
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.statement = FACT_YES;
    health.substances = 3; // in two medicines, one of them a fixed combination
    health.medicines = 2;
    assert_int_equal(hit(&plan, 3, &health), FACT_YES);
    plan.settings.drug = PLAN_DRUG_MEDICINES;
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.medicines = 3;
    assert_int_equal(hit(&plan, 3, &health), FACT_YES);
    health.medicines = -1; // three substances are in one to three medicines
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.substances = 2;
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.statement = FACT_UNKNOWN;
    health.substances = 0; // then there is no medicine either
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.statement = FACT_YES;
    health.substances = -1;
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.statement = FACT_UNKNOWN;
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.statement = FACT_YES;
    health.drugs_known = FACT_NO;
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.drugs_known = FACT_YES;
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.medicines = 0; // known, and none
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    plan.settings.drug = PLAN_DRUG_SUBSTANCES; // and only the medicines are known
    assert_int_equal(hit(&plan, 3, &health), FACT_NO);
    health.medicines = 1; // which may hold three
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.medicines = 2;
    assert_int_equal(hit(&plan, 3, &health), FACT_UNKNOWN);
    health.medicines = 3;
    assert_int_equal(hit(&plan, 3, &health), FACT_YES);
    plan_file_free(file);
}

static void a_condition_without_a_kind_is_unknown(void **state) {
    (void)state;
    const struct plan plan = {.id = "none"};
    const struct plan_condition none = {.kind = PLAN_CONDITION_NONE};
    struct health_facts health = healthy();
    assert_int_equal(insurability_hit(&plan, &none, &health), FACT_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a11_a_finding_hits_when_it_held_on_the_first_day),
        cmocka_unit_test(s20_an_application_without_a_percentage),
        cmocka_unit_test(a11b_invalidity_by_status),
        cmocka_unit_test(s21_substances_or_medicines),
        cmocka_unit_test(a_condition_without_a_kind_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
