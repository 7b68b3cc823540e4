// SPDX-License-Identifier: EUPL-1.2
// One inbox as the drain sees it.
#include "service/drain_inbox.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/drain_acks.h"
#include "service/ingest.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/cursors.h"
#include "store/store.h"

#include "inbox/wake.h"

enum { BATCH_MIN = 20, CLOSURE_CAP_US = 50000, LOOKS_BEFORE_ALARM = 3 };

static enum rc rc_of(enum inbox_result result) {
    switch (result) {
    case INBOX_OK:
        return RC_OK;
    case INBOX_MISSING:
        return RC_NOT_FOUND;
    case INBOX_DENIED:
        return RC_DENIED;
    case INBOX_BUSY:
        return RC_BUSY;
    case INBOX_NO_MEMORY:
        return RC_NOMEM;
    case INBOX_FULL:
    case INBOX_LATCHED:
    case INBOX_IO:
    case INBOX_CORRUPT:
    case INBOX_WRONG_KEY:
        return RC_IO;
    case INBOX_INVALID:
        break;
    }
    return RC_BUG;
}

static void drop_ahead(struct drain_inbox *inbox) {
    if (inbox->is_ahead) {
        drain_portion_release(&inbox->ahead);
        inbox->is_ahead = false;
    }
    drain_look_release(&inbox->look);
}

void drain_inbox_close(struct drain_inbox *inbox) {
    drop_ahead(inbox);
    inbox_reader_close(inbox->reader);
    inbox->reader = NULL;
}

struct place {
    struct public_id inbox;
    struct inbox_cursor cursor;
};

static enum rc read_place(struct tx *tx, void *context) {
    struct place *place = context;
    return inbox_cursor_read(tx, &place->inbox, &place->cursor);
}

// What no single message can show: the file does not hold what it must, or cannot be read.
struct alarm {
    const struct service *service;
    enum alert_kind kind;
    const char *rule;
    const char *about;         // inbox id, or the file's name while its id is not known
    const struct place *place; // NULL: no cursor moves
    struct inbox_cursor go_on;
};

static enum rc write_alarm(struct tx *tx, void *context) {
    const struct alarm *alarm = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .kind = alarm->kind,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = alarm->rule,
        .raised_us = service_domain_now(alarm->service),
        .scope = arena_printf(arena, "%s:%s", alert_kind_name(alarm->kind), alarm->about),
    };
    enum rc rc = alert_raise(tx, &alert, arena);
    if (rc == RC_OK && alarm->place != NULL) {
        rc = inbox_cursor_write(tx, &alarm->place->inbox, &alarm->go_on);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "drain.alarm", alert.public_id.text, NULL);
    }
    arena_free(arena);
    return rc;
}

static enum rc raise_alarm(const struct drain_hand *hand, struct place *place, const char *rule,
                           struct inbox_cursor go_on) {
    log_error("drain.alarm", log_text("inbox", place->inbox.text), log_text("rule", rule),
              log_int("cursor", place->cursor.sequence));
    struct alarm alarm = {.service = hand->service,
                          .kind = ALERT_KIND_SEQUENCE_GAP,
                          .rule = rule,
                          .about = place->inbox.text,
                          .place = place,
                          .go_on = go_on};
    enum rc rc =
        store_write(hand->service->store, STORE_MONITORING, "drain.alarm", write_alarm, &alarm);
    if (rc == RC_OK) {
        place->cursor = go_on;
    }
    return rc;
}

// The cursor at a sequence of the file as it was read last.
static struct inbox_cursor cursor_at(const struct drain_inbox *inbox, int64_t sequence) {
    struct inbox_mark mark = inbox_reader_mark(inbox->reader, sequence);
    struct inbox_cursor cursor = {.sequence = sequence, .start = mark.start};
    memcpy(cursor.mark, mark.bytes, sizeof cursor.mark);
    return cursor;
}

static bool is_lasting(enum inbox_result result) {
    return result == INBOX_CORRUPT || result == INBOX_WRONG_KEY || result == INBOX_DENIED ||
           result == INBOX_IO;
}

// Folder and file: each door may have a folder of its own, with the same file name in all.
static const char *name_of(const struct drain_inbox *inbox) {
    const char *name = inbox->path + strlen(inbox->path);
    for (int slashes = 0; name > inbox->path; name--) {
        slashes += name[-1] == '/';
        if (slashes == 2) {
            break;
        }
    }
    return name;
}

// Logged once, not every second; what stays so for several looks is an alert, too: messages lie in
// custody and nobody reads them.
static enum rc trouble(struct drain_inbox *inbox, const struct drain_hand *hand,
                       enum inbox_result result) {
    if (result == INBOX_MISSING) {
        return rc_of(result);
    }
    if (inbox->trouble != result) {
        inbox->trouble = result;
        inbox->looks = 0;
        log_error("drain.inbox", log_text("path", inbox->path),
                  log_text("trouble", inbox_result_text(result)));
    }
    inbox->looks++;
    if (is_lasting(result) && inbox->looks >= LOOKS_BEFORE_ALARM && !inbox->alarmed) {
        struct alarm alarm = {.service = hand->service,
                              .kind = ALERT_KIND_DAMAGED,
                              .rule = RULE_INBOX_UNREADABLE,
                              .about = name_of(inbox)};
        inbox->alarmed = store_write(hand->service->store, STORE_MONITORING, "drain.alarm",
                                     write_alarm, &alarm) == RC_OK;
    }
    return rc_of(result);
}

