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
#include "scoring/claim_state.h"
#include "scoring/evaluation.h"
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

// Who recorded something, and when.
struct claim_signature {
    struct staff_ref by;
    int64_t at_us;
};

// What a physician found on a day of examination: a sheet of its own.
struct claim_sheet {
    struct public_id id;
    const char
        *rater; // "physician" (treating or of a hospital, D4), "visit" (of the insurer, A-20)
    const char *on;
    const struct claim_answer *answers;
    size_t answer_count;
    struct claim_signature signature;
};

struct claim_month {
    struct benefit_month month;
    int64_t used_cents;      // payment lines, and what a reduced late claim makes the member bear
    int64_t elsewhere_cents; // of the same days, by other claims of the person
    int64_t due_cents;       // what the open expenses would take now
    int64_t reserved_cents;  // for authorised services that are still to come
    int64_t member_cents;    // of what is due, borne by the member
    int64_t left_cents;      // of the ceiling after all of these
};

struct claim_reason {
    const char *rule; // rule id, or "person"
    const char *key;
    const char *text;  // NULL unless a person wrote it
    const char *value; // NULL: none
};

struct claim_expense {
    struct public_id id;
    const char *form; // "rsa-stay", "home-carer", "care-invoice"; "direct": an authorised service
    const char *provider, *document;
    const char *service_from, *service_to;
    int64_t amount_cents; // in hundredths of the currency
    bool receipted;
    const char *invoiced_on, *paid_on; // NULL: not said (S-08)
    const char *currency;              // NULL: euro
    int64_t euro_cents;                // of an open one in another currency; 0: not known yet
    const char *state;                 // "submitted", "approved", "refused"
    int64_t payable_cents;
    const char *payee; // of what is due today: "member", "provider", "heirs" (S-27)
    const struct claim_reason *reasons;
    size_t reason_count;
    int64_t submitted_us;
};

struct claim_deadline {
    const char *code;  // "filing", "survival", "review", "complaint", "limitation"
    const char *basis; // text key of the start event
    struct civil_date start;
    int32_t days; // 0 when the term is in months
    int32_t months;
    struct civil_date last;
    struct civil_date extended_from; // the nominal last day; unknown when not extended
    const char *holiday;             // what day the nominal last day is; NULL when not extended
    const char *rule;
    const char *status; // "open", "met", "missed", "passed"
};
enum { CLAIM_DEADLINES_MAX = PROPOSAL_DEADLINES_MAX + EVALUATION_TERMS_MAX };

// What a person found about insurability or the cause; of each subject the newest counts.
struct claim_check_fact {
    const char *about;  // "finding", "exclusion", "invalidity", "substances", "health-statement",
                        // "causes-examined"
    const char *code;   // of a finding or exclusion of the plan; NULL for the others
    const char *answer; // "yes", "no", "unknown"; of an invalidity its status
    int64_t number;     // percent of an invalidity, count of substances; -1: not known
    const char *since;  // NULL: not known
    const char *exceptions[CAUSE_EXCEPTIONS_MAX];
    size_t exception_count;
    const char *evidence, *note; // NULL: none
    struct claim_signature signature;
};
enum { CLAIM_CHECK_FACTS_MAX = PLAN_CONDITIONS_MAX * PLAN_FINDINGS_MAX + PLAN_EXCLUSIONS_MAX + 8 };

// What was found about one expense ("expense"), one earlier claim ("earlier-benefit") or the class
// of the cause ("cause-class"); of each subject the newest.
struct claim_particular {
    struct claim_check_fact fact;
    struct public_id of; // unset: the claim itself
    struct claim_particular *next;
};

// A benefit that the person had before under the same plan (S-15).
struct claim_earlier {
    struct public_id claim;
    const char *number;
    struct civil_date from, to; // to: its last day, or today while it runs
    int32_t paid_months;
};

// The newest copy of a document of the dossier.
struct claim_document {
    const char *code;
    const char *received_on;
    enum fact accepted; // a person looked at it
    const char *note;   // NULL: none
    struct claim_signature signature;
};

// On what the dossier depends.
struct claim_situation {
    enum fact admitted, home_service, inpatient;
    struct claim_signature signature; // at_us 0: not recorded
};

// A date that staff established, with its source.
struct claim_date_fact {
    const char *on; // NULL: not recorded
    const char *evidence;
    struct claim_signature signature;
};
enum claim_date_event {
    CLAIM_DATE_NONE = 0,
    CLAIM_DATE_ONSET,
    CLAIM_DATE_FIRST_CONTACT,
    CLAIM_DATE_SENT,
    CLAIM_DATE_EVENTS,
};

// A person's ruling on a delay (S-09), on a death on the last day (S-29), on a claim filed too
// early or on the refusal of a check (S-11).
struct claim_person_ruling {
    const char *ruling; // NULL: none yet
    const char *reason;
    int64_t prejudice_cents; // proven, with ruling "reduce"; else 0
    int64_t borne_cents;     // of it, by the expenses approved so far
    struct claim_signature signature;
};

// A check of the continuing state (A-37, S-11).
struct claim_control {
    const char *event; // "requested", "refused", "complied"
    const char *on;
    const char *note;
    struct claim_signature signature;
    struct claim_person_ruling ruling; // on a refusal: "confirmed", "dismissed"
};

