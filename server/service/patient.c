// SPDX-License-Identifier: EUPL-1.2
// One monitored member.
#include "service/patient.h"

#include <string.h>

#include "service/condition_list.h"
#include "service/measure.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "store/alerts.h"
#include "store/devices.h"
#include "store/readings.h"
#include "store/store.h"

enum { CLOSED_SHOWN = 20 };

struct reading_patient {
    const struct service *service;
    const struct subject *subject;
    struct arena *arena;
    struct staff_list staff;
    struct patient_view *view;
};

static enum rc read_latest(struct tx *tx, struct reading_patient *r) {
    struct reading *readings;
    enum rc rc = reading_latest(tx, r->subject->id, r->arena, &readings, &r->view->latest_count);
    if (rc != RC_OK) {
        return rc;
    }
    r->view->latest = arena_array(r->arena, r->view->latest_count + 1, sizeof *r->view->latest);
    if (r->view->latest == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < r->view->latest_count; i++) {
        r->view->latest[i] = (struct latest_view){
            .quantity = readings[i].quantity,
            .value =
                measure_value(r->arena, readings[i].quantity, readings[i].value, readings[i].unit),
            .unit = measure_unit(readings[i].quantity),
            .measured_us = readings[i].identity.time_us,
            .level = reading_level_name(readings[i].level),
            .beyond = strcmp(readings[i].sent, "LO") == 0   ? "below"
                      : strcmp(readings[i].sent, "HI") == 0 ? "above"
                                                            : NULL,
        };
    }
    return arena_failed(r->arena) ? RC_NOMEM : RC_OK;
}

static enum rc read_devices(struct tx *tx, struct reading_patient *r) {
    struct device *devices;
    enum rc rc =
        device_list_of_subject(tx, r->subject->id, r->arena, &devices, &r->view->device_count);
    if (rc == RC_OK) {
        rc = device_views_read(tx, devices, r->view->device_count, r->arena, &r->view->devices);
    }
    if (rc != RC_OK) {
        return rc;
    }
    // Who else had the device is nobody's business on this page.
    for (size_t i = 0; i < r->view->device_count; i++) {
        struct device_view *device = &r->view->devices[i];
        size_t kept = 0;
        for (size_t j = 0; j < device->assignment_count; j++) {
            if (public_id_equal(&device->assignments[j].subject, &r->subject->public_id)) {
                device->assignments[kept++] = device->assignments[j];
            }
        }
        device->assignment_count = kept;
    }
    return RC_OK;
}

static enum rc read_alerts(struct tx *tx, struct reading_patient *r) {
    struct alert *open;
    struct alert *closed;
    size_t open_count;
    size_t closed_count;
    enum rc rc = alert_list_open(tx, r->subject->id, r->arena, &open, &open_count);
    if (rc == RC_OK) {
        rc = alert_list_closed(tx, r->subject->id, CLOSED_SHOWN, r->arena, &closed, &closed_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct alert *all = arena_array(r->arena, open_count + closed_count + 1, sizeof *all);
    if (all == NULL) {
        return RC_NOMEM;
    }
    memcpy(all, open, open_count * sizeof *all);
    memcpy(all + open_count, closed, closed_count * sizeof *all);
    r->view->alert_count = open_count + closed_count;
    return alert_views_read(tx, r->service, all, r->view->alert_count, r->arena, &r->staff,
                            &r->view->alerts);
}

static enum rc read_all(struct tx *tx, void *context) {
    struct reading_patient *r = context;
    enum rc rc = read_latest(tx, r);
    if (rc == RC_OK) {
        rc = read_devices(tx, r);
    }
    return rc == RC_OK ? read_alerts(tx, r) : rc;
}

enum rc patient_read(const struct service *service, const struct actor *actor,
                     const struct public_id *id, struct arena *arena, struct fault *fault,
                     struct patient_view *view) {
    struct subject subject;
    enum rc rc =
        subject_open(service, actor, ACTION_PATIENT_READ, id, "patient", arena, fault, &subject);
    if (rc != RC_OK) {
        return rc;
    }
    *view = (struct patient_view){.subject = subject.public_id, .ended_us = subject.closed_us};
    view->condition_count = condition_list(subject.conditions, view->conditions);
    if (subject.silent) {
        view->silent_since_us = subject.heard_us == 0 ? subject.enrolled_us : subject.heard_us;
    }
    struct reading_patient r = {.service = service,
                                .subject = &subject,
                                .arena = arena,
                                .staff = {.arena = arena},
                                .view = view};
    rc = store_read(service->store, STORE_MONITORING, "patient.read", read_all, &r);
    if (rc == RC_OK) {
        rc = staff_list_name(service, &r.staff);
    }
    if (rc == RC_OK) {
        rc = person_banner(service, &subject.fund, &subject.public_id, arena, &view->person);
        if (rc == RC_NOT_FOUND) {
            return fault_set(fault, rc, "subject-unknown");
        }
    }
    return rc == RC_OK ? rc : fault_set(fault, rc, rc_name(rc));
}
