// SPDX-License-Identifier: EUPL-1.2
// Receipts as staff look them up.
#include "service/receipts.h"

#include <stdlib.h>
#include <string.h>

#include "service/access.h"
#include "service/inbox_folder.h"
#include "service/service.h"
#include "store/devices.h"
#include "store/quarantine.h"
#include "store/receipts.h"
#include "store/store.h"

// One look-up on its way.
struct looking {
    const struct service *service;
    const struct actor *actor;
    const struct public_id *id; // of the inbox, or of the device
    int64_t sequence;
    struct arena *arena;
    struct fault *fault;
    struct receipt_view *view;
    struct device_receipts *of_device;
    struct public_id device; // of a message that is still at the door
};

// The place in the message begins with the number of the reading: "/readings/3/values", or "/3" of
// a pack. Anything else is about the message.
static int64_t index_of(const char *pointer) {
    static const char readings[] = "/readings/";
    const char *at = strncmp(pointer, readings, sizeof readings - 1) == 0
                         ? pointer + sizeof readings - 1
                         : pointer + (pointer[0] == '/' ? 1 : 0);
    char *end = NULL;
    long index = strtol(at, &end, 10);
    return at > pointer && end > at && *at >= '0' && *at <= '9' && (*end == '\0' || *end == '/')
               ? index
               : -1;
}

static const char *state_of(const struct receipt_view *view) {
    size_t open = 0;
    size_t made = 0;
    for (size_t i = 0; i < view->part_count; i++) {
        const char *act = view->parts[i].act;
        open += act == NULL ? 1 : 0;
        made += act != NULL && strcmp(act, "discarded") != 0 ? 1 : 0;
    }
    if (view->used > 0 || made > 0) {
        return "used";
    }
    if (view->stored > 0) {
        return "stored";
    }
    if (view->quarantined > 0) {
        return open > 0 || view->part_count == 0 ? "quarantined" : "rejected";
    }
    if (view->rejected > 0) {
        return "rejected";
    }
    return view->duplicates > 0 ? "duplicate" : "read";
}

static enum rc show(struct tx *tx, struct arena *arena, const struct receipt *receipt,
                    struct receipt_view *view) {
    *view = (struct receipt_view){
        .inbox = receipt->inbox,
        .sequence = receipt->sequence,
        .door = receipt->door,
        .device = receipt->device,
        .received_us = receipt->received_us,
        .read_us = receipt->read_us,
        .boot = receipt->boot,
        .seq = receipt->seq,
        .stored = receipt->stored,
        .duplicates = receipt->duplicates,
        .quarantined = receipt->quarantined,
        .rejected = receipt->rejected,
        .used = receipt->used,
    };
    struct quarantine_part *parts = NULL;
    enum rc rc = RC_OK;
    if (receipt->quarantined > 0) {
        rc = quarantine_of_message(tx, &receipt->inbox, receipt->sequence, arena, &parts,
                                   &view->part_count);
    }
    view->parts = arena_array(arena, view->part_count + 1, sizeof *view->parts);
    if (rc == RC_OK && view->parts == NULL) {
        rc = RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < view->part_count; i++) {
        view->parts[i] = (struct receipt_part){.index = index_of(parts[i].pointer),
                                               .code = parts[i].code,
                                               .pointer = parts[i].pointer,
                                               .item = parts[i].public_id,
                                               .act = parts[i].act};
    }
    if (rc == RC_OK) {
        view->state = state_of(view);
    }
    return rc;
}

// A message of no registered device is of no fund: whoever may look at devices sees its state.
static enum rc check_fund(const struct looking *looking, const struct public_id *fund) {
    struct access_object object = {.fund = public_id_is_set(fund) ? *fund : looking->actor->fund};
    return access_check(NULL, looking->actor, ACTION_DEVICE_READ, &object, NULL);
}

static enum rc read_kept(struct tx *tx, void *context) {
    struct looking *looking = context;
    struct receipt receipt;
    enum rc rc = receipt_read(tx, looking->id, looking->sequence, looking->arena, &receipt);
    if (rc == RC_NOT_FOUND &&
        receipt_was_pruned(tx, looking->id, looking->sequence) != RC_NOT_FOUND) {
        return fault_set(looking->fault, rc, "receipt-unknown"); // it may still lie at the door
    }
    if (rc == RC_OK) {
        rc = check_fund(looking, &receipt.fund);
        return rc == RC_OK ? show(tx, looking->arena, &receipt, looking->view)
               : rc == RC_NOT_FOUND ? fault_set(looking->fault, rc, "receipt-unknown")
                                    : rc;
    }
    return rc;
}

