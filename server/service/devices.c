// SPDX-License-Identifier: EUPL-1.2
// Registering devices, their credentials, and who has them when.
#include "service/devices.h"

#include <string.h>

#include "base/clock.h"
#include "scoring/plausibility.h"
#include "service/access.h"
#include "service/alert_raise.h"
#include "service/device_life.h"
#include "service/device_secret.h"
#include "service/device_slots.h"
#include "service/once.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_life.h"
#include "store/devices.h"
#include "store/readings.h"
#include "store/store.h"
#include "store/subjects.h"
#include "vault/password.h"

_Static_assert((int)DEVICE_SECRET_SIZE == (int)VAULT_TOKEN_DIGITS + 1,
               "a device's secret is a token");

// One use case on its way; results are made anew by every run of the closure.
struct work {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *id;
    const struct device_new *wanted;
    const struct public_id *subject;
    int64_t at_us;
    const char *after;
    size_t limit;
    struct arena *arena;
    struct fault *fault;
    struct device device;
    struct device_view *view;
    struct device_view *views;
    size_t count;
    char *secret;
};

static enum rc find(struct tx *tx, struct work *work, const struct public_id *id,
                    enum action action) {
    enum rc rc = device_by_public_id(tx, id, work->arena, &work->device);
    if (rc == RC_OK) {
        struct access_object object = {.fund = work->device.fund};
        rc = access_check(NULL, work->actor, action, &object, NULL);
    }
    return rc == RC_NOT_FOUND ? fault_set(work->fault, rc, "device-unknown") : rc;
}

static enum rc show(struct tx *tx, struct work *work, const struct public_id *id) {
    enum rc rc = device_by_public_id(tx, id, work->arena, &work->device);
    return rc == RC_OK ? device_view_read(tx, &work->device, work->arena, work->view) : rc;
}

static enum rc record(struct tx *tx, const struct work *work, const struct public_id *id,
                      const char *what) {
    return audit_append(tx, work->actor->user.text, what, id->text, NULL);
}

static enum rc read_page(struct tx *tx, void *context) {
    struct work *work = context;
    struct access_object object = {.fund = work->actor->fund};
    enum rc rc = access_check(NULL, work->actor, ACTION_DEVICE_READ, &object, NULL);
    struct device *devices;
    if (rc == RC_OK) {
        rc = device_page(tx, &work->actor->fund, work->after, work->limit, work->arena, &devices,
                         &work->count);
    }
    return rc == RC_OK ? device_views_read(tx, devices, work->count, work->arena, &work->views)
                       : rc;
}

enum rc devices_page(const struct service *service, const struct actor *actor, const char *after,
                     size_t limit, struct arena *arena, struct fault *fault,
                     struct device_view **devices, size_t *count) {
    struct work work = {.service = service,
                        .actor = actor,
                        .after = after,
                        .limit = limit,
                        .arena = arena,
                        .fault = fault};
    enum rc rc = store_read(service->store, STORE_MONITORING, "device.page", read_page, &work);
    if (rc == RC_OK) {
        *devices = work.views;
        *count = work.count;
    }
    return fault_named(fault, rc);
}

static enum rc read_one(struct tx *tx, void *context) {
    struct work *work = context;
    enum rc rc = find(tx, work, work->id, ACTION_DEVICE_READ);
    return rc == RC_OK ? show(tx, work, work->id) : rc;
}

enum rc devices_read(const struct service *service, const struct actor *actor,
                     const struct public_id *device, struct arena *arena, struct fault *fault,
                     struct device_view *view) {
    struct work work = {.service = service,
                        .actor = actor,
                        .id = device,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "device.read", read_one, &work);
    return fault_named(fault, rc);
}

// A new secret into work->secret, and sealed for the database.
static enum rc make_secret(const struct work *work, const struct public_id *id,
                           struct sealed *sealed) {
    struct token token = vault_token_new();
    enum rc rc = device_secret_seal(work->service->vault, id, token.text, VAULT_TOKEN_DIGITS,
                                    work->arena, sealed);
    memcpy(work->secret, token.text, DEVICE_SECRET_SIZE);
    vault_wipe(&token, sizeof token);
    return rc;
}

// The request was carried out before: the device it made, with the secret now in force.
static enum rc show_again(struct tx *tx, struct work *work) {
    struct public_id id;
    enum rc rc = public_id_parse(work->once->result, strlen(work->once->result), &id);
    if (rc == RC_OK) {
        rc = show(tx, work, &id);
    }
    if (rc == RC_OK && work->device.revoked) {
        return fault_set(work->fault, RC_CONFLICT, "device-revoked");
    }
    if (rc != RC_OK) {
        return rc;
    }
    char *plain;
    size_t length;
    rc = device_secret_open(work->service->vault, &id, &work->device.secret, work->arena, &plain,
                            &length);
    if (rc == RC_OK && length != VAULT_TOKEN_DIGITS) {
        rc = RC_BUG;
    }
    if (rc == RC_OK) {
        memcpy(work->secret, plain, DEVICE_SECRET_SIZE);
        vault_wipe(plain, length);
    }
    return rc;
}

