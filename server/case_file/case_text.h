// SPDX-License-Identifier: EUPL-1.2
// Sentences and words of `sostegno evaluate --explain`. All constant.
#ifndef CASE_FILE_CASE_TEXT_H
#define CASE_FILE_CASE_TEXT_H

#include "case_file/case_output.h"
#include "scoring/evaluation.h"
#include "scoring/reason.h"

enum case_word {
    CASE_WORD_CASE,
    CASE_WORD_AS_OF,
    CASE_WORD_PROPOSAL,
    CASE_WORD_SCORE,
    CASE_WORD_OF,
    CASE_WORD_NO_ANSWER,
    CASE_WORD_DONT_KNOW,
    CASE_WORD_THRESHOLD,
    CASE_WORD_REACHED,
    CASE_WORD_DISTANCE,
    CASE_WORD_POINTS,
    CASE_WORD_ACTIVITIES,
    CASE_WORD_REASONS,
    CASE_WORD_DEADLINES,
    CASE_WORD_DAYS,
    CASE_WORD_LAST_DAY,
    CASE_WORD_MOVED,
    CASE_WORD_MONTH,
    CASE_WORD_EXPENSES,
    CASE_WORD_PAID,
    CASE_WORD_DUE,
    CASE_WORD_MEMBER,
    CASE_WORD_LEFT,
    CASE_WORD_TASKS,
    CASE_WORD_REFUSED,
    CASE_WORD_HELD,
    CASE_WORD_PAYABLE,
    CASE_WORD_LEVEL,
    CASE_WORD_NO_LEVEL,
    CASE_WORD_OPEN,
    CASE_WORD_OVERRIDE,
    CASE_WORD_COUNT,
};

// Never NULL for a reason or task other than the named zero.
const char *case_text_reason(enum reason_code code, enum case_language language);
const char *case_text_task(enum evaluation_task task, enum case_language language);
const char *case_text_outcome(enum proposal_outcome outcome, enum case_language language);
const char *case_text_state(enum claim_state state, enum case_language language);
const char *case_text_end(enum claim_end end, enum case_language language); // "" for none
const char *case_text_effect(size_t place, enum case_language language);    // of claim_effect_name
const char *case_text_warning(enum case_warning_kind kind, enum case_language language);
const char *case_text_word(enum case_word word, enum case_language language);

#endif
