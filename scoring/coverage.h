// SPDX-License-Identifier: EUPL-1.2
// Was the person covered on a day, and since when? From the events of enrolment, contribution,
// leave and end, by the plan's cut-off day (A-04 … A-09, B-02, B-05 … B-07, B-13, B-14, S-12 …
// S-14, S-18, S-25, S-31, S-34). Pure; any thread.
//
// Suspension does not begin a new cover; a new enrolment after an end does (S-31).
#ifndef SCORING_COVERAGE_H
#define SCORING_COVERAGE_H

#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stddef.h>

enum cover_event_kind {
    COVER_EVENT_NONE,
    COVER_ENROLMENT,     // hire, or any other entry; communicated
    COVER_FAMILY_CHANGE, // marriage, cohabitation, birth: a relative enters; communicated, paid
    COVER_OPT_OUT,       // never to return
    COVER_TERMINATION,   // end of employment; communicated
    COVER_LEAVE_START,   // unpaid leave
    COVER_LEAVE_END,     // return; communicated
    COVER_UNPAID,        // any day of a month whose contribution was not paid
    COVER_ARREARS_PAID,  // all arrears paid; communicated
};

struct cover_event {
    enum cover_event_kind kind;
    struct civil_date date;
    struct civil_date communicated; // when the fund or insurer was told
    enum fact paid;                 // contribution of a relative
};

struct cover_facts {
    const struct cover_event *events; // by date, the earliest first
    size_t event_count;
    struct civil_date birth;
    enum fact child;                 // covered as a child
    struct civil_date annual_expiry; // any one of them: they return every year
    struct civil_date death;
};

struct coverage {
    enum fact covered;
    struct civil_date since; // first day of the cover that holds on the day; unknown otherwise
    const char *rule;        // that decided; owned by the plan or static
};

struct coverage coverage_on(const struct plan *plan, const struct cover_facts *facts,
                            struct civil_date day);

// The 1st of the month after the effective month of a communication about an event: the month of
// the later of the two days, one later when it was communicated after the cut-off day (S-18).
struct civil_date coverage_effective(const struct plan *plan, struct civil_date event,
                                     struct civil_date communicated);

// The day on which a person completes that many years; 29 February is reached on 1 March in common
// years (S-12).
struct civil_date coverage_age_reached(struct civil_date birth, int32_t years);

// "enrolment", "family-change", …
const char *cover_event_name(enum cover_event_kind kind);

#endif
