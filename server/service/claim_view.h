// SPDX-License-Identifier: EUPL-1.2
// A claim as screens need it. Two shapes on purpose: the family's has no field for score or
// threshold (F-09).
//
// All texts live in the arena of the call or in the plan shelf. Dates that are not known are the
// zero civil_date; instants are domain microseconds, 0: not yet.
#ifndef SERVICE_CLAIM_VIEW_H
#define SERVICE_CLAIM_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/public_id.h"
#include "scoring/benefit_month.h"
#include "scoring/plan.h"
#include "scoring/proposal.h"

struct staff_ref {
    struct public_id id;
    const char *name; // "" for a family user: their name is sealed
};

// What the family says beside the questionnaire; NULL: not said yet.
struct claim_statement {
    const char *onset_date;
    const char *constant_need; // "yes", "no", "unknown"
    const char *place_of_care; // "home", "rsa", "hospital", "other"
};

struct claim_answer {
    const char *item;
    const char *grade; // a grade of the plan, or "unknown"
    int64_t saved_us;
};

struct claim_month {
    struct benefit_month month;
    int64_t used_cents, left_cents;
};

struct claim_reason {
    const char *rule; // rule id, or "person"
    const char *key;
    const char *text;  // NULL unless a person wrote it
    const char *value; // NULL: none
};

struct claim_expense {
    struct public_id id;
    const char *form; // "rsa-stay", "home-carer", "care-invoice"
    const char *provider, *document;
    const char *service_from, *service_to;
    int64_t amount_cents;
    bool receipted;
    const char *state; // "submitted", "approved", "refused"
    int64_t payable_cents;
    const struct claim_reason *reasons;
    size_t reason_count;
    int64_t submitted_us;
};

struct claim_deadline {
    const char *code;  // "filing", "survival", "review"
    const char *basis; // text key of the start event
    struct civil_date start;
    int32_t days;
    struct civil_date last;
    struct civil_date extended_from; // the nominal last day; unknown when not extended
    const char *rule;
    const char *status; // "open", "met", "missed", "passed"
};
enum { CLAIM_DEADLINES_MAX = PROPOSAL_DEADLINES_MAX + 1 };

struct claim_finding {
    bool recorded;
    enum consolidated consolidated;
    enum fact constant_need;
    const char *note; // NULL: none
    struct staff_ref by;
    int64_t at_us;
};

struct claim_decision {
    struct public_id id;
    const char *outcome;
    const char *reason;
    const char *review_on; // NULL unless reviewable
    const char *decided_on;
    struct staff_ref by;
    int64_t at_us;
    int32_t plan_version;
    const char *proposal; // what the engine proposed then
};

struct claim_moment {
    int64_t at_us;
    const char *kind; // "opened", "submitted", "statement", "finding", "life", "complete",
                      // "decision", "expense", …
    const char *by;   // name of staff; "family"
};

struct claim_action {
    const char *action;
    bool allowed;
    const char *reason; // text key why not; NULL when allowed
};
enum { CLAIM_ACTIONS = 5 };

struct person_summary {
    struct public_id id;
    const char *name, *birth_date, *codice_fiscale;
    int age;
};

// The case page.
struct claim_view {
    struct public_id id;
    const char *number;
    struct person_summary person;
    const struct plan *plan;
    const char *shown; // state as the API says it
    int64_t version;
    int64_t opened_us, submitted_us;
    struct claim_statement statement;
    const char *rater;
    struct assessment assessment; // answers by activity; a grade index points into the plan
    struct proposal proposal;     // with the score
    struct claim_finding finding;
    struct claim_deadline deadlines[CLAIM_DEADLINES_MAX];
    size_t deadline_count;
    struct civil_date received_on, complete_on, proven_on, died_on;
    const struct claim_decision *decisions; // newest first
    size_t decision_count;
    const struct claim_month *months; // empty until recognised
    size_t month_count;
    const struct claim_expense *expenses;
    size_t expense_count;
    const struct claim_moment *timeline; // newest first
    size_t moment_count;
    struct claim_action actions[CLAIM_ACTIONS];
};

// The API's word for an outcome: what makes a person uninsurable or uncovered is shown as excluded.
const char *claim_proposal_name(enum proposal_outcome outcome);

// A row of the staff's list.
struct claim_row {
    struct public_id id;
    const char *number;
    struct person_summary person;
    const char *plan;
    const char *shown;
    int64_t submitted_us;
    struct claim_deadline next; // code NULL: none
};

struct portal_task {
    const char *code;
    const char *status; // "done", "to-do", "in-progress", "cannot-start", "problem"
    struct civil_date by;
};
enum { PORTAL_TASKS_MAX = 8, PORTAL_STEPS_MAX = 6 };

struct portal_step {
    const char *code;
    struct civil_date on;
};

// What the family sees of a claim.
struct portal_claim {
    struct public_id id;
    const char *number;
    struct public_id person;
    const struct plan *plan;
    const char *shown;
    int64_t version;
    struct claim_statement statement;
    const struct claim_answer *answers;
    size_t answer_count;
    const char *open_items[PLAN_ACTIVITIES_MAX];
    size_t open_count;
    struct portal_task tasks[PORTAL_TASKS_MAX];
    size_t task_count;
    struct portal_step steps[PORTAL_STEPS_MAX];
    size_t step_count;
    const struct claim_month *months;
    size_t month_count;
    const struct claim_expense *expenses;
    size_t expense_count;
    int64_t submitted_us; // with the number: the receipt; 0: not sent yet
};

#endif
