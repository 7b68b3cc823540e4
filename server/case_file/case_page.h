// SPDX-License-Identifier: EUPL-1.2
// Writing the plain text of a case, in one of two languages.
#ifndef CASE_FILE_CASE_PAGE_H
#define CASE_FILE_CASE_PAGE_H

#include "base/buffer.h"
#include "case_file/case_output.h"
#include "scoring/plan.h"
#include "scoring/points.h"

#include <stdint.h>

// The first failure is kept in rc; everything after it does nothing.
struct case_page {
    struct buffer *out;
    enum case_language language;
    enum rc rc;
};

enum { CASE_AMOUNT_SIZE = 64, CASE_DAY_SIZE = 40 };

struct case_amount {
    char text[CASE_AMOUNT_SIZE];
};

struct case_day_text {
    char text[CASE_DAY_SIZE];
};

__attribute__((format(printf, 2, 3))) void case_page_say(struct case_page *page, const char *format,
                                                         ...);

// One of two wordings.
const char *case_page_word(const struct case_page *page, const char *it, const char *en);
const char *case_page_label(const struct case_page *page, const struct plan_text *text);

// A rule id; where the rule book has none, its chapter in words.
struct case_day_text case_page_rule(const struct case_page *page, const char *rule);

// As a person writes it: "1.500,00 euro" or "EUR 1,500.00".
struct case_amount case_page_amount(const struct case_page *page, int64_t cents);

// "31/01/2026" or "2026-01-31"; a word for a day that is not known.
struct case_day_text case_page_day(const struct case_page *page, struct civil_date day);

// What stands before a day.
enum case_before_day {
    CASE_FROM_DAY,
    CASE_TO_DAY,
    CASE_ON_DAY,
    CASE_OF_DAY, // English has no word for it: "not before 2026-01-31"
};

// "dal 31/01/2026" or "from 2026-01-31"; in Italian "dall’11/01/2026", since the 8th and the 11th
// begin with a vowel.
struct case_day_text case_page_at_day(const struct case_page *page, enum case_before_day before,
                                      struct civil_date day);

// "27,5" or "27.5".
struct case_points {
    char text[POINTS_TEXT_SIZE];
};
struct case_points case_page_points(const struct case_page *page, int32_t points);

// The score, from the answers to the tests. What is open has its least and its most.
void case_page_score(struct case_page *page, const struct case_result *result);

// Every number and choice of the plan with its rule and its source.
void case_page_plan(struct case_page *page, const struct plan *plan);

#endif
