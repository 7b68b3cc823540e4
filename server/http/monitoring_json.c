// SPDX-License-Identifier: EUPL-1.2
// The telemonitoring views as JSON.
#include "http/monitoring_json.h"

#include "service/alert_view.h"
#include "service/device_view.h"
#include "service/staff_label.h"

int json_put_text(json_t *object, const char *name, const char *text) {
    return text == NULL || text[0] == '\0' ? 0 : json_put(object, name, json_string(text));
}

int json_put_instant(json_t *object, const char *name, int64_t instant_us) {
    return instant_us == 0 ? 0 : json_put(object, name, json_instant_or_null(instant_us));
}

// The object if nothing went wrong while it was filled, else nothing.
static json_t *whole(json_t *object, int failures) {
    if (failures != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

json_t *texts_json(const char *const *texts, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < count; i++) {
        array = json_append(array, json_string(texts[i]));
    }
    return array;
}

json_t *staff_json(const struct staff_view *staff) {
    if (!public_id_is_set(&staff->id)) {
        return json_null();
    }
    return json_pack("{s:s, s:s}", "id", staff->id.text, "name", staff->name);
}

static json_t *call_json(const struct call_view *call) {
    json_t *json = json_pack("{s:o, s:o, s:s}", "at", json_instant_or_null(call->at_us), "by",
                             staff_json(&call->by), "result", call->result);
    return json == NULL ? NULL : whole(json, json_put_text(json, "note", call->note));
}

static json_t *calls_json(const struct alert_view *alert) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < alert->call_count; i++) {
        array = json_append(array, call_json(&alert->calls[i]));
    }
    return array;
}

json_t *alert_json(const struct alert_view *alert) {
    json_t *json = json_pack("{s:s, s:o, s:s, s:s, s:s}", "id", alert->id.text, "subject",
                             json_id_or_null(&alert->subject), "kind", alert->kind, "severity",
                             alert->severity, "state", alert->state);
    if (json == NULL) {
        return NULL;
    }
    int failures = json_put_text(json, "device", alert->device.text[0] ? alert->device.text : NULL);
    failures |= json_put_text(json, "quantity", alert->quantity);
    failures |= json_put_text(json, "side", alert->side);
    failures |= json_put_text(json, "value", alert->value);
    failures |= json_put_text(json, "unit", alert->unit);
    failures |= json_put_text(json, "limit", alert->limit);
    failures |= json_put_text(json, "bound", alert->bound);
    failures |= json_put_text(json, "beyond", alert->beyond);
    failures |= alert->corrected ? json_put(json, "corrected", json_true()) : 0;
    failures |= json_put_text(json, "rule", alert->rule);
    failures |= json_put_instant(json, "measuredAt", alert->measured_us);
    failures |= json_put(json, "raisedAt", json_instant_or_null(alert->raised_us));
    failures |= json_put(json, "repeats", json_integer(alert->repeats));
    failures |= json_put(json, "owner", staff_json(&alert->owner));
    failures |= json_put(json, "version", json_integer(alert->version));
    failures |= json_put_text(json, "outcome", alert->outcome);
    failures |= json_put_text(json, "note", alert->note);
    failures |= json_put_instant(json, "closedAt", alert->closed_us);
    failures |= json_put(json, "calls", calls_json(alert));
    return whole(json, failures);
}

json_t *alerts_json(const struct alert_view *alerts, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < count; i++) {
        array = json_append(array, alert_json(&alerts[i]));
    }
    return array;
}

static json_t *assignments_json(const struct device_view *device) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < device->assignment_count; i++) {
        const struct assignment_view *one = &device->assignments[i];
        array = json_append(array, json_pack("{s:s, s:o, s:o}", "subject", one->subject.text,
                                             "from", json_instant_or_null(one->from_us), "to",
                                             json_instant_or_null(one->to_us)));
    }
    return array;
}

static json_t *certificates_json(const struct device_view *device) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < device->certificate_count; i++) {
        const struct certificate_view *one = &device->certificates[i];
        array = json_append(array, json_pack("{s:s, s:o, s:o}", "fingerprint", one->fingerprint,
                                             "issuedAt", json_instant_or_null(one->issued_us),
                                             "until", json_instant_or_null(one->until_us)));
    }
    return array;
}

static json_t *refusals_json(const struct device_view *device) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < device->refusal_count; i++) {
        const struct refusal_view *one = &device->refusals[i];
        array = json_append(array, json_pack("{s:s, s:I, s:o}", "what", one->what, "count",
                                             (json_int_t)one->count, "lastAt",
                                             json_instant_or_null(one->last_us)));
    }
    return array;
}

static json_t *slots_json(const struct device_view *device) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < device->slot_count; i++) {
        const struct slot_view *one = &device->slots[i];
        array = json_append(array, json_pack("{s:I, s:s, s:o, s:o}", "slot", (json_int_t)one->slot,
                                             "subject", one->subject.text, "from",
                                             json_instant_or_null(one->from_us), "to",
                                             json_instant_or_null(one->to_us)));
    }
    return array;
}

json_t *device_json(const struct device_view *device) {
    json_t *json = json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", device->id.text,
                     "transport", device->transport, "model", device->model, "serial",
                     json_text_or_null(device->serial), "state",
                     device->retired_us != 0 ? "retired" : device->revoked ? "revoked" : "active", "registeredAt",
                     json_instant_or_null(device->registered_us), "lastReceivedAt",
                     json_instant_or_null(device->received_us), "battery",
                     device->battery < 0 ? json_null() : json_integer(device->battery),
                     "assignments", assignments_json(device), "slots", slots_json(device), "certificates",
                     certificates_json(device), "refused", refusals_json(device));
    if (json == NULL) {
        return NULL;
    }
    int failures = json_put(json, "retiredAt", json_instant_or_null(device->retired_us));
    failures |= json_put(json, "cleanedAt", json_instant_or_null(device->cleaned_us));
    failures |= json_put(json, "needsCleaning", json_boolean(device->needs_cleaning));
    failures |= json_put(json, "checkedAt", json_instant_or_null(device->checked_us));
    failures |= json_put(json, "checkDue", json_text_or_null(device->check_due));
    failures |= json_put(json, "enrolmentUntil", json_instant_or_null(device->enrolment_until_us));
    failures |= json_put(json, "oldSecretSince", json_instant_or_null(device->old_secret_us));
    return whole(json, failures);
}

json_t *devices_json(const struct device_view *devices, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < count; i++) {
        array = json_append(array, device_json(&devices[i]));
    }
    return array;
}
