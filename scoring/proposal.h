// SPDX-License-Identifier: EUPL-1.2
// What the engine proposes for one claim as of one day, with its reasons and deadlines.
//
// The engine proposes, a person decides. A late claim is never refused here (S-09), and what is not
// known is never taken for a "no". Pure; any thread.
#ifndef SCORING_PROPOSAL_H
#define SCORING_PROPOSAL_H

#include "scoring/assessment.h"
#include "scoring/civil_date.h"
#include "scoring/deadline.h"
#include "scoring/fact.h"
#include "scoring/plan.h"
#include "scoring/reason.h"
#include "scoring/survival.h"

#include <stdbool.h>
#include <stddef.h>

// The medical judgement about the state.
enum consolidated {
    CONSOLIDATED_NOT_JUDGED, // nobody has judged yet: incomplete
    CONSOLIDATED_NO,
    CONSOLIDATED_YES,
    CONSOLIDATED_UNDETERMINED, // examined, cannot be said yet: reviewable (A-21, S-10)
};

// What a person ruled about a late claim (S-09).
enum late_ruling {
    LATE_RULING_NONE,
    LATE_RULING_ACCEPTED,
    LATE_RULING_LOST,
    LATE_RULING_REDUCED, // by the proven prejudice (evaluation_case)
};

// What a person ruled about a claim filed before the state had lasted as long as the plan asks.
enum early_ruling {
    EARLY_RULING_NONE,
    EARLY_RULING_ACCEPTED, // it stands as it was filed
    EARLY_RULING_REFUSED,  // it has to be filed again
};

// Yes/no/unknown checks that other modules or persons bring: hit = FACT_YES speaks against the
// claim.
enum proposal_check_kind {
    PROPOSAL_CHECK_NONE,
    PROPOSAL_CHECK_COVERAGE,
    PROPOSAL_CHECK_INSURABILITY,
    PROPOSAL_CHECK_EXCLUSION,
};

struct proposal_check {
    enum proposal_check_kind kind;
    const char *rule; // e.g. "A-11b"
    enum fact hit;
};

// Everything known about the claim on as_of. A date or fact that is not known stays zero.
struct claim_facts {
    struct civil_date as_of; // the domain day the proposal is made for; must be known
    struct assessment assessment;
    enum consolidated consolidated;
    enum fact constant_need; // read only by plans that require it
    enum fact holder;        // the person is the holder; read here by holder-only plans
    struct civil_date onset;
    struct civil_date first_contact;
    struct civil_date sent;
    struct civil_date received;
    struct civil_date complete;      // day the dossier became complete (S-06)
    struct civil_date recognised;    // day a person recognised the claim; read by one S-06
    struct civil_date alive_through; // last day on which the member is confirmed alive
    struct civil_date death;
    enum late_ruling late_ruling;
    enum last_day_ruling last_day_ruling;
    enum early_ruling early_ruling; // read only of a claim filed too early
    const struct proposal_check *checks;
    size_t check_count;
};

enum proposal_outcome {
    PROPOSAL_INCOMPLETE,
    PROPOSAL_RECOGNISED,
    PROPOSAL_NOT_RECOGNISED,
    PROPOSAL_REVIEWABLE,
    PROPOSAL_EXCLUDED,
    PROPOSAL_NOT_INSURABLE,
    PROPOSAL_NOT_COVERED,
    PROPOSAL_LATE_FOR_A_PERSON, // the merits would carry it, the filing was late (S-09)
    PROPOSAL_HELD, // a fact near a limit that only a person may settle (S-29, filed too early)
};

enum proposal_timeliness {
    PROPOSAL_TIMELINESS_UNKNOWN,
    PROPOSAL_NO_TERM, // the plan states none
    PROPOSAL_IN_TIME,
    PROPOSAL_LATE,
    PROPOSAL_EARLY, // before the state has lasted as long as the plan asks
};

// May a payment line arise on as_of?
enum proposal_payment {
    PROPOSAL_PAYMENT_NONE, // not recognised (yet)
    PROPOSAL_PAYMENT_HELD, // recognised, but not before first_payable, or survival unconfirmed
    PROPOSAL_PAYMENT_OPEN,
    PROPOSAL_PAYMENT_BARRED, // the member died inside the survival window
};

enum {
    PROPOSAL_REASONS_MAX = 48,
    PROPOSAL_DEADLINES_MAX = 5,
};

struct proposal {
    enum proposal_outcome outcome;
    enum proposal_outcome merit; // what score, consolidation and need alone would give
    enum proposal_timeliness timeliness;
    enum proposal_payment payment;
    struct civil_date accrual_start; // first day of benefit month 1 (S-06); unknown while not known
    struct civil_date first_payable; // first day on which a line may arise; unknown while not known
    struct assessment_result score;
    struct reason reasons[PROPOSAL_REASONS_MAX];
    size_t reason_count;
    struct deadline deadlines[PROPOSAL_DEADLINES_MAX];
    size_t deadline_count;
};

// Makes the proposal. False when the facts are not well formed (as_of unknown, a grade that is not
// the plan's, a check without a kind, more than PROPOSAL_CHECKS_MAX checks); *proposal untouched.
//
// Order of outcomes: not covered, not insurable, excluded (a check is hit); not recognised (the
// merits are surely short, or a late claim was ruled lost or an early one refused, or the member died inside the survival
// window); incomplete (an answer, judgement, date or the dossier is missing, or the state has not
// lasted long enough); held; late for a person; reviewable; recognised.
__attribute__((warn_unused_result)) bool
proposal_make(const struct plan *plan, const struct claim_facts *facts, struct proposal *proposal);

enum {
    PROPOSAL_CHECKS_MAX = 24,
};

// Names as stored and sent: "not-judged", "no", "yes", "undetermined".
const char *consolidated_name(enum consolidated consolidated);
bool consolidated_from_name(const char *name, enum consolidated *consolidated);

// "incomplete", "recognised", "not-recognised", "reviewable", "excluded", "not-insurable",
// "not-covered", "late-for-a-person", "held".
const char *proposal_outcome_name(enum proposal_outcome outcome);

// "unknown", "no-term", "in-time", "late", "early".
const char *proposal_timeliness_name(enum proposal_timeliness timeliness);

// "none", "held", "open", "barred".
const char *proposal_payment_name(enum proposal_payment payment);

#endif
