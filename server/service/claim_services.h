// SPDX-License-Identifier: EUPL-1.2
// Use cases of authorised services: care by the network that is paid to the provider (A-32, S-17).
//
// An authorised service is an expense of form "direct": while it is open its sum is reserved before
// every reimbursement; expense_approve settles it once its days are over, expense_refuse takes the
// authorisation back.
#ifndef SERVICE_CLAIM_SERVICES_H
#define SERVICE_CLAIM_SERVICES_H

#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

struct service_new {
    const char *provider;
    const char *document; // number or words of the authorisation
    const char *service_from, *service_to;
    int64_t amount_cents;
};

// Faults (RC_CONFLICT): claim-not-recognised, form-not-covered (the plan has no direct services),
// expense-known (authorised before); invalid-input at /serviceTo (before-from, too-long).
RC_CHECKED enum rc claim_authorise(const struct service *service, const struct actor *actor,
                                   const struct public_id *claim, int64_t if_match,
                                   const struct service_new *input, struct fault *fault);

#endif
