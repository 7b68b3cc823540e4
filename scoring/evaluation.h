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
#include "scoring/benefit_history.h"
#include "scoring/benefit_month.h"
#include "scoring/case_warning.h"
#include "scoring/claim_course.h"
#include "scoring/claw_back.h"
#include "scoring/coverage.h"
#include "scoring/dossier.h"
#include "scoring/exchange.h"
#include "scoring/exclusion.h"
#include "scoring/fact.h"
#include "scoring/identity_match.h"
#include "scoring/insurability.h"
#include "scoring/limitation.h"
#include "scoring/plan.h"
#include "scoring/proposal.h"
#include "scoring/sheet_history.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct evaluation_expense {
    struct expense expense;     // its amount in hundredths of `currency`
    const char *currency;       // NULL: euro
    struct civil_date received; // the order of service among reimbursements (S-17)
    enum fact receipted;        // the document is a receipt
    const char *nature;         // code of an exclusion of scope expense; NULL: none applies
};

// A check of the state that was asked for. Dates that are not known stay zero.
struct evaluation_visit {
    struct civil_date ordered;
    struct civil_date held;
    struct civil_date refused;   // or the day on which the term for a document expired
    enum fact refusal_confirmed; // by a person: only then payment stops (S-11)
    enum fact state_ended;       // what the visit showed
};

struct evaluation_case {
    struct claim_facts facts; // its answers and judgements are read only when there is no sheet
    enum claim_ruling decision;
    // By day. The newest that is not after as_of counts; later ones are not known yet. A state
    // that was temporary and is found consolidated later ends the benefit under S-22.
    const struct dated_sheet *sheets;
    size_t sheet_count;
    const struct evaluation_visit *visits;
    size_t visit_count;
    struct civil_date withdrawn; // the claim
    // A person ended the claim from that day on: state-ended, consolidated or cover-ended, as the
    // plan knows it (claim_end_fits). Other ends follow from their own facts.
    struct civil_date ended;
    enum claim_end ended_by;
    const struct identity_match_facts *member;
    const char *iban; // NULL: no account is known
    // The first authorisation_count of them are authorised direct services: they are reserved
    // before everything else, also those that are still to come or wait for the end of the survival
    // window (A-32, B-23, S-17).
    const struct evaluation_expense *expenses;
    size_t expense_count;
    size_t authorisation_count;
    const struct cover_facts *cover;   // asked for the day of the onset; its holder is facts.holder
    const struct health_facts *health; // on the first day of that cover, or else on its tested_on
    const struct cause_facts *causes;
    const struct dossier_facts *dossier; // gives the day of completeness when facts has none
    int64_t paid_cents[PLAN_MONTHS_MAX]; // already paid or reserved in month k, at [k - 1]; >= 0
    uint8_t taken[PLAN_MONTHS_MAX];      // the alternative it was paid in (allocation_alternative)
    // What other claims of the person under the plan have used of the days of month k, at [k - 1].
    int64_t elsewhere_cents[PLAN_MONTHS_MAX];
    const char *cause;           // its class, for the waiting times of the plan; NULL: not known
    struct civil_date decided;   // day of the decision
    struct civil_date review_on; // of a reviewable one; may lie ahead
    const struct earlier_benefit *earlier; // of the same plan (S-15)
    size_t earlier_count;
    const struct paid_service *payments; // made for services; asked back from a death on (S-27)
    size_t payment_count;
    const struct civil_date *interruptions; // of the limitation, besides the written claim (L-09)
    size_t interruption_count;
    const struct complaint *complaints;
    size_t complaint_count;
    const struct quotation *quotations; // of other currencies
    size_t quotation_count;
    // Of a late claim that a person reduced: what the member bears of the next sums due. It uses up
    // the ceilings like a payment (S-09).
    int64_t prejudice_cents;
};

