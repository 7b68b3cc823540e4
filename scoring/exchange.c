// SPDX-License-Identifier: EUPL-1.2
// Average exchange of a week.
#include "scoring/exchange.h"

#include <string.h>

enum {
    WEEK_DAYS = 7,
    FRACTION_DIGITS = 6,
    TEN = 10,
};

static struct civil_date monday_of(struct civil_date day) {
    return civil_date_add_days(day, CIVIL_MONDAY - (int32_t)civil_date_weekday(day));
}

bool exchange_by_payment(const struct plan *plan) {
    return plan->settings.exchange == PLAN_EXCHANGE_PAYMENT_MEAN ||
           plan->settings.exchange == PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES;
}

static bool of_inverses(const struct plan *plan) {
    return plan->settings.exchange == PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES ||
           plan->settings.exchange == PLAN_EXCHANGE_SERVICE_MEAN_OF_INVERSES;
}

// The Monday of the last week, not after that of `monday`, with a quotation of the currency.
static struct civil_date week_with_quotation(const struct quotation *quotations, size_t count,
                                             const char *currency, struct civil_date monday) {
    struct civil_date latest = {0};
    for (size_t i = 0; i < count; i++) {
        struct civil_date week = monday_of(quotations[i].day);
        if (strcmp(quotations[i].currency, currency) == 0 &&
            civil_date_compare(week, monday) <= 0 && civil_date_compare(week, latest) > 0) {
            latest = week;
        }
    }
    return latest;
}

// Numerator / denominator, half up; both >= 0, denominator > 0.
static int64_t half_up(int64_t numerator, int64_t denominator) {
    int64_t rest = numerator % denominator;
    return numerator / denominator + (rest >= denominator - rest ? 1 : 0);
}

// amount * scale / units in millionths of a cent, digit by digit so that nothing overflows.
static int64_t one_inverse(int64_t amount, int64_t units) {
    int64_t scaled = amount * EXCHANGE_SCALE;
    int64_t value = scaled / units;
    int64_t rest = scaled % units;
    for (int i = 0; i < FRACTION_DIGITS; i++) {
        rest *= TEN;
        value = value * TEN + rest / units;
        rest %= units;
    }
    return value;
}

struct exchanged exchange_to_euro(const struct plan *plan, const struct quotation *quotations,
                                  size_t count, const char *currency, int64_t amount,
                                  struct civil_date day) {
    struct exchanged made = {.state = EXCHANGE_DAY_UNKNOWN};
    if (!civil_date_known(day)) {
        return made;
    }
    struct civil_date monday = monday_of(day);
    made.week = week_with_quotation(quotations, count, currency, monday);
    if (!civil_date_known(made.week)) {
        made.state = EXCHANGE_NO_QUOTATION;
        return made;
    }
    int64_t units = 0;
    int64_t inverses = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(quotations[i].currency, currency) == 0 &&
            civil_date_compare(monday_of(quotations[i].day), made.week) == 0 &&
            made.quotations < WEEK_DAYS) {
            units += quotations[i].units;
            inverses += of_inverses(plan) ? one_inverse(amount, quotations[i].units) : 0;
            made.quotations++;
        }
    }
    made.cents = of_inverses(plan) ? half_up(inverses, (int64_t)made.quotations * EXCHANGE_SCALE)
                                   : half_up(amount * EXCHANGE_SCALE * made.quotations, units);
    made.state = civil_date_compare(made.week, monday) == 0 ? EXCHANGE_OF_THE_WEEK
                                                            : EXCHANGE_OF_AN_EARLIER_WEEK;
    return made;
}