// Two files with one id have one cursor: read in turn, each would look like a state of the other.
static bool is_copy(const struct drain_inbox *inbox, const struct drain_hand *hand) {
    for (size_t i = 0; i < hand->inbox_count; i++) {
        const struct drain_inbox *other = &hand->inboxes[i];
        if (other != inbox && other->reader != NULL &&
            memcmp(inbox_reader_id(other->reader), inbox_reader_id(inbox->reader), INBOX_ID_SIZE) ==
                0) {
            return true;
        }
    }
    return false;
}

static enum rc open_reader(struct drain_inbox *inbox, const struct drain_hand *hand) {
    if (inbox->reader != NULL) {
        return RC_OK;
    }
    enum inbox_result result = inbox_reader_open(inbox->path, hand->keys, &inbox->reader);
    if (result == INBOX_OK && is_copy(inbox, hand)) {
        drain_inbox_close(inbox);
        result = INBOX_CORRUPT;
    }
    return result == INBOX_OK ? RC_OK : trouble(inbox, hand, result);
}

static enum transport transport_of(const struct drain_inbox *inbox) {
    switch (inbox_reader_door(inbox->reader)) {
    case INBOX_DOOR_COAP:
        return TRANSPORT_COAP;
    case INBOX_DOOR_NONE:
    case INBOX_DOOR_MQTT:
    case INBOX_DOOR_SUBSCRIBER:
        break;
    }
    return TRANSPORT_MQTT;
}

// One transaction on its way to the writer.
struct taking {
    struct ingest_batch work;
    sem_t done;
    enum rc rc;
    int64_t ended_us;
};

static void taken(void *context, enum rc rc) {
    struct taking *taking = context;
    taking->rc = rc;
    taking->ended_us = clock_monotonic_us();
    sem_post(&taking->done);
}

static void adapt(struct drain_inbox *inbox, int64_t took_us) {
    if (took_us > CLOSURE_CAP_US && inbox->batch > BATCH_MIN) {
        inbox->batch /= 2;
    } else if (took_us < CLOSURE_CAP_US / 2 && inbox->batch < DRAIN_BATCH_MAX) {
        inbox->batch = inbox->batch * 2 < DRAIN_BATCH_MAX ? inbox->batch * 2 : DRAIN_BATCH_MAX;
    }
}

// Hands the work to the writer; while that stores it, the next portion is read and decoded if there
// surely is one.
static enum rc write_work(struct drain_inbox *inbox, const struct drain_hand *hand,
                          const struct drain_portion *portion, struct taking *taking) {
    struct store *store = hand->service->store;
    int64_t began_us = clock_monotonic_us();
    if (sem_init(&taking->done, 0, 0) != 0) {
        return RC_BUG;
    }
    enum rc rc = store_submit(store, STORE_MONITORING, "drain.take", ingest_write, &taking->work,
                              taken, taking);
    if (rc == RC_OK) {
        if (portion->more) {
            // What goes wrong here goes wrong again when the portion is needed.
            inbox->is_ahead =
                drain_portion_take(&inbox->look, inbox->reader, hand->service, &portion->upto,
                                   inbox->batch, &inbox->ahead) == RC_OK;
        }
        while (sem_wait(&taking->done) != 0) { // interrupted
        }
        rc = taking->rc;
        adapt(inbox, taking->ended_us - began_us);
    } else if (rc == RC_BUSY) { // may be waited for
        rc = store_write(store, STORE_MONITORING, "drain.take", ingest_write, &taking->work);
    }
    sem_destroy(&taking->done);
    if (rc != RC_OK && taking->work.failed_alone) {
        taking->work.careful = true;
        rc = store_write(store, STORE_MONITORING, "drain.take", ingest_write, &taking->work);
    }
    return rc;
}

// Takes over a portion; *upto is where that ends.
static enum rc take_over(struct drain_inbox *inbox, const struct drain_hand *hand,
                         const struct place *place, const struct drain_portion *portion,
                         bool salvage, struct inbox_cursor *upto) {
    struct ingest_ack *acks = calloc(portion->count, sizeof *acks);
    if (acks == NULL) {
        return RC_NOMEM;
    }
    struct taking taking = {.work = {.service = hand->service,
                                     .record_only = hand->record_only,
                                     .salvage = salvage,
                                     .memory = hand->memory,
                                     .inbox = place->inbox,
                                     .door = inbox_door_text(inbox_reader_door(inbox->reader)),
                                     .transport = transport_of(inbox),
                                     .after = place->cursor.sequence,
                                     .upto = portion->upto,
                                     .messages = portion->messages,
                                     .count = portion->count,
                                     .acks = acks}};
    enum rc rc = write_work(inbox, hand, portion, &taking);
    if (rc == RC_OK) {
        ingest_memory_settled(hand->memory);
        *upto = taking.work.upto;
        drain_acks_tell(inbox, hand->sender, acks, taking.work.ack_count);
    } else {
        ingest_memory_forget(hand->memory);
        log_error("drain.take", log_text("inbox", place->inbox.text), log_rc(rc));
    }
    free(acks);
    return rc;
}

