// SPDX-License-Identifier: EUPL-1.2
// Gregorian calendar arithmetic on day numbers.
#include "scoring/civil_date.h"

static const struct civil_date unknown = {0};

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) {
        return 0;
    }
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Day number of 1 March of a year that begins in March, so that the leap day is its last.
static int32_t number_of(int year, int month, int day) {
    int32_t y = month > 2 ? year : year - 1;
    int32_t m = month > 2 ? month - 3 : month + 9;
    int32_t day_of_year = (153 * m + 2) / 5 + day - 1;
    // 306 days lie between 1 March of year 0 and 0001-01-01, which is number 1.
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 305;
}

struct civil_date civil_date_of(int year, int month, int day) {
    if (year < CIVIL_YEAR_MIN || year > CIVIL_YEAR_MAX || day < 1 ||
        day > civil_days_in_month(year, month)) {
        return unknown;
    }
    return (struct civil_date){number_of(year, month, day)};
}

bool civil_date_known(struct civil_date date) {
    return date.number != 0;
}

bool civil_date_split(struct civil_date date, int *year, int *month, int *day) {
    if (!civil_date_known(date)) {
        return false;
    }
    // Inverse of number_of, in years that begin on 1 March, with one multiplication for each step
    // instead of a division (C. Neri and L. Schneider, 2021). Days are counted from 1 March of
    // year 0.
    uint32_t quarters = 4 * (uint32_t)(date.number + 305) + 3;
    uint32_t century = quarters / 146097;
    uint64_t scaled = UINT64_C(2939745) * (quarters % 146097 / 4 * 4 + 3);
    uint32_t in_year = (uint32_t)scaled / 2939745 / 4;
    uint32_t months = 2141 * in_year + 197913;
    uint32_t next = in_year >= 306 ? 1 : 0; // January and February belong to the next civil year
    if (year != NULL) {
        *year = (int)(100 * century + (uint32_t)(scaled >> 32) + next);
    }
    if (month != NULL) {
        *month = (int)((months >> 16) - 12 * next);
    }
    if (day != NULL) {
        *day = (int)((months & 0xffff) / 2141 + 1);
    }
    return true;
}

enum civil_weekday civil_date_weekday(struct civil_date date) {
    if (!civil_date_known(date)) {
        return CIVIL_WEEKDAY_UNKNOWN;
    }
    // 0001-01-01 is a Monday in the proleptic calendar.
    return (enum civil_weekday)((date.number - 1) % 7 + CIVIL_MONDAY);
}

int civil_date_compare(struct civil_date a, struct civil_date b) {
    return (a.number > b.number) - (a.number < b.number);
}

struct civil_date civil_date_earliest(struct civil_date a, struct civil_date b) {
    if (!civil_date_known(a)) {
        return b;
    }
    if (!civil_date_known(b)) {
        return a;
    }
    return a.number <= b.number ? a : b;
}

struct civil_date civil_date_add_days(struct civil_date date, int32_t days) {
    if (!civil_date_known(date)) {
        return unknown;
    }
    int64_t number = (int64_t)date.number + days;
    if (number < number_of(CIVIL_YEAR_MIN, 1, 1) || number > number_of(CIVIL_YEAR_MAX, 12, 31)) {
        return unknown;
    }
    return (struct civil_date){(int32_t)number};
}

struct civil_date civil_date_add_months(struct civil_date date, int32_t months) {
    int year;
    int month;
    int day;
    if (!civil_date_split(date, &year, &month, &day)) {
        return unknown;
    }
    // Years out of range, also negative ones, are refused by civil_date_of.
    int64_t count = (int64_t)year * 12 + (month - 1) + months;
    year = (int)(count / 12);
    month = (int)(count % 12) + 1;
    int last = civil_days_in_month(year, month);
    return civil_date_of(year, month, day < last ? day : last);
}

int32_t civil_date_days_between(struct civil_date from, struct civil_date to) {
    return civil_date_known(from) && civil_date_known(to) ? to.number - from.number : 0;
}

static bool parse_digits(const char *text, size_t count, int *value) {
    int result = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        result = result * 10 + (text[i] - '0');
    }
    *value = result;
    return true;
}

bool civil_date_parse(const char *text, size_t length, struct civil_date *date) {
    int year;
    int month;
    int day;
    if (length != CIVIL_DATE_TEXT_SIZE - 1 || text[4] != '-' || text[7] != '-' ||
        !parse_digits(text, 4, &year) || !parse_digits(text + 5, 2, &month) ||
        !parse_digits(text + 8, 2, &day)) {
        return false;
    }
    struct civil_date parsed = civil_date_of(year, month, day);
    if (!civil_date_known(parsed)) {
        return false;
    }
    *date = parsed;
    return true;
}

static void write_two_digits(char *text, int value) {
    text[0] = (char)('0' + value / 10);
    text[1] = (char)('0' + value % 10);
}

size_t civil_date_format(struct civil_date date, char text[CIVIL_DATE_TEXT_SIZE]) {
    int year;
    int month;
    int day;
    if (!civil_date_split(date, &year, &month, &day)) {
        text[0] = '\0';
        return 0;
    }
    write_two_digits(text, year / 100);
    write_two_digits(text + 2, year % 100);
    text[4] = '-';
    write_two_digits(text + 5, month);
    text[7] = '-';
    write_two_digits(text + 8, day);
    text[10] = '\0';
    return CIVIL_DATE_TEXT_SIZE - 1;
}