static enum rc check_waiting(struct tx *tx, void *context) {
    struct looking *looking = context;
    struct device device = {0};
    enum rc rc = device_by_public_id(tx, &looking->device, looking->arena, &device);
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        rc = check_fund(looking, &device.fund);
    }
    return rc;
}

// RC_NOT_FOUND: it does not lie at the door either.
static enum rc read_waiting(struct looking *looking) {
    struct inbox_reader *reader = NULL;
    struct inbox_batch *batch = NULL;
    enum rc rc = inbox_folder_open(looking->service, looking->id, &reader);
    if (rc != RC_OK) {
        return rc;
    }
    if (inbox_reader_read(reader, looking->sequence - 1, 1, &batch) != INBOX_OK) {
        batch = NULL;
    }
    if (batch == NULL || batch->count == 0 || batch->messages[0].sequence != looking->sequence) {
        rc = RC_NOT_FOUND;
    } else {
        const struct inbox_facts *facts = &batch->messages[0].facts;
        *looking->view = (struct receipt_view){.inbox = *looking->id,
                                               .sequence = looking->sequence,
                                               .door = inbox_door_text(inbox_reader_door(reader)),
                                               .state = "in-custody",
                                               .boot = -1,
                                               .seq = -1};
        if (batch->messages[0].soundness == INBOX_SOUND) {
            looking->device = public_id_of_bytes(facts->device);
            looking->view->device = looking->device;
            if (!domain_time_at(&looking->service->domain, facts->received_us,
                                &looking->view->received_us)) {
                looking->view->received_us = 0;
            }
        }
    }
    inbox_batch_free(batch);
    inbox_reader_close(reader);
    return rc == RC_OK ? store_read(looking->service->store, STORE_MONITORING, "receipt.waiting",
                                    check_waiting, looking)
                       : rc;
}

enum rc receipts_read(const struct service *service, const struct actor *actor,
                      const struct public_id *inbox, int64_t sequence, struct arena *arena,
                      struct fault *fault, struct receipt_view *view) {
    struct looking looking = {.service = service,
                              .actor = actor,
                              .id = inbox,
                              .sequence = sequence,
                              .arena = arena,
                              .fault = fault,
                              .view = view};
    fault_clear(fault);
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "receipt.read", read_kept, &looking);
    if (rc == RC_NOT_FOUND && fault->rc != RC_NOT_FOUND) {
        rc = read_waiting(&looking);
    }
    if (rc != RC_OK && fault->rc != rc) {
        fault_set(fault, rc, rc == RC_NOT_FOUND ? "receipt-unknown" : rc_name(rc));
    }
    return rc;
}

static enum rc read_of_device(struct tx *tx, void *context) {
    struct looking *looking = context;
    struct device device;
    enum rc rc = device_by_public_id(tx, looking->id, looking->arena, &device);
    if (rc == RC_OK) {
        rc = check_fund(looking, &device.fund);
    }
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(looking->fault, rc, "device-unknown") : rc;
    }
    struct device_receipts *out = looking->of_device;
    struct receipt *receipts;
    *out = (struct device_receipts){.boot = -1, .from = -1, .upto = -1, .newest = -1};
    rc = receipt_list(tx, device.id, looking->arena, &receipts, &out->count);
    if (rc == RC_OK) {
        out->receipts = arena_array(looking->arena, out->count + 1, sizeof *out->receipts);
        rc = out->receipts == NULL ? RC_NOMEM : RC_OK;
    }
    for (size_t i = 0; rc == RC_OK && i < out->count; i++) {
        rc = show(tx, looking->arena, &receipts[i], &out->receipts[i]);
    }
    struct receipt_run run;
    if (rc == RC_OK) {
        rc = receipt_run_read(tx, device.id, true, 0, &run);
        if (rc == RC_OK) {
            out->boot = run.boot;
            out->from = run.from;
            out->upto = run.upto;
            out->newest = run.newest;
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

enum rc receipts_of_device(const struct service *service, const struct actor *actor,
                           const struct public_id *device, struct arena *arena,
                           struct fault *fault, struct device_receipts *out) {
    struct looking looking = {.service = service,
                              .actor = actor,
                              .id = device,
                              .arena = arena,
                              .fault = fault,
                              .of_device = out};
    fault_clear(fault);
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "receipt.list", read_of_device, &looking);
    return fault_named(fault, rc);
}
