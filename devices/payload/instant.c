// SPDX-License-Identifier: EUPL-1.2
// ISO 8601 times with their offset to microseconds UTC.
#include "payload/instant.h"

#include "scoring/civil_date.h"
#include "scoring/rome_time.h"

#include <stdbool.h>

#define DATE_LENGTH 10
#define SECONDS_END 19 // "YYYY-MM-DDThh:mm:ss"

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

// Two digits below `limit`.
static bool two_digits(const char *text, int limit, int *out) {
    if (!digit(text[0]) || !digit(text[1])) {
        return false;
    }
    *out = (text[0] - '0') * 10 + (text[1] - '0');
    return *out < limit;
}

static bool read_offset(const char *text, size_t length, int *minutes) {
    if (length == 1 && text[0] == 'Z') {
        *minutes = 0;
        return true;
    }
    int hour = 0;
    int minute = 0;
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !two_digits(text + 1, 15, &hour) || !two_digits(text + 4, 60, &minute)) {
        return false;
    }
    // No place on earth is further than 14 hours from UTC.
    int total = hour * 60 + minute;
    *minutes = text[0] == '-' ? -total : total;
    return total <= 14 * 60;
}

// The fraction after the seconds, if any; moves *at behind it.
static bool read_fraction(const char *text, size_t length, size_t *at, int64_t *micros) {
    *micros = 0;
    if (*at >= length || text[*at] != '.') {
        return true;
    }
    int64_t unit = 100000;
    size_t from = ++*at;
    for (; *at < length && digit(text[*at]); ++*at) {
        *micros += unit * (text[*at] - '0');
        unit /= 10;
    }
    return *at > from && *at - from <= 9;
}

enum payload_fault_code instant_parse(const char *text, size_t length, int64_t *instant_us,
                                      int *offset_minutes) {
    struct civil_date date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int64_t micros = 0;
    size_t at = SECONDS_END;
    if (length < SECONDS_END || !civil_date_parse(text, DATE_LENGTH, &date) || text[10] != 'T' ||
        !two_digits(text + 11, 24, &hour) || text[13] != ':' ||
        !two_digits(text + 14, 60, &minute) || text[16] != ':' ||
        !two_digits(text + 17, 60, &second) || !read_fraction(text, length, &at, &micros)) {
        return PAYLOAD_BAD_TIME;
    }
    if (at == length) {
        return PAYLOAD_NO_OFFSET;
    }
    int offset = 0;
    if (!read_offset(text + at, length - at, &offset)) {
        return PAYLOAD_BAD_TIME;
    }
    int64_t days = civil_date_days_between(civil_date_of(1970, 1, 1), date);
    int64_t seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second;
    *instant_us = seconds * 1000000 + micros;
    *offset_minutes = offset;
    return PAYLOAD_OK;
}

// Seconds since 1970 of a wall clock, as if it were UTC.
static bool wall_seconds(const char *text, size_t length, int64_t *seconds) {
    struct civil_date date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    bool whole = length == SECONDS_END;
    if ((!whole && length != SECONDS_END - 3) || !civil_date_parse(text, DATE_LENGTH, &date) ||
        (text[10] != ' ' && text[10] != 'T') || !two_digits(text + 11, 24, &hour) ||
        text[13] != ':' || !two_digits(text + 14, 60, &minute) ||
        (whole && (text[16] != ':' || !two_digits(text + 17, 60, &second)))) {
        return false;
    }
    int64_t days = civil_date_days_between(civil_date_of(1970, 1, 1), date);
    *seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

enum payload_fault_code instant_wall(const char *text, size_t length, int64_t moments[2],
                                     size_t *count) {
    int64_t wall = 0;
    if (!wall_seconds(text, length, &wall)) {
        return PAYLOAD_BAD_TIME;
    }
    // Summer time is the earlier of two moments with one wall clock.
    size_t found = 0;
    for (int offset = 7200; offset >= 3600; offset -= 3600) {
        int64_t moment = (wall - offset) * 1000000;
        if (rome_offset(moment) == offset) {
            moments[found++] = moment;
        }
    }
    if (found == 0) {
        return PAYLOAD_BAD_TIME;
    }
    *count = found;
    return PAYLOAD_OK;
}

int instant_rome_minutes(int64_t instant_us) {
    return rome_offset(instant_us) / 60;
}

enum payload_fault_code instant_local(const char *text, size_t length, int64_t received_us,
                                      int64_t *instant_us, int *offset_minutes, bool *twice) {
    int64_t moments[2];
    size_t count;
    enum payload_fault_code code = instant_wall(text, length, moments, &count);
    if (code != PAYLOAD_OK) {
        return code;
    }
    *instant_us = moments[count == 2 && moments[1] <= received_us ? 1 : 0];
    *offset_minutes = instant_rome_minutes(*instant_us);
    *twice = count == 2;
    return PAYLOAD_OK;
}
