// SPDX-License-Identifier: EUPL-1.2
// A whole case at once: the proposal, its expenses under the ceilings of the months, and what a
// person still has to decide. The one engine behind `sostegno evaluate`. Pure; any thread.
//
// Without a person's decision, months and expenses are reckoned as if the proposal were decided;
// while the proposal is open (incomplete, held, late) no expense is reckoned at all.
//
// A section that is not given (NULL) is not examined: it leaves a task to a person and does not
// touch the proposal. Of a section that is given, whatever is unknown makes the claim incomplete.
#ifndef SCORING_EVALUATION_H
#define SCORING_EVALUATION_H

#include "scoring/allocation.h"
#include "scoring/benefit_month.h"
#include "scoring/coverage.h"
#include "scoring/dossier.h"
#include "scoring/exclusion.h"
#include "scoring/fact.h"
#include "scoring/insurability.h"
#include "scoring/plan.h"
#include "scoring/proposal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a person has decided about the claim.
enum evaluation_decision {
    EVALUATION_DECISION_NONE,
    EVALUATION_DECISION_RECOGNISED,
    EVALUATION_DECISION_REVIEWABLE,
    EVALUATION_DECISION_NOT_RECOGNISED,
};

struct evaluation_expense {
    struct expense expense;
    struct civil_date received; // the order of service among reimbursements (S-17)
    enum fact receipted;        // the document is a receipt
    const char *nature;         // code of an exclusion of scope expense; NULL: none applies
};

struct evaluation_case {
    struct claim_facts facts;
    enum evaluation_decision decision;
    const struct evaluation_expense *expenses;
    size_t expense_count;
    const struct cover_facts *cover;   // asked for the day of the onset
    const struct health_facts *health; // on the first day of that cover, or else on its tested_on
    const struct cause_facts *causes;
    const struct dossier_facts *dossier; // gives the day of completeness when facts has none
    int64_t paid_cents[PLAN_MONTHS_MAX]; // already paid or reserved in month k, at [k - 1]; >= 0
};

struct evaluation_month {
    struct benefit_month month;
    int64_t paid_cents;   // as given
    int64_t due_cents;    // payable for the expenses of the case
    int64_t member_cents; // of those expenses, borne by the member
    int64_t left_cents;   // of the ceiling, after paid and due
};

// What stays for a person. One per reason that leaves something open.
enum evaluation_task {
    EVALUATION_TASK_NONE,
    EVALUATION_TASK_DECIDE_CLAIM,
    EVALUATION_TASK_COMPLETE_ANSWERS,
    EVALUATION_TASK_JUDGE_CONSOLIDATION,
    EVALUATION_TASK_REVIEW_STATE,
    EVALUATION_TASK_JUDGE_NEED,
    EVALUATION_TASK_SAY_HOLDER,
    EVALUATION_TASK_COMPLETE_DOSSIER,
    EVALUATION_TASK_CONFIRM_CHECK, // a check speaks against the claim: a person confirms
    EVALUATION_TASK_SETTLE_CHECK,
    EVALUATION_TASK_RULE_ON_LATE,
    EVALUATION_TASK_STATE_ONSET,
    EVALUATION_TASK_STATE_FILING,
    EVALUATION_TASK_STATE_WRITTEN_CLAIM,
    EVALUATION_TASK_CONFIRM_ALIVE,
    EVALUATION_TASK_RULE_ON_LAST_DAY,
    EVALUATION_TASK_COUNT,
};

struct evaluation_open_task {
    enum evaluation_task task;
    const char *rule;
};

enum {
    EVALUATION_EXPENSES_MAX = 200,
    EVALUATION_TASKS_MAX = PROPOSAL_REASONS_MAX + 4,
};

struct evaluation {
    struct proposal proposal;
    struct coverage coverage;                  // on the day of the onset
    struct civil_date tested_on;               // S-19; unknown while not known
    enum fact conditions[PLAN_CONDITIONS_MAX]; // hits, by plan->conditions
    enum fact exclusions[PLAN_EXCLUSIONS_MAX]; // hits, by plan->exclusions; of scope cause only
    struct civil_date complete;                // the day of completeness that was used
    struct evaluation_month months[PLAN_MONTHS_MAX];
    size_t month_count; // 0 while nothing gives a right to months
    // The order in which the expenses were served: authorised direct services as given,
    // then the others by the day they were received, an unknown day last, then as given (S-17).
    size_t order[EVALUATION_EXPENSES_MAX];
    struct evaluation_open_task tasks[EVALUATION_TASKS_MAX];
    size_t task_count;
};

// Evaluates the case. allocations[i] belongs to expenses[i]; the caller owns both. False when the
// facts or an expense are not well formed (proposal_make, allocation_compute) or there are more
// than EVALUATION_EXPENSES_MAX expenses; the outputs must then not be used.
__attribute__((warn_unused_result)) bool evaluation_make(const struct plan *plan,
                                                         const struct evaluation_case *facts,
                                                         struct evaluation *evaluation,
                                                         struct allocation *allocations);

// "decide-claim", "complete-answers", … (stable).
const char *evaluation_task_name(enum evaluation_task task);

// "none", "recognised", "reviewable", "not-recognised".
const char *evaluation_decision_name(enum evaluation_decision decision);

#endif
