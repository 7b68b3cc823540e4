// SPDX-License-Identifier: EUPL-1.2
// Names as stored, sent and shown: each stands for one value, and only exactly that text is read.
#include "scoring/benefit_form.h"
#include "scoring/deadline.h"
#include "scoring/fact.h"
#include "scoring/holiday.h"
#include "scoring/insurability.h"
#include "scoring/proposal.h"
#include "scoring/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

// A key nobody can read is a key that was misspelt: the English texts of the dashboard know all of
// them.
static void every_reason_has_a_key_of_its_own_and_a_text(void **state) {
    (void)state;
    size_t room = 1024 * 1024;
    char *texts = calloc(1, room);
    FILE *file = fopen(HOUSE_SOURCE_DIR "/dashboard/text/en.json", "rb");
    assert_non_null(texts);
    assert_non_null(file);
    assert_true(fread(texts, 1, room - 1, file) > 0);
    fclose(file);
    assert_string_equal(reason_key(REASON_NONE), "none");
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        char wanted[80];
        const char *key = reason_key((enum reason_code)i);
        assert_non_null(key);
        snprintf(wanted, sizeof wanted, "\"reason.%s\":", key);
        if (strstr(texts, wanted) == NULL) {
            fail_msg("no text for the reason %s", key);
        }
        for (int k = REASON_NONE; k < i; k++) {
            assert_string_not_equal(key, reason_key((enum reason_code)k));
        }
    }
    free(texts);
}

static void deadlines_are_named(void **state) {
    (void)state;
    static const char *const kinds[] = {"none", "act", "cutoff", "state-window"};
    static const char *const events[] = {
        "none",
        "onset",
        "first-contact",
        "claim-sent",
        "claim-received",
        "dossier-complete",
        "document-requested",
        "complaint-received",
        "interruption",
        "decision",
    };
    static const char *const positions[] = {"unknown", "in-time", "on-last-day", "past"};
    for (int i = DEADLINE_NONE; i <= DEADLINE_STATE_WINDOW; i++) {
        assert_string_equal(deadline_kind_name((enum deadline_kind)i), kinds[i]);
    }
    for (int i = DEADLINE_EVENT_NONE; i <= DEADLINE_EVENT_DECISION; i++) {
        assert_string_equal(deadline_event_name((enum deadline_event)i), events[i]);
    }
    for (int i = DEADLINE_POSITION_UNKNOWN; i <= DEADLINE_PAST; i++) {
        assert_string_equal(deadline_position_name((enum deadline_position)i), positions[i]);
    }
}

static void a11_states_of_invalidity_are_named(void **state) {
    (void)state;
    static const char *const names[] = {"not-stated", "unknown", "none",
                                        "entitled",   "applied", "recognised"};
    for (int i = INVALIDITY_NOT_STATED; i <= INVALIDITY_RECOGNISED; i++) {
        assert_string_equal(invalidity_status_name((enum invalidity_status)i), names[i]);
    }
}

static void proposals_are_named(void **state) {
    (void)state;
    static const char *const consolidated[] = {"not-judged", "no", "yes", "undetermined"};
    static const char *const outcomes[] = {
        "incomplete",    "recognised",  "not-recognised",    "reviewable", "excluded",
        "not-insurable", "not-covered", "late-for-a-person", "held",
    };
    static const char *const timeliness[] = {"unknown", "no-term", "in-time", "late", "early"};
    static const char *const payments[] = {"none", "held", "open", "barred"};
    for (int i = CONSOLIDATED_NOT_JUDGED; i < 4; i++) {
        assert_string_equal(consolidated_name((enum consolidated)i), consolidated[i]);
    }
    for (int i = PROPOSAL_INCOMPLETE; i <= PROPOSAL_HELD; i++) {
        assert_string_equal(proposal_outcome_name((enum proposal_outcome)i), outcomes[i]);
    }
    for (int i = PROPOSAL_TIMELINESS_UNKNOWN; i <= PROPOSAL_EARLY; i++) {
        assert_string_equal(proposal_timeliness_name((enum proposal_timeliness)i), timeliness[i]);
    }
    for (int i = PROPOSAL_PAYMENT_NONE; i <= PROPOSAL_PAYMENT_BARRED; i++) {
        assert_string_equal(proposal_payment_name((enum proposal_payment)i), payments[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_named),
        cmocka_unit_test(a31_b20_forms_are_named),
        cmocka_unit_test(l01_holidays_are_named),
        cmocka_unit_test(every_reason_has_a_key_of_its_own_and_a_text),
        cmocka_unit_test(deadlines_are_named),
        cmocka_unit_test(proposals_are_named),
        cmocka_unit_test(a11_states_of_invalidity_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
