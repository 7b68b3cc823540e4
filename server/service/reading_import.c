// SPDX-License-Identifier: EUPL-1.2
// Readings from what a meter's own program exported.
#include "service/reading_import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "payload/export.h"
#include "payload/payload.h"
#include "scoring/plausibility.h"
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/member_device.h"
#include "service/once.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "store/audit.h"
#include "store/store.h"
#include "vault/vault.h"

enum { ELEMENT_MAX = 1024 };

#define METER_NOT_NAMED "IMPORTED" // the source of a file that names no serial

// One file on its way; what is below `subject` is made anew by every run of the closure.
struct importing {
    const struct service *service;
    const struct actor *actor;
    const struct reading_file *file;
    const struct export_file *rows;
    struct arena *arena;
    struct fault *fault;
    struct import_view *view;
    struct subject subject;
    struct device *devices;
    size_t device_count;
};

const char *const IMPORT_LAYOUTS[] = {"cuff-log", "glucose-diary", NULL};

static enum export_layout layout_of(int index) {
    return (enum export_layout)(index + 1); // a test holds the two together
}

static const char *const VERDICTS[IMPORT_VERDICTS] = {[IMPORT_NONE] = "",
                                                      [IMPORT_NEW] = "new",
                                                      [IMPORT_KNOWN] = "known",
                                                      [IMPORT_QUARANTINED] = "quarantined",
                                                      [IMPORT_REFUSED] = "refused"};

const char *import_verdict_name(enum import_verdict verdict) {
    return (unsigned)verdict < IMPORT_VERDICTS ? VERDICTS[verdict] : "";
}

// The row as an element of the primary profile, which is what the quarantine desk reads. Every word
// in it comes from our own tables, a meter's name or a decimal, so nothing needs escaping.
static const char *element_of(const struct payload_reading *reading, struct arena *arena) {
    char *text = arena_alloc(arena, ELEMENT_MAX);
    if (text == NULL) {
        return NULL;
    }
    char at[CLOCK_TEXT_SIZE];
    clock_text(reading->time_us, at);
    int end =
        snprintf(text, ELEMENT_MAX, "{\"t\":\"%s\",\"kind\":\"%s\",\"meter\":\"%s\",\"values\":{",
                 at, quantity_kind_describe(reading->kind)->code, reading->meter);
    for (size_t i = 0; i < reading->value_count && end < ELEMENT_MAX; i++) {
        const char *quote = reading->values[i].beyond == QUANTITY_WITHIN ? "" : "\"";
        end +=
            snprintf(text + end, ELEMENT_MAX - (size_t)end, "%s\"%s\":{\"v\":%s%s%s,\"u\":\"%s\"}",
                     i == 0 ? "" : ",", quantity_describe(reading->values[i].quantity)->code, quote,
                     reading->sent[i].number, quote, reading->sent[i].unit);
    }
    bool first = true;
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL && end < ELEMENT_MAX; flag <<= 1) {
        const char *name = payload_flag_text((enum payload_flag)(reading->flags & flag));
        if (name[0] != '\0') {
            end += snprintf(text + end, ELEMENT_MAX - (size_t)end, "%s\"%s\"",
                            first ? "},\"flags\":[" : ",", name);
            first = false;
        }
    }
    if (end < ELEMENT_MAX) {
        end += snprintf(text + end, ELEMENT_MAX - (size_t)end, "%s}", first ? "}" : "]");
    }
    return end < ELEMENT_MAX ? text : NULL;
}

// Where a row set aside comes from: the same row of the same member again is the same, whatever
// file it stands in.
static struct public_id origin_of(const struct importing *im, const char *element) {
    uint8_t hash[VAULT_HASH_SIZE];
    char text[ELEMENT_MAX + PUBLIC_ID_DIGITS + 2];
    int length = snprintf(text, sizeof text, "%s\n%s", im->subject.public_id.text, element);
    vault_hash(text, (size_t)length, hash);
    return public_id_of_bytes(hash);
}

