// SPDX-License-Identifier: EUPL-1.2
// Use cases of claims staff that record facts about a claim: checks, dossier, dates, rulings,
// checks of the continuing state, ends, complaints, a corrected day of completeness.
//
// Nothing is ever overwritten: of each subject the newest fact counts. All block on the store; any
// worker thread. `if_match` is the version the caller last read (RC_STALE when it is not the
// newest). A failed one fills `fault` with a stable code and changes nothing; state-forbids
// (RC_CONFLICT) is possible everywhere, and so is facts-contradict (RC_INVALID): with the new fact
// the claim's facts could not all be true.
#ifndef SERVICE_CLAIM_RECORDS_H
#define SERVICE_CLAIM_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/fact.h"
#include "service/actor.h"

struct service;

enum { CHECK_EXCEPTIONS_MAX = 4, CHECKS_AT_ONCE = 64, DOCUMENTS_AT_ONCE = 24 };

// See struct claim_check_fact of claim_view.h.
struct check_new {
    const char *about, *code, *answer;
    int64_t number; // -1: not given
    const char *since;
    const char *exceptions[CHECK_EXCEPTIONS_MAX];
    size_t exception_count;
    const char *evidence, *note;
    struct public_id of; // the expense or the earlier claim; unset for other subjects
};

// What speaks against the claim needs evidence; what is denied has no degree and no day.
// Faults: invalid-input at /checks/i/… : not-a-choice, missing, not-allowed, not-found,
// out-of-range, in-future.
RC_CHECKED enum rc claim_record_checks(const struct service *service, const struct actor *actor,
                                       const struct public_id *claim, int64_t if_match,
                                       const struct check_new *checks, size_t count,
                                       struct fault *fault);

struct document_new {
    const char *code;
    const char *received_on;
    enum fact accepted; // yes or no: a person looked at it
    const char *note;   // why not: the family reads it
};

struct dossier_new {
    bool situation_given;
    enum fact admitted, home_service, inpatient;
    const struct document_new *documents;
    size_t document_count;
};

// A refused document makes the claim wait for documents. Faults: invalid-input at
// /documents/i/code (not-a-choice, repeated), /documents/i/receivedOn (in-future),
// /documents/i/note (missing), / (missing: nothing is said).
RC_CHECKED enum rc claim_record_dossier(const struct service *service, const struct actor *actor,
                                        const struct public_id *claim, int64_t if_match,
                                        const struct dossier_new *dossier, struct fault *fault);

// The last compulsory document was received on `date` and is accepted: the benefit starts there
// (A-23, S-06). Where the plan lists the documents, the day is theirs and no other. Faults:
// complete-already, documents-missing (RC_CONFLICT), invalid-input at /date (in-future,
// before-receipt, not-the-day-of-the-dossier).
RC_CHECKED enum rc claim_complete(const struct service *service, const struct actor *actor,
                                  const struct public_id *claim, int64_t if_match, const char *date,
                                  struct fault *fault);

// The same, in the place of a day that was recorded wrongly, by another person than the one who
// recorded it. Faults besides: nothing-to-correct, same-person, benefit-paid (RC_CONFLICT).
RC_CHECKED enum rc claim_correct_complete(const struct service *service, const struct actor *actor,
                                          const struct public_id *claim, int64_t if_match,
                                          const char *date, const char *reason,
                                          struct fault *fault);

// When the state arose ("onset"), the first contact ("first-contact") or the posting of the dossier
// ("sent"), by a document. Faults: invalid-input at /event (not-a-choice), /date (in-future,
// before-birth, after-death, after-receipt).
RC_CHECKED enum rc claim_record_date(const struct service *service, const struct actor *actor,
                                     const struct public_id *claim, int64_t if_match,
                                     const char *event, const char *date, const char *evidence,
                                     struct fault *fault);

// A person rules on a late claim: "accept", "reduce" (by the prejudice that was proven) or "lose"
// (intent) (S-09). What the member has borne beyond what is proven now is given back in payment
// lines of the same months; a right that is lost stops the payment lines (payment_stop.h). Faults
// (RC_CONFLICT): not-late, recognised-already (while nothing was paid, a recognised right is lost
// only after the decision was corrected), same-person (once something was, another person than the
// one who recognised it rules); invalid-input at /ruling (not-a-choice), /prejudiceCents (missing,
// not-allowed).
RC_CHECKED enum rc claim_rule_on_late(const struct service *service, const struct actor *actor,
                                      const struct public_id *claim, int64_t if_match,
                                      const char *ruling, const char *reason,
                                      int64_t prejudice_cents, struct fault *fault);

// A person rules on a death on the last day of the survival window: "payable" or "not-payable"
// (S-29). Faults: not-on-last-day (RC_CONFLICT), invalid-input at /ruling (not-a-choice).
RC_CHECKED enum rc claim_rule_on_survival(const struct service *service, const struct actor *actor,
                                          const struct public_id *claim, int64_t if_match,
                                          const char *ruling, const char *reason,
                                          struct fault *fault);

// A check of the continuing state was "requested", "refused" or "complied" with. A refusal
// suspends from the day of the request, compliance resumes (S-11). Faults (RC_CONFLICT):
// no-open-control, too-many-controls (the engine takes so many requests); invalid-input at /event
// (not-a-choice), /date (in-future, before-request).
RC_CHECKED enum rc claim_record_control(const struct service *service, const struct actor *actor,
                                        const struct public_id *claim, int64_t if_match,
                                        const char *event, const char *date, const char *note,
                                        struct fault *fault);

struct end_new {
    const char *reason;   // claim_end_name()
    const char *date;     // the first day that is not paid
    const char *evidence; // on what it rests: a document, a letter, a note
    const char *note;     // NULL: none
};

// The claim ended; nothing is due from that day, what was served before still is. Faults:
// months-left, death-not-recorded, not-consolidated (RC_CONFLICT), invalid-input at /reason
// (not-a-choice, not-of-this-plan), /date (in-future, before-onset; before-receipt of a withdrawal,
// before-finding of a consolidated state, before-last-month, not-the-day-of-death, still-covered).
RC_CHECKED enum rc claim_end(const struct service *service, const struct actor *actor,
                             const struct public_id *claim, int64_t if_match,
                             const struct end_new *end, struct fault *fault);

// The end was recorded wrongly: another person than the one who recorded it takes it back, and the
// claim stands where it stood. Faults: nothing-to-correct, same-person, death-recorded (a sign of
// life comes first), benefit-running (another claim has its months by now) (RC_CONFLICT).
RC_CHECKED enum rc claim_correct_end(const struct service *service, const struct actor *actor,
                                     const struct public_id *claim, int64_t if_match,
                                     const char *reason, struct fault *fault);

struct complaint_new {
    const char *received_on;
    const char *first_name, *last_name, *code; // of the insured (K-01)
    const char *text;
};

// A written complaint: to be answered within 45 days (K-02). Faults: invalid-input at /receivedOn
// (in-future), /codiceFiscale (the check's name); too-many-complaints (RC_CONFLICT).
RC_CHECKED enum rc claim_record_complaint(const struct service *service, const struct actor *actor,
                                          const struct public_id *claim, int64_t if_match,
                                          const struct complaint_new *complaint,
                                          struct fault *fault);

// Faults: answered-already (RC_CONFLICT), invalid-input at /date (in-future, before-receipt).
// RC_NOT_FOUND: no such complaint.
RC_CHECKED enum rc claim_answer_complaint(const struct service *service, const struct actor *actor,
                                          const struct public_id *claim,
                                          const struct public_id *complaint, int64_t if_match,
                                          const char *date, const char *text, struct fault *fault);

#endif
