// SPDX-License-Identifier: EUPL-1.2
// Exclusions in two scopes, of the own and the general list (1.8, X-16, X-17).
#include "scoring/exclusion.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct plan_exclusion *find(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        if (strcmp(plan->exclusions[i].code, code) == 0) {
            return &plan->exclusions[i];
        }
    }
    return NULL;
}

static void x17_a_found_cause_hits_unless_an_exception_applies(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    struct cause_finding finding = {.code = "war-riot-active-part", .present = FACT_YES};
    struct cause_facts causes = {FACT_YES, &finding, 1};
    const struct plan_exclusion *war = find(plan, "war-riot-active-part");
    assert_int_equal(exclusion_hit(war, &causes), FACT_YES);
    assert_int_equal(exclusion_any(plan, &causes), FACT_YES);
    finding.exceptions[0] = "boredom";
    finding.exceptions[1] = "aid-to-a-person-in-danger";
    finding.exception_count = 2;
    assert_int_equal(exclusion_hit(war, &causes), FACT_NO);
    assert_int_equal(exclusion_any(plan, &causes), FACT_NO);
    finding.exception_count = 1;
    assert_int_equal(exclusion_hit(war, &causes), FACT_YES);
    finding = (struct cause_finding){.code = "self-harm", .present = FACT_UNKNOWN};
    assert_int_equal(exclusion_any(plan, &causes), FACT_UNKNOWN);
    causes = (struct cause_facts){.examined = FACT_UNKNOWN};
    assert_int_equal(exclusion_any(plan, &causes), FACT_UNKNOWN);
    causes.examined = FACT_YES;
    assert_int_equal(exclusion_any(plan, &causes), FACT_NO);
    plan_file_free(file);
}

static void the_first_and_the_last_entry_of_each_list_count(void **state) {
    (void)state;
    const struct plan_exclusion exclusions[] = {
        {.code = "first",
         .scope = PLAN_SCOPE_CAUSE,
         .exceptions = {"one", "two"},
         .exception_count = 2},
        {.code = "dear", .scope = PLAN_SCOPE_EXPENSE},
        {.code = "beyond", .scope = PLAN_SCOPE_EXPENSE},
    };
    struct plan plan = {.exclusions = exclusions, .exclusion_count = 2};
    struct cause_finding finding = {.code = "first", .present = FACT_YES};
    const struct cause_facts causes = {FACT_YES, &finding, 1};
    assert_int_equal(exclusion_any(&plan, &causes), FACT_YES);
    finding.exceptions[0] = "one";
    finding.exceptions[1] = "two";
    finding.exception_count = 1;
    assert_int_equal(exclusion_any(&plan, &causes), FACT_NO);
    finding.exceptions[0] = "two";
    assert_int_equal(exclusion_any(&plan, &causes), FACT_NO);
    assert_ptr_equal(exclusion_of_expense(&plan, "dear"), &exclusions[1]);
    assert_null(exclusion_of_expense(&plan, "beyond"));
    plan.exclusions = exclusions + 1;
    plan.exclusion_count = 1;
    assert_ptr_equal(exclusion_of_expense(&plan, "dear"), &exclusions[1]);
}

static void the_scope_of_an_expense_decides_about_expenses_only(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    const struct plan *plan = plan_file_plan(file);
    assert_string_equal(exclusion_of_expense(plan, "medical-therapies")->item, "m");
    assert_null(exclusion_of_expense(plan, "self-harm"));
    assert_null(exclusion_of_expense(plan, NULL));
    const struct cause_finding finding = {.code = "medical-therapies", .present = FACT_YES};
    const struct cause_facts causes = {FACT_YES, &finding, 1};
    assert_int_equal(exclusion_any(plan, &causes), FACT_NO);
    plan_file_free(file);
}

// plan B with another word for its general list.
static struct plan_file *with_general_list(const char *from, const char *to) {
    size_t length;
    char *text = plans_text("permanent-2026", &length);
    char *place = strstr(text, from);
    assert_non_null(place);
    static char changed[PLAN_FILE_BYTES_MAX];
    int written = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(place - text), text, to,
                           place + strlen(from));
    free(text);
    struct plan_file *file = NULL;
    assert_int_equal(plan_file_read(changed, (size_t)written, &file, NULL), PLAN_FILE_OK);
    return file;
}

static void x16_the_general_list_applies_as_the_plan_says(void **state) {
    (void)state;
    static const char subset[] = "\"value\": \"subset\",\n    \"except\": [\"7\"]";
    struct plan_file *file = plans_open("permanent-2026");
    assert_non_null(find(plan_file_plan(file), "pre-existing-defects"));
    assert_null(
        find(plan_file_plan(file), "need-of-help-stays")); // would defeat the stay in an RSA
    assert_string_equal(find(plan_file_plan(file), "dangerous-sports")->general_item, "11");
    plan_file_free(file);
    file = with_general_list(subset, "\"value\": \"all\", \"except\": []");
    assert_non_null(find(plan_file_plan(file), "need-of-help-stays"));
    plan_file_free(file);
    file = with_general_list(subset, "\"value\": \"none\", \"except\": []");
    assert_null(find(plan_file_plan(file), "pre-existing-defects"));
    assert_null(find(plan_file_plan(file), "need-of-help-stays"));
    assert_non_null(find(plan_file_plan(file), "dangerous-sports")); // in its own list too
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(x17_a_found_cause_hits_unless_an_exception_applies),
        cmocka_unit_test(the_first_and_the_last_entry_of_each_list_count),
        cmocka_unit_test(the_scope_of_an_expense_decides_about_expenses_only),
        cmocka_unit_test(x16_the_general_list_applies_as_the_plan_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
