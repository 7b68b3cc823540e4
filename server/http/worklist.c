// SPDX-License-Identifier: EUPL-1.2
// GET /api/v1/worklist.
#include "service/worklist.h"

#include <string.h>

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static json_t *row_json(const struct worklist_row_view *row) {
    return json_pack("{s:s, s:{s:s, s:i, s:s}, s:o, s:s, s:o, s:o, s:o}", "subject",
                     row->subject.text, "person", "name", row->person.name, "age", row->person.age,
                     "codiceFiscaleTail", row->person.codice_fiscale_tail, "conditions",
                     texts_json(row->conditions, row->condition_count), "severity", row->severity,
                     "since", json_instant_or_null(row->since_us), "owner", staff_json(&row->owner),
                     "alerts", alerts_json(row->alerts, row->alert_count));
}

static json_t *rows_json(const struct worklist_view *view) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < view->count; i++) {
        array = json_append(array, row_json(&view->rows[i]));
    }
    return array;
}

static json_t *page_json(const struct worklist_view *view) {
    return json_pack("{s:o, s:{s:I, s:I, s:I, s:I}, s:o, s:I, s:o}", "items", rows_json(view),
                     "counts", "urgent", (json_int_t)view->urgent, "warning",
                     (json_int_t)view->warning, "technical", (json_int_t)view->technical, "silent",
                     (json_int_t)view->silent, "lastReceivedAt",
                     json_instant_or_null(view->received_us), "reportingDevices",
                     (json_int_t)view->reporting_devices, "custodyAlerts",
                     alerts_json(view->custody, view->custody_count));
}

static enum rc read_query(const struct http_request *rq, struct fault *fault,
                          struct worklist_query *query) {
    static const char *const severities[] = {"urgent", "warning", "technical", NULL};
    static const char *const conditions[] = {"diabetes", "hypertension", "copd", NULL};
    static const char *const owners[] = {"mine", "none", NULL};
    int severity = -1;
    int condition = -1;
    int owner = -1;
    int64_t limit = 0;
    enum rc rc = http_query_choice(rq, "severity", severities, fault, &severity);
    if (rc == RC_OK) {
        rc = http_query_choice(rq, "condition", conditions, fault, &condition);
    }
    if (rc == RC_OK) {
        rc = http_query_choice(rq, "owner", owners, fault, &owner);
    }
    if (rc == RC_OK) {
        rc = http_page_limit(rq, 50, 200, fault, &limit);
    }
    if (rc == RC_OK) {
        rc = http_page_position(rq, fault, &query->after);
    }
    query->severity = severity < 0 ? NULL : severities[severity];
    query->condition = condition < 0 ? NULL : conditions[condition];
    query->mine = owner == 0;
    query->nobody = owner == 1;
    query->limit = (size_t)limit;
    return rc;
}

void worklist_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct worklist_query query = {0};
    struct worklist_view view;
    enum rc rc = read_query(rq, &fault, &query);
    if (rc == RC_OK) {
        rc = worklist_read(rq->service, &rq->actor, &query, rq->arena, &fault, &view);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_page(rp, page_json(&view), view.next);
}
