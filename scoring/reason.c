// SPDX-License-Identifier: EUPL-1.2
// Text keys of reasons.
#include "scoring/reason.h"

static const char *const keys[REASON_COUNT] = {
    [REASON_NONE] = "none",
    [REASON_ANSWER_MISSING] = "answer-missing",
    [REASON_ANSWER_DONT_KNOW] = "answer-dont-know",
    [REASON_TEST_REACHED] = "test-reached",
    [REASON_TEST_NOT_REACHED] = "test-not-reached",
    [REASON_CONSOLIDATION_NOT_JUDGED] = "consolidation-not-judged",
    [REASON_CONSOLIDATION_UNDETERMINED] = "consolidation-undetermined",
    [REASON_CONSOLIDATED] = "consolidated",
    [REASON_NOT_CONSOLIDATED] = "not-consolidated",
    [REASON_CONSOLIDATED_NEVER_COVERED] = "consolidated-never-covered",
    [REASON_NOT_CONSOLIDATED_NOT_COVERED] = "not-consolidated-not-covered",
    [REASON_CONSTANT_NEED] = "constant-need",
    [REASON_CONSTANT_NEED_ABSENT] = "constant-need-absent",
    [REASON_CONSTANT_NEED_UNKNOWN] = "constant-need-unknown",
    [REASON_NOT_HOLDER] = "not-holder",
    [REASON_HOLDER_UNKNOWN] = "holder-unknown",
    [REASON_DOSSIER_NOT_COMPLETE] = "dossier-not-complete",
    [REASON_CHECK_HIT] = "check-hit",
    [REASON_CHECK_UNKNOWN] = "check-unknown",
    [REASON_FILED_IN_TIME] = "filed-in-time",
    [REASON_FILED_LATE] = "filed-late",
    [REASON_FILED_LATE_ACCEPTED] = "filed-late-accepted",
    [REASON_FILED_LATE_LOST] = "filed-late-lost",
    [REASON_DOSSIER_SENT_AFTER_TERM] = "dossier-sent-after-term",
    [REASON_ONSET_UNKNOWN] = "onset-unknown",
    [REASON_FILING_DATE_UNKNOWN] = "filing-date-unknown",
    [REASON_SURVIVAL_RUNNING] = "survival-running",
    [REASON_SURVIVAL_UNCONFIRMED] = "survival-unconfirmed",
    [REASON_SURVIVAL_PASSED] = "survival-passed",
    [REASON_DIED_IN_WINDOW] = "died-in-window",
    [REASON_DIED_ON_LAST_DAY] = "died-on-last-day",
    [REASON_WRITTEN_CLAIM_UNKNOWN] = "written-claim-unknown",
    [REASON_FORM_NOT_COVERED] = "form-not-covered",
    [REASON_ANNUITY_NEVER] = "annuity-never",
    [REASON_NOT_RECOGNISED] = "not-recognised",
    [REASON_REVIEW_OPEN] = "review-open",
    [REASON_BEFORE_BENEFIT] = "before-benefit",
    [REASON_AFTER_BENEFIT] = "after-benefit",
    [REASON_AFTER_DEATH] = "after-death",
    [REASON_CEILING_REACHED] = "ceiling-reached",
    [REASON_IN_FUTURE] = "in-future",
    [REASON_NOT_RECEIPTED] = "not-receipted",
    [REASON_DECISION_OPEN] = "decision-open",
    [REASON_EXPENSE_EXCLUDED] = "expense-excluded",
};

const char *reason_key(enum reason_code code) {
    return keys[code];
}
