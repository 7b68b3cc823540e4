// SPDX-License-Identifier: EUPL-1.2
// Whose the user buttons of a shared meter are.
#include "service/device_slots.h"

#include "scoring/plausibility.h"
#include "service/access.h"
#include "service/once.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/devices.h"
#include "store/readings.h"
#include "store/slots.h"
#include "store/store.h"
#include "store/subjects.h"

// One wish on its way; results are made anew by every run of the closure.
struct slot_work {
    const struct service *service;
    const struct actor *actor;
    const struct slot_wish *wish;
    struct arena *arena;
    struct fault *fault;
    struct device device;
    struct device_view *view;
};

static enum rc find_device(struct tx *tx, struct slot_work *work) {
    enum rc rc = device_by_public_id(tx, &work->wish->device, work->arena, &work->device);
    if (rc == RC_OK) {
        struct access_object object = {.fund = work->device.fund};
        rc = access_check(NULL, work->actor, ACTION_DEVICE_ASSIGN, &object, NULL);
    }
    return rc == RC_NOT_FOUND ? fault_set(work->fault, rc, "device-unknown") : rc;
}

// What the subject was given since stays with the subject, so another holder from then on would
// leave one member's readings with another.
static enum rc none_since(struct tx *tx, const struct service *service, int64_t device_id,
                          int64_t subject_id, int64_t at_us, struct arena *arena,
                          struct fault *fault) {
    bool any = false;
    int64_t newest_us = service_domain_now(service) + FRESHNESS_AHEAD_US + 1;
    enum rc rc = RC_OK;
    if (at_us < newest_us) {
        rc = reading_any_of_device(tx, subject_id, device_id, at_us, newest_us, arena, &any);
    }
    return rc == RC_OK && any ? fault_set(fault, RC_CONFLICT, "readings-since") : rc;
}

static enum rc end_one(struct tx *tx, const struct service *service, int64_t device_id,
                       const struct slot *open, int64_t at_us, struct arena *arena,
                       struct fault *fault) {
    enum rc rc = none_since(tx, service, device_id, open->subject_id, at_us, arena, fault);
    return rc == RC_OK ? slot_end(tx, open->id, at_us) : rc;
}

// The interval of a button that has not ended yet. RC_NOT_FOUND: none.
static enum rc open_slot(struct tx *tx, const struct slot_work *work, struct slot *open) {
    struct slot *slots;
    size_t count;
    int64_t now_us = service_domain_now(work->service);
    enum rc rc = slot_list(tx, work->device.id, work->arena, &slots, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        bool lasts =
            slots[i].to_us == 0 || (slots[i].to_us > now_us && slots[i].to_us > work->wish->at_us);
        if (slots[i].slot == work->wish->slot && lasts) {
            *open = slots[i];
            return RC_OK;
        }
    }
    return rc == RC_OK ? RC_NOT_FOUND : rc;
}

static enum rc record(struct tx *tx, const struct slot_work *work, const char *what) {
    const char *detail = arena_printf(work->arena, "{\"slot\":%d}", (int)work->wish->slot);
    return detail == NULL ? RC_NOMEM
                          : audit_append(tx, work->actor->user.text, what,
                                         work->device.public_id.text, detail);
}

// The interval of the device that holds at the wish's instant.
static enum rc find_assignment(struct tx *tx, const struct slot_work *work,
                               struct assignment *held) {
    struct assignment *all;
    size_t count;
    int64_t at_us = work->wish->at_us;
    enum rc rc = assignment_list(tx, work->device.id, work->arena, &all, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (all[i].from_us <= at_us && (all[i].to_us == 0 || all[i].to_us > at_us)) {
            *held = all[i];
            return RC_OK;
        }
    }
    return rc == RC_OK ? fault_set(work->fault, RC_CONFLICT, "not-assigned") : rc;
}