static enum rc take_reading(struct tx *tx, struct importing *im, struct payload_reading *reading,
                            struct import_row *row) {
    const char *element = element_of(reading, im->arena);
    if (element == NULL) {
        return RC_NOMEM;
    }
    struct inbox_message raw = {.payload = (const uint8_t *)element, .length = strlen(element)};
    struct ingest_batch batch = {.service = im->service,
                                 .record_only = im->service->record_only,
                                 .salvage = true, // what is in quarantine already is not kept again
                                 .inbox = origin_of(im, element),
                                 .touched = {.arena = im->arena}};
    struct ingest_message message = {
        .raw = &raw,
        .decoded = {.seq = -1, .boot = -1, .battery = -1, .reading_count = 1, .readings = reading}};
    struct ingest_work work = {.tx = tx,
                               .batch = &batch,
                               .message = &message,
                               .arena = im->arena,
                               .now_us = service_domain_now(im->service),
                               .by_hand = true,
                               .origin = READING_ORIGIN_IMPORTED};
    work.received_us = work.now_us;
    reading->raw_length = raw.length;
    struct device device;
    enum rc rc = member_device_at(tx, im->subject.id, im->devices, im->device_count,
                                  reading->time_us, &device);
    if (rc == RC_NOT_FOUND ||
        (rc == RC_OK && im->subject.closed_us != 0 && reading->time_us >= im->subject.closed_us)) {
        row->verdict = IMPORT_REFUSED;
        row->code = "no-device";
        return RC_OK;
    }
    if (rc == RC_OK) {
        work.found = (struct device_speaker){.id = device.id, .fund = device.fund};
        work.device = &work.found;
        work.device_id = device.public_id;
        batch.transport = device.transport;
        rc = ingest_imported(&work, &im->subject, &row->code);
    }
    if (rc == RC_LIMIT) {
        row->verdict = IMPORT_REFUSED;
        row->code = "too-many-meters";
        return RC_OK;
    }
    bool kept = work.counts.quarantined > 0;
    bool aside =
        row->code != NULL && freshness_of(reading->time_us, work.received_us) == FRESHNESS_OK;
    row->verdict = work.counts.readings > 0     ? IMPORT_NEW
                   : kept                       ? IMPORT_QUARANTINED
                   : row->code == NULL || aside ? IMPORT_KNOWN
                                                : IMPORT_REFUSED;
    return rc;
}

static void show_row(const struct export_row *from, struct import_row *row) {
    const struct payload_reading *reading = &from->reading;
    *row = (struct import_row){.line = from->line,
                               .title = from->fault.title,
                               .measured_us = reading->has_time ? reading->time_us : 0};
    if (from->fault.code != PAYLOAD_OK) {
        row->column = from->fault.place.column;
    }
    for (; row->value_count < reading->value_count; row->value_count++) {
        size_t i = row->value_count;
        row->values[i] =
            (struct entered_value){.quantity = quantity_describe(reading->values[i].quantity)->code,
                                   .v = reading->sent[i].number,
                                   .u = reading->sent[i].unit};
    }
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag <<= 1) {
        const char *name = payload_flag_text((enum payload_flag)(reading->flags & flag));
        if (name[0] != '\0') {
            row->flags[row->flag_count++] = name;
        }
    }
    if (reading->hour_twice) {
        row->flags[row->flag_count++] = "hour-twice";
    }
}

static enum rc take_row(struct tx *tx, struct importing *im, const struct export_row *from,
                        struct import_row *row) {
    show_row(from, row);
    if (from->fault.code != PAYLOAD_OK) {
        row->verdict = IMPORT_REFUSED;
        row->code = payload_fault_text(from->fault.code);
        return RC_OK;
    }
    struct payload_reading reading = from->reading;
    if (reading.meter[0] == '\0') {
        memcpy(reading.meter, METER_NOT_NAMED, sizeof METER_NOT_NAMED);
    }
    return take_reading(tx, im, &reading, row);
}

