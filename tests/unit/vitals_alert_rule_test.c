// SPDX-License-Identifier: EUPL-1.2
// The four-bound rule: which level a value reaches, and which rules may be stored.
#include "scoring/alert_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct alert_limit at(int64_t value) {
    return (struct alert_limit){true, value};
}

static void a_value_on_a_limit_is_still_inside(void **state) {
    (void)state;
    const struct alert_rule rule = {QUANTITY_GLUCOSE, at(54000), at(70000), at(180000), at(250000)};
    static const struct {
        int64_t value;
        enum alert_level level;
        int64_t limit;
    } cases[] = {
        {53999, ALERT_LEVEL_ALERT_LOW, 54000},
        {54000, ALERT_LEVEL_WARNING_LOW, 70000},
        {69999, ALERT_LEVEL_WARNING_LOW, 70000},
        {70000, ALERT_LEVEL_NONE, 0},
        {180000, ALERT_LEVEL_NONE, 0},
        {180001, ALERT_LEVEL_WARNING_HIGH, 180000},
        {250000, ALERT_LEVEL_WARNING_HIGH, 180000},
        {250001, ALERT_LEVEL_ALERT_HIGH, 250000},
        {INT64_MIN, ALERT_LEVEL_ALERT_LOW, 54000},
        {INT64_MAX, ALERT_LEVEL_ALERT_HIGH, 250000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct alert_verdict verdict = alert_rule_evaluate(&rule, cases[i].value);
        assert_int_equal(verdict.level, cases[i].level);
        assert_true(verdict.limit == cases[i].limit);
    }
}

static void a_limit_that_is_not_set_never_fires(void **state) {
    (void)state;
    const struct alert_rule only_low = {.quantity = QUANTITY_SPO2, .alert_low = at(88000)};
    assert_int_equal(alert_rule_evaluate(&only_low, 87999).level, ALERT_LEVEL_ALERT_LOW);
    assert_int_equal(alert_rule_evaluate(&only_low, 100000).level, ALERT_LEVEL_NONE);
    const struct alert_rule none = {.quantity = QUANTITY_SPO2};
    assert_int_equal(alert_rule_evaluate(&none, 0).level, ALERT_LEVEL_NONE);
    assert_int_equal(alert_rule_evaluate(&none, INT64_MIN).level, ALERT_LEVEL_NONE);
}

// Telemonitoring §5 case 23: LO is below whatever a clinician could have set.
static void case23_a_value_beyond_the_meter_is_an_alert_with_or_without_limits(void **state) {
    (void)state;
    const struct alert_rule all = {QUANTITY_GLUCOSE, at(54000), at(70000), at(180000), at(250000)};
    const struct alert_rule warn = {
        .quantity = QUANTITY_GLUCOSE, .warn_low = at(70000), .warn_high = at(180000)};
    const struct alert_rule other = {.quantity = QUANTITY_GLUCOSE};
    const struct {
        const struct alert_rule *rule;
        int64_t low, high;
    } cases[] = {{&all, 54000, 250000},
                 {&warn, 70000, 180000},
                 {&other, 20000, 600000},
                 {NULL, 20000, 600000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct quantity_value value;
        assert_true(quantity_of_word(QUANTITY_GLUCOSE, QUANTITY_BELOW, &value));
        struct alert_verdict verdict = alert_rule_evaluate_beyond(cases[i].rule, &value);
        assert_int_equal(verdict.level, ALERT_LEVEL_ALERT_LOW);
        assert_true(verdict.limit == cases[i].low);
        assert_true(quantity_of_word(QUANTITY_GLUCOSE, QUANTITY_ABOVE, &value));
        verdict = alert_rule_evaluate_beyond(cases[i].rule, &value);
        assert_int_equal(verdict.level, ALERT_LEVEL_ALERT_HIGH);
        assert_true(verdict.limit == cases[i].high);
        value.beyond = QUANTITY_WITHIN;
        assert_int_equal(alert_rule_evaluate_beyond(cases[i].rule, &value).level, ALERT_LEVEL_NONE);
        assert_int_equal(alert_rule_evaluate_beyond(cases[i].rule, &value).limit, 0);
    }
}

static void only_ordered_possible_rules_may_be_stored(void **state) {
    (void)state;
    const struct alert_limit no = {false, 0};
    const struct {
        struct alert_rule rule;
        enum alert_rule_fault fault;
    } cases[] = {
        {{QUANTITY_SYSTOLIC, at(90000), at(100000), at(135000), at(180000)}, ALERT_RULE_OK},
        {{QUANTITY_SYSTOLIC, at(90000), at(90000), at(135000), at(135000)}, ALERT_RULE_OK},
        {{QUANTITY_SYSTOLIC, no, no, no, at(180000)}, ALERT_RULE_OK},
        {{QUANTITY_SYSTOLIC, at(90000), no, no, no}, ALERT_RULE_OK},
        {{QUANTITY_SYSTOLIC, at(50000), no, no, at(280000)}, ALERT_RULE_OK},
        {{QUANTITY_SYSTOLIC, at(49999), no, no, no}, ALERT_RULE_BOUNDS},
        {{QUANTITY_SYSTOLIC, no, no, no, no}, ALERT_RULE_EMPTY},
        {{QUANTITY_NONE, no, no, no, no}, ALERT_RULE_QUANTITY},
        {{QUANTITY_SYSTOLIC, at(100000), at(90000), no, no}, ALERT_RULE_ORDER},
        {{QUANTITY_SYSTOLIC, at(180000), no, no, at(90000)}, ALERT_RULE_ORDER},
        {{QUANTITY_SYSTOLIC, no, at(135000), at(135000), no}, ALERT_RULE_ORDER},
        {{QUANTITY_SYSTOLIC, no, no, at(190000), at(180000)}, ALERT_RULE_ORDER},
        {{QUANTITY_SYSTOLIC, no, no, no, at(280001)}, ALERT_RULE_BOUNDS},
        {{QUANTITY_SYSTOLIC, at(90), no, no, no}, ALERT_RULE_BOUNDS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(alert_rule_check(&cases[i].rule), cases[i].fault);
    }
}

static void levels_have_stable_codes_and_two_severities(void **state) {
    (void)state;
    assert_string_equal(alert_level_code(ALERT_LEVEL_NONE), "none");
    assert_string_equal(alert_level_code(ALERT_LEVEL_WARNING_LOW), "warning-low");
    assert_string_equal(alert_level_code(ALERT_LEVEL_WARNING_HIGH), "warning-high");
    assert_string_equal(alert_level_code(ALERT_LEVEL_ALERT_LOW), "alert-low");
    assert_string_equal(alert_level_code(ALERT_LEVEL_ALERT_HIGH), "alert-high");
    assert_int_equal(alert_level_severity(ALERT_LEVEL_NONE), 0);
    assert_int_equal(alert_level_severity(ALERT_LEVEL_WARNING_LOW), 1);
    assert_int_equal(alert_level_severity(ALERT_LEVEL_WARNING_HIGH), 1);
    assert_int_equal(alert_level_severity(ALERT_LEVEL_ALERT_LOW), 2);
    assert_int_equal(alert_level_severity(ALERT_LEVEL_ALERT_HIGH), 2);
    enum alert_level beyond = (enum alert_level)(ALERT_LEVEL_ALERT_HIGH + 1);
    assert_string_equal(alert_level_code(beyond), "none");
    assert_int_equal(alert_level_severity(beyond), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_on_a_limit_is_still_inside),
        cmocka_unit_test(a_limit_that_is_not_set_never_fires),
        cmocka_unit_test(case23_a_value_beyond_the_meter_is_an_alert_with_or_without_limits),
        cmocka_unit_test(only_ordered_possible_rules_may_be_stored),
        cmocka_unit_test(levels_have_stable_codes_and_two_severities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
