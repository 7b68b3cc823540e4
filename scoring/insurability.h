// SPDX-License-Identifier: EUPL-1.2
// Was the person insurable at the start of cover? (A-11, B-21, S-19 … S-21)
//
// Tested on the first day of cover, never at the claim: needing help is what a claim is about. A
// finding that nobody stated is unknown unless a whole health statement says that what it does not
// name is absent. A hit is a proposal: medical judgement stays with a person. Pure; any thread.
#ifndef SCORING_INSURABILITY_H
#define SCORING_INSURABILITY_H

#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stddef.h>
#include <stdint.h>

struct health_finding {
    const char *code;
    enum fact present;
    struct civil_date since; // unknown: not stated
};

enum invalidity_status {
    INVALIDITY_NOT_STATED, // nothing is said of it: absent where the statement is whole
    INVALIDITY_UNKNOWN,    // said to be unknown
    INVALIDITY_NONE,
    INVALIDITY_ENTITLED,
    INVALIDITY_APPLIED,
    INVALIDITY_RECOGNISED,
};

struct health_facts {
    struct civil_date tested_on; // the first day of cover (S-19)
    enum fact statement;         // yes: what is not named below is absent
    const struct health_finding *findings;
    size_t finding_count;
    enum invalidity_status invalidity;
    int64_t invalidity_percent; // -1: not known
    struct civil_date invalidity_since;
    int64_t substances;    // active substances against hypertension on that day; -1: not known
    enum fact drugs_known; // no: said to be unknown, so that a whole statement says no number
    int64_t medicines;     // medicines, a fixed combination counting once; -1: not known (S-21)
};

// Yes: the condition held on the day, so that it speaks against the claim.
enum fact insurability_hit(const struct plan *plan, const struct plan_condition *condition,
                           const struct health_facts *health);

// "not-stated", "unknown", "none", "entitled", "applied", "recognised".
const char *invalidity_status_name(enum invalidity_status status);

#endif
