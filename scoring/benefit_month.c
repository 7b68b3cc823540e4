// SPDX-License-Identifier: EUPL-1.2
// Anniversary months and the split of a service period over them.
#include "scoring/benefit_month.h"

#include "scoring/money.h"

enum {
    PERIOD_DAYS_MAX = 3660,
    YEAR_MONTHS = 12,
};

static bool by_calendar(const struct plan *plan) {
    return plan->settings.month_basis == PLAN_MONTH_CALENDAR;
}

static struct civil_date first_of_calendar_month(struct civil_date date, int32_t months_later) {
    int year = 0; // of no date at all, which has no first day either
    int month = 0;
    (void)civil_date_split(date, &year, &month, NULL);
    return civil_date_add_months(civil_date_of(year, month, 1), months_later);
}

int32_t benefit_month_count(const struct plan *plan, struct civil_date start) {
    int day;
    int32_t months = (int32_t)plan->months.value;
    if (!civil_date_split(start, NULL, NULL, &day)) {
        return 0;
    }
    if (plan->settings.length == PLAN_LENGTH_PAID) {
        return PLAN_MONTHS_MAX;
    }
    if (plan->yearly.value) {
        return months / YEAR_MONTHS;
    }
    return by_calendar(plan) && day > 1 ? months + 1 : months;
}

// The share of the ceiling that the calendar month 1 has: its days from the start on.
static int64_t first_ceiling(const struct plan *plan, struct civil_date start) {
    struct civil_date first = first_of_calendar_month(start, 0);
    struct civil_date next = first_of_calendar_month(start, 1);
    return money_prorated(plan->ceiling_cents.value, civil_date_days_between(start, next),
                          civil_date_days_between(first, next));
}

static struct benefit_month calendar_month(const struct plan *plan, struct civil_date start,
                                           int32_t number, int32_t count) {
    struct benefit_month month = {
        .number = number,
        .first = number == 1 ? start : first_of_calendar_month(start, number - 1),
        .last = civil_date_add_days(first_of_calendar_month(start, number), -1),
        .ceiling_cents = plan->ceiling_cents.value,
    };
    if (number == 1) {
        month.ceiling_cents = first_ceiling(plan, start);
    } else if (number == count && count > plan->months.value) {
        month.last =
            civil_date_add_days(civil_date_add_months(start, (int32_t)plan->months.value), -1);
        month.ceiling_cents -= first_ceiling(plan, start);
    }
    return month;
}

bool benefit_month_at(const struct plan *plan, struct civil_date start, int32_t number,
                      struct benefit_month *month) {
    int32_t count = benefit_month_count(plan, start);
    if (number < 1 || number > count) {
        return false;
    }
    int32_t length = plan->yearly.value ? YEAR_MONTHS : 1;
    struct benefit_month found = {
        .number = number,
        .first = civil_date_add_months(start, (number - 1) * length),
        .last = civil_date_add_days(civil_date_add_months(start, number * length), -1),
        .ceiling_cents = plan->ceiling_cents.value,
    };
    if (by_calendar(plan)) {
        found = calendar_month(plan, start, number, count);
    }
    if (!civil_date_known(found.first) || !civil_date_known(found.last)) {
        return false;
    }
    *month = found;
    return true;
}

bool benefit_month_of(const struct plan *plan, struct civil_date start, struct civil_date date,
                      struct benefit_month *month) {
    int start_year;
    int start_month;
    int year;
    int calendar_month_number;
    if (!civil_date_split(start, &start_year, &start_month, NULL) ||
        !civil_date_split(date, &year, &calendar_month_number, NULL)) {
        return false;
    }
    // The calendar tells the month to within one: the day in the month decides.
    int32_t length = plan->yearly.value ? YEAR_MONTHS : 1;
    int32_t months = (year - start_year) * YEAR_MONTHS + (calendar_month_number - start_month);
    int32_t guess = months / length + 1;
    for (int32_t number = guess - 1; number <= guess; number++) {
        struct benefit_month found;
        if (benefit_month_at(plan, start, number, &found) &&
            civil_date_compare(date, found.first) >= 0 &&
            civil_date_compare(date, found.last) <= 0) {
            *month = found;
            return true;
        }
    }
    return false;
}

size_t benefit_months(const struct plan *plan, struct civil_date start,
                      struct benefit_month *months, size_t capacity) {
    size_t count = 0;
    while (count < capacity && benefit_month_at(plan, start, (int32_t)count + 1, &months[count])) {
        count++;
    }
    return count;
}

// The stretch that begins on `from` and ends on `to` or, earlier, where the place changes.
static struct benefit_part part_from(const struct plan *plan, struct civil_date start,
                                     struct civil_date from, struct civil_date to) {
    struct benefit_part part = {.place = BENEFIT_PLACE_AFTER, .from = from, .to = to};
    struct benefit_month month;
    if (civil_date_compare(from, start) < 0) {
        part.place = BENEFIT_PLACE_BEFORE;
        part.to = civil_date_earliest(to, civil_date_add_days(start, -1));
    } else if (benefit_month_of(plan, start, from, &month)) {
        part.place = BENEFIT_PLACE_MONTH;
        part.number = month.number;
        part.to = civil_date_earliest(to, month.last);
    }
    part.days = civil_date_days_between(part.from, part.to) + 1;
    return part;
}

size_t benefit_split(const struct plan *plan, struct civil_date start, struct civil_date from,
                     struct civil_date to, int64_t cents,
                     struct benefit_part parts[BENEFIT_PARTS_MAX]) {
    if (!civil_date_known(start) || !civil_date_known(from) || !civil_date_known(to) ||
        civil_date_compare(to, from) < 0 || cents < 0) {
        return 0;
    }
    int32_t days = civil_date_days_between(from, to) + 1;
    if (days > PERIOD_DAYS_MAX) {
        return 0;
    }
    size_t count = 0;
    int64_t left = cents;
    // At most: before, every month, after; PERIOD_DAYS_MAX days touch no more than PLAN_MONTHS_MAX
    // months with room for both ends.
    while (count < BENEFIT_PARTS_MAX && civil_date_compare(from, to) <= 0) {
        struct benefit_part *part = &parts[count++];
        *part = part_from(plan, start, from, to);
        bool last = civil_date_compare(part->to, to) == 0;
        part->cents = last ? left : money_share(cents, part->days, days);
        left -= part->cents;
        from = civil_date_add_days(part->to, 1);
        if (!civil_date_known(from)) {
            break;
        }
    }
    return count;
}
