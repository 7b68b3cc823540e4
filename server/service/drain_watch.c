// SPDX-License-Identifier: EUPL-1.2
// Inboxes that are not there any more.
#include "service/drain_watch.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/cursors.h"
#include "store/store.h"

enum { LOOKS_BEFORE_ALARM = 3 };

struct known {
    struct arena *arena;
    struct public_id *inboxes;
    size_t count;
};

static enum rc read_known(struct tx *tx, void *context) {
    struct known *known = context;
    return inbox_cursor_list(tx, known->arena, &known->inboxes, &known->count);
}

struct missed {
    const struct service *service;
    const struct public_id *inbox;
};

static enum rc write_missed(struct tx *tx, void *context) {
    const struct missed *missed = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .kind = ALERT_KIND_SEQUENCE_GAP,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_INBOX_MISSING,
        .raised_us = service_domain_now(missed->service),
        .scope = alert_scope(arena, ALERT_KIND_SEQUENCE_GAP, missed->inbox, NULL),
    };
    enum rc rc = alert_raise(tx, &alert, arena);
    if (rc == RC_OK) {
        rc = inbox_cursor_missed(tx, missed->inbox);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "drain.alarm", missed->inbox->text, NULL);
    }
    arena_free(arena);
    return rc;
}

static bool is_present(const struct public_id *id, const struct public_id *present, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (public_id_equal(id, &present[i])) {
            return true;
        }
    }
    return false;
}

static enum rc report(const struct service *service, const struct public_id *inbox) {
    struct missed missed = {.service = service, .inbox = inbox};
    log_error("drain.inbox-missing", log_text("inbox", inbox->text));
    return store_write(service->store, STORE_MONITORING, "drain.missed", write_missed, &missed);
}

enum rc drain_watch_look(struct drain_watch *watch, const struct service *service,
                         const struct public_id *present, size_t count) {
    struct known known = {.arena = arena_new(0)};
    if (known.arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = store_read(service->store, STORE_MONITORING, "drain.known", read_known, &known);
    size_t absent = 0;
    for (size_t i = 0; rc == RC_OK && i < known.count; i++) {
        if (is_present(&known.inboxes[i], present, count)) {
            continue;
        }
        absent++;
        if (watch->looks + 1 >= LOOKS_BEFORE_ALARM) {
            rc = report(service, &known.inboxes[i]);
        }
    }
    if (rc == RC_OK) {
        watch->looks = absent == 0 || watch->looks + 1 >= LOOKS_BEFORE_ALARM ? 0 : watch->looks + 1;
    }
    arena_free(known.arena);
    return rc;
}
