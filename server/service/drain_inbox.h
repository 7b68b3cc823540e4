// SPDX-License-Identifier: EUPL-1.2
// One inbox as the drain sees it: open, read a batch, take it over, tell the door.
#ifndef SERVICE_DRAIN_INBOX_H
#define SERVICE_DRAIN_INBOX_H

#include <stdbool.h>

#include "base/result.h"
#include "inbox/inbox.h"
#include "service/drain_portion.h"
#include "service/inbox_folder.h"

struct ingest_memory;
struct service;

enum { DRAIN_BATCH_MAX = INBOX_READ_MAX, DRAIN_PATH_SIZE = INBOX_PATH_SIZE };

struct drain_inbox {
    char path[DRAIN_PATH_SIZE];
    struct inbox_reader *reader; // NULL: not open
    enum inbox_result trouble;   // of the last looks, INBOX_OK: none
    int64_t looks;               // how many of them in a row
    bool alarmed;                // its alert has been raised
    int64_t salvaged;            // behind damaged pages; 0: nothing
    size_t batch;                // messages per transaction: fewer when transactions take long
    struct drain_look look;      // of this pass
    struct drain_portion ahead;  // of it, while `is_ahead`: made ready during the transaction before
    bool is_ahead;
};

struct drain_hand {
    const struct service *service;
    const struct inbox_keypair *keys;
    bool record_only;
    struct ingest_memory *memory; // of this pass over all inboxes
    int sender;                        // socket for trim words, -1: none
    const struct drain_inbox *inboxes; // all of them
    size_t inbox_count;
};

// Takes over everything in the inbox. RC_NOT_FOUND: the door has not made it yet.
RC_CHECKED enum rc drain_inbox_empty(struct drain_inbox *inbox, const struct drain_hand *hand);
void drain_inbox_close(struct drain_inbox *inbox);

#endif
