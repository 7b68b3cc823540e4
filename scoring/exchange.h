// SPDX-License-Identifier: EUPL-1.2
// An expense in another currency to euro, at the average exchange of the week in which it was borne
// (A-36, S-24). The quotations are given with the case. Pure; any thread.
#ifndef SCORING_EXCHANGE_H
#define SCORING_EXCHANGE_H

#include "scoring/civil_date.h"
#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    EXCHANGE_SCALE = 1000000, // units per euro are whole millionths: 1.0823 is 1082300
    EXCHANGE_QUOTATIONS_MAX = 400,
};

// The least and the largest quotation and the largest amount, so that no product overflows.
#define EXCHANGE_UNITS_MIN INT64_C(100000)
#define EXCHANGE_UNITS_MAX INT64_C(1000000000000000)
#define EXCHANGE_AMOUNT_MAX INT64_C(100000000000)

// What one euro was worth on a day.
struct quotation {
    const char *currency; // "USD"
    struct civil_date day;
    int64_t units; // per euro in millionths, EXCHANGE_UNITS_MIN … EXCHANGE_UNITS_MAX
};

enum exchange_state {
    EXCHANGE_DAY_UNKNOWN,
    EXCHANGE_NO_QUOTATION, // of that currency, up to the end of the week
    EXCHANGE_OF_THE_WEEK,
    EXCHANGE_OF_AN_EARLIER_WEEK, // the last one with a quotation: a person looks at it
};

struct exchanged {
    enum exchange_state state;
    struct civil_date week; // the Monday of the week whose quotations were taken
    int32_t quotations;     // how many
    int64_t cents;          // in euro, half up; 0 in the first two states
};

// amount: hundredths of the currency, 0 … EXCHANGE_AMOUNT_MAX. day: the day in the week that the
// plan takes, a local date of the place (S-23). Weeks run from Monday to Sunday. The mean of
// inverses takes each to a millionth of a cent.
struct exchanged exchange_to_euro(const struct plan *plan, const struct quotation *quotations,
                                  size_t count, const char *currency, int64_t amount,
                                  struct civil_date day);

// Does the plan take the week of the payment, rather than that of the service?
bool exchange_by_payment(const struct plan *plan);

#endif
