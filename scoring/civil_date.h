// SPDX-License-Identifier: EUPL-1.2
// Civil dates of the Gregorian calendar, 1800-01-01 to 2999-12-31, without time and without zone.
//
// A date that is not known is the zero: (struct civil_date){0}. It travels: every sum with an
// unknown date, and every result outside the range, is unknown. It is never taken for today or for
// day one. All functions are pure and may be called from any thread.
#ifndef SCORING_CIVIL_DATE_H
#define SCORING_CIVIL_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// number: days counted so that 0001-01-01 is 1; 0 is "unknown". Two known dates may be compared and
// subtracted by number.
struct civil_date {
    int32_t number;
};

enum civil_weekday {
    CIVIL_WEEKDAY_UNKNOWN,
    CIVIL_MONDAY,
    CIVIL_TUESDAY,
    CIVIL_WEDNESDAY,
    CIVIL_THURSDAY,
    CIVIL_FRIDAY,
    CIVIL_SATURDAY,
    CIVIL_SUNDAY,
};

enum {
    CIVIL_YEAR_MIN = 1800,
    CIVIL_YEAR_MAX = 2999,
    // "YYYY-MM-DD" and NUL.
    CIVIL_DATE_TEXT_SIZE = 11,
};

// The date of that year, month (1-12) and day (1-31); unknown when there is no such day.
struct civil_date civil_date_of(int year, int month, int day);

bool civil_date_known(struct civil_date date);

// Splits a known date. False for an unknown one, outputs untouched. Outputs may be NULL.
bool civil_date_split(struct civil_date date, int *year, int *month, int *day);

// Days in the month, 0 when there is no such month.
int civil_days_in_month(int year, int month);

enum civil_weekday civil_date_weekday(struct civil_date date);

// < 0, 0, > 0. An unknown date sorts before every known one.
int civil_date_compare(struct civil_date a, struct civil_date b);

// The earlier known date; unknown only when both are.
struct civil_date civil_date_earliest(struct civil_date a, struct civil_date b);

struct civil_date civil_date_add_days(struct civil_date date, int32_t days);

// The same-numbered day that many months later or earlier; where that month lacks it, its last day
// (L-05, art. 2963 c.c.): 31 January + 1 month is 28 or 29 February.
struct civil_date civil_date_add_months(struct civil_date date, int32_t months);

// Days from a to b (b - a); 0 when either is unknown.
int32_t civil_date_days_between(struct civil_date from, struct civil_date to);

// Exactly "YYYY-MM-DD". Anything else: false, *date untouched.
__attribute__((warn_unused_result)) bool civil_date_parse(const char *text, size_t length,
                                                          struct civil_date *date);

// Writes "YYYY-MM-DD", or "" for an unknown date. Returns the length (10 or 0).
size_t civil_date_format(struct civil_date date, char text[CIVIL_DATE_TEXT_SIZE]);

#endif
