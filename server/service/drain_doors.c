// SPDX-License-Identifier: EUPL-1.2
// Doors that do not do their work.
#include "service/drain_doors.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/store.h"

enum { LOOKS_FULL = 5, LOOKS_AWAY = 10, LOOKS_SILENT = 15 };

// The alert of each health; NULL: none.
static const struct {
    const char *rule;
    const char *detail;
} ALERTS[] = {
    [DOOR_HEALTH_UNKNOWN] = {NULL, NULL},
    [DOOR_HEALTH_WELL] = {NULL, NULL},
    [DOOR_HEALTH_FULL] = {RULE_DOOR_FULL, "full"},
    [DOOR_HEALTH_LATCHED] = {RULE_DOOR_LATCHED, "latched"},
    [DOOR_HEALTH_SILENT] = {RULE_DOOR_SILENT, "silent"},
    [DOOR_HEALTH_AWAY] = {RULE_DOOR_AWAY, "away"},
};
enum { HEALTHS = sizeof ALERTS / sizeof ALERTS[0] };

static struct drain_door *door_of(struct drain_doors *doors, const struct public_id *inbox) {
    for (size_t i = 0; i < doors->count; i++) {
        if (public_id_equal(&doors->doors[i].inbox, inbox)) {
            return &doors->doors[i];
        }
    }
    if (doors->count == DRAIN_DOORS_MAX) {
        return NULL; // the drain does not look at more inboxes either
    }
    struct drain_door *door = &doors->doors[doors->count++];
    *door = (struct drain_door){.inbox = *inbox};
    return door;
}

void drain_doors_heard(void *context, const uint8_t id[INBOX_ID_SIZE], enum inbox_state state) {
    struct public_id inbox = public_id_of_bytes(id);
    struct drain_door *door = door_of(context, &inbox);
    if (door != NULL) {
        door->silent = 0;
        door->said = state == INBOX_STATE_NONE ? door->said : state;
    }
}

static enum door_health health_of(const struct drain_door *door) {
    if (door->silent >= LOOKS_SILENT) {
        return DOOR_HEALTH_SILENT;
    }
    switch (door->said) {
    case INBOX_STATE_NONE:
        break; // nothing heard yet: wait
    case INBOX_STATE_WELL:
        return DOOR_HEALTH_WELL;
    case INBOX_STATE_FULL:
        return door->full >= LOOKS_FULL ? DOOR_HEALTH_FULL : door->told;
    case INBOX_STATE_LATCHED:
        return DOOR_HEALTH_LATCHED;
    case INBOX_STATE_AWAY:
        return door->away >= LOOKS_AWAY ? DOOR_HEALTH_AWAY : door->told;
    }
    return door->told;
}

struct report {
    const struct service *service;
    const struct drain_door *door;
    enum door_health health;
    bool any; // an alert of this door is open
};

static const char *scope_of(struct arena *arena, const struct report *report, size_t health) {
    return alert_scope(arena, ALERT_KIND_DOOR, &report->door->inbox, ALERTS[health].detail);
}

static enum rc read_open(struct tx *tx, void *context) {
    struct report *report = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; i < HEALTHS && rc == RC_OK; i++) {
        struct alert open;
        const char *scope = ALERTS[i].rule == NULL ? NULL : scope_of(arena, report, i);
        if (scope != NULL) {
            rc = alert_open_of_scope(tx, scope, arena, &open);
            report->any |= rc == RC_OK;
            rc = rc == RC_NOT_FOUND ? RC_OK : rc;
        }
    }
    arena_free(arena);
    return rc;
}

// Ends what no longer holds and raises what does.
static enum rc write_report(struct tx *tx, void *context) {
    const struct report *report = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    int64_t now_us = service_domain_now(report->service);
    enum rc rc = RC_OK;
    for (size_t i = 0; i < HEALTHS && rc == RC_OK; i++) {
        if (ALERTS[i].rule == NULL) {
            continue;
        }
        if (i != (size_t)report->health) {
            rc = alert_end(tx, scope_of(arena, report, i), now_us, arena);
            continue;
        }
        struct alert alert = {
            .public_id = public_id_new(),
            .kind = ALERT_KIND_DOOR,
            .severity = ALERT_SEVERITY_TECHNICAL,
            .rule = ALERTS[i].rule,
            .raised_us = now_us,
            .scope = scope_of(arena, report, i),
        };
        rc = alert_raise(tx, &alert, arena);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "drain.door", report->door->inbox.text, NULL);
    }
    arena_free(arena);
    return rc;
}

static enum rc tell(struct drain_door *door, const struct service *service,
                    enum door_health health) {
    struct report report = {.service = service, .door = door, .health = health};
    // Well at the first word: only an alert that an earlier server left would have to end.
    bool only_if_open = door->told == DOOR_HEALTH_UNKNOWN && health == DOOR_HEALTH_WELL;
    enum rc rc = RC_OK;
    if (only_if_open) {
        rc = store_read(service->store, STORE_MONITORING, "drain.door-open", read_open, &report);
    }
    if (rc == RC_OK && (report.any || !only_if_open)) {
        if (ALERTS[health].rule == NULL) {
            log_info("drain.door-well", log_text("inbox", door->inbox.text));
        } else {
            log_error("drain.door", log_text("inbox", door->inbox.text),
                      log_text("rule", ALERTS[health].rule));
        }
        rc = store_write(service->store, STORE_MONITORING, "drain.door", write_report, &report);
    }
    if (rc == RC_OK) {
        door->told = health;
    }
    return rc;
}

enum rc drain_doors_look(struct drain_doors *doors, const struct service *service,
                         const struct public_id *present, size_t count, int64_t now_us) {
    bool counts = doors->looked_us == 0 || now_us - doors->looked_us >= CLOCK_SECOND_US;
    enum rc first = RC_OK;
    if (counts) {
        doors->looked_us = now_us;
    }
    for (size_t i = 0; i < count; i++) {
        struct drain_door *door = door_of(doors, &present[i]);
        if (door == NULL) {
            continue;
        }
        if (counts) {
            door->silent++;
            door->full = door->said == INBOX_STATE_FULL ? door->full + 1 : 0;
            door->away = door->said == INBOX_STATE_AWAY ? door->away + 1 : 0;
        }
        enum door_health health = health_of(door);
        if (health != door->told) {
            enum rc rc = tell(door, service, health);
            first = first == RC_OK ? rc : first;
        }
    }
    return first;
}
