// SPDX-License-Identifier: EUPL-1.2
// /api/v1/receipts and /api/v1/reconciliation: what became of messages, and whether none is missing.
#include "service/receipts.h"

#include <stdlib.h>
#include <string.h>

#include "http/monitoring.h"
#include "http/monitoring_json.h"
#include "service/reconcile.h"

enum { DAYS_SHOWN = 60 };

static json_t *number_or_null(int64_t number) {
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *part_json(const struct receipt_part *part) {
    return json_pack("{s:o, s:s, s:s, s:s, s:o}", "index", number_or_null(part->index), "code",
                     part->code, "pointer", part->pointer, "item", part->item.text, "act",
                     json_text_or_null(part->act));
}

static json_t *receipt_json(const struct receipt_view *receipt) {
    json_t *parts = json_array();
    for (size_t i = 0; parts != NULL && i < receipt->part_count; i++) {
        parts = json_append(parts, part_json(&receipt->parts[i]));
    }
    return json_pack(
        "{s:s, s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o}", "inbox",
        receipt->inbox.text, "sequence", (json_int_t)receipt->sequence, "door", receipt->door,
        "state", receipt->state, "device", json_id_or_null(&receipt->device), "receivedAt",
        json_instant_or_null(receipt->received_us), "readAt",
        json_instant_or_null(receipt->read_us), "boot", number_or_null(receipt->boot), "seq",
        number_or_null(receipt->seq), "stored", (json_int_t)receipt->stored, "duplicates",
        (json_int_t)receipt->duplicates, "quarantined", (json_int_t)receipt->quarantined,
        "rejected", (json_int_t)receipt->rejected, "used", (json_int_t)receipt->used, "parts",
        parts);
}

// 0: no number.
static int64_t sequence_of(const char *text) {
    char *end = NULL;
    if (text == NULL || text[0] < '1' || text[0] > '9' || strlen(text) > 18) {
        return 0;
    }
    long long number = strtoll(text, &end, 10);
    return *end == '\0' ? number : 0;
}

void receipt_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct receipt_view view;
    struct public_id inbox = http_param_id(rq, "inbox");
    int64_t sequence = sequence_of(http_param(rq, "sequence"));
    enum rc rc = sequence == 0 ? fault_set(&fault, RC_NOT_FOUND, "receipt-unknown")
                               : receipts_read(rq->service, &rq->actor, &inbox, sequence, rq->arena,
                                               &fault, &view);
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, receipt_json(&view));
}

void device_receipts_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_receipts out;
    struct public_id device = http_param_id(rq, "device");
    if (receipts_of_device(rq->service, &rq->actor, &device, rq->arena, &fault, &out) != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; items != NULL && i < out.count; i++) {
        items = json_append(items, receipt_json(&out.receipts[i]));
    }
    json_t *counted = out.from < 0 ? json_null()
                                   : json_pack("{s:o, s:I, s:I, s:I}", "boot",
                                               number_or_null(out.boot), "from",
                                               (json_int_t)out.from, "upto", (json_int_t)out.upto,
                                               "newest", (json_int_t)out.newest);
    http_reply_json(rp, 200, json_pack("{s:o, s:o}", "items", items, "counted", counted));
}

static json_t *day_json(const struct reconciled_day *day) {
    return json_pack("{s:s, s:s, s:s, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "day",
                     day->day, "door", day->door, "inbox", day->inbox.text, "given",
                     number_or_null(day->given), "read", (json_int_t)day->read, "stored",
                     (json_int_t)day->stored, "duplicate",
                     (json_int_t)day->duplicate, "quarantined",
                     (json_int_t)day->quarantined, "rejected",
                     (json_int_t)day->rejected, "inCustody", (json_int_t)day->in_custody,
                     "missing", (json_int_t)day->missing, "mismatched",
                     (json_int_t)day->mismatched, "checkedAt",
                     json_instant_or_null(day->checked_us));
}

void reconciliation_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct reconciled_day *days;
    size_t count = 0;
    if (reconcile_days(rq->service, &rq->actor, DAYS_SHOWN, rq->arena, &fault, &days, &count) !=
        RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; items != NULL && i < count; i++) {
        items = json_append(items, day_json(&days[i]));
    }
    http_reply_json(rp, 200, json_pack("{s:o}", "items", items));
}
