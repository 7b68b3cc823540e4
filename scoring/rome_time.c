// SPDX-License-Identifier: EUPL-1.2
// Europe/Rome by the rule of the European Union for summer time.
#include "scoring/rome_time.h"

enum {
    RULE_FROM_YEAR = 1996,
    WINTER_OFFSET_S = 3600,
    SUMMER_OFFSET_S = 7200,
    DAY_S = 86400,
};

static const int64_t second_us = 1000000;

static int32_t epoch_number(void) {
    return civil_date_of(1970, 1, 1).number;
}

static int64_t utc_second(struct civil_date date, int32_t second_of_day) {
    return (int64_t)(date.number - epoch_number()) * DAY_S + second_of_day;
}

static struct civil_date last_sunday(int year, int month) {
    struct civil_date last = civil_date_of(year, month, civil_days_in_month(year, month));
    return civil_date_add_days(last, -((int32_t)civil_date_weekday(last) % 7));
}

// Every int64_t of microseconds is fewer days than fit an int32_t. Before 1970 this is a day late,
// but then the rule does not hold anyway.
static struct civil_date date_of_second(int64_t second) {
    return civil_date_add_days(civil_date_of(1970, 1, 1), (int32_t)(second / DAY_S));
}

static int32_t offset_at_second(int64_t second) {
    int year;
    if (!civil_date_split(date_of_second(second), &year, NULL, NULL) || year < RULE_FROM_YEAR) {
        return 0;
    }
    // No change of offset happens near the turn of the year, so the UTC year is the right one.
    int64_t begin = utc_second(last_sunday(year, 3), 3600);
    int64_t end = utc_second(last_sunday(year, 10), 3600);
    return second >= begin && second < end ? SUMMER_OFFSET_S : WINTER_OFFSET_S;
}

int32_t rome_offset(int64_t instant_us) {
    return offset_at_second(instant_us / second_us);
}

struct civil_date rome_date(int64_t instant_us) {
    int64_t second = instant_us / second_us;
    int32_t offset = offset_at_second(second);
    return offset == 0 ? (struct civil_date){0} : date_of_second(second + offset);
}

bool rome_midnight(struct civil_date date, int64_t *instant_us) {
    if (civil_date_compare(date, civil_date_of(RULE_FROM_YEAR, 1, 2)) < 0) {
        return false;
    }
    // The clocks change at 02:00 and 03:00 local time: midnight is never ambiguous, and the offset
    // two hours before midnight in UTC terms is the one that holds at midnight.
    int64_t second = utc_second(date, 0);
    *instant_us = (second - offset_at_second(second - SUMMER_OFFSET_S)) * second_us;
    return true;
}