// What lies behind damaged pages is taken over, too, once the alarm is raised. The cursor stays
// before the damage: the door keeps everything, and whoever mends the file loses nothing.
static void salvage(struct drain_inbox *inbox, const struct drain_hand *hand,
                    const struct place *place) {
    int64_t after =
        inbox->salvaged > place->cursor.sequence ? inbox->salvaged : place->cursor.sequence;
    enum rc rc = RC_OK;
    while (rc == RC_OK) {
        struct inbox_batch *batch = NULL;
        struct inbox_cursor upto;
        if (inbox_reader_salvage(inbox->reader, after, inbox->batch, &batch) != INBOX_OK) {
            return; // the damage reaches further than the messages; the alarm stands
        }
        struct drain_portion portion;
        rc = batch->count == 0
                 ? RC_NOT_FOUND
                 : drain_portion_of(batch, inbox->reader, hand->service, &portion);
        if (rc == RC_OK) {
            rc = take_over(inbox, hand, place, &portion, true, &upto);
            drain_portion_release(&portion);
        }
        inbox_batch_free(batch);
        if (rc == RC_OK) {
            after = upto.sequence;
            inbox->salvaged = after;
        }
    }
}

static void tell_door(const struct drain_inbox *inbox, const struct drain_hand *hand,
                      int64_t upto) {
    if (hand->sender < 0) {
        return;
    }
    const uint8_t *id = inbox_reader_id(inbox->reader);
    char socket[DRAIN_PATH_SIZE + 8];
    snprintf(socket, sizeof socket, "%s.sock", inbox->path);
    (void)inbox_trim_send(hand->sender, socket, id, upto); // lost words are covered by later ones
}

static enum rc unreadable(struct drain_inbox *inbox, const struct drain_hand *hand,
                          const struct place *place, enum inbox_result result) {
    if (result == INBOX_CORRUPT && inbox->alarmed) {
        salvage(inbox, hand, place);
    }
    drain_inbox_close(inbox);
    return trouble(inbox, hand, result);
}

// One transaction. *more: it may be worth coming again at once.
static enum rc take_portion(struct drain_inbox *inbox, const struct drain_hand *hand,
                            struct place *place, bool *more) {
    struct drain_portion portion;
    enum rc rc = RC_OK;
    *more = false;
    if (inbox->is_ahead) {
        portion = inbox->ahead;
        inbox->is_ahead = false;
    } else {
        rc = drain_portion_take(&inbox->look, inbox->reader, hand->service, &place->cursor,
                                inbox->batch, &portion);
        if (rc != RC_OK) {
            return rc;
        }
    }
    if (portion.result != INBOX_OK) {
        return unreadable(inbox, hand, place, portion.result);
    }
    // Only what could be read is well again: a damaged file still opens.
    inbox->trouble = INBOX_OK;
    inbox->alarmed = false;
    inbox->salvaged = 0;
    const struct inbox_bounds *bounds = &portion.bounds;
    if (portion.astray) {
        // An older state of the file came back. What follows may reuse numbers behind the cursor:
        // everything is read again, the identity of each reading sorts out the rest.
        int64_t before = bounds->oldest > 0 ? bounds->oldest - 1 : bounds->last;
        drain_look_release(&inbox->look);
        rc = raise_alarm(hand, place, RULE_INBOX_ROLLED_BACK,
                         (struct inbox_cursor){.sequence = before});
        *more = rc == RC_OK;
    } else if (portion.count > 0) {
        rc = take_over(inbox, hand, place, &portion, false, &place->cursor);
        *more = rc == RC_OK;
    } else if (place->cursor.sequence < bounds->last) {
        rc = raise_alarm(hand, place, RULE_INBOX_TAIL, cursor_at(inbox, bounds->last));
    }
    drain_portion_release(&portion);
    return rc;
}

enum rc drain_inbox_empty(struct drain_inbox *inbox, const struct drain_hand *hand) {
    enum rc rc = open_reader(inbox, hand);
    if (rc != RC_OK) {
        return rc;
    }
    struct place place = {.inbox = public_id_of_bytes(inbox_reader_id(inbox->reader))};
    rc = store_read(hand->service->store, STORE_MONITORING, "drain.place", read_place, &place);
    bool more = rc == RC_OK;
    while (more) {
        rc = take_portion(inbox, hand, &place, &more);
    }
    drop_ahead(inbox);
    // Also when nothing was new: the word before may have been lost.
    if (inbox->reader != NULL && place.cursor.sequence > 0) {
        tell_door(inbox, hand, place.cursor.sequence);
    }
    return rc;
}
