// SPDX-License-Identifier: EUPL-1.2
// Working on an alert.
#include "service/alerts.h"

#include <string.h>

#include "service/access.h"
#include "service/alert_raise.h"
#include "service/once.h"
#include "service/service.h"
#include "service/subject_key.h"
#include "store/alerts.h"
#include "store/audit.h"
#include "store/store.h"
#include "store/subjects.h"
#include "store/worklist.h"

// One use case on its way; results are made anew by every run of the closure.
struct work {
    const struct service *service;
    const struct actor *actor;
    enum action action;
    const struct alert_step *step;
    struct arena *arena;
    struct fault *fault;
    struct alert alert;
    struct staff_list staff;
    struct alert_view *view;
};

static enum rc find(struct tx *tx, struct work *work) {
    enum rc rc = alert_by_public_id(tx, &work->step->alert, work->arena, &work->alert);
    if (rc == RC_OK) {
        struct access_object object = {.fund = work->alert.fund};
        if (!public_id_is_set(&object.fund)) {
            object.fund = work->actor->fund;
        }
        rc = access_check(NULL, work->actor, work->action, &object, NULL);
    }
    return rc == RC_NOT_FOUND ? fault_set(work->fault, rc, "alert-unknown") : rc;
}

static enum rc show(struct tx *tx, struct work *work) {
    work->staff = (struct staff_list){.arena = work->arena};
    enum rc rc = alert_by_public_id(tx, &work->step->alert, work->arena, &work->alert);
    if (rc == RC_OK) {
        rc =
            alert_view_read(tx, work->service, &work->alert, work->arena, &work->staff, work->view);
    }
    return rc;
}

static enum rc finish(struct work *work, enum rc rc) {
    enum rc named = staff_list_name(work->service, &work->staff);
    rc = rc == RC_OK ? named : rc;
    return fault_named(work->fault, rc);
}

static enum rc seal_note(struct tx *tx, const struct work *work, const char *table,
                         const struct public_id *row, struct sealed *note) {
    *note = (struct sealed){0};
    if (work->step->note == NULL || work->step->note[0] == '\0') {
        return RC_OK;
    }
    struct subject subject = {0};
    enum rc rc = RC_OK;
    if (work->alert.subject_id != 0) {
        rc = subject_by_id(tx, work->alert.subject_id, work->arena, &subject);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct subject_seal seal = {
        .vault = work->service->vault,
        .subject = work->alert.subject_id == 0 ? NULL : &subject.public_id,
        .key = &subject.key,
        .place = {.table = table, .column = "note", .row = row},
    };
    return subject_seal(&seal, work->step->note, strlen(work->step->note), work->arena, note);
}

// After every change: the worklist, the audit entry, the live pages.
static enum rc record(struct tx *tx, struct work *work, const char *what) {
    const struct alert *alert = &work->alert;
    enum rc rc = RC_OK;
    if (alert->subject_id != 0) {
        rc = worklist_keep(tx, alert->subject_id, &alert->subject, &alert->fund, work->arena);
    }
    if (rc == RC_OK) {
        rc = alert_announce(tx, &alert->fund, &alert->subject, work->arena);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, work->actor->user.text, what, alert->public_id.text, NULL);
    }
    return rc;
}

static enum rc find_for_reading(struct tx *tx, void *context) {
    return find(tx, context);
}

static enum rc show_for_reading(struct tx *tx, void *context) {
    return show(tx, context);
}

enum rc alerts_read(const struct service *service, const struct actor *actor,
                    const struct public_id *alert, struct arena *arena, struct fault *fault,
                    struct alert_view *view) {
    struct alert_step step = {.alert = *alert, .version = -1};
    struct work work = {.service = service,
                        .actor = actor,
                        .action = ACTION_WORKLIST_READ,
                        .step = &step,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "alert.find", find_for_reading, &work);
    if (rc == RC_OK && work.alert.subject_id != 0) {
        rc = audit_read(service->store, STORE_MONITORING, actor->user.text, work.alert.subject.text,
                        "alert");
    }
    if (rc == RC_OK) {
        rc = store_read(service->store, STORE_MONITORING, "alert.read", show_for_reading, &work);
    }
    return finish(&work, rc);
}

static enum rc check_version(const struct work *work) {
    if (work->step->version >= 0 && work->step->version != work->alert.version) {
        return fault_set(work->fault, RC_STALE, "alert-changed");
    }
    return RC_OK;
}

