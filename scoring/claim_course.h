// SPDX-License-Identifier: EUPL-1.2
// Where a claim stands on a day, from what happened to it: the events that the facts tell are led
// through the transition table of claim_state. Pure; any thread.
//
// Nothing that is only proposed moves a claim: without a person's decision it is under evaluation,
// or late, at most (S-09).
#ifndef SCORING_CLAIM_COURSE_H
#define SCORING_CLAIM_COURSE_H

#include "scoring/civil_date.h"
#include "scoring/claim_state.h"

#include <stdbool.h>

// What a person has ruled about the claim.
enum claim_ruling {
    CLAIM_RULING_NONE,
    CLAIM_RULING_RECOGNISED,
    CLAIM_RULING_REVIEWABLE,
    CLAIM_RULING_NOT_RECOGNISED,
    CLAIM_RULING_EXCLUDED,
    CLAIM_RULING_NOT_INSURABLE,
    CLAIM_RULING_NOT_COVERED,
    CLAIM_RULING_COUNT,
};

// Dates lie on or before the day looked from; what did not happen stays unknown or false.
struct claim_course_facts {
    bool filed;           // sent or received
    bool documents_asked; // something the dossier needs is missing
    bool complete;        // the dossier
    bool examined;        // an answer, a judgement or a visit is there
    bool late;            // filed after the term, and nobody has ruled on it (S-09)
    bool paid;            // a month has been paid or reserved
    bool suspended;       // a refused check suspends payment (S-11)
    bool months_over;     // the day lies after the last benefit month
    bool consolidated;    // a state that had been temporary was found consolidated (S-22)
    bool state_ended;     // a visit showed it (S-11)
    bool cover_lost;      // under a plan whose benefit stops with the cover (S-26)
    bool died;
    bool withdrawn;
    enum claim_ruling decision;
};

struct claim_course {
    enum claim_state state;
    enum claim_end end; // why it ended; none unless the state is CLAIM_ENDED
    unsigned effects;   // what the event that led there brings with it: bits of enum claim_effect
};

struct claim_course claim_course_of(const struct claim_course_facts *facts);

// "none", "recognised", "reviewable", "not-recognised", "excluded", "not-insurable", "not-covered".
const char *claim_ruling_name(enum claim_ruling decision);

#endif
