// SPDX-License-Identifier: EUPL-1.2
// The life of a device between members.
#include "service/device_life.h"

#include <string.h>

#include "base/clock.h"
#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_life.h"
#include "store/devices.h"
#include "store/store.h"
#include "store/subjects.h"
#include "vault/password.h"

enum { CHECKS_IN_A_TURN = 50 };

// A wish on its way; results are made anew by every run of the closure.
struct living {
    const struct device_wish *wish;
    enum action action;
    int64_t at_us;
    const char *due;
    struct token code;
    struct device device;
    struct device_life life;
};

static enum rc find(struct tx *tx, struct living *living) {
    const struct device_wish *wish = living->wish;
    fault_clear(wish->fault);
    enum rc rc = device_by_public_id(tx, wish->device, wish->arena, &living->device);
    if (rc == RC_OK) {
        struct access_object object = {.fund = living->device.fund};
        rc = access_check(NULL, wish->actor, living->action, &object, NULL);
    }
    if (rc == RC_OK) {
        rc = device_life_read(tx, living->device.id, &living->life);
    }
    return rc == RC_NOT_FOUND ? fault_set(wish->fault, rc, "device-unknown") : rc;
}

static enum rc end(struct tx *tx, const struct living *living, const char *what) {
    const struct device_wish *wish = living->wish;
    struct device device;
    enum rc rc = audit_append(tx, wish->actor->user.text, what, wish->device->text, NULL);
    if (rc == RC_OK) {
        rc = device_by_public_id(tx, wish->device, wish->arena, &device);
    }
    return rc == RC_OK ? device_view_read(tx, &device, wish->arena, wish->view) : rc;
}

static enum rc run(struct living *living, const char *name,
                   enum rc (*write)(struct tx *, void *)) {
    const struct device_wish *wish = living->wish;
    enum rc rc = store_write(wish->service->store, STORE_MONITORING, name, write, living);
    return fault_named(wish->fault, rc);
}

static enum rc note(struct tx *tx, const struct living *living, const char *act) {
    const struct device_act row = {
        .act = act,
        .at_us = living->at_us,
        .due = living->due,
        .recorded_us = service_domain_now(living->wish->service),
        .by = living->wish->actor->user,
    };
    return device_act_insert(tx, living->device.id, &row);
}

static enum rc not_retired(const struct living *living) {
    return living->life.retired_us != 0
               ? fault_set(living->wish->fault, RC_CONFLICT, "device-retired")
               : RC_OK;
}

static enum rc nobody_has_it(struct tx *tx, const struct living *living, int64_t at_us) {
    int64_t holder;
    enum rc rc = assignment_at(tx, living->device.id, at_us, &holder);
    return rc == RC_OK          ? fault_set(living->wish->fault, RC_CONFLICT, "still-assigned")
           : rc == RC_NOT_FOUND ? RC_OK
                                : rc;
}

static enum rc write_clean(struct tx *tx, void *context) {
    struct living *living = context;
    enum rc rc = find(tx, living);
    if (rc == RC_OK) {
        rc = not_retired(living);
    }
    if (rc == RC_OK && living->at_us > service_domain_now(living->wish->service)) {
        rc = fault_at(living->wish->fault, "/at", "in-the-future");
    }
    if (rc == RC_OK) {
        rc = nobody_has_it(tx, living, living->at_us);
    }
    if (rc == RC_OK) {
        rc = note(tx, living, "cleaned");
    }
    return rc == RC_OK ? end(tx, living, "device.clean") : rc;
}

enum rc device_life_clean(const struct device_wish *wish, int64_t at_us) {
    struct living living = {.wish = wish, .action = ACTION_DEVICE_ASSIGN, .at_us = at_us};
    return run(&living, "device.clean", write_clean);
}

static const char *check_scope(struct arena *arena, const struct public_id *device) {
    return alert_scope(arena, ALERT_KIND_DEVICE, device, "check");
}

