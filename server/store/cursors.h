// SPDX-License-Identifier: EUPL-1.2
// How far the drain has come in each inbox, and the one message at a time inside its transaction.
#ifndef STORE_CURSORS_H
#define STORE_CURSORS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

enum { CURSOR_MARK_SIZE = 16 };

struct inbox_cursor {
    int64_t sequence;               // the last one taken over; 0 for an inbox never seen
    int64_t start;                  // the start of the door that gave it; 0: not known
    uint8_t mark[CURSOR_MARK_SIZE]; // of that start
};

RC_CHECKED enum rc inbox_cursor_read(struct tx *tx, const struct public_id *inbox,
                                     struct inbox_cursor *cursor);
RC_CHECKED enum rc inbox_cursor_write(struct tx *tx, const struct public_id *inbox,
                                      const struct inbox_cursor *cursor);

// The inboxes whose files were never missed since they last gave a message.
RC_CHECKED enum rc inbox_cursor_list(struct tx *tx, struct arena *arena, struct public_id **inboxes,
                                     size_t *count);
// Its file is not there any more: listed no longer, until it gives a message.
RC_CHECKED enum rc inbox_cursor_missed(struct tx *tx, const struct public_id *inbox);

// What one message does is kept or undone as a whole, without touching the messages before it.
// Begin, then exactly one of the others. Not nested.
RC_CHECKED enum rc message_begin(struct tx *tx);
RC_CHECKED enum rc message_keep(struct tx *tx);
RC_CHECKED enum rc message_undo(struct tx *tx);

#endif
