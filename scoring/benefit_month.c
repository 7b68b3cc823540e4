// SPDX-License-Identifier: EUPL-1.2
// Anniversary months and the split of a service period over them.
#include "scoring/benefit_month.h"

#include "scoring/money.h"

enum {
    PERIOD_DAYS_MAX = 3660,
};

bool benefit_month_at(const struct plan *plan, struct civil_date start, int32_t number,
                      struct benefit_month *month) {
    if (number < 1 || number > plan->months.value) {
        return false;
    }
    struct civil_date first = civil_date_add_months(start, number - 1);
    struct civil_date last = civil_date_add_days(civil_date_add_months(start, number), -1);
    if (!civil_date_known(first) || !civil_date_known(last)) {
        return false;
    }
    *month = (struct benefit_month){
        .number = number,
        .first = first,
        .last = last,
        .ceiling_cents = plan->ceiling_cents.value,
    };
    return true;
}

bool benefit_month_of(const struct plan *plan, struct civil_date start, struct civil_date date,
                      struct benefit_month *month) {
    int start_year;
    int start_month;
    int year;
    int calendar_month;
    if (!civil_date_split(start, &start_year, &start_month, NULL) ||
        !civil_date_split(date, &year, &calendar_month, NULL)) {
        return false;
    }
    // The calendar tells the month to within one: the day in the month decides.
    int32_t guess = (year - start_year) * 12 + (calendar_month - start_month) + 1;
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
