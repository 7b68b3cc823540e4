// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated.
#include "service/quarantine.h"

#include <stdio.h>
#include <string.h>

#include "service/access.h"
#include "service/service.h"
#include "service/subject_key.h"
#include "store/audit.h"
#include "store/quarantine.h"
#include "store/store.h"

enum { PAGE_MEMORY = 64 * 1024 * 1024 };

struct reading_items {
    const struct service *service;
    const struct actor *actor;
    const char *after;
    size_t limit;
    struct arena *arena;
    struct quarantine_view *views;
    size_t count;
    bool bad_cursor;
};

// Printable ASCII as it is, everything else as \u00xx: safe in any page, log or terminal.
static const char *escaped(struct arena *arena, const char *bytes, size_t length) {
    char *text = arena_alloc(arena, QUARANTINE_EXCERPT + 1);
    if (text == NULL) {
        return NULL;
    }
    size_t at = 0;
    for (size_t i = 0; i < length && at + 6 <= QUARANTINE_EXCERPT; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x20 && byte < 0x7f) {
            text[at++] = (char)byte;
        } else {
            at += (size_t)snprintf(text + at, 7, "\\u00%02x", byte);
        }
    }
    text[at] = '\0';
    return text;
}

static enum rc excerpt(const struct reading_items *r, const struct quarantine_item *item,
                       const char **text) {
    *text = NULL;
    if (!public_id_is_set(&item->fund)) {
        return RC_OK; // it may be another fund's
    }
    struct subject_seal seal = {
        .vault = r->service->vault,
        .subject = item->subject_id == 0 ? NULL : &item->subject,
        .key = &item->subject_key,
        .place = {.table = "quarantine", .column = "payload", .row = &item->public_id},
    };
    struct arena *whole = arena_new(0); // payloads are large, what is shown of them is not
    if (whole == NULL) {
        return RC_NOMEM;
    }
    char *plain;
    size_t length;
    enum rc rc = subject_unseal(&seal, &item->payload, whole, &plain, &length);
    if (rc == RC_OK) {
        *text = escaped(r->arena, plain, length);
        rc = *text == NULL ? RC_NOMEM : RC_OK;
    } else if (rc != RC_NOMEM) {
        rc = RC_OK; // erased with its key
    }
    arena_free(whole);
    return rc;
}

static enum rc read_items(struct tx *tx, void *context) {
    struct reading_items *r = context;
    int64_t before = 0;
    enum rc rc = RC_OK;
    if (r->after[0] != '\0') {
        struct public_id id;
        rc = public_id_parse(r->after, strlen(r->after), &id);
        if (rc == RC_OK) {
            rc = quarantine_place(tx, &id, &before);
        }
        r->bad_cursor = rc != RC_OK;
    }
    struct quarantine_item *items;
    if (rc == RC_OK) {
        rc = quarantine_page(tx, &r->actor->fund, before, r->limit, r->arena, &items, &r->count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    r->views = arena_array(r->arena, r->count + 1, sizeof *r->views);
    if (r->views == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < r->count; i++) {
        const struct quarantine_item *item = &items[i];
        r->views[i] = (struct quarantine_view){
            .id = item->public_id,
            .received_us = item->received_us,
            .device = item->device,
            .subject = item->subject,
            .transport = transport_name(item->transport),
            .code = item->code,
            .pointer = item->pointer,
            .proposed = item->proposed,
            .bytes = item->bytes,
        };
        rc = excerpt(r, item, &r->views[i].excerpt);
    }
    return rc;
}

static void release(void *arena) {
    arena_free(arena);
}

enum rc quarantine_read(const struct service *service, const struct actor *actor, const char *after,
                        size_t limit, struct arena *arena, struct fault *fault,
                        struct quarantine_view **items, size_t *count) {
    struct access_object object = {.fund = actor->fund};
    enum rc rc = access_check(NULL, actor, ACTION_QUARANTINE_READ, &object, NULL);
    struct reading_items r = {.service = service,
                              .actor = actor,
                              .after = after,
                              .limit = limit,
                              .arena = arena_new(PAGE_MEMORY)};
    if (r.arena == NULL || arena_adopt(arena, r.arena, release) != 0) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    if (rc == RC_OK) {
        rc = audit_read(service->store, STORE_MONITORING, actor->user.text, actor->fund.text,
                        "quarantine");
    }
    if (rc == RC_OK) {
        rc = store_read(service->store, STORE_MONITORING, "quarantine.read", read_items, &r);
    }
    if (r.bad_cursor) {
        return fault_set(fault, RC_INVALID, "bad-cursor");
    }
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc_name(rc));
    }
    *items = r.views;
    *count = r.count;
    return RC_OK;
}