static enum rc write_check(struct tx *tx, void *context) {
    struct living *living = context;
    int64_t now_us = service_domain_now(living->wish->service);
    enum rc rc = find(tx, living);
    if (rc == RC_OK) {
        rc = not_retired(living);
    }
    if (rc == RC_OK && living->at_us > now_us) {
        rc = fault_at(living->wish->fault, "/on", "in-the-future");
    }
    if (rc == RC_OK) {
        rc = note(tx, living, "checked");
    }
    if (rc == RC_OK) {
        rc = alert_end(tx, check_scope(living->wish->arena, living->wish->device), now_us,
                       living->wish->arena);
    }
    return rc == RC_OK ? end(tx, living, "device.check") : rc;
}

enum rc device_life_check(const struct device_wish *wish, const char *on, const char *next) {
    struct living living = {.wish = wish, .action = ACTION_DEVICE_ASSIGN, .due = next};
    struct civil_date day;
    fault_clear(wish->fault);
    if (!civil_date_parse(on, strlen(on), &day) || !rome_midnight(day, &living.at_us)) {
        return fault_at(wish->fault, "/on", "not-a-date");
    }
    if (strcmp(next, on) <= 0) {
        return fault_at(wish->fault, "/next", "not-after-on");
    }
    return run(&living, "device.check", write_check);
}

static enum rc write_retire(struct tx *tx, void *context) {
    struct living *living = context;
    enum rc rc = find(tx, living);
    if (rc != RC_OK || living->life.retired_us != 0) {
        return rc == RC_OK ? device_view_read(tx, &living->device, living->wish->arena,
                                              living->wish->view)
                           : rc;
    }
    living->at_us = service_domain_now(living->wish->service);
    rc = nobody_has_it(tx, living, living->at_us);
    if (rc == RC_OK && !living->device.revoked) {
        rc = device_revoke(tx, living->device.id, living->at_us);
    }
    if (rc == RC_OK) {
        rc = note(tx, living, "retired");
    }
    if (rc == RC_OK) {
        rc = alert_end(tx, check_scope(living->wish->arena, living->wish->device), living->at_us,
                       living->wish->arena);
    }
    return rc == RC_OK ? end(tx, living, "device.retire") : rc;
}

enum rc device_life_retire(const struct device_wish *wish) {
    struct living living = {.wish = wish, .action = ACTION_DEVICE_MANAGE};
    return run(&living, "device.retire", write_retire);
}

static enum rc write_end_old(struct tx *tx, void *context) {
    struct living *living = context;
    enum rc rc = find(tx, living);
    if (rc == RC_OK) {
        rc = device_old_secret_end(tx, living->device.id);
        if (rc == RC_NOT_FOUND) {
            return fault_set(living->wish->fault, RC_CONFLICT, "no-old-secret");
        }
    }
    return rc == RC_OK ? end(tx, living, "device.end-old-secret") : rc;
}

enum rc device_life_end_old_secret(const struct device_wish *wish) {
    struct living living = {.wish = wish, .action = ACTION_DEVICE_MANAGE};
    return run(&living, "device.end-old-secret", write_end_old);
}

static enum rc write_code(struct tx *tx, void *context) {
    struct living *living = context;
    enum rc rc = find(tx, living);
    if (rc == RC_OK && living->device.revoked) {
        return fault_set(living->wish->fault, RC_CONFLICT, "device-revoked");
    }
    if (rc == RC_OK) {
        rc = device_enrolment_put(tx, living->device.id, living->code.hash,
                                  clock_technical_us() + ENROLMENT_HOURS * CLOCK_HOUR_US);
    }
    return rc == RC_OK ? end(tx, living, "device.enrolment-code") : rc;
}

enum rc device_life_give_code(const struct device_wish *wish, char code[ENROLMENT_CODE_SIZE]) {
    struct living living = {.wish = wish, .action = ACTION_DEVICE_MANAGE};
    vault_password_suggest(ENROLMENT_CODE_GROUPS, code);
    vault_hash(code, strlen(code), living.code.hash);
    return run(&living, "device.enrolment-code", write_code);
}