static enum rc write_register(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    struct access_object object = {.fund = work->actor->fund};
    enum rc rc = access_check(NULL, work->actor, ACTION_DEVICE_MANAGE, &object, NULL);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->once);
    }
    if (rc == RC_OK && work->once != NULL && work->once->again) {
        return show_again(tx, work);
    }
    struct device device = {
        .public_id = public_id_new(),
        .fund = work->actor->fund,
        .transport = work->wanted->coap ? TRANSPORT_COAP : TRANSPORT_MQTT,
        .model = work->wanted->model,
        .serial = work->wanted->serial,
        .registered_us = service_domain_now(work->service),
    };
    if (rc == RC_OK) {
        rc = make_secret(work, &device.public_id, &device.secret);
    }
    int64_t id;
    if (rc == RC_OK) {
        rc = device_insert(tx, &device, &id);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, &device.public_id, "device.register");
    }
    if (rc == RC_OK) {
        rc = show(tx, work, &device.public_id);
    }
    return rc == RC_OK ? once_end(tx, work->once, device.public_id.text) : rc;
}

enum rc devices_register(const struct service *service, const struct actor *actor,
                         struct once *once, const struct device_new *wanted, struct arena *arena,
                         struct fault *fault, struct device_view *view,
                         char secret[DEVICE_SECRET_SIZE]) {
    struct work work = {.service = service,
                        .actor = actor,
                        .once = once,
                        .wanted = wanted,
                        .arena = arena,
                        .fault = fault,
                        .view = view,
                        .secret = secret};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.register", write_register, &work);
    return fault_named(fault, rc);
}

static enum rc write_renew(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work, work->id, ACTION_DEVICE_MANAGE);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->once);
    }
    if (rc == RC_OK && work->once != NULL && work->once->again) {
        return show_again(tx, work);
    }
    if (rc == RC_OK && work->device.revoked) {
        rc = fault_set(work->fault, RC_CONFLICT, "device-revoked");
    }
    if (rc == RC_OK) {
        rc = device_old_secret_put(tx, work->device.id, &work->device.secret, clock_technical_us());
        rc = rc == RC_CONFLICT ? fault_set(work->fault, rc, "two-secrets") : rc;
    }
    struct sealed sealed;
    if (rc == RC_OK) {
        rc = make_secret(work, work->id, &sealed);
    }
    if (rc == RC_OK) {
        rc = device_set_secret(tx, work->device.id, &sealed);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, work->id, "device.credential");
    }
    if (rc == RC_OK) {
        rc = show(tx, work, work->id);
    }
    return rc == RC_OK ? once_end(tx, work->once, work->id->text) : rc;
}

enum rc devices_renew(const struct service *service, const struct actor *actor, struct once *once,
                      const struct public_id *device, struct arena *arena, struct fault *fault,
                      struct device_view *view, char secret[DEVICE_SECRET_SIZE]) {
    struct work work = {.service = service,
                        .actor = actor,
                        .once = once,
                        .id = device,
                        .arena = arena,
                        .fault = fault,
                        .view = view,
                        .secret = secret};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.credential", write_renew, &work);
    return fault_named(fault, rc);
}

static enum rc write_revoke(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work, work->id, ACTION_DEVICE_MANAGE);
    if (rc == RC_OK && !work->device.revoked) {
        rc = device_revoke(tx, work->device.id, service_domain_now(work->service));
        if (rc == RC_OK) {
            rc = record(tx, work, work->id, "device.revoke");
        }
    }
    return rc == RC_OK ? show(tx, work, work->id) : rc;
}

