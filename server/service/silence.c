// SPDX-License-Identifier: EUPL-1.2
// Noting who has fallen silent.
#include "service/silence.h"

#include <stdbool.h>

#include "base/clock.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/store.h"
#include "store/worklist.h"

enum { SLICE = 50 };

struct slice {
    const struct service *service;
    int64_t as_of_us;
    size_t count; // made anew by every run
};

static enum rc note(struct tx *tx, const struct slice *slice, int64_t id, struct arena *arena) {
    struct subject subject;
    enum rc rc = subject_by_id(tx, id, arena, &subject);
    if (rc == RC_OK) {
        rc = subject_set_silent(tx, id);
    }
    if (rc == RC_OK && !subject.silent) {
        rc = worklist_count_silent(tx, &subject.fund, 1);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = subject.fund,
        .subject = subject.public_id,
        .subject_id = subject.id,
        .kind = ALERT_KIND_SILENCE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_SILENCE,
        .measured_us = subject.heard_us,
        .raised_us = slice->as_of_us,
        .scope = alert_scope(arena, ALERT_KIND_SILENCE, &subject.public_id, NULL),
    };
    rc = alert_raise(tx, &alert, arena);
    return rc == RC_OK ? alert_announce(tx, &subject.fund, &subject.public_id, arena) : rc;
}

static enum rc write_slice(struct tx *tx, void *context) {
    struct slice *slice = context;
    slice->count = 0;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    int64_t *ids;
    size_t count;
    enum rc rc = subject_silence_due(tx, slice->as_of_us, SLICE, arena, &ids, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = note(tx, slice, ids[i], arena);
    }
    if (rc == RC_OK && count > 0) {
        rc = audit_append(tx, "system", "silence.note", "", NULL);
    }
    slice->count = rc == RC_OK ? count : 0;
    arena_free(arena);
    return rc;
}

static enum rc look(struct tx *tx, void *context) {
    struct slice *slice = context;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    int64_t *ids;
    enum rc rc = subject_silence_due(tx, slice->as_of_us, 1, arena, &ids, &slice->count);
    arena_free(arena);
    return rc;
}

enum rc silence_check(const struct service *service, int64_t as_of_us) {
    struct slice slice = {.service = service, .as_of_us = as_of_us};
    if (as_of_us == 0) {
        return RC_OK;
    }
    // Usually nobody: looked up beside the writer.
    enum rc rc = store_read(service->store, STORE_MONITORING, "silence.look", look, &slice);
    while (rc == RC_OK && slice.count > 0) {
        rc = store_write(service->store, STORE_MONITORING, "silence.note", write_slice, &slice);
    }
    return rc;
}

enum rc silence_keep(struct silence_keeper *keeper, int64_t as_of_us, int64_t real_us,
                     int64_t monotonic_us) {
    int64_t jump_us;
    bool sound = clock_watch_look(&keeper->clock, real_us, monotonic_us, &jump_us);
    if (jump_us != 0) {
        log_warning("clock.jumped", log_int("seconds", jump_us / CLOCK_SECOND_US));
    }
    return sound ? silence_check(keeper->service, as_of_us) : RC_OK;
}
