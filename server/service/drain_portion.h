// SPDX-License-Identifier: EUPL-1.2
// What the drain takes from an inbox for one transaction: messages, decoded, and where they end.
//
// A look reads many messages at once; a transaction is bounded in readings, so a look may serve
// several. Decoding happens here, on the drain's own thread: the writer only stores.
#ifndef SERVICE_DRAIN_PORTION_H
#define SERVICE_DRAIN_PORTION_H

#include <stdbool.h>
#include <stddef.h>

#include "inbox/inbox.h"
#include "service/ingest.h"
#include "store/cursors.h"

struct service;

// A look, and how much of it is in portions already. Zeroed: none.
struct drain_look {
    struct inbox_batch *batch; // NULL: none, or its last portion has taken it along
    size_t next;
    size_t limit;               // messages that were asked for
    struct inbox_bounds bounds; // before the look: what they promise must then be there to read
    struct inbox_cursor after;  // what the file was compared with
    bool astray;                // the file is no later state of the one that has that cursor
};

struct drain_portion {
    enum inbox_result result; // of the look; INBOX_OK or nothing else is valid
    struct inbox_bounds bounds;
    bool astray;
    bool more; // behind it there surely is more
    struct ingest_message *messages;
    size_t count; // 0: nothing is there
    struct inbox_cursor upto;
    struct inbox_batch *last_of; // released with the portion
};

// The next messages behind `cursor`, at most `limit`, fewer where they are packs of readings; looks
// again only when the look is used up.
// RC_NOMEM.
RC_CHECKED enum rc drain_portion_take(struct drain_look *look, struct inbox_reader *reader,
                                      const struct service *service,
                                      const struct inbox_cursor *cursor, size_t limit,
                                      struct drain_portion *portion);
// Of messages that were read otherwise, those from the first on that fit into one transaction. The
// batch stays the caller's.
RC_CHECKED enum rc drain_portion_of(const struct inbox_batch *batch, struct inbox_reader *reader,
                                    const struct service *service, struct drain_portion *portion);
void drain_portion_release(struct drain_portion *portion);
void drain_look_release(struct drain_look *look);

#endif
