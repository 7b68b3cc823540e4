// SPDX-License-Identifier: EUPL-1.2
// GET /api/v1/quarantine.
#include "service/quarantine.h"

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static json_t *item_json(const struct quarantine_view *item) {
    json_t *json =
        json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:I}", "id", item->id.text, "receivedAt",
                  json_instant_or_null(item->received_us), "device", json_id_or_null(&item->device),
                  "subject", json_id_or_null(&item->subject), "transport", item->transport, "code",
                  item->code, "pointer", item->pointer, "bytes", (json_int_t)item->bytes);
    if (json != NULL && (json_put_text(json, "proposed", item->proposed) != 0 ||
                         json_put_text(json, "excerpt", item->excerpt) != 0)) {
        json_decref(json);
        json = NULL;
    }
    return json;
}

void quarantine_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    const char *after = "";
    int64_t limit = 0;
    struct quarantine_view *items;
    size_t count = 0;
    enum rc rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK) {
        rc = http_page_position(rq, &fault, &after);
    }
    if (rc == RC_OK) {
        // One more than asked for tells whether there is a next page.
        rc = quarantine_read(rq->service, &rq->actor, after, (size_t)limit + 1, rq->arena, &fault,
                             &items, &count);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    size_t shown = count > (size_t)limit ? (size_t)limit : count;
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < shown; i++) {
        array = json_append(array, item_json(&items[i]));
    }
    http_reply_page(rp, json_pack("{s:o}", "items", array),
                    count > shown ? items[shown - 1].id.text : NULL);
}