struct claim_ending {
    const char *reason;          // claim_end_name() of scoring/claim_state.h; NULL: not ended
    const char *on;              // the first day that is not paid
    const char *evidence, *note; // NULL: none
    const char *from;            // claim_state_name() of before; NULL: an older end, not recorded
    struct claim_signature signature;
};

struct claim_complaint {
    struct public_id id;
    const char *received_on;
    const char *first_name, *last_name, *code; // K-01
    const char *text;
    const char *answered_on; // NULL: not yet
    const char *answer;
    struct claim_signature signature;
};

// What was paid for days after the death (S-27): asked back.
struct claim_clawback {
    struct public_id expense;
    int32_t month;
    int64_t paid_cents; // the line
    int64_t back_cents;
    struct civil_date from, to; // the days after the death
};
enum { CLAIM_CLAWBACKS_MAX = 100 };

// The account to which the benefit is paid.
struct person_account {
    const char *iban; // electronic form; NULL: no account is known
    const char *holder, *evidence;
    bool in_sepa; // its country, today
    struct claim_signature signature;
};

// The death of the member as it was told.
struct claim_death {
    const char *notified_on, *evidence; // NULL: recorded before they were asked for
    struct claim_signature signature;
};

struct claim_finding {
    bool recorded;
    enum consolidated consolidated;
    enum fact constant_need;
    const char *examined_on;
    const char *note; // NULL: none
    struct staff_ref by;
    int64_t at_us;
};

struct claim_decision {
    struct public_id id;
    const char *outcome;
    const char *reason;
    const char *review_on;     // NULL unless reviewable
    struct public_id corrects; // unset: takes no other decision's place
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
enum { CLAIM_ACTIONS = 24 };

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
    const char *shown;       // state as the API says it
    enum claim_state course; // the same, finer
    int64_t version;
    int64_t opened_us, submitted_us;
    struct claim_statement statement;
    const char *rater;                  // who filled the sheet that counts
    const struct claim_answer *answers; // of the family
    size_t answer_count;
    const struct claim_sheet *sheets; // of examinations, in the order of recording
    size_t sheet_count;
    struct assessment assessment;        // answers by activity; a grade index points into the plan
    struct proposal proposal;            // with the score
    const struct evaluation *evaluation; // checks, months, tasks; the proposal is its own
    const struct dossier_facts *dossier; // as the engine was asked; NULL: no document recorded
    // Cover on the day of the onset, as the register of covers says it; used while no event of the
    // cover is recorded.
    struct proposal_check registered_cover;
    bool cover_by_events;
    enum fact holder; // the person holds the cover (B-26, A-05)
    size_t cover_event_count;
    bool
        facts_contradict; // they cannot all be true: the onset is left out until a person states it
    struct claim_finding finding;
    struct claim_check_fact checks[CLAIM_CHECK_FACTS_MAX];
    size_t check_count;
    struct claim_particular *particulars; // NULL: none
    struct claim_earlier earlier[EVALUATION_EARLIER_MAX];
    size_t earlier_count;
    struct claim_document documents[PLAN_DOCUMENTS_MAX];
    size_t document_count;
    struct claim_situation situation;
    struct claim_date_fact dates[CLAIM_DATE_EVENTS];
    struct claim_date_fact *interruptions; // of the limitation, in the order of recording (L-09)
    size_t interruption_count;
    struct claim_person_ruling late_ruling, survival_ruling, early_ruling;
    struct claim_control *controls; // in the order of recording
    size_t control_count;
    struct claim_ending ending;
    struct claim_complaint *complaints; // as many as there are
    size_t complaint_count;
    struct claim_clawback clawbacks[CLAIM_CLAWBACKS_MAX];
    size_t clawback_count;
    struct claim_deadline deadlines[CLAIM_DEADLINES_MAX];
    size_t deadline_count;
    const struct claim_deadline *next; // of them the one that the work list shows; NULL: none
    struct civil_date received_on, complete_on, proven_on, died_on;
    const char *proven_evidence; // NULL: none
    struct claim_death death;    // of died_on
    struct person_account account;
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

// A row of the staff's list.
struct claim_row {
    struct public_id id;
    const char *number;
    struct person_summary person;
    const char *plan;
    const char *shown;
    enum claim_state course; // the same, finer
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

// A document that the family still has to bring.
struct portal_document {
    const struct plan_document *document;
    const char *note; // why the copy that came is not good; NULL: none came
};

// What the family sees of a claim.
struct portal_claim {
    struct public_id id;
    const char *number;
    struct public_id person;
    const char *member, *birth_date, *codice_fiscale; // whom a printed decision is about
    const struct plan *plan;
    const char *shown;
    int64_t version;
    struct claim_statement statement;
    const struct claim_answer *answers;
    size_t answer_count;
    const char *open_items[PLAN_ACTIVITIES_MAX];
    size_t open_count;
    struct portal_document documents[PLAN_DOCUMENTS_MAX]; // still to bring
    size_t document_count;
    struct portal_task tasks[PORTAL_TASKS_MAX];
    size_t task_count;
    struct portal_step steps[PORTAL_STEPS_MAX];
    size_t step_count;
    const struct claim_decision *decision; // the newest; NULL: none yet
    const struct claim_month *months;
    size_t month_count;
    const struct claim_expense *expenses;
    size_t expense_count;
    int64_t submitted_us; // with the number: the receipt; 0: not sent yet
};

#endif
