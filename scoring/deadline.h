// SPDX-License-Identifier: EUPL-1.2
// Terms and their last day, kept with everything a screen needs to show the basis
// (S-01, S-02, S-02b, S-02c, L-04, L-05).
//
// Day 0 is the day of the event; the last day is day 0 + n and expires at 24:00 in Rome
// (rome_midnight of the day after). Pure; any thread.
#ifndef SCORING_DEADLINE_H
#define SCORING_DEADLINE_H

#include "scoring/civil_date.h"
#include "scoring/holiday.h"

#include <stdbool.h>
#include <stdint.h>

// What kind of term it is decides whether a holiday moves the last day.
enum deadline_kind {
    DEADLINE_NONE,
    DEADLINE_ACT,          // somebody has to do something: extended to the next working day (S-02)
    DEADLINE_CUTOFF,       // day of the month on a portal: not extended (S-02b)
    DEADLINE_STATE_WINDOW, // a fact that time brings, such as survival: never extended (S-02c)
};

// The event that day 0 is.
enum deadline_event {
    DEADLINE_EVENT_NONE,
    DEADLINE_EVENT_ONSET,
    DEADLINE_EVENT_FIRST_CONTACT,
    DEADLINE_EVENT_CLAIM_SENT,
    DEADLINE_EVENT_CLAIM_RECEIVED,
    DEADLINE_EVENT_DOSSIER_COMPLETE,
    DEADLINE_EVENT_DOCUMENT_REQUESTED,
    DEADLINE_EVENT_COMPLAINT_RECEIVED,
    DEADLINE_EVENT_INTERRUPTION, // of the limitation: a written claim or an acknowledgement
    DEADLINE_EVENT_DECISION,
};

struct deadline {
    enum deadline_kind kind;
    enum deadline_event event;
    const char *rule; // rule id, static or owned by the plan, e.g. "A-16"
    struct civil_date start;
    int32_t days;               // 0 when the term is in months
    int32_t months;             // 0 when the term is in days
    struct civil_date nominal;  // last day before any extension
    struct civil_date last;     // last day that is in time
    enum holiday extended_over; // the holiday that nominal is, HOLIDAY_NONE when not extended
};

enum deadline_position {
    DEADLINE_POSITION_UNKNOWN, // the term or the tested day is not known
    DEADLINE_IN_TIME,          // before the last day
    DEADLINE_ON_LAST_DAY,
    DEADLINE_PAST,
};

// The term of that many days (>= 0) from start. extend_acts is the plan's S-02 and matters for
// DEADLINE_ACT only. An unknown start gives unknown last days.
struct deadline deadline_in_days(enum deadline_kind kind, const char *rule,
                                 enum deadline_event event, struct civil_date start, int32_t days,
                                 bool extend_acts);

// The same in months, by the common calendar (L-05).
struct deadline deadline_in_months(enum deadline_kind kind, const char *rule,
                                   enum deadline_event event, struct civil_date start,
                                   int32_t months, bool extend_acts);

// Where a day lies: an act done on the last day is in time.
enum deadline_position deadline_position(const struct deadline *deadline, struct civil_date day);

// Days from `day` to the last day: 0 on it, negative after it. 0 when unknown: ask the position
// first.
int32_t deadline_days_left(const struct deadline *deadline, struct civil_date day);

// Names as sent: "act", "cutoff", "state-window"; "onset", "first-contact", "claim-sent", …
const char *deadline_kind_name(enum deadline_kind kind);
const char *deadline_event_name(enum deadline_event event);
const char *deadline_position_name(enum deadline_position position);

#endif
