// SPDX-License-Identifier: EUPL-1.2
// Raising and ending alerts inside a transaction.
#include "service/alert_raise.h"

#include "store/event.h"
#include "store/worklist.h"

const char *alert_scope(struct arena *arena, enum alert_kind kind, const struct public_id *about,
                        const char *detail) {
    return arena_printf(arena, "%s:%s%s%s", alert_kind_name(kind), about->text,
                        detail == NULL ? "" : ":", detail == NULL ? "" : detail);
}

static enum rc announce(struct tx *tx, const struct public_id *fund, const char *kind,
                        const char *payload) {
    struct event event = {
        .fund = *fund, .audience = "monitoring", .kind = kind, .payload = payload};
    return event_append(tx, &event);
}

static enum rc keep_worklist(struct tx *tx, const struct alert *alert, struct arena *arena) {
    if (alert->subject_id == 0) {
        return RC_OK;
    }
    return worklist_keep(tx, alert->subject_id, &alert->subject, &alert->fund, arena);
}

// A door that fails brings no reading that would make the pages look again.
static enum rc insert(struct tx *tx, const struct alert *alert, struct arena *arena) {
    int64_t id;
    enum rc rc = alert_insert(tx, alert, &id);
    return rc == RC_OK && alert->subject_id == 0
               ? alert_announce(tx, &alert->fund, &alert->subject, arena)
               : rc;
}

enum rc alert_raise(struct tx *tx, const struct alert *alert, struct arena *arena) {
    if (alert->scope == NULL) {
        return RC_NOMEM;
    }
    struct alert open;
    enum rc rc = alert_open_of_scope(tx, alert->scope, arena, &open);
    if (rc == RC_NOT_FOUND) {
        rc = insert(tx, alert, arena);
    } else if (rc == RC_OK) {
        rc = alert_repeat(tx, open.id, alert->severity > open.severity ? alert : NULL);
    }
    return rc == RC_OK ? keep_worklist(tx, alert, arena) : rc;
}

enum rc alert_raise_once(struct tx *tx, const struct alert *alert, struct arena *arena) {
    struct alert open;
    enum rc rc =
        alert->scope == NULL ? RC_NOMEM : alert_open_of_scope(tx, alert->scope, arena, &open);
    return rc == RC_NOT_FOUND ? alert_raise(tx, alert, arena) : rc;
}

static const char *kit_scope(struct arena *arena, const struct subject *subject,
                             const struct public_id *device) {
    const char *detail = arena_printf(arena, "kit:%s", subject->public_id.text);
    return detail == NULL ? NULL : alert_scope(arena, ALERT_KIND_DEVICE, device, detail);
}

enum rc alert_recover_kit(struct tx *tx, const struct subject *subject,
                          const struct public_id *device, int64_t now_us, struct arena *arena) {
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = subject->fund,
        .subject = subject->public_id,
        .subject_id = subject->id,
        .kind = ALERT_KIND_DEVICE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_RECOVER_KIT,
        .raised_us = now_us,
        .scope = kit_scope(arena, subject, device),
    };
    return alert_raise(tx, &alert, arena);
}

enum rc alert_kit_recovered(struct tx *tx, const struct subject *subject,
                            const struct public_id *device, int64_t now_us, struct arena *arena) {
    return alert_end(tx, kit_scope(arena, subject, device), now_us, arena);
}

enum rc alert_end(struct tx *tx, const char *scope, int64_t at_us, struct arena *arena) {
    struct alert open;
    enum rc rc = scope == NULL ? RC_NOMEM : alert_open_of_scope(tx, scope, arena, &open);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc; // a person closed it before
    }
    rc = alert_close(tx, open.id, NULL, NULL, at_us);
    if (rc == RC_OK) {
        rc = keep_worklist(tx, &open, arena);
    }
    return rc == RC_OK ? alert_announce(tx, &open.fund, &open.subject, arena) : rc;
}

enum rc alert_end_silence(struct tx *tx, const struct subject *subject, int64_t at_us,
                          struct arena *arena) {
    enum rc rc = worklist_count_silent(tx, &subject->fund, -1);
    const char *scope = alert_scope(arena, ALERT_KIND_SILENCE, &subject->public_id, NULL);
    return rc == RC_OK ? alert_end(tx, scope, at_us, arena) : rc;
}

enum rc alert_announce(struct tx *tx, const struct public_id *fund, const struct public_id *subject,
                       struct arena *arena) {
    const char *payload = !public_id_is_set(subject)
                              ? "{}"
                              : arena_printf(arena, "{\"subject\":\"%s\"}", subject->text);
    return payload == NULL ? RC_NOMEM : announce(tx, fund, "worklist", payload);
}

enum rc alert_announce_quarantine(struct tx *tx, const struct public_id *fund) {
    return announce(tx, fund, "quarantine", "{}");
}
