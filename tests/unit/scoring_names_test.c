// SPDX-License-Identifier: EUPL-1.2
// Names as stored, sent and shown: each stands for one value, and only exactly that text is read.
#include "scoring/benefit_form.h"
#include "scoring/fact.h"
#include "scoring/holiday.h"
#include "scoring/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void facts_are_named(void **state) {
    (void)state;
    static const char *const names[] = {"unknown", "no", "yes"};
    for (int i = FACT_UNKNOWN; i <= FACT_YES; i++) {
        enum fact read = FACT_UNKNOWN;
        assert_string_equal(fact_name((enum fact)i), names[i]);
        assert_true(fact_from_name(names[i], &read));
        assert_int_equal(read, i);
    }
    enum fact kept = FACT_YES;
    assert_false(fact_from_name("", &kept));
    assert_false(fact_from_name("Yes", &kept));
    assert_false(fact_from_name("yes ", &kept));
    assert_int_equal(kept, FACT_YES);
}

static void a31_b20_forms_are_named(void **state) {
    (void)state;
    static const char *const names[] = {"unknown",    "direct",   "invoice",
                                        "home-carer", "rsa-stay", "annuity"};
    assert_int_equal(sizeof names / sizeof names[0], BENEFIT_FORM_COUNT);
    for (int i = 0; i < BENEFIT_FORM_COUNT; i++) {
        enum benefit_form read = BENEFIT_FORM_UNKNOWN;
        assert_string_equal(benefit_form_name((enum benefit_form)i), names[i]);
        assert_true(benefit_form_from_name(names[i], &read));
        assert_int_equal(read, i);
    }
    enum benefit_form kept = BENEFIT_FORM_DIRECT;
    assert_false(benefit_form_from_name("cash", &kept));
    assert_int_equal(kept, BENEFIT_FORM_DIRECT);
}

static void l01_holidays_are_named(void **state) {
    (void)state;
    static const char *const names[] = {
        "none",          "sunday",        "new-year",   "epiphany",
        "easter-monday", "liberation",    "labour",     "republic",
        "assumption",    "saint-francis", "all-saints", "immaculate-conception",
        "christmas",     "saint-stephen",
    };
    for (int i = HOLIDAY_NONE; i <= HOLIDAY_SAINT_STEPHEN; i++) {
        assert_string_equal(holiday_name((enum holiday)i), names[i]);
    }
}

// The dashboard has a text for each key: tests/browser holds the two lists against each other.
static void every_reason_has_a_key_of_its_own(void **state) {
    (void)state;
    for (int i = REASON_NONE; i < REASON_COUNT; i++) {
        const char *key = reason_key((enum reason_code)i);
        assert_non_null(key);
        assert_int_equal(strspn(key, "abcdefghijklmnopqrstuvwxyz-"), strlen(key));
        for (int k = REASON_NONE; k < i; k++) {
            assert_string_not_equal(key, reason_key((enum reason_code)k));
        }
    }
    assert_string_equal(reason_key(REASON_NONE), "none");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_named),
        cmocka_unit_test(a31_b20_forms_are_named),
        cmocka_unit_test(l01_holidays_are_named),
        cmocka_unit_test(every_reason_has_a_key_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
