// SPDX-License-Identifier: EUPL-1.2
// The rules that a plan may have besides: what is read, and what does not go together (S-05, S-06,
// S-15, S-34, L-01, L-09).
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

// What is put into the plan: the value at the end of the path, read as JSON.
struct change {
    const char *path[4];
    const char *value;
};

enum {
    CHANGES_MAX = 3,
};

static struct plan_file_fault fault;

// The permanent plan with these changes, read; NULL when it is refused.
static struct plan_file *read_changed(const struct change changes[CHANGES_MAX]) {
    size_t length;
    char *text = plans_text("permanent-2026", &length);
    json_t *root = json_loadb(text, length, 0, NULL);
    free(text);
    assert_non_null(root);
    for (size_t i = 0; i < CHANGES_MAX && changes[i].value != NULL; i++) {
        json_t *object = root;
        size_t last = 0;
        for (; changes[i].path[last + 1] != NULL; last++) {
            object = json_object_get(object, changes[i].path[last]);
        }
        json_t *value = json_loads(changes[i].value, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        assert_int_equal(json_object_set_new(object, changes[i].path[last], value), 0);
    }
    text = json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    assert_non_null(text);
    struct plan_file *file = NULL;
    fault = (struct plan_file_fault){0};
    enum plan_file_result result = plan_file_read(text, strlen(text), &file, &fault);
    assert_int_equal(result, file == NULL ? PLAN_FILE_INVALID : PLAN_FILE_OK);
    free(text);
    return file;
}

#define BASIS "\"rule\": \"T-1\", \"source\": \"a test\""
#define VALUE(value) "{\"value\": " value ", " BASIS "}"
#define SETTING(id)                                                                                \
    { "settings", id, "value" }
#define PATRON(days)                                                                               \
    {                                                                                              \
        { {"patron_saint_days"}, VALUE(days) }                                                     \
    }
#define GROUP(code, forms) "{\"code\": \"" code "\", \"forms\": [" forms "], " BASIS "}"
#define WAITING(cause, days)                                                                       \
    "{\"cause\": \"" cause "\", \"label\": {\"it\": \"i\", \"en\": \"e\"}, \"days\": " days        \
    ", " BASIS "}"

static void what_a_plan_has_besides_is_read_with_its_rule(void **state) {
    (void)state;
    struct plan_file *file = read_changed((struct change[CHANGES_MAX]){
        {{"patron_saint_days"}, VALUE("[\"02-29\", \"12-31\", \"01-01\", \"06-24\"]")},
        {{"start_next_month"}, VALUE("true")},
        {SETTING("L-09"), "\"ten-years\""}});
    assert_non_null(file);
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->patron_day_count, 4);
    assert_int_equal(plan->patron_days[0].value, 229);
    assert_int_equal(plan->patron_days[1].value, 1231);
    assert_int_equal(plan->patron_days[2].value, 101);
    assert_int_equal(plan->patron_days[3].value, 624);
    assert_string_equal(plan->patron_days[3].rule, "T-1");
    assert_string_equal(plan->patron_days[3].source, "a test");
    assert_true(plan->start_next_month.value);
    assert_string_equal(plan->start_next_month.rule, "T-1");
    assert_int_equal(plan->settings.limitation_months.value, 120);
    assert_string_equal(plan->settings.limitation_months.rule, "L-09");
    plan_file_free(file);

    file = read_changed((struct change[CHANGES_MAX]){
        {{"seniority"}, "{\"within\": 120, \"months\": 120, " BASIS "}"},
        {{"waiting"}, "[" WAITING("accident", "0") ", " WAITING("illness", "3650") "]"},
        {{"alternatives"}, "[" GROUP("one", "\"direct\"") ", " GROUP("two", "\"rsa-stay\"") "]"}});
    assert_non_null(file);
    plan = plan_file_plan(file);
    assert_int_equal(plan->seniority_months.value, 120);
    assert_int_equal(plan->seniority_within.value, 120);
    assert_string_equal(plan->seniority_within.rule, "T-1");
    assert_string_equal(plan->seniority_within.source, "a test");
    assert_int_equal(plan->waiting_count, 2);
    assert_int_equal(plan->waiting[1].days.value, 3650);
    assert_string_equal(plan->waiting[1].cause, "illness");
    assert_int_equal(plan->alternative_count, 2);
    assert_true(plan->alternatives[0].forms[BENEFIT_FORM_DIRECT]);
    assert_false(plan->alternatives[0].forms[BENEFIT_FORM_RSA_STAY]);
    assert_true(plan->alternatives[1].forms[BENEFIT_FORM_RSA_STAY]);
    plan_file_free(file);
}

