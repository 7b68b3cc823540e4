// SPDX-License-Identifier: EUPL-1.2
// One act of staff on one claim: open the case, change it, close it (inside the service room).
#ifndef SERVICE_CASE_ACT_H
#define SERVICE_CASE_ACT_H

#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/access.h"
#include "service/claim_case.h"

struct case_act;

// Changes the opened case, up to and with case_close. May run twice (design §4).
typedef enum rc case_act_fn(struct claim_case *c, const struct case_act *act);

struct case_act {
    const struct service *service;
    const struct actor *actor;
    enum action action;
    const struct public_id *claim;
    int64_t if_match;
    const char *name; // of the closure: "claim.complete"
    case_act_fn *change;
    const void *input; // of the change
    struct fault *fault;
};

RC_CHECKED enum rc case_act_run(const struct case_act *act);

#endif
