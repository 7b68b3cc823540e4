// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated.
#include "service/quarantine.h"

#include <string.h>

#include "service/access.h"
#include "service/quarantine_view.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/quarantine.h"
#include "store/store.h"

enum { PAGE_MEMORY = 64 * 1024 * 1024 };

struct reading_items {
    const struct service *service;
    const struct actor *actor;
    bool acted;
    const char *after;
    size_t limit;
    struct arena *arena;
    struct quarantine_view *views;
    size_t count;
    bool bad_cursor;
};

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
        rc = quarantine_page(tx, &r->actor->fund, r->acted, before, r->limit, r->arena, &items,
                             &r->count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    r->views = arena_array(r->arena, r->count + 1, sizeof *r->views);
    if (r->views == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < r->count; i++) {
        rc = quarantine_show(r->service, &items[i], r->arena, &r->views[i]);
    }
    return rc;
}

static void release(void *arena) {
    arena_free(arena);
}

enum rc quarantine_read(const struct service *service, const struct actor *actor, bool acted,
                        const char *after, size_t limit, struct arena *arena, struct fault *fault,
                        struct quarantine_view **items, size_t *count) {
    struct access_object object = {.fund = actor->fund};
    enum rc rc = access_check(NULL, actor, ACTION_QUARANTINE_READ, &object, NULL);
    struct reading_items r = {.service = service,
                              .actor = actor,
                              .acted = acted,
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
