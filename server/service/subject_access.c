// SPDX-License-Identifier: EUPL-1.2
// Finding a monitored member for an actor.
#include "service/subject_access.h"

#include "service/service.h"
#include "store/audit.h"
#include "store/store.h"

enum rc subject_for_actor(struct tx *tx, const struct actor *actor, enum action action,
                          const struct public_id *id, struct arena *arena, struct fault *fault,
                          struct subject *subject) {
    enum rc rc = subject_by_public_id(tx, id, arena, subject);
    if (rc == RC_OK) {
        struct access_object object = {.fund = subject->fund};
        rc = access_check(NULL, actor, action, &object, NULL);
    }
    if (rc == RC_NOT_FOUND) {
        return fault_set(fault, rc, "subject-unknown");
    }
    return rc == RC_OK ? rc : fault_set(fault, rc, rc_name(rc));
}

struct opening {
    const struct actor *actor;
    enum action action;
    const struct public_id *id;
    struct arena *arena;
    struct fault *fault;
    struct subject *subject;
};

static enum rc open_subject(struct tx *tx, void *context) {
    const struct opening *o = context;
    return subject_for_actor(tx, o->actor, o->action, o->id, o->arena, o->fault, o->subject);
}

enum rc subject_open(const struct service *service, const struct actor *actor, enum action action,
                     const struct public_id *id, const char *view, struct arena *arena,
                     struct fault *fault, struct subject *subject) {
    struct opening o = {actor, action, id, arena, fault, subject};
    enum rc rc = store_read(service->store, STORE_MONITORING, "subject.open", open_subject, &o);
    if (rc == RC_OK) {
        rc = audit_read(service->store, STORE_MONITORING, actor->user.text, id->text, view);
    }
    return fault_named(fault, rc);
}
