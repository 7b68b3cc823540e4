// SPDX-License-Identifier: EUPL-1.2
// Finding a monitored member for an actor, and recording that their data were looked at.
#ifndef SERVICE_SUBJECT_ACCESS_H
#define SERVICE_SUBJECT_ACCESS_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/access.h"
#include "service/actor.h"
#include "store/subjects.h"

struct service;
struct tx;

// Inside a monitoring transaction. RC_NOT_FOUND "subject-unknown": no such subject in the actor's
// fund.
RC_CHECKED enum rc subject_for_actor(struct tx *tx, const struct actor *actor, enum action action,
                                     const struct public_id *id, struct arena *arena,
                                     struct fault *fault, struct subject *subject);

// The same on a connection of its own, and then the durable audit entry "read.<view>". Only after
// RC_OK may the data be read.
RC_CHECKED enum rc subject_open(const struct service *service, const struct actor *actor,
                                enum action action, const struct public_id *id, const char *view,
                                struct arena *arena, struct fault *fault, struct subject *subject);

#endif
