// SPDX-License-Identifier: EUPL-1.2
// Telling doors how far what a device has counted is stored.
#include "service/drain_acks.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "inbox/wake.h"
#include "service/ingest.h"
#include "service/service.h"
#include "store/devices.h"
#include "store/receipts.h"
#include "store/store.h"

static void send_all(const struct drain_inbox *inbox, int sender, const struct inbox_ack *acks,
                     size_t count) {
    char socket[DRAIN_PATH_SIZE + 8];
    if (sender < 0 || count == 0) {
        return;
    }
    snprintf(socket, sizeof socket, "%s.sock", inbox->path);
    (void)inbox_acks_send(sender, socket, inbox_reader_id(inbox->reader), acks, count);
}

static struct inbox_ack ack_of(const struct public_id *device, const struct receipt_run *run) {
    struct inbox_ack ack = {
        .boot = run->boot, .from = run->from, .upto = run->upto, .newest = run->newest};
    public_id_to_bytes(device, ack.device);
    return ack;
}

void drain_acks_tell(const struct drain_inbox *inbox, int sender, const struct ingest_ack *acks,
                     size_t count) {
    struct inbox_ack words[INBOX_ACKS_MAX];
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        words[filled++] = ack_of(&acks[i].device, &acks[i].run);
        if (filled == INBOX_ACKS_MAX || i + 1 == count) {
            send_all(inbox, sender, words, filled);
            filled = 0;
        }
    }
}

void drain_acks_asked(void *context, const uint8_t inbox[INBOX_ID_SIZE],
                      const uint8_t device[INBOX_DEVICE_SIZE]) {
    struct drain_questions *questions = context;
    if (questions->count == DRAIN_QUESTIONS_MAX) {
        return;
    }
    struct drain_question *question = &questions->list[questions->count++];
    memcpy(question->inbox, inbox, INBOX_ID_SIZE);
    memcpy(question->device, device, INBOX_DEVICE_SIZE);
}

struct answering {
    const struct drain_questions *questions;
    struct inbox_ack acks[DRAIN_QUESTIONS_MAX];
    bool known[DRAIN_QUESTIONS_MAX];
};

static enum rc read_one(struct tx *tx, struct answering *answering, size_t i) {
    struct public_id id = public_id_of_bytes(answering->questions->list[i].device);
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct device device;
    struct receipt_run run;
    enum rc rc = device_by_public_id(tx, &id, arena, &device);
    if (rc == RC_OK) {
        rc = receipt_run_read(tx, device.id, true, 0, &run);
    }
    answering->known[i] = rc == RC_OK;
    if (rc == RC_OK) {
        answering->acks[i] = ack_of(&id, &run);
    }
    arena_free(arena);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_answers(struct tx *tx, void *context) {
    struct answering *answering = context;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < answering->questions->count; i++) {
        rc = read_one(tx, answering, i);
    }
    return rc;
}

static const struct drain_inbox *inbox_of(const struct drain_inbox *inboxes, size_t count,
                                          const uint8_t id[INBOX_ID_SIZE]) {
    for (size_t i = 0; i < count; i++) {
        if (inboxes[i].reader != NULL &&
            memcmp(inbox_reader_id(inboxes[i].reader), id, INBOX_ID_SIZE) == 0) {
            return &inboxes[i];
        }
    }
    return NULL;
}

enum rc drain_acks_answer(struct drain_questions *questions, const struct service *service,
                          int sender, const struct drain_inbox *inboxes, size_t inbox_count) {
    if (questions->count == 0) {
        return RC_OK;
    }
    struct answering answering = {.questions = questions};
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "drain.answers", read_answers, &answering);
    for (size_t i = 0; rc == RC_OK && i < questions->count; i++) {
        const struct drain_inbox *inbox =
            inbox_of(inboxes, inbox_count, questions->list[i].inbox);
        if (answering.known[i] && inbox != NULL) {
            send_all(inbox, sender, &answering.acks[i], 1);
        }
    }
    questions->count = 0;
    return rc;
}
