// SPDX-License-Identifier: EUPL-1.2
// Reads the clocks, and converts between instants and RFC 3339.
#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

static int64_t read_clock(clockid_t id) {
    struct timespec now;
    // Cannot fail for these two clocks on Linux.
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND_US + now.tv_nsec / 1000;
}

int64_t clock_technical_us(void) {
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void) {
    return read_clock(CLOCK_MONOTONIC);
}

// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-compatible low-level
// date algorithms": era of 400 years, year starting in March).
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

// `count` digits and what ends them; returns the place behind.
static char *put_digits(char *out, int value, int count, char end) {
    for (int i = count; i-- > 0; value /= 10) {
        out[i] = (char)('0' + value % 10);
    }
    out[count] = end;
    return out + count + 1;
}

void clock_text(int64_t instant_us, char out[CLOCK_TEXT_SIZE]) {
    int64_t days = instant_us / CLOCK_DAY_US;
    int64_t rest = instant_us % CLOCK_DAY_US;
    if (rest < 0) {
        rest += CLOCK_DAY_US;
        days--;
    }
    int year, month, day;
    date_of(days, &year, &month, &day);
    out[0] = '\0';
    if (days < -719162 || days > 2932896) {
        return; // outside of 0001-01-01 … 9999-12-31
    }
    int seconds = (int)(rest / CLOCK_SECOND_US);
    int fraction = (int)(rest % CLOCK_SECOND_US);
    // Every list writes hundreds of these: by hand, snprintf takes ten times as long.
    char *at = put_digits(out, year, 4, '-');
    at = put_digits(at, month, 2, '-');
    at = put_digits(at, day, 2, 'T');
    at = put_digits(at, seconds / 3600, 2, ':');
    at = put_digits(at, seconds / 60 % 60, 2, ':');
    at = put_digits(at, seconds % 60, 2, fraction ? '.' : 'Z');
    if (fraction) {
        at = put_digits(at, fraction, 6, 'Z');
    }
    *at = '\0';
}

// `count` digits at `text`, or -1.
static int digits(const char *text, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool read_date(const char *text, int *year, int *month, int *day) {
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    *year = digits(text, 4);
    *month = text[4] == '-' ? digits(text + 5, 2) : -1;
    *day = text[4] == '-' && text[7] == '-' ? digits(text + 8, 2) : -1;
    if (*year < 1 || *month < 1 || *month > 12 || *day < 1) {
        return false;
    }
    bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *day <= month_days[*month - 1] + (leap && *month == 2);
}

enum { DATE_YEAR_MIN = 1800, DATE_YEAR_MAX = 2999 }; // CIVIL_YEAR_MIN and CIVIL_YEAR_MAX

int clock_date_valid(const char *text, size_t length) {
    int year, month, day;
    return length == 10 && read_date(text, &year, &month, &day) && year >= DATE_YEAR_MIN &&
           year <= DATE_YEAR_MAX;
}

// Fraction of a second at text[*at], if there is one; false if it is malformed.
static bool read_fraction(const char *text, size_t length, size_t *at, int64_t *micros) {
    *micros = 0;
    if (*at >= length || text[*at] != '.') {
        return true;
    }
    int64_t unit = 100000;
    size_t start = ++*at;
    for (; *at < length && text[*at] >= '0' && text[*at] <= '9'; (*at)++) {
        if (unit == 0) {
            return false;
        }
        *micros += (text[*at] - '0') * unit;
        unit /= 10;
    }
    return *at > start;
}

// "Z" or "+HH:MM" reaching exactly to the end.
static bool read_offset(const char *text, size_t length, int64_t *offset_us) {
    *offset_us = 0;
    if (length == 1) {
        return text[0] == 'Z';
    }
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return false;
    }
    int hours = digits(text + 1, 2);
    int minutes = digits(text + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return false;
    }
    *offset_us = (hours * 60 + minutes) * CLOCK_MINUTE_US;
    if (text[0] == '-') {
        *offset_us = -*offset_us;
    }
    return true;
}

enum rc clock_parse(const char *text, size_t length, int64_t *instant_us) {
    int year, month, day;
    if (length < 20 || !read_date(text, &year, &month, &day) || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':') {
        return RC_INVALID;
    }
    int hour = digits(text + 11, 2);
    int minute = digits(text + 14, 2);
    int second = digits(text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return RC_INVALID;
    }
    size_t at = 19;
    int64_t micros, offset;
    if (!read_fraction(text, length, &at, &micros) || at >= length ||
        !read_offset(text + at, length - at, &offset)) {
        return RC_INVALID;
    }
    *instant_us = days_of(year, month, day) * CLOCK_DAY_US +
                  (hour * 3600 + minute * 60 + second) * CLOCK_SECOND_US + micros - offset;
    return RC_OK;
}
