// SPDX-License-Identifier: EUPL-1.2
// What was paid for days after a death that was notified late (S-27, rule book 7). Pure; any
// thread.
#ifndef SCORING_CLAW_BACK_H
#define SCORING_CLAW_BACK_H

#include "scoring/civil_date.h"

#include <stdint.h>

// A payment that was made, with the service it was made for.
struct paid_service {
    struct civil_date from;
    struct civil_date to; // >= from
    int64_t cents;        // paid, >= 0
};

struct claw_back {
    int64_t cents;          // to ask back; 0: nothing
    struct civil_date from; // the days after death that it was paid for
    struct civil_date to;
};

// The share of the payment that falls on days after death, the cents to those days. Nothing while
// no death is known.
struct claw_back claw_back_of(const struct paid_service *service, struct civil_date death);

#endif
