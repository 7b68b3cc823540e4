// SPDX-License-Identifier: EUPL-1.2
// Was the person covered on a day, and since when? From the events of enrolment, contribution,
// leave and end, by the plan's cut-off day (A-02, A-04 … A-09, B-02, B-03, B-05 … B-07, B-13, B-14,
// S-02b, S-12 … S-14, S-18, S-25, S-26, S-31, S-32, S-34). Pure; any thread.
//
// Suspension does not begin a new cover; a new enrolment after an end does.
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
    COVER_REHIRE,        // hire by another employer of the sector; communicated (A-02, S-31)
    COVER_WINDOW,        // relatives asked for in the yearly window; paid (B-03, S-32)
};

struct cover_event {
    enum cover_event_kind kind;
    struct civil_date date;
    struct civil_date communicated; // when the fund or insurer was told
    enum fact paid;                 // contribution of a relative (A-07, B-03)
    enum fact for_all;              // asked for all relatives of the certificate (B-03)
};

struct cover_facts {
    const struct cover_event *events; // by date, the earliest first
    size_t event_count;
    struct civil_date birth;
    enum fact holder;                // the person holds the cover, and is no relative under it
    struct civil_date holder_birth;  // of a relative's holder
    enum fact child;                 // covered as a child; no, while unknown, for a holder
    struct civil_date annual_expiry; // any one of them: they return every year
    struct civil_date death;
    struct civil_date known_until; // the events are; unknown: until the day that is asked for
};

struct coverage {
    enum fact covered;
    struct civil_date since; // first day of the cover that holds on the day; unknown otherwise
    const char *rule;        // that made it so on that day; owned by the plan or static
    const char *flag;        // rule by which a person looks at it all the same; NULL: none
};

struct coverage coverage_on(const struct plan *plan, const struct cover_facts *facts,
                            struct civil_date day);

// The 1st of the month after the effective month of a communication about an event: the month of
// the later of the two days, one later when it was communicated after the cut-off day (S-18).
struct civil_date coverage_effective(const struct plan *plan, struct civil_date event,
                                     struct civil_date communicated);

// The day on which a person completes that many years; 29 February by the plan's S-12.
struct civil_date coverage_age_reached(const struct plan *plan, struct civil_date birth,
                                       int32_t years);

// The first day after `from` and not after `to` on which the person surely has no cover; unknown
// when there is none (S-26). Looks at every day: for a few years at most.
struct civil_date coverage_lost_after(const struct plan *plan, const struct cover_facts *facts,
                                      struct civil_date from, struct civil_date to);

// Had the person, before the onset, the months of cover that the plan asks for among its last
// months? A month counts that begins with cover, months being counted back from the onset. Yes for
// a plan that asks for none.
enum fact coverage_seniority(const struct plan *plan, const struct cover_facts *facts,
                             struct civil_date onset);

// Does the state arise inside the waiting time of its cause? cause: a cause class of the plan, NULL
// when it is not known. No for a plan without waiting times.
enum fact coverage_waits(const struct plan *plan, struct civil_date since, struct civil_date onset,
                         const char *cause);

// The waiting time of a cause class; NULL when the plan has none for it.
const struct plan_waiting *coverage_waiting_of(const struct plan *plan, const char *cause);

// "enrolment", "family-change", …
const char *cover_event_name(enum cover_event_kind kind);

#endif
