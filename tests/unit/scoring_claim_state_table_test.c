// SPDX-License-Identifier: EUPL-1.2
// The whole life of a claim, told by event (rule book, chapter 7): what leads where and brings
// what, and that nothing else does.
#include "scoring/claim_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DECIDED CLAIM_EFFECT_RECORD_DECISION
#define REFUSED (CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES)
#define LATE_DEATH (CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK)
#define DECIDABLE "under-evaluation late reviewable"
#define PAYING "recognised in-payment suspended"

// What the event (or the end) does in each of these states; to "=" leaves the state as it is.
static const struct {
    const char *from;
    const char *word;
    const char *to;
    unsigned effects;
} events[] =
    {
        {"notice", "file", "opened", 0},
        {"opened waiting-documents complete " DECIDABLE, "request-documents", "waiting-documents",
         CLAIM_EFFECT_ASK_DOCUMENTS},
        {"opened waiting-documents", "documents-complete", "complete", CLAIM_EFFECT_START_ACCRUAL},
        {"complete late reviewable", "evaluate", "under-evaluation", 0},
        {DECIDABLE " " PAYING, "visit", "=", 0},
        {"under-evaluation", "find-late", "late", CLAIM_EFFECT_ASK_PERSON},
        {DECIDABLE, "decide-recognised", "recognised", DECIDED | CLAIM_EFFECT_OPEN_MONTHS},
        {DECIDABLE, "decide-reviewable", "reviewable", DECIDED | CLAIM_EFFECT_SET_REVIEW},
        {DECIDABLE, "decide-not-recognised", "not-recognised", REFUSED},
        {DECIDABLE, "decide-excluded", "excluded", REFUSED},
        {DECIDABLE, "decide-not-insurable", "not-insurable", REFUSED},
        {DECIDABLE, "decide-not-covered", "not-covered", REFUSED},
        {"not-recognised excluded not-insurable not-covered", "reopen", "under-evaluation", 0},
        {"recognised", "start-payment", "in-payment", 0},
        {"recognised in-payment", "suspend", "suspended", CLAIM_EFFECT_HOLD_EXPENSES},
        {"suspended", "resume", "in-payment", CLAIM_EFFECT_RELEASE_EXPENSES},
        {"notice opened waiting-documents complete under-evaluation late", "withdraw", "ended",
         CLAIM_EFFECT_CLOSE_EXPENSES},
        {"reviewable", "withdraw", "ended", CLAIM_EFFECT_CLOSE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
        {"recognised in-payment", "withdraw", "ended", CLAIM_EFFECT_STOP_DIRECT},
        {"suspended", "withdraw", "ended",
         CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
        {"notice opened waiting-documents complete " DECIDABLE " " PAYING, "end", "ended", 0},
},
  ends[] = {
      {"notice opened waiting-documents complete under-evaluation late", "withdrawn", "ended",
       CLAIM_EFFECT_CLOSE_EXPENSES},
      {"reviewable", "withdrawn", "ended", CLAIM_EFFECT_CLOSE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
      {"recognised in-payment", "withdrawn", "ended", CLAIM_EFFECT_STOP_DIRECT},
      {"suspended", "withdrawn", "ended", CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
      {"notice opened waiting-documents complete under-evaluation late", "death", "ended",
       CLAIM_EFFECT_ASK_PERSON},
      {"reviewable recognised in-payment", "death", "ended", LATE_DEATH},
      {"suspended", "death", "ended", CLAIM_EFFECT_RELEASE_EXPENSES | LATE_DEATH},
      {"recognised in-payment", "months-used", "ended", CLAIM_EFFECT_STOP_DIRECT},
      {"suspended", "months-used", "ended",
       CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
      {"reviewable recognised in-payment", "state-ended", "ended", CLAIM_EFFECT_STOP_DIRECT},
      {"suspended", "state-ended", "ended",
       CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
      {"reviewable recognised in-payment", "consolidated", "ended", CLAIM_EFFECT_STOP_DIRECT},
      {"suspended", "consolidated", "ended",
       CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
      {"recognised in-payment", "cover-ended", "ended", CLAIM_EFFECT_STOP_DIRECT},
      {"suspended", "cover-ended", "ended",
       CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
};

static const char *const state_words[CLAIM_STATE_COUNT] = {
    [CLAIM_STATE_NONE] = "none",
    [CLAIM_NOTICE] = "notice",
    [CLAIM_OPENED] = "opened",
    [CLAIM_WAITING_DOCUMENTS] = "waiting-documents",
    [CLAIM_COMPLETE] = "complete",
    [CLAIM_UNDER_EVALUATION] = "under-evaluation",
    [CLAIM_RECOGNISED] = "recognised",
    [CLAIM_NOT_RECOGNISED] = "not-recognised",
    [CLAIM_REVIEWABLE] = "reviewable",
    [CLAIM_EXCLUDED] = "excluded",
    [CLAIM_NOT_INSURABLE] = "not-insurable",
    [CLAIM_NOT_COVERED] = "not-covered",
    [CLAIM_LATE] = "late",
    [CLAIM_IN_PAYMENT] = "in-payment",
    [CLAIM_SUSPENDED] = "suspended",
    [CLAIM_ENDED] = "ended",
};

static const char *const event_words[CLAIM_EVENT_COUNT] = {
    [CLAIM_EVENT_NONE] = "none",
    [CLAIM_EVENT_FILE] = "file",
    [CLAIM_EVENT_REQUEST_DOCUMENTS] = "request-documents",
    [CLAIM_EVENT_DOCUMENTS_COMPLETE] = "documents-complete",
    [CLAIM_EVENT_EVALUATE] = "evaluate",
    [CLAIM_EVENT_VISIT] = "visit",
    [CLAIM_EVENT_FIND_LATE] = "find-late",
    [CLAIM_EVENT_DECIDE_RECOGNISED] = "decide-recognised",
    [CLAIM_EVENT_DECIDE_NOT_RECOGNISED] = "decide-not-recognised",
    [CLAIM_EVENT_DECIDE_REVIEWABLE] = "decide-reviewable",
    [CLAIM_EVENT_DECIDE_EXCLUDED] = "decide-excluded",
    [CLAIM_EVENT_DECIDE_NOT_INSURABLE] = "decide-not-insurable",
    [CLAIM_EVENT_DECIDE_NOT_COVERED] = "decide-not-covered",
    [CLAIM_EVENT_START_PAYMENT] = "start-payment",
    [CLAIM_EVENT_SUSPEND] = "suspend",
    [CLAIM_EVENT_RESUME] = "resume",
    [CLAIM_EVENT_REOPEN] = "reopen",
    [CLAIM_EVENT_WITHDRAW] = "withdraw",
    [CLAIM_EVENT_END] = "end",
};

static const char *const end_words[CLAIM_END_COUNT] = {
    [CLAIM_END_NONE] = "none",
    [CLAIM_END_MONTHS_USED] = "months-used",
    [CLAIM_END_STATE_ENDED] = "state-ended",
    [CLAIM_END_CONSOLIDATED] = "consolidated",
    [CLAIM_END_DEATH] = "death",
    [CLAIM_END_COVER] = "cover-ended",
    [CLAIM_END_WITHDRAWN] = "withdrawn",
};

static bool names(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
        size_t one = strcspn(at, " ");
        if (one == length && memcmp(at, word, one) == 0) {
            return true;
        }
        at += one;
    }
    return false;
}

static void chapter_7_every_event_leads_where_the_table_says_and_nowhere_else(void **state) {
    (void)state;
    size_t allowed = 0;
    for (int from = 0; from < CLAIM_STATE_COUNT; from++) {
        for (int event = 0; event < CLAIM_EVENT_COUNT; event++) {
            const char *to = NULL;
            unsigned effects = 0;
            for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
                if (strcmp(events[i].word, event_words[event]) == 0 &&
                    names(events[i].from, state_words[from])) {
                    to = events[i].to[0] == '=' ? state_words[from] : events[i].to;
                    effects = events[i].effects;
                }
            }
            enum claim_state next = CLAIM_STATE_NONE;
            bool led = claim_state_next((enum claim_state)from, (enum claim_event)event, &next);
            assert_string_equal(state_words[next], led ? to : "none");
            assert_int_equal(led, to != NULL);
            assert_int_equal(claim_state_effects((enum claim_state)from, (enum claim_event)event),
                             effects);
            allowed += led ? 1 : 0;
        }
    }
    assert_int_equal(allowed, 65);
}

static void chapter_7_every_end_brings_what_the_table_says_and_no_other_exists(void **state) {
    (void)state;
    for (int from = 0; from < CLAIM_STATE_COUNT; from++) {
        for (int end = 0; end <= CLAIM_END_COUNT; end++) {
            bool expected = false;
            unsigned effects = 77;
            for (size_t i = 0; end < CLAIM_END_COUNT && i < sizeof ends / sizeof ends[0]; i++) {
                if (strcmp(ends[i].word, end_words[end]) == 0 &&
                    names(ends[i].from, state_words[from])) {
                    expected = true;
                    effects = ends[i].effects;
                }
            }
            enum claim_state next = CLAIM_STATE_NONE;
            unsigned brought = 77;
            assert_int_equal(
                claim_state_end((enum claim_state)from, (enum claim_end)end, &next, &brought),
                expected);
            assert_int_equal(next, expected ? CLAIM_ENDED : CLAIM_STATE_NONE);
            assert_int_equal(brought, effects);
        }
    }
}

// The words are stored and sent: none may change.
static void the_words_of_states_events_and_ends_are_these(void **state) {
    (void)state;
    for (int i = 0; i < CLAIM_STATE_COUNT; i++) {
        assert_string_equal(claim_state_name((enum claim_state)i), state_words[i]);
    }
    for (int i = 0; i < CLAIM_EVENT_COUNT; i++) {
        assert_string_equal(claim_event_name((enum claim_event)i), event_words[i]);
    }
    for (int i = 0; i < CLAIM_END_COUNT; i++) {
        assert_string_equal(claim_end_name((enum claim_end)i), end_words[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chapter_7_every_event_leads_where_the_table_says_and_nowhere_else),
        cmocka_unit_test(chapter_7_every_end_brings_what_the_table_says_and_no_other_exists),
        cmocka_unit_test(the_words_of_states_events_and_ends_are_these),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
