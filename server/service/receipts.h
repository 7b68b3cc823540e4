// SPDX-License-Identifier: EUPL-1.2
// Receipts as staff look them up: what became of a message that a door acknowledged.
//
// A receipt says nothing about a person: numbers, the device, states and stable codes.
#ifndef SERVICE_RECEIPTS_H
#define SERVICE_RECEIPTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

// A reading of the message, or the message as a whole, that was not taken as it came.
struct receipt_part {
    int64_t index; // of the reading in its message, -1: the whole message
    const char *code;
    const char *pointer;
    struct public_id item; // of the quarantine
    const char *act;       // what a person made of it, NULL: nothing yet
};

// state: "in-custody" (at the door, not read yet), "read" (nothing to store: a sign of life),
// "stored", "duplicate", "quarantined", "rejected" (the person had left, or a person discarded it),
// "used" (judged by the limits in force, or made a reading by a person).
struct receipt_view {
    struct public_id inbox;
    int64_t sequence;
    const char *door;
    const char *state;
    struct public_id device; // unset: none that is registered
    int64_t received_us;     // domain time; 0: not known
    int64_t read_us;         // 0: not yet
    int64_t boot, seq;       // the device's own counting, -1: not told
    int64_t stored, duplicates, quarantined, rejected, used; // readings
    struct receipt_part *parts;
    size_t part_count;
};

// RC_NOT_FOUND "receipt-unknown": no such message, of another fund, from before there were receipts,
// or older than they are kept (service/receipt_keeper.h). What is still at the door is looked up there.
RC_CHECKED enum rc receipts_read(const struct service *service, const struct actor *actor,
                                 const struct public_id *inbox, int64_t sequence,
                                 struct arena *arena, struct fault *fault,
                                 struct receipt_view *view);

// The newest receipts of a device, newest first. RC_NOT_FOUND "device-unknown".
struct device_receipts {
    struct receipt_view *receipts;
    size_t count;
    // How far the device's own counting is stored; from -1: it tells none.
    int64_t boot, from, upto, newest;
};
RC_CHECKED enum rc receipts_of_device(const struct service *service, const struct actor *actor,
                                      const struct public_id *device, struct arena *arena,
                                      struct fault *fault, struct device_receipts *out);

#endif