// The first button was until now whoever's the device is.
static enum rc hand_over(struct tx *tx, const struct slot_work *work, int64_t subject_id,
                         const struct assignment *held) {
    struct slot open;
    enum rc rc = open_slot(tx, work, &open);
    if (rc == RC_NOT_FOUND) {
        return work->wish->slot == 1 && held->subject_id != subject_id
                   ? none_since(tx, work->service, work->device.id, held->subject_id,
                                work->wish->at_us, work->arena, work->fault)
                   : RC_OK;
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (open.from_us >= work->wish->at_us) {
        return fault_set(work->fault, RC_CONFLICT, "assignment-overlap");
    }
    if (open.subject_id == subject_id) {
        return fault_set(work->fault, RC_CONFLICT, "already-assigned");
    }
    return end_one(tx, work->service, work->device.id, &open, work->wish->at_us, work->arena,
                   work->fault);
}

static enum rc write_give(struct tx *tx, void *context) {
    struct slot_work *work = context;
    const struct slot_wish *wish = work->wish;
    fault_clear(work->fault);
    enum rc rc = find_device(tx, work);
    if (rc == RC_OK) {
        rc = once_begin(tx, wish->once);
    }
    if (rc == RC_OK && wish->once != NULL && wish->once->again) {
        return device_view_read(tx, &work->device, work->arena, work->view);
    }
    struct subject subject = {0};
    if (rc == RC_OK) {
        rc = subject_by_public_id(tx, &wish->subject, work->arena, &subject);
        if (rc == RC_NOT_FOUND ||
            (rc == RC_OK && !public_id_equal(&subject.fund, &work->device.fund))) {
            return fault_at(work->fault, "/subject", "unknown-subject");
        }
    }
    struct assignment held = {0};
    if (rc == RC_OK) {
        rc = find_assignment(tx, work, &held);
    }
    if (rc == RC_OK) {
        rc = hand_over(tx, work, subject.id, &held);
    }
    if (rc == RC_OK) {
        struct slot slot = {.slot = wish->slot,
                            .subject_id = subject.id,
                            .from_us = wish->at_us,
                            .to_us = held.to_us};
        rc = slot_insert(tx, work->device.id, &slot, service_domain_now(work->service),
                         &work->actor->user);
        if (rc == RC_CONFLICT) {
            return fault_set(work->fault, rc, "assignment-overlap");
        }
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "device.give-slot");
    }
    if (rc == RC_OK) {
        rc = device_view_read(tx, &work->device, work->arena, work->view);
    }
    return rc == RC_OK ? once_end(tx, wish->once, work->device.public_id.text) : rc;
}

static enum rc write_end(struct tx *tx, void *context) {
    struct slot_work *work = context;
    fault_clear(work->fault);
    enum rc rc = find_device(tx, work);
    struct slot open;
    if (rc == RC_OK) {
        rc = open_slot(tx, work, &open);
        if (rc == RC_NOT_FOUND) {
            return fault_set(work->fault, RC_CONFLICT, "not-assigned");
        }
    }
    if (rc == RC_OK && open.from_us >= work->wish->at_us) {
        return fault_at(work->fault, "/to", "not-after-from");
    }
    if (rc == RC_OK) {
        rc = end_one(tx, work->service, work->device.id, &open, work->wish->at_us, work->arena,
                     work->fault);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "device.end-slot");
    }
    return rc == RC_OK ? device_view_read(tx, &work->device, work->arena, work->view) : rc;
}

static enum rc run(struct slot_work *work, const char *name,
                   enum rc (*write)(struct tx *, void *)) {
    enum rc rc = store_write(work->service->store, STORE_MONITORING, name, write, work);
    return fault_named(work->fault, rc);
}

enum rc slots_give(const struct service *service, const struct actor *actor,
                   const struct slot_wish *wish, struct arena *arena, struct fault *fault,
                   struct device_view *view) {
    struct slot_work work = {.service = service,
                             .actor = actor,
                             .wish = wish,
                             .arena = arena,
                             .fault = fault,
                             .view = view};
    return run(&work, "device.give-slot", write_give);
}

enum rc slots_end(const struct service *service, const struct actor *actor,
                  const struct slot_wish *wish, struct arena *arena, struct fault *fault,
                  struct device_view *view) {
    struct slot_work work = {.service = service,
                             .actor = actor,
                             .wish = wish,
                             .arena = arena,
                             .fault = fault,
                             .view = view};
    return run(&work, "device.end-slot", write_end);
}

enum rc slots_end_all(struct tx *tx, const struct service *service, int64_t device_id,
                      int64_t at_us, struct arena *arena, struct fault *fault) {
    struct slot *slots;
    size_t count;
    enum rc rc = slot_list(tx, device_id, arena, &slots, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (slots[i].to_us != 0 && slots[i].to_us <= at_us) {
            continue;
        }
        rc = slots[i].from_us >= at_us
                 ? fault_set(fault, RC_CONFLICT, "assignment-overlap")
                 : end_one(tx, service, device_id, &slots[i], at_us, arena, fault);
    }
    return rc;
}