static enum rc check_open(const struct work *work) {
    return work->alert.state == ALERT_STATE_CLOSED
               ? fault_set(work->fault, RC_CONFLICT, "alert-closed")
               : RC_OK;
}

// Somebody else was first: the caller is told who (W-07).
static enum rc refuse_taken(struct work *work) {
    *work->view = (struct alert_view){.owner = {.id = work->alert.owner}};
    work->staff = (struct staff_list){.arena = work->arena};
    enum rc rc = staff_list_add(&work->staff, &work->view->owner);
    return rc == RC_OK ? fault_set(work->fault, RC_CONFLICT, "alert-already-taken") : rc;
}

static bool mine(const struct work *work) {
    return public_id_equal(&work->alert.owner, &work->actor->user);
}

static enum rc write_take(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = check_open(work);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (work->alert.state == ALERT_STATE_TAKEN) {
        return mine(work) ? show(tx, work) : refuse_taken(work);
    }
    rc = check_version(work);
    if (rc == RC_OK) {
        rc = alert_take(tx, work->alert.id, &work->actor->user);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "alert.take");
    }
    return rc == RC_OK ? show(tx, work) : rc;
}

static enum rc write_call(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->step->once);
    }
    if (rc == RC_OK && work->step->once != NULL && work->step->once->again) {
        return show(tx, work);
    }
    if (rc == RC_OK) {
        rc = check_open(work);
    }
    struct alert_call call = {.public_id = public_id_new(),
                              .alert_id = work->alert.id,
                              .at_us = service_domain_now(work->service),
                              .by = work->actor->user,
                              .result = work->step->choice};
    if (rc == RC_OK) {
        rc = seal_note(tx, work, "alert_calls", &call.public_id, &call.note);
    }
    if (rc == RC_OK) {
        rc = alert_call_insert(tx, &call);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "alert.call");
    }
    if (rc == RC_OK) {
        rc = show(tx, work);
    }
    return rc == RC_OK ? once_end(tx, work->step->once, work->step->alert.text) : rc;
}

static enum rc write_close(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = check_open(work);
    }
    if (rc == RC_OK && work->alert.state == ALERT_STATE_OPEN) {
        rc = fault_set(work->fault, RC_CONFLICT, "alert-not-taken");
    }
    if (rc == RC_OK && !mine(work)) {
        rc = refuse_taken(work);
    }
    if (rc == RC_OK) {
        rc = check_version(work);
    }
    int64_t now_us = service_domain_now(work->service);
    struct sealed note;
    if (rc == RC_OK) {
        rc = seal_note(tx, work, "alerts", &work->alert.public_id, &note);
    }
    if (rc == RC_OK) {
        rc = alert_close(tx, work->alert.id, work->step->choice, &note, now_us);
    }
    if (rc == RC_OK && work->alert.kind == ALERT_KIND_SILENCE) {
        rc = subject_look_again(tx, work->alert.subject_id, now_us);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "alert.close");
    }
    return rc == RC_OK ? show(tx, work) : rc;
}

static enum rc write_step(const struct service *service, const struct actor *actor,
                          const struct alert_step *step, struct arena *arena, struct fault *fault,
                          struct alert_view *view, const char *name, store_fn *fn) {
    struct work work = {.service = service,
                        .actor = actor,
                        .action = ACTION_ALERT_WORK,
                        .step = step,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    return finish(&work, store_write(service->store, STORE_MONITORING, name, fn, &work));
}

enum rc alerts_take(const struct service *service, const struct actor *actor,
                    const struct alert_step *step, struct arena *arena, struct fault *fault,
                    struct alert_view *view) {
    return write_step(service, actor, step, arena, fault, view, "alert.take", write_take);
}

enum rc alerts_call(const struct service *service, const struct actor *actor,
                    const struct alert_step *step, struct arena *arena, struct fault *fault,
                    struct alert_view *view) {
    return write_step(service, actor, step, arena, fault, view, "alert.call", write_call);
}

enum rc alerts_close(const struct service *service, const struct actor *actor,
                     const struct alert_step *step, struct arena *arena, struct fault *fault,
                     struct alert_view *view) {
    return write_step(service, actor, step, arena, fault, view, "alert.close", write_close);
}