static void what_a_plan_does_not_say_is_empty(void **state) {
    (void)state;
    struct plan_file *file = read_changed((struct change[CHANGES_MAX]){{{0}, NULL}});
    assert_non_null(file);
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->patron_day_count, 0);
    assert_int_equal(plan->waiting_count, 0);
    assert_int_equal(plan->alternative_count, 0);
    assert_int_equal(plan->seniority_months.value, 0);
    assert_string_equal(plan->seniority_months.rule, "");
    assert_string_equal(plan->seniority_within.source, "");
    assert_false(plan->start_next_month.value);
    assert_string_equal(plan->start_next_month.rule, "");
    assert_string_equal(plan->start_next_month.source, "");
    assert_false(plan->yearly.value);
    assert_string_equal(plan->yearly.rule, "");
    assert_int_equal(plan->deductible_days.value, 0);
    assert_string_equal(plan->deductible_days.rule, "");
    assert_int_equal(plan->settings.limitation_months.value, 24);
    plan_file_free(file);
}

static void each_rule_is_refused_at_its_place(void **state) {
    (void)state;
    static const struct {
        struct change changes[CHANGES_MAX];
        const char *pointer;
        const char *code;
    } rows[] = {
        {PATRON("[\"06-31\"]"), "/patron_saint_days/value/0", "out-of-range"},
        {PATRON("[\"06-24\", \"6-24\"]"), "/patron_saint_days/value/1", "out-of-range"},
        {PATRON("[\"06-241\"]"), "/patron_saint_days/value/0", "out-of-range"},
        {PATRON("[624]"), "/patron_saint_days/value/0", "out-of-range"},
        {PATRON("[\"\"]"), "/patron_saint_days/value/0", "out-of-range"},
        {PATRON("[\"01-01\", \"01-02\", \"01-03\", \"01-04\", \"01-05\"]"),
         "/patron_saint_days/value", "too-many"},
        {{{{"start_next_month"}, VALUE("1")}}, "/start_next_month/value", "wrong-type"},
        {{{{"earliest_filing_days"}, VALUE("3651")}},
         "/earliest_filing_days/value",
         "out-of-range"},
        {{{{"deductible_days"}, VALUE("-1")}}, "/deductible_days/value", "out-of-range"},
        {{{{"same_event_days"}, VALUE("3651")}}, "/same_event_days/value", "out-of-range"},
        {{{{"complaint_days"}, VALUE("3651")}}, "/complaint_days/value", "out-of-range"},
        {{{{"seniority"}, "{\"within\": 121, \"months\": 1, " BASIS "}"}},
         "/seniority/within",
         "out-of-range"},
        {{{{"seniority"}, "{\"within\": 12, \"months\": 13, " BASIS "}"}},
         "/seniority/months",
         "out-of-range"},
        {{{{"seniority"}, "{\"within\": 12, \"months\": 0, " BASIS "}"}},
         "/seniority/months",
         "out-of-range"},
        {{{{"seniority"}, "{\"within\": 0, \"months\": 1, " BASIS "}"}},
         "/seniority/within",
         "out-of-range"},
        {{{{"waiting"}, "[]"}}, "/waiting", "empty"},
        {{{{"waiting"}, "[" WAITING("illness", "3651") "]"}}, "/waiting/0/days", "out-of-range"},
        {{{{"waiting"}, "[" WAITING("illness", "-1") "]"}}, "/waiting/0/days", "out-of-range"},
        {{{{"waiting"}, "[" WAITING("illness", "1") ", " WAITING("illness", "2") "]"}},
         "/waiting/1",
         "duplicate-code"},
        {{{{"waiting"}, "[" WAITING("a", "1") ", " WAITING("b", "1") ", " WAITING("a", "2") "]"}},
         "/waiting/2",
         "duplicate-code"},
        {{{{"alternatives"}, "[" GROUP("one", "\"direct\"") "]"}}, "/alternatives", "empty"},
        {{{{"alternatives"},
           "[" GROUP("one", "\"direct\"") ", " GROUP("two", "\"rsa-stay\", \"direct\"") "]"}},
         "/alternatives/1",
         "duplicate-code"},
        {{{{"alternatives"}, "[" GROUP("one", "\"direct\"") ", " GROUP("two", "") "]"}},
         "/alternatives/1/forms",
         "empty"},
        {{{{"alternatives"}, "[" GROUP("one", "\"invoice\"") ", " GROUP("two", "\"direct\"") "]"}},
         "/alternatives/0/forms/0",
         "unknown-name"},
        {{{{"alternatives"}, "[" GROUP("one", "\"gift\"") ", " GROUP("two", "\"direct\"") "]"}},
         "/alternatives/0/forms/0",
         "unknown-name"},
        {{{{"alternatives"}, "[" GROUP("one", "7") ", " GROUP("two", "\"direct\"") "]"}},
         "/alternatives/0/forms/0",
         "unknown-name"},
        {{{{"ceiling_period"}, VALUE("\"week\"")}}, "/ceiling_period/value", "unknown-name"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_file *file = read_changed(rows[i].changes);
        if (file != NULL || strcmp(fault.pointer, rows[i].pointer) != 0 ||
            strcmp(fault.code, rows[i].code) != 0) {
            fail_msg("row %zu: %s at %s", i, fault.code, fault.pointer);
        }
    }
}

// NULL as the place: the rules go together.
static void rules_that_do_not_go_together_are_refused(void **state) {
    (void)state;
    static const char yearly[] = VALUE("\"year\"");
    static const char calendar[] = "\"calendar-months-pro-rata\"";
    static const char paid[] = "\"paid-months-per-event\"";
    static const struct {
        struct change changes[CHANGES_MAX];
        const char *pointer;
        const char *code;
    } rows[] = {
        {{{{"ceiling_period"}, yearly}}, NULL, NULL},
        {{{{"ceiling_period"}, yearly}, {{"months", "value"}, "35"}},
         "/months/value",
         "out-of-range"},
        {{{{"months", "value"}, "35"}}, NULL, NULL},
        {{{{"until_state_ends"}, VALUE("true")}}, "/months/value", "out-of-range"},
        {{{{"until_state_ends"}, VALUE("true")}, {{"months", "value"}, "120"}}, NULL, NULL},
        {{{{"until_state_ends"}, VALUE("false")}}, NULL, NULL},
        {{{SETTING("S-05"), calendar}}, NULL, NULL},
        {{{SETTING("S-05"), calendar}, {{"months", "value"}, "119"}}, NULL, NULL},
        {{{SETTING("S-05"), calendar}, {{"months", "value"}, "120"}},
         "/settings/S-05",
         "not-built"},
        {{{SETTING("S-05"), calendar}, {{"ceiling_period"}, yearly}},
         "/settings/S-05",
         "not-built"},
        {{{SETTING("S-05"), calendar}, {{"ceiling_period"}, VALUE("\"month\"")}}, NULL, NULL},
        {{{SETTING("S-15"), paid}}, NULL, NULL},
        {{{SETTING("S-15"), paid}, {SETTING("S-05"), calendar}}, "/settings/S-15", "not-built"},
        {{{SETTING("S-15"), paid}, {{"ceiling_period"}, yearly}}, "/settings/S-15", "not-built"},
        {{{SETTING("S-06"), "\"survival-passed\""}}, NULL, NULL},
        {{{SETTING("S-06"), "\"survival-passed\""}, {{"survival_days", "value"}, "0"}},
         "/settings/S-06",
         "out-of-range"},
        {{{SETTING("S-06"), "\"survival-passed\""}, {{"survival_days", "value"}, "1"}}, NULL, NULL},
        {{{{"survival_days", "value"}, "0"}}, NULL, NULL},
        {{{SETTING("S-34"), "\"payment-term\""}}, NULL, NULL},
        {{{SETTING("S-34"), "\"payment-term\""}, {{"cover", "payment_day", "value"}, "0"}},
         "/settings/S-34",
         "out-of-range"},
        {{{SETTING("S-34"), "\"payment-term\""}, {{"cover", "payment_day", "value"}, "1"}},
         NULL,
         NULL},
        {{{{"cover", "payment_day", "value"}, "0"}}, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_file *file = read_changed(rows[i].changes);
        bool good = rows[i].pointer == NULL
                        ? file != NULL
                        : file == NULL && strcmp(fault.pointer, rows[i].pointer) == 0 &&
                              strcmp(fault.code, rows[i].code) == 0;
        if (!good) {
            fail_msg("row %zu: %s at %s", i, fault.code, fault.pointer);
        }
        plan_file_free(file);
    }
}

// A reading that nobody knows is answered with those that the program has, for every setting.
static void every_setting_names_its_readings(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"S-01", "one of: event-day-is-day-0"},
        {"S-02", "one of: not-extended next-working-day"},
        {"S-02b", "one of: not-extended next-working-day"},
        {"S-02c", "one of: not-extended"},
        {"S-03", "one of: received sent"},
        {"S-04", "one of: first-step sent received"},
        {"S-05", "one of: anniversary-months calendar-months-pro-rata"},
        {"S-06",
         "one of: dossier-complete written-claim survival-passed onset filed received recognition"},
        {"S-07", "one of: no-carry-over"},
        {"S-08", "one of: service-period-by-days invoice-date payment-date"},
        {"S-09", "one of: person-decides"},
        {"S-10", "one of: no-payment pay-while-reviewable"},
        {"S-11", "one of: suspended-from-request"},
        {"S-12", "one of: birthday-reached birthday-reached-28-february"},
        {"S-13", "one of: completed-age-included completed-age-strict"},
        {"S-14", "one of: end-of-month 30-june"},
        {"S-15", "one of: elapsed-months-per-event elapsed-months-per-year elapsed-months-per-life "
                 "paid-months-per-event"},
        {"S-16", "one of: whole-ceiling daily"},
        {"S-17", "one of: direct-then-receipt-order"},
        {"S-18", "one of: month-of-communication"},
        {"S-19", "one of: start-of-cover"},
        {"S-20", "one of: counts-unless-known-below unknown-without-percent"},
        {"S-21", "one of: active-substances medicines"},
        {"S-22", "one of: stop-from-finding"},
        {"S-23", "one of: local-date-of-the-place"},
        {"S-24", "one of: payment-week-mean payment-week-mean-of-inverses service-week-mean "
                 "service-week-mean-of-inverses"},
        {"S-25", "one of: not-suspended suspended"},
        {"S-26", "one of: continues stops-with-cover"},
        {"S-27", "one of: full-month pro-rata"},
        {"S-28", "one of: family-circle-and-representatives member-and-representatives"},
        {"S-29", "one of: day-passed day-reached"},
        {"S-30", "one of: cents-half-up"},
        {"S-31", "one of: new-entry opt-out-stands"},
        {"S-32", "one of: july-accepted-with-flag june-only june-and-july"},
        {"S-33", "one of: per-plan-year"},
        {"S-34", "one of: reactivation-rule payment-term"},
        {"S-35", "one of: to-end-of-insurance-year"},
        {"L-09", "one of: two-years ten-years"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_null(read_changed(
            (struct change[CHANGES_MAX]){{{"settings", rows[i][0], "value"}, "\"other\""}}));
        if (strcmp(fault.hint, rows[i][1]) != 0 || strcmp(fault.code, "unknown-name") != 0) {
            fail_msg("%s: %s %s", rows[i][0], fault.code, fault.hint);
        }
    }
}

// The second reading of a setting arrives in its own place, and of a flag with its rule.
static void every_setting_is_read_into_its_place(void **state) {
    (void)state;
    static const struct {
        const char *id;
        const char *second;
        size_t offset;
    } rows[] = {
        {"S-03", "\"sent\"", offsetof(struct plan_settings, written_claim_date)},
        {"S-04", "\"sent\"", offsetof(struct plan_settings, filing_date)},
        {"S-05", "\"calendar-months-pro-rata\"", offsetof(struct plan_settings, month_basis)},
        {"S-06", "\"written-claim\"", offsetof(struct plan_settings, accrual_start)},
        {"S-08", "\"invoice-date\"", offsetof(struct plan_settings, expense_day)},
        {"S-12", "\"birthday-reached-28-february\"", offsetof(struct plan_settings, leap_birthday)},
        {"S-13", "\"completed-age-strict\"", offsetof(struct plan_settings, age_limit)},
        {"S-14", "\"30-june\"", offsetof(struct plan_settings, child_end)},
        {"S-15", "\"elapsed-months-per-year\"", offsetof(struct plan_settings, length)},
        {"S-16", "\"daily\"", offsetof(struct plan_settings, last_month)},
        {"S-20", "\"unknown-without-percent\"", offsetof(struct plan_settings, applied_invalidity)},
        {"S-21", "\"medicines\"", offsetof(struct plan_settings, drug)},
        {"S-24", "\"payment-week-mean-of-inverses\"", offsetof(struct plan_settings, exchange)},
        {"S-26", "\"stops-with-cover\"", offsetof(struct plan_settings, cover_loss)},
        {"S-27", "\"pro-rata\"", offsetof(struct plan_settings, death_month)},
        {"S-29", "\"day-reached\"", offsetof(struct plan_settings, survival)},
        {"S-31", "\"opt-out-stands\"", offsetof(struct plan_settings, rehire)},
        {"S-32", "\"june-only\"", offsetof(struct plan_settings, late_window)},
        {"S-34", "\"payment-term\"", offsetof(struct plan_settings, arrears)},
    };
    static const struct {
        const char *id;
        const char *second;
        size_t offset;
    } flags[] = {
        {"S-02", "\"next-working-day\"", offsetof(struct plan_settings, extend_acts)},
        {"S-02b", "\"next-working-day\"", offsetof(struct plan_settings, extend_cutoffs)},
        {"S-10", "\"pay-while-reviewable\"", offsetof(struct plan_settings, pay_while_reviewable)},
        {"S-25", "\"suspended\"", offsetof(struct plan_settings, exact_leave_suspends)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_file *file = read_changed(
            (struct change[CHANGES_MAX]){{{"settings", rows[i].id, "value"}, rows[i].second}});
        assert_non_null(file);
        unsigned choice;
        memcpy(&choice, (const char *)&plan_file_plan(file)->settings + rows[i].offset,
               sizeof choice);
        if (choice != 1) {
            fail_msg("%s: %u", rows[i].id, choice);
        }
        plan_file_free(file);
    }
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        struct plan_file *file = read_changed(
            (struct change[CHANGES_MAX]){{{"settings", flags[i].id, "value"}, flags[i].second}});
        assert_non_null(file);
        struct plan_flag flag;
        memcpy(&flag, (const char *)&plan_file_plan(file)->settings + flags[i].offset, sizeof flag);
        assert_true(flag.value);
        assert_string_equal(flag.rule, flags[i].id);
        plan_file_free(file);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_plan_has_besides_is_read_with_its_rule),
        cmocka_unit_test(what_a_plan_does_not_say_is_empty),
        cmocka_unit_test(each_rule_is_refused_at_its_place),
        cmocka_unit_test(rules_that_do_not_go_together_are_refused),
        cmocka_unit_test(every_setting_names_its_readings),
        cmocka_unit_test(every_setting_is_read_into_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
