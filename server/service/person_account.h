// SPDX-License-Identifier: EUPL-1.2
// The account to which a person's benefit is paid (rules chapter 5, K-04). The IBAN is sealed like
// the identity, and stands in no log and no address.
//
// All block on the store; any worker thread. A failed one fills `fault` with a stable code and
// changes nothing.
#ifndef SERVICE_PERSON_ACCOUNT_H
#define SERVICE_PERSON_ACCOUNT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/civil_date.h"
#include "service/actor.h"
#include "service/claim_view.h"

struct data_key;
struct once;
struct service;
struct tx;

struct person_account_new {
    const char *iban;     // as typed: blanks and lower case are accepted
    const char *holder;   // who holds the account
    const char *evidence; // the document that names it
};

// Takes the place of the account that counted before; the earlier one stays in the store. Faults:
// invalid-input at /iban (iban-length, iban-character, iban-check, iban-cin).
RC_CHECKED enum rc person_account_record(const struct service *service, const struct actor *actor,
                                         struct once *once, const struct public_id *person,
                                         const struct person_account_new *input,
                                         struct fault *fault);

// There is no account any more: it was closed, or recorded wrongly. Faults: no-bank-account
// (RC_CONFLICT).
RC_CHECKED enum rc person_account_end(const struct service *service, const struct actor *actor,
                                      struct once *once, const struct public_id *person,
                                      struct fault *fault);

// Inside a read of the person, whose key is given; iban NULL: none counts.
RC_CHECKED enum rc person_account_read(struct tx *tx, const struct public_id *person,
                                       const struct data_key *key, struct civil_date today,
                                       struct arena *arena, struct person_account *account);

#endif
