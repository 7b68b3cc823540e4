// SPDX-License-Identifier: EUPL-1.2
// Which role may take which action, and whose objects it may touch with it.
#include "service/access.h"

#include <stddef.h>

#include "store/mandates.h"

enum scope {
    SCOPE_NONE = 0, // no object: one's own session, public facts
    SCOPE_FUND,     // any object of the actor's fund
    SCOPE_PERSON,   // the actor's own person, or one with a mandate in force
};

#define MAY(role) (1u << (role))

enum {
    ANYBODY = (1u << ROLE_COUNT) - 1,
    SIGNED_IN = ANYBODY & ~MAY(ROLE_NONE),
    TRIAGE = MAY(ROLE_OPERATOR) | MAY(ROLE_MONITORING_CLINICIAN),
    CLAIMS = MAY(ROLE_CLAIMS_HANDLER) | MAY(ROLE_CLAIMS_CLINICIAN),
    FAMILY = MAY(ROLE_FAMILY),
};

// The wall runs through this table: no role is on both sides of it (telemonitoring and claims).
static const struct {
    unsigned roles;
    enum scope scope;
} rules[ACTION_COUNT] = {
    [ACTION_PUBLIC] = {ANYBODY, SCOPE_NONE},
    [ACTION_SESSION] = {SIGNED_IN, SCOPE_NONE},
    [ACTION_EVENTS_FOLLOW] = {TRIAGE | CLAIMS | MAY(ROLE_PAYMENTS_OFFICER), SCOPE_NONE},
    [ACTION_WORKLIST_READ] = {TRIAGE, SCOPE_FUND},
    [ACTION_PATIENT_READ] = {TRIAGE, SCOPE_FUND},
    [ACTION_ALERT_WORK] = {TRIAGE, SCOPE_FUND},
    [ACTION_LIMITS_READ] = {TRIAGE, SCOPE_FUND},
    [ACTION_LIMITS_WRITE] = {MAY(ROLE_MONITORING_CLINICIAN), SCOPE_FUND},
    [ACTION_READING_ENTER] = {TRIAGE, SCOPE_FUND},
    [ACTION_MONITORING_END] = {TRIAGE, SCOPE_FUND},
    [ACTION_QUARANTINE_READ] = {TRIAGE, SCOPE_FUND},
    [ACTION_QUARANTINE_WORK] = {TRIAGE, SCOPE_FUND},
    [ACTION_DEVICE_READ] = {TRIAGE | MAY(ROLE_ADMIN), SCOPE_FUND},
    [ACTION_DEVICE_MANAGE] = {MAY(ROLE_ADMIN), SCOPE_FUND},
    [ACTION_DEVICE_ASSIGN] = {MAY(ROLE_OPERATOR) | MAY(ROLE_ADMIN), SCOPE_FUND},
    [ACTION_PLAN_READ] = {FAMILY | CLAIMS | MAY(ROLE_PAYMENTS_OFFICER) | MAY(ROLE_ADMIN),
                          SCOPE_NONE},
    [ACTION_PERSON_READ] = {CLAIMS, SCOPE_FUND},
    [ACTION_PERSON_MANAGE] = {MAY(ROLE_CLAIMS_HANDLER), SCOPE_FUND},
    [ACTION_CLAIM_OPEN] = {FAMILY, SCOPE_PERSON},
    [ACTION_CLAIM_READ_OWN] = {FAMILY, SCOPE_PERSON},
    [ACTION_CLAIM_READ] = {CLAIMS, SCOPE_FUND},
    [ACTION_CLAIM_HANDLE] = {MAY(ROLE_CLAIMS_HANDLER), SCOPE_FUND},
    [ACTION_CLAIM_CHECK] = {CLAIMS, SCOPE_FUND},
    [ACTION_CLAIM_FINDING] = {MAY(ROLE_CLAIMS_CLINICIAN), SCOPE_FUND},
    [ACTION_CLAIM_DECIDE] = {MAY(ROLE_CLAIMS_CLINICIAN), SCOPE_FUND},
    [ACTION_EXPENSE_SUBMIT] = {FAMILY, SCOPE_PERSON},
    [ACTION_EXPENSE_APPROVE] = {MAY(ROLE_CLAIMS_HANDLER), SCOPE_FUND},
    [ACTION_PAYMENT_LINE_READ] = {MAY(ROLE_PAYMENTS_OFFICER) | MAY(ROLE_CLAIMS_HANDLER),
                                  SCOPE_FUND},
    [ACTION_QUOTATION_READ] = {CLAIMS | MAY(ROLE_PAYMENTS_OFFICER), SCOPE_FUND},
    [ACTION_QUOTATION_RECORD] = {MAY(ROLE_PAYMENTS_OFFICER), SCOPE_FUND},
    [ACTION_ACCOUNT_MANAGE] = {MAY(ROLE_ADMIN), SCOPE_FUND},
};

bool access_role_allowed(enum role role, enum action action) {
    return (unsigned)action < ACTION_COUNT && (unsigned)role < ROLE_COUNT &&
           (rules[action].roles & MAY(role)) != 0;
}

enum rc access_check(struct tx *office, const struct actor *actor, enum action action,
                     const struct access_object *object, const char *today) {
    if (!access_role_allowed(actor->role, action)) {
        return RC_DENIED;
    }
    if (rules[action].scope == SCOPE_NONE) {
        return RC_OK;
    }
    if (object == NULL) {
        return RC_BUG;
    }
    if (!public_id_is_set(&actor->fund) || !public_id_equal(&actor->fund, &object->fund)) {
        return RC_NOT_FOUND;
    }
    if (rules[action].scope == SCOPE_FUND) {
        return RC_OK;
    }
    if (!public_id_is_set(&object->person)) {
        return RC_NOT_FOUND;
    }
    if (public_id_equal(&actor->person, &object->person)) {
        return RC_OK;
    }
    if (office == NULL) {
        return RC_BUG;
    }
    return mandate_in_force(office, &actor->user, &object->person, today);
}
