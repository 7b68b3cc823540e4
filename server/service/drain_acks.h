// SPDX-License-Identifier: EUPL-1.2
// Telling doors how far what a device has counted is stored: after each batch, and when they ask.
#ifndef SERVICE_DRAIN_ACKS_H
#define SERVICE_DRAIN_ACKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "inbox/inbox.h"
#include "service/drain_inbox.h"

struct ingest_ack;
struct service;

enum { DRAIN_QUESTIONS_MAX = 256 };

// Behind a commit; best effort, a later message or question brings it again.
void drain_acks_tell(const struct drain_inbox *inbox, int sender, const struct ingest_ack *acks,
                     size_t count);

// Questions that were heard and not answered yet; what does not fit is asked again by the device.
struct drain_questions {
    struct drain_question {
        uint8_t inbox[INBOX_ID_SIZE];
        uint8_t device[INBOX_DEVICE_SIZE];
    } list[DRAIN_QUESTIONS_MAX];
    size_t count;
};

// An inbox_asked; context is a struct drain_questions.
void drain_acks_asked(void *context, const uint8_t inbox[INBOX_ID_SIZE],
                      const uint8_t device[INBOX_DEVICE_SIZE]);

// Answers and forgets all of them.
RC_CHECKED enum rc drain_acks_answer(struct drain_questions *questions,
                                     const struct service *service, int sender,
                                     const struct drain_inbox *inboxes, size_t inbox_count);

#endif
