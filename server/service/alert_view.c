// SPDX-License-Identifier: EUPL-1.2
// An alert as people see it.
#include "service/alert_view.h"

#include <string.h>

#include "service/alert_raise.h"
#include "service/measure.h"
#include "service/service.h"
#include "service/subject_key.h"
#include "store/alerts.h"
#include "store/reading_corrections.h"
#include "store/subjects.h"

static void view_limit(const struct alert *alert, struct arena *arena, struct alert_view *view) {
    bool low = alert->level == READING_LEVEL_WARN_LOW || alert->level == READING_LEVEL_ALERT_LOW;
    view->quantity = quantity_describe(alert->quantity)->code;
    view->side = low ? "low" : "high";
    bool beyond = strcmp(alert->rule, RULE_BEYOND_METER) == 0;
    view->beyond = !beyond ? NULL : low ? "below" : "above";
    view->value = beyond ? measure_text(arena, alert->value)
                         : measure_beside(arena, alert->quantity, alert->value, alert->limit_value);
    view->unit = measure_unit(alert->quantity);
    view->limit = measure_text(arena, alert->limit_value);
    view->bound = reading_level_name(alert->level);
}

static enum rc read_calls(struct tx *tx, const struct alert *alert, struct subject_seal *seal,
                          struct arena *arena, struct staff_list *staff, struct alert_view *view) {
    struct alert_call *calls;
    enum rc rc = alert_call_list(tx, alert->id, arena, &calls, &view->call_count);
    if (rc != RC_OK) {
        return rc;
    }
    view->calls = arena_array(arena, view->call_count + 1, sizeof *view->calls);
    if (view->calls == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < view->call_count; i++) {
        seal->place = (struct seal_place){
            .table = "alert_calls", .column = "note", .row = &calls[i].public_id};
        view->calls[i] = (struct call_view){.at_us = calls[i].at_us,
                                            .by = {.id = calls[i].by},
                                            .result = calls[i].result,
                                            .note = subject_text(seal, &calls[i].note, arena)};
        rc = view->calls[i].note == NULL ? RC_NOMEM : staff_list_add(staff, &view->calls[i].by);
    }
    return rc;
}

// What lies sealed under the subject's key: most alerts of a list have neither note nor call.
static enum rc read_sealed(struct tx *tx, const struct service *service, const struct alert *alert,
                           struct arena *arena, struct staff_list *staff,
                           struct alert_view *view) {
    struct subject subject = {0};
    enum rc rc = alert->subject_id == 0 ? RC_OK
                                        : subject_by_id(tx, alert->subject_id, arena, &subject);
    if (rc != RC_OK) {
        return rc;
    }
    struct subject_seal seal = {
        .vault = service->vault,
        .subject = alert->subject_id == 0 ? NULL : &subject.public_id,
        .key = &subject.key,
        .place = {.table = "alerts", .column = "note", .row = &alert->public_id},
    };
    view->note = subject_text(&seal, &alert->note, arena);
    return view->note == NULL ? RC_NOMEM : read_calls(tx, alert, &seal, arena, staff, view);
}

enum rc alert_view_read(struct tx *tx, const struct service *service, const struct alert *alert,
                        struct arena *arena, struct staff_list *staff, struct alert_view *view) {
    *view = (struct alert_view){
        .id = alert->public_id,
        .subject = alert->subject,
        .kind = alert_kind_name(alert->kind),
        .severity = alert_severity_name(alert->severity),
        .state = alert_state_name(alert->state),
        .rule = alert->rule,
        .measured_us = alert->measured_us,
        .raised_us = alert->raised_us,
        .repeats = alert->repeats,
        .owner = {.id = alert->owner},
        .version = alert->version,
        .outcome = alert->outcome,
        .closed_us = alert->closed_us,
    };
    if (alert->kind == ALERT_KIND_LIMIT) {
        view_limit(alert, arena, view);
        enum rc known =
            reading_taken_back(tx, alert->subject_id, alert->measured_us, &view->corrected);
        if (known != RC_OK) {
            return known;
        }
    }
    // The scope is "security:<device>:<what>" or "device:<device>:<what>".
    bool of_device = alert->kind == ALERT_KIND_SECURITY || alert->kind == ALERT_KIND_DEVICE;
    const char *about = of_device ? strchr(alert->scope, ':') : NULL;
    if (about != NULL && strlen(about) > PUBLIC_ID_DIGITS) {
        (void)!public_id_parse(about + 1, PUBLIC_ID_DIGITS, &view->device);
    }
    view->note = "";
    enum rc rc = arena_failed(arena) ? RC_NOMEM : staff_list_add(staff, &view->owner);
    return rc == RC_OK && (alert->note.bytes != NULL || alert->called)
               ? read_sealed(tx, service, alert, arena, staff, view)
               : rc;
}

enum rc alert_views_read(struct tx *tx, const struct service *service, const struct alert *alerts,
                         size_t count, struct arena *arena, struct staff_list *staff,
                         struct alert_view **views) {
    struct alert_view *array = arena_array(arena, count + 1, sizeof *array);
    enum rc rc = array == NULL ? RC_NOMEM : RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = alert_view_read(tx, service, &alerts[i], arena, staff, &array[i]);
    }
    if (rc == RC_OK) {
        *views = array;
    }
    return rc;
}
