// SPDX-License-Identifier: EUPL-1.2
// The opening dossier (A-17 …, S-06).
#include "scoring/dossier.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a18_a19_documents_are_needed_by_what_happened(void **state) {
    (void)state;
    const struct dossier_facts facts = {.admitted = FACT_YES, .home_service = FACT_NO};
    struct plan_document document = {.code = "D", .when = PLAN_DOCUMENT_NEVER};
    assert_int_equal(dossier_needs(&document, &facts), FACT_NO);
    document.when = PLAN_DOCUMENT_ALWAYS;
    assert_int_equal(dossier_needs(&document, &facts), FACT_YES);
    document.when = PLAN_DOCUMENT_ADMITTED;
    assert_int_equal(dossier_needs(&document, &facts), FACT_YES);
    document.when = PLAN_DOCUMENT_HOME_SERVICE;
    assert_int_equal(dossier_needs(&document, &facts), FACT_NO);
    document.when = PLAN_DOCUMENT_INPATIENT;
    assert_int_equal(dossier_needs(&document, &facts), FACT_UNKNOWN);
}

static void s06_complete_on_the_receipt_of_the_last_accepted_document(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    struct document_fact documents[] = {
        {"D1", plans_date("2026-01-20"), FACT_YES}, {"D2", plans_date("2026-01-05"), FACT_YES},
        {"D3", plans_date("2026-02-11"), FACT_YES}, {"D4", plans_date("2026-01-30"), FACT_YES},
        {"D3", plans_date("2026-02-05"), FACT_NO},  {"D3", plans_date("2026-03-05"), FACT_YES},
    };
    struct dossier_facts facts = {.documents = documents,
                                  .document_count = 6,
                                  .admitted = FACT_NO,
                                  .home_service = FACT_NO,
                                  .inpatient = FACT_NO};
    struct civil_date complete = dossier_complete_on(plan, &facts);
    assert_int_equal(complete.number, plans_date("2026-02-11").number);
    // D3 again is the sixth: what stands behind the count is not there.
    documents[2].accepted = FACT_NO;
    facts.document_count = 5;
    assert_false(civil_date_known(dossier_complete_on(plan, &facts)));
    facts.document_count = 6;
    assert_true(civil_date_known(dossier_complete_on(plan, &facts)));
    documents[2].accepted = FACT_YES;
    struct plan four = *plan;
    four.documents = (const struct plan_document[]){{.code = "D1", .when = PLAN_DOCUMENT_ALWAYS},
                                                    {.code = "D9", .when = PLAN_DOCUMENT_ALWAYS}};
    four.document_count = 1;
    assert_int_equal(dossier_complete_on(&four, &facts).number, plans_date("2026-01-20").number);
    documents[0].accepted = FACT_UNKNOWN;
    assert_false(civil_date_known(dossier_complete_on(plan, &facts)));
    documents[0].accepted = FACT_YES;
    facts.inpatient = FACT_UNKNOWN;
    assert_false(civil_date_known(dossier_complete_on(plan, &facts)));
    facts.inpatient = FACT_YES;
    assert_false(civil_date_known(dossier_complete_on(plan, &facts)));
    plan_file_free(file);
}

static void a_plan_that_lists_no_document_is_never_complete_by_itself(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    const struct dossier_facts facts = {.admitted = FACT_NO};
    assert_false(civil_date_known(dossier_complete_on(plan_file_plan(file), &facts)));
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a18_a19_documents_are_needed_by_what_happened),
        cmocka_unit_test(s06_complete_on_the_receipt_of_the_last_accepted_document),
        cmocka_unit_test(a_plan_that_lists_no_document_is_never_complete_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