struct evaluation_month {
    struct benefit_month month;
    int64_t paid_cents;      // as given
    int64_t elsewhere_cents; // as given
    int64_t due_cents;       // payable for the expenses of the case
    int64_t reserved_cents;  // for authorised services that time alone keeps from being due
    int64_t member_cents;    // of those expenses, borne by the member
    int64_t left_cents;      // of the ceiling, after paid, elsewhere, due and reserved
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
    EVALUATION_TASK_CONFIRM_REFUSAL,     // of a check: payment may be suspended (S-11)
    EVALUATION_TASK_CONFIRM_STATE_ENDED, // a newer sheet no longer carries a recognised claim
    EVALUATION_TASK_RULE_ON_EARLY,       // filed before the state had lasted long enough
    EVALUATION_TASK_HOLD_REVIEW,         // the day of the review is past: nothing closes by itself
    EVALUATION_TASK_ANSWER_COMPLAINT,
    EVALUATION_TASK_ANSWER_OVERDUE_COMPLAINT, // the complainant may turn to IVASS (K-02)
    EVALUATION_TASK_RULE_ON_LIMITATION,       // the term of the right is over (L-09)
    EVALUATION_TASK_SETTLE_SAME_EVENT, // whether an earlier benefit was the same event (S-15)
    EVALUATION_TASK_CLAW_BACK,         // something was paid for days after the death
    EVALUATION_TASK_COUNT,
};

struct evaluation_open_task {
    enum evaluation_task task;
    const char *rule;
};

enum {
    EVALUATION_EXPENSES_MAX = 200,
    EVALUATION_PAYMENTS_MAX = 200,
    EVALUATION_COMPLAINTS_MAX = 100,
    EVALUATION_INTERRUPTIONS_MAX = 50,
    EVALUATION_EARLIER_MAX = 20,
    EVALUATION_TERMS_MAX = EVALUATION_COMPLAINTS_MAX + 2,
    EVALUATION_TASKS_MAX = PROPOSAL_REASONS_MAX + 12 + EVALUATION_COMPLAINTS_MAX,
};

struct evaluation {
    struct proposal proposal;
    struct claim_course course;   // where the claim stands
    size_t sheet;                 // index of the sheet that counts; sheet_count: none does
    struct civil_date stops_from; // first day whose services are not paid; unknown: no such day
    struct reason stop;           // why
    // Services from that day on are held (S-11); unknown: no such day, or the benefit has ended.
    struct civil_date suspended_from;
    bool cover_ended;             // covered on the onset, no longer on as_of (S-26)
    struct civil_date cover_lost; // its first day, for a plan that stops then; else unknown
    struct coverage coverage;     // on the day of the onset
    struct civil_date tested_on;  // S-19; unknown while not known
    enum fact seniority;          // hit: too few months of cover; read where the plan asks
    enum fact waiting;            // hit: inside the waiting time of the cause; likewise
    enum fact conditions[PLAN_CONDITIONS_MAX]; // hits, by plan->conditions
    enum fact exclusions[PLAN_EXCLUSIONS_MAX]; // hits, by plan->exclusions; of scope cause only
    struct civil_date complete;                // the day of completeness that was used
    struct evaluation_month months[PLAN_MONTHS_MAX];
    size_t month_count;              // 0 while nothing gives a right to months
    struct benefit_used used_before; // benefit months that earlier events took (S-15)
    // Terms besides those of the proposal: review, limitation, complaints as given.
    struct deadline terms[EVALUATION_TERMS_MAX];
    size_t term_count;
    struct exchanged exchanged[EVALUATION_EXPENSES_MAX];  // by expense; those in a currency only
    struct claw_back claw_backs[EVALUATION_PAYMENTS_MAX]; // by payment
    // The order in which the expenses were served: authorised direct services as given,
    // then the others by the day they were received, an unknown day last, then as given (S-17).
    size_t order[EVALUATION_EXPENSES_MAX];
    int64_t reserved_cents[EVALUATION_EXPENSES_MAX]; // by authorisation; those only
    struct evaluation_open_task tasks[EVALUATION_TASKS_MAX];
    size_t task_count;
    struct case_warning warnings[CASE_WARNINGS_MAX];
    size_t warning_count;
};

// Evaluates the case. allocations[i] belongs to expenses[i]; the caller owns both. False when the
// facts or an expense are not well formed (proposal_make, allocation_compute; an authorisation is
// of form direct) or a list is longer than its EVALUATION_…_MAX; the outputs must then not be used.
__attribute__((warn_unused_result)) bool evaluation_make(const struct plan *plan,
                                                         const struct evaluation_case *facts,
                                                         struct evaluation *evaluation,
                                                         struct allocation *allocations);

// "decide-claim", "complete-answers", … (stable).
const char *evaluation_task_name(enum evaluation_task task);

#endif
