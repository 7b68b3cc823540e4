// SPDX-License-Identifier: EUPL-1.2
// What the drain takes from an inbox for one transaction.
#include "service/drain_portion.h"

#include <stdlib.h>
#include <string.h>

#include "service/service.h"

// One message carries up to 200 readings, and nobody else writes during a transaction. A reading in
// a pack takes less than half the time of a message with one.
enum { READINGS_OF_MESSAGE = 2 };

// The cursor at a sequence of the file as it was read last.
static struct inbox_cursor cursor_at(const struct inbox_reader *reader, int64_t sequence) {
    struct inbox_mark mark = inbox_reader_mark(reader, sequence);
    struct inbox_cursor cursor = {.sequence = sequence, .start = mark.start};
    memcpy(cursor.mark, mark.bytes, sizeof cursor.mark);
    return cursor;
}

static bool follows(const struct inbox_reader *reader, const struct inbox_cursor *cursor) {
    struct inbox_mark mark = {.start = cursor->start};
    memcpy(mark.bytes, cursor->mark, sizeof mark.bytes);
    return inbox_reader_follows(reader, cursor->sequence, &mark);
}

// Beforehand, since the writer has more to do than this thread. What fails here fails there, too,
// as the fault of that message alone.
static void make_digests(struct ingest_message *message) {
    const struct payload_message *decoded = &message->decoded;
    struct public_id device = public_id_of_bytes(message->raw->facts.device);
    if (message->fault.code == PAYLOAD_OK && decoded->reading_count > 0) {
        message->digests = calloc(decoded->reading_count, sizeof *message->digests);
    }
    for (size_t i = 0; message->digests != NULL && i < decoded->reading_count; i++) {
        if (decoded->readings[i].fault.code == PAYLOAD_OK &&
            !ingest_digest(decoded, i, device.text, message->digests[i])) {
            free(message->digests);
            message->digests = NULL;
        }
    }
}

static void decode(const struct service *service, struct ingest_message *message) {
    const struct inbox_message *raw = message->raw;
    if (raw->soundness != INBOX_SOUND) {
        return;
    }
    struct payload_envelope envelope = {
        .media_type = raw->facts.media_type,
        .content_format = raw->facts.content_format,
        .kind = raw->facts.kind,
    };
    // As in ingest_write: what the mapping does not know is taken as now.
    if (!domain_time_at(&service->domain, raw->facts.received_us, &envelope.received_us)) {
        envelope.received_us = service_domain_now(service);
    }
    message->fault.code =
        payload_read(&envelope, raw->payload, raw->length, &message->decoded, &message->fault);
    make_digests(message);
}

static enum rc fill(const struct inbox_batch *batch, size_t from, size_t limit,
                    const struct inbox_reader *reader, const struct service *service,
                    struct drain_portion *portion) {
    size_t most = batch->count - from < limit ? batch->count - from : limit;
    portion->messages = calloc(most, sizeof *portion->messages);
    if (portion->messages == NULL) {
        return RC_NOMEM;
    }
    size_t readings = 0;
    while (portion->count < most && readings < limit * READINGS_OF_MESSAGE) {
        struct ingest_message *message = &portion->messages[portion->count];
        message->raw = &batch->messages[from + portion->count++];
        decode(service, message);
        readings += message->decoded.reading_count;
    }
    portion->upto = cursor_at(reader, batch->messages[from + portion->count - 1].sequence);
    return RC_OK;
}

static enum inbox_result look_anew(struct drain_look *look, struct inbox_reader *reader,
                                   const struct inbox_cursor *cursor, size_t limit) {
    drain_look_release(look);
    look->limit = limit;
    look->after = *cursor;
    enum inbox_result result = inbox_reader_bounds(reader, &look->bounds);
    if (result == INBOX_OK) {
        result = inbox_reader_read(reader, cursor->sequence, limit, &look->batch);
    }
    look->astray = result == INBOX_OK && (look->bounds.reserved < cursor->sequence ||
                                          !follows(reader, cursor));
    return result;
}

enum rc drain_portion_take(struct drain_look *look, struct inbox_reader *reader,
                           const struct service *service, const struct inbox_cursor *cursor,
                           size_t limit, struct drain_portion *portion) {
    struct drain_portion made = {.result = INBOX_OK};
    if (look->batch == NULL) {
        made.result = look_anew(look, reader, cursor, limit);
    }
    made.bounds = look->bounds;
    made.astray = look->astray;
    if (made.result == INBOX_OK && !made.astray && look->batch->count > look->next) {
        enum rc rc = fill(look->batch, look->next, limit, reader, service, &made);
        if (rc != RC_OK) {
            return rc;
        }
        look->next += made.count;
        // A look ends after `limit` messages, and before that where they are long.
        made.more = made.upto.sequence < look->bounds.newest ||
                    look->next < look->batch->count || look->batch->count == look->limit;
    }
    if (made.result == INBOX_OK && look->next == look->batch->count) {
        made.last_of = look->batch;
        look->batch = NULL;
        look->next = 0;
    }
    *portion = made;
    return RC_OK;
}

enum rc drain_portion_of(const struct inbox_batch *batch, struct inbox_reader *reader,
                         const struct service *service, struct drain_portion *portion) {
    *portion = (struct drain_portion){.result = INBOX_OK};
    return fill(batch, 0, batch->count, reader, service, portion);
}

void drain_portion_release(struct drain_portion *portion) {
    for (size_t i = 0; i < portion->count; i++) {
        payload_release(&portion->messages[i].decoded);
        free(portion->messages[i].digests);
    }
    free(portion->messages);
    inbox_batch_free(portion->last_of);
    *portion = (struct drain_portion){.result = INBOX_OK};
}

void drain_look_release(struct drain_look *look) {
    inbox_batch_free(look->batch);
    *look = (struct drain_look){.batch = NULL};
}
