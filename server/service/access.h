// SPDX-License-Identifier: EUPL-1.2
// The one place that decides who may do what to which object (design §4, "the wall").
//
// Every route names one action; the router refuses roles that the action does not list before the
// handler runs, and every use case calls access_check() again with the object in hand.
// docs/access.csv says by hand what is expected; a test walks every route × role × relation.
#ifndef SERVICE_ACCESS_H
#define SERVICE_ACCESS_H

#include <stdbool.h>

#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct tx;

enum action {
    ACTION_PUBLIC = 0,    // health, version, static files, the log-in form
    ACTION_SESSION,       // one's own session and password: any signed-in role
    ACTION_EVENTS_FOLLOW, // the live stream; what it carries depends on the role's purpose
    ACTION_WORKLIST_READ, // monitoring
    ACTION_PATIENT_READ,  // monitoring: banner, vitals, devices, alerts of one member
    ACTION_ALERT_WORK,    // take, record a call, close
    ACTION_LIMITS_READ,
    ACTION_LIMITS_WRITE,
    ACTION_READING_ENTER, // by hand
    ACTION_MONITORING_END,
    ACTION_QUARANTINE_READ,
    ACTION_QUARANTINE_WORK, // confirm, assign, correct, discard
    ACTION_DEVICE_READ,
    ACTION_DEVICE_MANAGE, // register, credential, revoke
    ACTION_DEVICE_ASSIGN, // assignment intervals
    ACTION_PLAN_READ,
    ACTION_PERSON_READ,    // claims: identity and cover of a person
    ACTION_PERSON_MANAGE,  // register persons, covers, mandates, enrolment in monitoring
    ACTION_CLAIM_OPEN,     // family: open and fill, for oneself or by mandate
    ACTION_CLAIM_READ_OWN, // family view: never score or threshold (experience F-09)
    ACTION_CLAIM_READ,     // claims staff view
    ACTION_CLAIM_HANDLE,   // completeness, proof of life
    ACTION_CLAIM_CHECK,    // insurability and exclusion findings
    ACTION_CLAIM_FINDING,  // clinician's finding: consolidated / not / undetermined
    ACTION_CLAIM_DECIDE,
    ACTION_EXPENSE_SUBMIT, // family
    ACTION_EXPENSE_APPROVE,
    ACTION_PAYMENT_LINE_READ,
    ACTION_QUOTATION_READ,
    ACTION_QUOTATION_RECORD, // other currencies, as published
    ACTION_ACCOUNT_MANAGE,
    ACTION_COUNT,
};

// What an action is about. `person` is all zero when the object belongs to no person.
struct access_object {
    struct public_id fund;
    struct public_id person;
};

// True when the role is listed for the action at all. Any thread; no I/O.
bool access_role_allowed(enum role role, enum action action);

// RC_OK, or RC_DENIED (the role is not listed), or RC_NOT_FOUND (the object is in another fund, or
// a family user has neither the person nor a mandate in force: its existence is not confirmed).
// `office` is a transaction of the office database, used to look up mandates; it may be NULL for
// actions that no family user may take. `today` is the domain date for the mandate's interval.
RC_CHECKED enum rc access_check(struct tx *office, const struct actor *actor, enum action action,
                                const struct access_object *object, const char *today);

#endif
