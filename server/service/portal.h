// SPDX-License-Identifier: EUPL-1.2
// Use cases of a family: see, open, fill and send a claim. Never score, never threshold (F-09).
//
// All block on the store; any worker thread. A failed one fills `fault` with a stable code and
// changes nothing.
#ifndef SERVICE_PORTAL_H
#define SERVICE_PORTAL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/claim_view.h"

struct once;
struct service;

// One person the account may act for: oneself, or by a mandate in force today.
struct portal_person {
    struct public_id id;
    const char *name;
    const char *relation;       // "self" or the mandate's kind
    const struct plan **covers; // plans under which a claim may be opened
    size_t cover_count;
    struct portal_claim *claims; // newest first
    size_t claim_count;
};

RC_CHECKED enum rc portal_read(const struct service *service, const struct actor *actor,
                               struct arena *arena, struct portal_person **people, size_t *count);

RC_CHECKED enum rc portal_claim_read(const struct service *service, const struct actor *actor,
                                     const struct public_id *claim, struct arena *arena,
                                     struct portal_claim *view);

// Open a draft under the newest version of a plan by which the person is or was covered: whether
// the cover was in force on the day the state arose is for the engine. The version stays with the
// claim. Faults: no-cover-in-force, draft-exists (both RC_CONFLICT).
RC_CHECKED enum rc portal_claim_open(const struct service *service, const struct actor *actor,
                                     struct once *once, const struct public_id *person,
                                     const char *plan, struct public_id *claim,
                                     struct fault *fault);

// Save one answer. After sending only what is still open may be added (nothing may be altered):
// answer-already-sent (RC_CONFLICT). RC_NOT_FOUND: the plan has no such item. invalid-input at
// /grade (not-a-choice). `grade` may be "unknown". claim-closed (RC_CONFLICT): the claim is decided
// otherwise than "to be reviewed".
RC_CHECKED enum rc portal_answer_save(const struct service *service, const struct actor *actor,
                                      const struct public_id *claim, const char *item,
                                      const char *grade, struct fault *fault);

// Save what is given; NULL members stay as they are. As above after sending: facts-already-sent.
// invalid-input at /onsetDate (in-future, before-birth, after-death).
RC_CHECKED enum rc portal_facts_save(const struct service *service, const struct actor *actor,
                                     const struct public_id *claim,
                                     const struct claim_statement *facts, struct fault *fault);

// Send it. The date of receipt is the domain day in Rome. Late or unfinished claims are received
// like all others (S-09); a claim that was sent before stays as it was (F-08).
RC_CHECKED enum rc portal_claim_submit(const struct service *service, const struct actor *actor,
                                       struct once *once, const struct public_id *claim,
                                       struct fault *fault);

struct expense_new {
    const char *form; // "rsa-stay", "home-carer", "care-invoice"
    const char *provider, *document;
    const char *service_from, *service_to;
    int64_t amount_cents; // in hundredths of the currency
    bool receipted;
    const char *invoiced_on, *paid_on; // NULL: not said (S-08)
    const char *currency;              // three capital letters; NULL: euro
};

// Faults: claim-not-recognised, expense-known (the same invoice was handed in before; both
// RC_CONFLICT), invalid-input at /serviceTo (before-from, too-long),
// /serviceFrom, /invoicedOn and /paidOn (in-future), /currency (not-a-choice).
RC_CHECKED enum rc portal_expense_submit(const struct service *service, const struct actor *actor,
                                         struct once *once, const struct public_id *claim,
                                         const struct expense_new *input, struct public_id *expense,
                                         struct fault *fault);

#endif
