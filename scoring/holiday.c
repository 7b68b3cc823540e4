// SPDX-License-Identifier: EUPL-1.2
// Italian public holidays: art. 2 L. 260/1949 as amended, up to L. 151/2025.
#include "scoring/holiday.h"

// A holiday on a fixed day, from a year on.
struct fixed_holiday {
    int month;
    int day;
    int from_year;
    enum holiday holiday;
};

static const struct fixed_holiday fixed[] = {
    {1, 1, CIVIL_YEAR_MIN, HOLIDAY_NEW_YEAR},
    {1, 6, CIVIL_YEAR_MIN, HOLIDAY_EPIPHANY},
    {4, 25, CIVIL_YEAR_MIN, HOLIDAY_LIBERATION},
    {5, 1, CIVIL_YEAR_MIN, HOLIDAY_LABOUR},
    {6, 2, CIVIL_YEAR_MIN, HOLIDAY_REPUBLIC},
    {8, 15, CIVIL_YEAR_MIN, HOLIDAY_ASSUMPTION},
    {10, 4, 2026, HOLIDAY_SAINT_FRANCIS},
    {11, 1, CIVIL_YEAR_MIN, HOLIDAY_ALL_SAINTS},
    {12, 8, CIVIL_YEAR_MIN, HOLIDAY_IMMACULATE},
    {12, 25, CIVIL_YEAR_MIN, HOLIDAY_CHRISTMAS},
    {12, 26, CIVIL_YEAR_MIN, HOLIDAY_SAINT_STEPHEN},
};

static const char *const names[] = {
    [HOLIDAY_NONE] = "none",
    [HOLIDAY_SUNDAY] = "sunday",
    [HOLIDAY_NEW_YEAR] = "new-year",
    [HOLIDAY_EPIPHANY] = "epiphany",
    [HOLIDAY_EASTER_MONDAY] = "easter-monday",
    [HOLIDAY_LIBERATION] = "liberation",
    [HOLIDAY_LABOUR] = "labour",
    [HOLIDAY_REPUBLIC] = "republic",
    [HOLIDAY_ASSUMPTION] = "assumption",
    [HOLIDAY_SAINT_FRANCIS] = "saint-francis",
    [HOLIDAY_ALL_SAINTS] = "all-saints",
    [HOLIDAY_IMMACULATE] = "immaculate-conception",
    [HOLIDAY_CHRISTMAS] = "christmas",
    [HOLIDAY_SAINT_STEPHEN] = "saint-stephen",
    [HOLIDAY_PATRON_SAINT] = "patron-saint",
};

// The anonymous Gregorian computus (Meeus, Jones, Butcher).
struct civil_date holiday_easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int in_century = year % 100;
    int skipped = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - skipped + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int correction = (golden + 11 * epact + 22 * weekday) / 451;
    int day_of_march = epact + weekday - 7 * correction + 114;
    return civil_date_of(year, day_of_march / 31, day_of_march % 31 + 1);
}

enum holiday holiday_on(struct civil_date date) {
    int year;
    int month;
    int day;
    if (!civil_date_split(date, &year, &month, &day)) {
        return HOLIDAY_NONE;
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (fixed[i].month == month && fixed[i].day == day && year >= fixed[i].from_year) {
            return fixed[i].holiday;
        }
    }
    if (holiday_easter(year).number + 1 == date.number) {
        return HOLIDAY_EASTER_MONDAY;
    }
    return civil_date_weekday(date) == CIVIL_SUNDAY ? HOLIDAY_SUNDAY : HOLIDAY_NONE;
}

bool holiday_is(struct civil_date date) {
    return holiday_on(date) != HOLIDAY_NONE;
}

struct civil_date holiday_next_working_day(struct civil_date date) {
    while (holiday_is(date)) {
        date = civil_date_add_days(date, 1);
    }
    return date;
}

const char *holiday_name(enum holiday holiday) {
    return names[holiday];
}
