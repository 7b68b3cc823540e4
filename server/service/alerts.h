// SPDX-License-Identifier: EUPL-1.2
// Working on an alert: look, take in charge, record calls, close with an outcome (W-07, W-10,
// W-11).
#ifndef SERVICE_ALERTS_H
#define SERVICE_ALERTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/alert_view.h"

struct once;
struct service;

// One step on one alert; `version` is what the caller saw last (If-Match), -1: any.
struct alert_step {
    struct public_id alert;
    int64_t version;
    struct once *once;  // calls only
    const char *choice; // result of the call, or outcome of the closing
    const char *note;   // NULL: none
};

// All: RC_NOT_FOUND "alert-unknown" (also another fund's). Alerts about the installation itself
// belong to every fund's service centre. Each returns the alert as it is afterwards.
RC_CHECKED enum rc alerts_read(const struct service *service, const struct actor *actor,
                               const struct public_id *alert, struct arena *arena,
                               struct fault *fault, struct alert_view *view);

// RC_CONFLICT "alert-already-taken" (somebody else has it: then view->owner, and nothing else, says
// who), "alert-closed"; RC_STALE "alert-changed". Taking what one has already changes nothing.
RC_CHECKED enum rc alerts_take(const struct service *service, const struct actor *actor,
                               const struct alert_step *step, struct arena *arena,
                               struct fault *fault, struct alert_view *view);

// RC_CONFLICT "alert-closed". Anybody of the service centre may call, whoever has it in charge.
RC_CHECKED enum rc alerts_call(const struct service *service, const struct actor *actor,
                               const struct alert_step *step, struct arena *arena,
                               struct fault *fault, struct alert_view *view);

// RC_CONFLICT "alert-not-taken", "alert-already-taken", "alert-closed"; RC_STALE "alert-changed":
// for example a further reading came while the operator wrote (telemonitoring §5 case 49).
RC_CHECKED enum rc alerts_close(const struct service *service, const struct actor *actor,
                                const struct alert_step *step, struct arena *arena,
                                struct fault *fault, struct alert_view *view);

#endif