enum rc device_life_may_go_to(struct tx *tx, int64_t device_id, int64_t subject_id,
                              int64_t from_us, struct arena *arena, struct fault *fault) {
    struct device_life life;
    struct assignment *had;
    size_t count = 0;
    enum rc rc = device_life_read(tx, device_id, &life);
    if (rc == RC_OK && life.retired_us != 0) {
        return fault_set(fault, RC_CONFLICT, "device-retired");
    }
    if (rc == RC_OK) {
        rc = assignment_list(tx, device_id, arena, &had, &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (had[i].from_us >= from_us) {
            continue; // newest first: those that come after are not before it
        }
        if (had[i].subject_id != subject_id && had[i].to_us <= from_us) {
            rc = device_cleaned(tx, device_id, had[i].to_us, from_us);
            rc = rc == RC_NOT_FOUND ? fault_set(fault, RC_CONFLICT, "not-cleaned") : rc;
        }
        break; // what came before that was looked at then
    }
    return rc;
}

enum rc device_life_moved(struct tx *tx, const struct service *service, const struct device *device,
                          struct arena *arena) {
    enum rc rc = alert_end(tx, check_scope(arena, &device->public_id), service_domain_now(service),
                           arena);
    return rc == RC_OK ? device_check_tell_again(tx, device->id) : rc;
}

static enum rc tell_check(struct tx *tx, const struct service *service, struct device *device,
                          struct arena *arena) {
    int64_t now_us = service_domain_now(service);
    int64_t holder;
    struct subject subject = {0};
    enum rc rc = assignment_at(tx, device->id, now_us, &holder);
    if (rc == RC_OK) {
        rc = subject_by_id(tx, holder, arena, &subject);
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = device->fund,
        .subject = subject.public_id,
        .subject_id = subject.id,
        .kind = ALERT_KIND_DEVICE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_CHECK_DUE,
        .raised_us = now_us,
        .scope = check_scope(arena, &device->public_id),
    };
    rc = alert_raise(tx, &alert, arena);
    if (rc == RC_OK) {
        rc = device_check_told(tx, device->id);
    }
    return rc == RC_OK && subject.id != 0
               ? alert_announce(tx, &subject.fund, &subject.public_id, arena)
               : rc;
}

struct telling {
    const struct service *service;
    char today[11];
    size_t count; // made anew by every run
};

static enum rc look_for_checks(struct tx *tx, void *context) {
    struct telling *telling = context;
    struct arena *arena = arena_new(0);
    struct public_id *due;
    enum rc rc = arena == NULL ? RC_NOMEM
                               : device_checks_due(tx, telling->today, 1, arena, &due,
                                                   &telling->count);
    arena_free(arena);
    return rc;
}

static enum rc write_checks(struct tx *tx, void *context) {
    struct telling *telling = context;
    struct arena *arena = arena_new(0);
    struct public_id *due;
    size_t count = 0;
    if (arena == NULL) {
        return RC_NOMEM;
    }
    enum rc rc = device_checks_due(tx, telling->today, CHECKS_IN_A_TURN, arena, &due, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct device device;
        rc = device_by_public_id(tx, &due[i], arena, &device);
        if (rc == RC_OK) {
            rc = tell_check(tx, telling->service, &device, arena);
        }
    }
    if (rc == RC_OK && count > 0) {
        rc = audit_append(tx, "system", "device.check-due", "", NULL);
    }
    arena_free(arena);
    return rc;
}

enum rc device_life_tell_checks(void *service) {
    struct telling telling = {.service = service};
    service_domain_today(telling.service, telling.today);
    struct store *store = telling.service->store;
    enum rc rc =
        store_read(store, STORE_MONITORING, "device.checks-due", look_for_checks, &telling);
    return rc == RC_OK && telling.count > 0
               ? store_write(store, STORE_MONITORING, "device.check-due", write_checks, &telling)
               : rc;
}
