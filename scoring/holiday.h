// SPDX-License-Identifier: EUPL-1.2
// Italian public holidays as dated data (L-01, L-02, L-03). Saturday is a working day (L-04).
// Patron-saint days are no holidays here: they are the plan's word (L-01, act_term). Pure; any
// thread.
#ifndef SCORING_HOLIDAY_H
#define SCORING_HOLIDAY_H

#include "scoring/civil_date.h"

#include <stdbool.h>

enum holiday {
    HOLIDAY_NONE,
    HOLIDAY_SUNDAY,
    HOLIDAY_NEW_YEAR,
    HOLIDAY_EPIPHANY,
    HOLIDAY_EASTER_MONDAY,
    HOLIDAY_LIBERATION,
    HOLIDAY_LABOUR,
    HOLIDAY_REPUBLIC,
    HOLIDAY_ASSUMPTION,
    HOLIDAY_SAINT_FRANCIS, // 4 October, a holiday from 2026 (L. 151/2025)
    HOLIDAY_ALL_SAINTS,
    HOLIDAY_IMMACULATE,
    HOLIDAY_CHRISTMAS,
    HOLIDAY_SAINT_STEPHEN,
    HOLIDAY_PATRON_SAINT, // of a place: only where a plan names the day (act_term)
};

// Which holiday the date is. A named day that falls on a Sunday is given by its own name.
enum holiday holiday_on(struct civil_date date);

bool holiday_is(struct civil_date date);

// Easter Sunday by the Gregorian computus.
struct civil_date holiday_easter(int year);

// The date itself, or the first later day that is no holiday.
struct civil_date holiday_next_working_day(struct civil_date date);

// Text keys: "none", "sunday", "new-year", "epiphany", "easter-monday", … (stable, for the
// screens).
const char *holiday_name(enum holiday holiday);

#endif
