// SPDX-License-Identifier: EUPL-1.2
// A device as people see it.
#include "service/device_view.h"

#include "store/device_certificates.h"
#include "store/device_life.h"
#include "store/device_troubles.h"
#include "store/devices.h"
#include "store/slots.h"

static enum rc read_slots(struct tx *tx, int64_t device_id, struct arena *arena,
                          struct device_view *view) {
    struct slot *slots;
    enum rc rc = slot_list(tx, device_id, arena, &slots, &view->slot_count);
    if (rc != RC_OK) {
        return rc;
    }
    view->slots = arena_array(arena, view->slot_count + 1, sizeof *view->slots);
    if (view->slots == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < view->slot_count; i++) {
        view->slots[i] = (struct slot_view){.slot = slots[i].slot,
                                            .subject = slots[i].subject,
                                            .from_us = slots[i].from_us,
                                            .to_us = slots[i].to_us};
    }
    return RC_OK;
}

static enum rc read_certificates(struct tx *tx, const struct device *device, struct arena *arena,
                                 struct device_view *view) {
    struct device_certificate *list;
    enum rc rc = device_certificate_list(tx, device->id, arena, &list, &view->certificate_count);
    if (rc != RC_OK) {
        return rc;
    }
    view->certificates =
        arena_array(arena, view->certificate_count + 1, sizeof *view->certificates);
    for (size_t i = 0; view->certificates != NULL && i < view->certificate_count; i++) {
        view->certificates[i] = (struct certificate_view){.fingerprint = list[i].fingerprint,
                                                          .issued_us = list[i].issued_us,
                                                          .until_us = list[i].until_us};
    }
    return view->certificates == NULL ? RC_NOMEM : RC_OK;
}

static enum rc read_refusals(struct tx *tx, const struct device *device, struct arena *arena,
                             struct device_view *view) {
    struct device_trouble *list;
    enum rc rc = device_trouble_list(tx, device->id, arena, &list, &view->refusal_count);
    if (rc != RC_OK) {
        return rc;
    }
    view->refusals = arena_array(arena, view->refusal_count + 1, sizeof *view->refusals);
    for (size_t i = 0; view->refusals != NULL && i < view->refusal_count; i++) {
        view->refusals[i] = (struct refusal_view){
            .what = list[i].trouble, .count = list[i].count, .last_us = list[i].last_us};
    }
    return view->refusals == NULL ? RC_NOMEM : RC_OK;
}

static enum rc read_life(struct tx *tx, const struct device *device, struct arena *arena,
                         struct device_view *view) {
    struct device_life life;
    enum rc rc = device_life_read(tx, device->id, &life);
    if (rc != RC_OK) {
        return rc;
    }
    view->retired_us = life.retired_us;
    view->cleaned_us = life.cleaned_us;
    view->checked_us = life.checked_us;
    view->check_due = life.due[0] == '\0' ? NULL : arena_printf(arena, "%s", life.due);
    view->enrolment_until_us = life.enrolment_until_us;
    view->old_secret_us = life.old_secret_us;
    // Assignments are newest first.
    view->needs_cleaning = view->assignment_count > 0 &&
                           (view->assignments[0].to_us == 0 ||
                            life.cleaned_us < view->assignments[0].to_us);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

enum rc device_view_read(struct tx *tx, const struct device *device, struct arena *arena,
                         struct device_view *view) {
    *view = (struct device_view){
        .id = device->public_id,
        .transport = transport_name(device->transport),
        .model = device->model,
        .serial = device->serial,
        .revoked = device->revoked,
        .registered_us = device->registered_us,
        .received_us = device->received_us,
        .battery = device->battery,
    };
    struct assignment *assignments;
    enum rc rc = assignment_list(tx, device->id, arena, &assignments, &view->assignment_count);
    if (rc != RC_OK) {
        return rc;
    }
    view->assignments = arena_array(arena, view->assignment_count + 1, sizeof *view->assignments);
    if (view->assignments == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < view->assignment_count; i++) {
        view->assignments[i].subject = assignments[i].subject;
        view->assignments[i].from_us = assignments[i].from_us;
        view->assignments[i].to_us = assignments[i].to_us;
    }
    rc = read_slots(tx, device->id, arena, view);
    if (rc == RC_OK) {
        rc = read_certificates(tx, device, arena, view);
    }
    if (rc == RC_OK) {
        rc = read_refusals(tx, device, arena, view);
    }
    return rc == RC_OK ? read_life(tx, device, arena, view) : rc;
}

enum rc device_views_read(struct tx *tx, const struct device *devices, size_t count,
                          struct arena *arena, struct device_view **views) {
    struct device_view *array = arena_array(arena, count + 1, sizeof *array);
    enum rc rc = array == NULL ? RC_NOMEM : RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = device_view_read(tx, &devices[i], arena, &array[i]);
    }
    if (rc == RC_OK) {
        *views = array;
    }
    return rc;
}