enum rc devices_revoke(const struct service *service, const struct actor *actor,
                       const struct public_id *device, struct arena *arena, struct fault *fault,
                       struct device_view *view) {
    struct work work = {.service = service,
                        .actor = actor,
                        .id = device,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.revoke", write_revoke, &work);
    return fault_named(fault, rc);
}

// The open interval ends at work->at_us. What its holder was given since stays with the holder, so
// an end before that would leave one member's readings with another.
static enum rc end_open(struct tx *tx, const struct work *work, const struct assignment *open) {
    bool any = false;
    int64_t newest_us = service_domain_now(work->service) + FRESHNESS_AHEAD_US + 1;
    enum rc rc = RC_OK;
    if (work->at_us < newest_us) {
        rc = reading_any_of_device(tx, open->subject_id, work->device.id, work->at_us, newest_us,
                                   work->arena, &any);
    }
    if (rc == RC_OK && any) {
        rc = fault_set(work->fault, RC_CONFLICT, "readings-since");
    }
    if (rc == RC_OK) {
        rc = slots_end_all(tx, work->service, work->device.id, work->at_us, work->arena,
                           work->fault);
    }
    if (rc == RC_OK) {
        rc = assignment_end(tx, open->id, work->at_us);
    }
    int64_t now_us = service_domain_now(work->service);
    struct subject subject;
    if (rc != RC_OK || work->at_us > now_us) {
        return rc; // still to come
    }
    rc = subject_by_id(tx, open->subject_id, work->arena, &subject);
    return rc == RC_OK ? alert_kit_recovered(tx, &subject, work->id, now_us, work->arena) : rc;
}

// End the open interval where the new one begins, and buttons that outlast the one before.
static enum rc hand_over(struct tx *tx, const struct work *work, int64_t subject_id) {
    struct assignment open;
    enum rc rc = assignment_open(tx, work->device.id, &open);
    if (rc == RC_NOT_FOUND) {
        return slots_end_all(tx, work->service, work->device.id, work->at_us, work->arena,
                             work->fault);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (open.from_us >= work->at_us) {
        return fault_set(work->fault, RC_CONFLICT, "assignment-overlap");
    }
    if (open.subject_id == subject_id) {
        return fault_set(work->fault, RC_CONFLICT, "already-assigned");
    }
    return end_open(tx, work, &open);
}

static enum rc write_assign(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work, work->id, ACTION_DEVICE_ASSIGN);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->once);
    }
    if (rc == RC_OK && work->once != NULL && work->once->again) {
        return show(tx, work, work->id);
    }
    struct subject subject;
    if (rc == RC_OK) {
        rc = subject_by_public_id(tx, work->subject, work->arena, &subject);
        if (rc == RC_NOT_FOUND ||
            (rc == RC_OK && !public_id_equal(&subject.fund, &work->device.fund))) {
            return fault_at(work->fault, "/subject", "unknown-subject");
        }
    }
    if (rc == RC_OK) {
        rc = hand_over(tx, work, subject.id);
    }
    if (rc == RC_OK) {
        rc = device_life_may_go_to(tx, work->device.id, subject.id, work->at_us, work->arena,
                                   work->fault);
    }
    if (rc == RC_OK) {
        rc = assignment_insert(tx, work->device.id, subject.id, work->at_us,
                               service_domain_now(work->service), &work->actor->user);
        if (rc == RC_CONFLICT) {
            return fault_set(work->fault, rc, "assignment-overlap");
        }
    }
    if (rc == RC_OK) {
        rc = device_life_moved(tx, work->service, &work->device, work->arena);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, work->id, "device.assign");
    }
    if (rc == RC_OK) {
        rc = show(tx, work, work->id);
    }
    return rc == RC_OK ? once_end(tx, work->once, work->id->text) : rc;
}

enum rc devices_assign(const struct service *service, const struct actor *actor, struct once *once,
                       const struct public_id *device, const struct public_id *subject,
                       int64_t from_us, struct arena *arena, struct fault *fault,
                       struct device_view *view) {
    struct work work = {.service = service,
                        .actor = actor,
                        .once = once,
                        .id = device,
                        .subject = subject,
                        .at_us = from_us,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.assign", write_assign, &work);
    return fault_named(fault, rc);
}

static enum rc write_end(struct tx *tx, void *context) {
    struct work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work, work->id, ACTION_DEVICE_ASSIGN);
    struct assignment open;
    if (rc == RC_OK) {
        rc = assignment_open(tx, work->device.id, &open);
        if (rc == RC_NOT_FOUND) {
            return fault_set(work->fault, RC_CONFLICT, "not-assigned");
        }
    }
    if (rc == RC_OK && open.from_us >= work->at_us) {
        rc = fault_at(work->fault, "/to", "not-after-from");
    }
    if (rc == RC_OK) {
        rc = end_open(tx, work, &open);
    }
    if (rc == RC_OK) {
        rc = device_life_moved(tx, work->service, &work->device, work->arena);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, work->id, "device.end-assignment");
    }
    return rc == RC_OK ? show(tx, work, work->id) : rc;
}

enum rc devices_end(const struct service *service, const struct actor *actor,
                    const struct public_id *device, int64_t to_us, struct arena *arena,
                    struct fault *fault, struct device_view *view) {
    struct work work = {.service = service,
                        .actor = actor,
                        .id = device,
                        .at_us = to_us,
                        .arena = arena,
                        .fault = fault,
                        .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.end-assignment", write_end, &work);
    return fault_named(fault, rc);
}
