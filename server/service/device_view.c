// SPDX-License-Identifier: EUPL-1.2
// A device as people see it.
#include "service/device_view.h"

#include "store/devices.h"

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
    return RC_OK;
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
