// SPDX-License-Identifier: EUPL-1.2
// An item of the quarantine as people see it.
#include "service/quarantine_view.h"

#include <stdio.h>
#include <string.h>

#include "payload/payload.h"
#include "service/service.h"

struct subject_seal quarantine_seal(const struct service *service,
                                    const struct quarantine_item *item, const char *column) {
    return (struct subject_seal){
        .vault = service->vault,
        .subject = item->subject_id == 0 ? NULL : &item->subject,
        .key = &item->subject_key,
        .place = {.table = "quarantine", .column = column, .row = &item->public_id},
    };
}

enum rc quarantine_payload(const struct service *service, const struct quarantine_item *item,
                           struct arena *arena, char **plain, size_t *length) {
    struct subject_seal seal = quarantine_seal(service, item, "payload");
    return subject_unseal(&seal, &item->payload, arena, plain, length);
}

// Printable ASCII as it is, everything else as \u00xx: safe in any page, log or terminal.
static const char *escaped(struct arena *arena, const char *bytes, size_t length) {
    char *text = arena_alloc(arena, QUARANTINE_EXCERPT + 1);
    if (text == NULL) {
        return NULL;
    }
    size_t at = 0;
    for (size_t i = 0; i < length && at + 6 <= QUARANTINE_EXCERPT; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x20 && byte < 0x7f) {
            text[at++] = (char)byte;
        } else {
            at += (size_t)snprintf(text + at, 7, "\\u00%02x", byte);
        }
    }
    text[at] = '\0';
    return text;
}

static enum rc show_reading(const char *plain, size_t length, struct arena *arena,
                            struct quarantine_view *view) {
    struct payload_reading reading;
    if (!payload_read_element(plain, length, &reading)) {
        return RC_OK;
    }
    struct quarantine_reading *shown = arena_alloc(arena, sizeof *shown);
    struct quarantine_value *values = arena_array(arena, reading.value_count + 1, sizeof *values);
    if (shown == NULL || values == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < reading.value_count; i++) {
        values[i] = (struct quarantine_value){
            .quantity = quantity_describe(reading.values[i].quantity)->code,
            .v = arena_printf(arena, "%s", reading.sent[i].number),
            .u = arena_printf(arena, "%s", reading.sent[i].unit),
        };
        if (values[i].v == NULL || values[i].u == NULL) {
            return RC_NOMEM;
        }
    }
    *shown = (struct quarantine_reading){
        .kind = quantity_kind_describe(reading.kind)->code,
        .has_time = reading.has_time,
        .measured_us = reading.time_us,
        .slot = reading.slot,
        .whole = reading.fault.code == PAYLOAD_OK && reading.has_time &&
                 (reading.flags & PAYLOAD_FLAG_CONTROL) == 0,
        .values = values,
        .value_count = reading.value_count,
    };
    view->reading = shown;
    return RC_OK;
}

static enum rc show_payload(const struct service *service, const struct quarantine_item *item,
                            struct arena *arena, struct quarantine_view *view) {
    if (!public_id_is_set(&item->fund)) {
        return RC_OK; // it may be another fund's
    }
    struct arena *whole = arena_new(0); // payloads are large, what is shown of them is not
    if (whole == NULL) {
        return RC_NOMEM;
    }
    char *plain;
    size_t length;
    enum rc rc = quarantine_payload(service, item, whole, &plain, &length);
    if (rc == RC_OK) {
        view->excerpt = escaped(arena, plain, length);
        rc = view->excerpt == NULL ? RC_NOMEM : show_reading(plain, length, arena, view);
    } else if (rc != RC_NOMEM) {
        rc = RC_OK; // erased with its key
    }
    arena_free(whole);
    return rc;
}

enum rc quarantine_show(const struct service *service, const struct quarantine_item *item,
                        struct arena *arena, struct quarantine_view *view) {
    *view = (struct quarantine_view){
        .id = item->public_id,
        .received_us = item->received_us,
        .device = item->device,
        .subject = item->subject,
        .transport = transport_name(item->transport),
        .code = item->code,
        .pointer = item->pointer,
        .proposed = item->proposed,
        .bytes = item->bytes,
        .act = item->act,
        .acted_us = item->acted_us,
        .acted_by = item->acted_by,
        .acted_subject = item->acted_subject,
    };
    if (item->act != NULL) {
        struct subject_seal seal = quarantine_seal(service, item, "reason");
        view->reason = subject_text(&seal, &item->reason, arena);
        if (view->reason == NULL) {
            return RC_NOMEM;
        }
    }
    return show_payload(service, item, arena, view);
}
