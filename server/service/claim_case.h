// SPDX-License-Identifier: EUPL-1.2
// One claim with everything that belongs to it, opened inside a transaction (inside the service
// room).
//
// Every use case about a claim goes case_open → change → case_close, or case_read for a screen.
#ifndef SERVICE_CLAIM_CASE_H
#define SERVICE_CLAIM_CASE_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/result.h"
#include "case_file/case_input.h"
#include "scoring/allocation.h"
#include "scoring/claim_state.h"
#include "scoring/survival.h"
#include "service/access.h"
#include "service/actor.h"
#include "service/claim_view.h"
#include "service/person_seal.h"
#include "store/assessments.h"
#include "store/claims.h"
#include "store/expenses.h"
#include "store/persons.h"
#include "store/store.h"

struct service;
struct case_benefit;
struct cover_event_row;
struct quotation_row;

// One finding of the state, on its day.
struct case_judgement {
    struct civil_date day;
    enum consolidated consolidated;
    enum fact constant_need;
};
enum { CASE_END_CORRECTIONS_MAX = 8 };

// One payment line with its days of service.
struct case_payment {
    struct public_id expense;
    int32_t month;
    int64_t cents;
    struct civil_date from, to;
};

struct claim_case {
    const struct service *service;
    const struct actor *actor;
    struct tx *tx;
    struct arena *arena;
    struct civil_date today;
    struct claim claim;
    enum claim_state state;
    struct person person;
    struct identity identity;
    struct data_key key; // wiped by case_wipe
    struct assessment_sheet sheet;
    const struct claim_answer *answers;
    size_t answer_count;
    struct cover_event_row *cover_events; // of this plan, by day
    size_t cover_event_count;
    struct case_judgement *judgements; // in the order of recording
    size_t judgement_count;
    struct public_id end_corrections[CASE_END_CORRECTIONS_MAX]; // facts that took back an end
    size_t end_correction_count;                                // all; the newest are kept
    struct public_id complete_by; // who recorded the day of completeness last
    const char *cover_from;       // first day of the registered cover; NULL: none
    struct claim_facts facts;     // what the engine was asked with
    struct case_input input;
    bool beside; // opened for the sake of another claim of the same person
    // The onset was left out, it cannot be true beside the other facts; or an earlier claim of the
    // person cannot be read.
    bool contradictory;
    bool unreadable;     // the facts contradict each other even so: nothing is derived from them
    bool probe;          // opened to see whether its facts can be read, not to evaluate them
    struct fault *fault; // of the request; NULL: none
    struct evaluation evaluation;
    struct allocation *allocations; // by open expense, in the order of view.expenses
    struct case_payment *paid; // by the order in which they arose; the newest when there are many
    size_t paid_count;
    struct expense_entry *expenses;
    struct claim_expense *expense_views; // view.expenses
    struct quotation_row *quotations;    // that the open expenses need
    size_t quotation_count;
    int64_t used[PLAN_MONTHS_MAX];      // cents by benefit month, paid or borne
    int64_t elsewhere[PLAN_MONTHS_MAX]; // of the days of that month, by other claims
    struct case_benefit *benefits;      // other recognised claims under the plan (case_beside.h)
    size_t benefit_count;
    struct claim_view view;
};

// Load the claim, check that the actor may take `action` on it and that it is at version `if_match`
// (-1: any), open its sealed parts and ask the engine. RC_NOT_FOUND, RC_DENIED, RC_STALE. Clears
// `fault`, which must live as long as the case. On any result but RC_OK nothing is left to wipe.
// RC_BUG with c->unreadable set: c->claim and the head of c->view (down to complete_on) are filled,
// nothing is derived.
RC_CHECKED enum rc case_open(struct tx *tx, const struct service *service,
                             const struct actor *actor, enum action action,
                             const struct public_id *id, int64_t if_match, struct arena *arena,
                             struct fault *fault, struct claim_case *c);
void case_wipe(struct claim_case *c);

// Open another claim of the same person, for reading only, with the benefits that came before it;
// no right is checked anew.
RC_CHECKED enum rc case_open_beside(const struct claim_case *c, const struct claim *claim,
                                    const struct claim_earlier *earlier, size_t earlier_count,
                                    struct claim_case *other);

// How many claims of the person have stored facts, the writes of this transaction among them, that
// the engine's reader refuses because they contradict each other.
RC_CHECKED enum rc case_count_contradictory(struct tx *tx, const struct service *service,
                                            const struct actor *actor, const struct person *person,
                                            struct arena *arena, size_t *count);

// Did the state of another claim of the person, sent and not ended, arise after that day? Whoever
// records a death of that day is to mend one of the two first.
RC_CHECKED enum rc case_arose_later(const struct claim_case *c, struct civil_date day, bool *later);

// The coarser state under which the API and the lists show a claim.
const char *case_shown(enum claim_state state);

// Put the claim into a state that no event leads to: a correction by a second person.
void case_set_state(struct claim_case *c, enum claim_state state);

// Move by one event of the transition table; RC_CONFLICT with `code` when the state forbids it.
RC_CHECKED enum rc case_step(struct claim_case *c, enum claim_event event, struct fault *fault,
                             const char *code);

// Record one fact about the claim; `content` is consumed.
RC_CHECKED enum rc case_record(struct claim_case *c, enum claim_fact_kind kind,
                               const char *effective_on, json_t *content);

// Write the claim with a grown version and what it waits for next, stop its payment lines where the
// right behind them is gone, keep what is reserved (payment_stop.h), write the audit entry and the
// events. First the stored facts are read again: those that newly contradict each other are
// refused (facts-contradict, RC_INVALID), for nothing can take a recorded fact back.
RC_CHECKED enum rc case_close(struct claim_case *c, const char *audit_action);

// For a screen: check the right, audit the read as `view`, then load. The result's key is wiped
// already.
RC_CHECKED enum rc case_read(const struct service *service, const struct actor *actor,
                             enum action action, const struct public_id *id, const char *view,
                             struct arena *arena, struct claim_case *c);

// A date as text: "YYYY-MM-DD" in the arena, NULL when unknown; and back (unknown for NULL or
// nonsense).
const char *case_date_text(struct arena *arena, struct civil_date date);
struct civil_date case_date(const char *text);

// Whether a decision with that outcome opens the benefit: recognised; where the plan pays
// meanwhile, also to be reviewed (S-10).
bool case_outcome_pays(const struct claim_case *c, const char *outcome);

// Whether an expense of this claim can still be approved: the benefit is open, and not suspended
// altogether. What a suspension or an end leaves of it is the engine's and benefits.c's to say.
bool case_pays(const struct claim_case *c);

// What the survival window is asked with (B-23, S-29); `ruled` with what a person ruled about a
// death on its last day.
struct survival_facts case_survival(const struct claim_case *c, bool ruled);

// Name of a staff account; "" for a family user.
RC_CHECKED enum rc case_staff(struct tx *tx, const struct public_id *user, struct arena *arena,
                              struct staff_ref *staff);

#endif