static enum rc take_rows(struct tx *tx, struct importing *im) {
    struct import_view *view = im->view;
    *view =
        (struct import_view){.rows = arena_array(im->arena, im->rows->count, sizeof *view->rows)};
    if (view->rows == NULL) {
        return RC_NOMEM;
    }
    enum rc rc =
        device_list_of_subject(tx, im->subject.id, im->arena, &im->devices, &im->device_count);
    for (; rc == RC_OK && view->count < im->rows->count; view->count++) {
        struct import_row *row = &view->rows[view->count];
        rc = take_row(tx, im, &im->rows->rows[view->count], row);
        view->counts[row->verdict]++;
    }
    return rc;
}

static enum rc audit(struct tx *tx, const struct importing *im, const char *what) {
    const size_t *counts = im->view->counts;
    const char *detail =
        arena_printf(im->arena,
                     "{\"layout\":\"%s\",\"new\":%zu,\"known\":%zu,"
                     "\"quarantined\":%zu,\"refused\":%zu}",
                     IMPORT_LAYOUTS[im->file->layout], counts[IMPORT_NEW], counts[IMPORT_KNOWN],
                     counts[IMPORT_QUARANTINED], counts[IMPORT_REFUSED]);
    return detail == NULL
               ? RC_NOMEM
               : audit_append(tx, im->actor->user.text, what, im->subject.public_id.text, detail);
}

// The same steps as for keeping, undone: so the look cannot say anything else than what will be.
static enum rc look(struct tx *tx, struct importing *im) {
    enum rc rc = message_begin(tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = take_rows(tx, im);
    enum rc undone = message_undo(tx);
    rc = rc == RC_OK ? undone : rc;
    return rc == RC_OK ? audit(tx, im, "reading.import-look") : rc;
}

static enum rc write_import(struct tx *tx, void *context) {
    struct importing *im = context;
    fault_clear(im->fault);
    enum rc rc = subject_for_actor(tx, im->actor, ACTION_READING_ENTER, &im->file->subject,
                                   im->arena, im->fault, &im->subject);
    if (rc == RC_OK && !im->file->keep) {
        return look(tx, im);
    }
    if (rc == RC_OK) {
        rc = once_begin(tx, im->file->once);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (im->file->once != NULL && im->file->once->again) {
        return look(tx, im);
    }
    rc = take_rows(tx, im);
    if (rc == RC_OK) {
        rc = audit(tx, im, "reading.import");
    }
    if (rc == RC_OK) {
        rc = alert_announce(tx, &im->subject.fund, &im->subject.public_id, im->arena);
    }
    return rc == RC_OK ? once_end(tx, im->file->once, im->subject.public_id.text) : rc;
}

static void release(void *rows) {
    export_release(rows);
}

enum rc readings_import(const struct service *service, const struct actor *actor,
                        const struct reading_file *file, struct arena *arena, struct fault *fault,
                        struct import_view *view) {
    struct export_file *rows = arena_alloc(arena, sizeof *rows);
    struct export_fault wrong;
    if (rows == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    *rows = (struct export_file){0};
    enum payload_fault_code code = export_read(layout_of(file->layout), file->bytes, file->length,
                                               service_domain_now(service), rows, &wrong);
    if (code == PAYLOAD_NO_MEMORY || arena_adopt(arena, rows, release) != 0) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    if (code != PAYLOAD_OK) {
        return fault_atf(fault, payload_fault_text(code), "/line/%zu/column/%zu%s%s",
                         wrong.place.line, wrong.place.column, wrong.title[0] == '\0' ? "" : "/",
                         wrong.title);
    }
    struct importing im = {.service = service,
                           .actor = actor,
                           .file = file,
                           .rows = rows,
                           .arena = arena,
                           .fault = fault,
                           .view = view};
    enum rc rc = store_write(service->store, STORE_MONITORING, "reading.import", write_import, &im);
    return fault_named(fault, rc);
}
