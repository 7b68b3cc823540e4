// SPDX-License-Identifier: EUPL-1.2
// Issuing certificates to devices and taking them back.
#include "service/device_certificates.h"

#include <string.h>

#include "base/clock.h"
#include "pki/pki.h"
#include "service/access.h"
#include "service/once.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_certificates.h"
#include "store/devices.h"
#include "store/store.h"

// One use case on its way; results are made anew by every run of the closure.
struct certifying {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *id;
    const char *csr;
    const char *fingerprint;
    struct arena *arena;
    struct fault *fault;
    struct device device;
    struct device_view *view;
    const char *pem;
};

static enum rc find(struct tx *tx, struct certifying *work) {
    enum rc rc = device_by_public_id(tx, work->id, work->arena, &work->device);
    if (rc == RC_OK && work->actor != NULL) {
        struct access_object object = {.fund = work->device.fund};
        rc = access_check(NULL, work->actor, ACTION_DEVICE_MANAGE, &object, NULL);
    }
    return rc == RC_NOT_FOUND ? fault_set(work->fault, rc, "device-unknown") : rc;
}

static enum rc record(struct tx *tx, const struct certifying *work, const char *what) {
    const char *detail =
        arena_printf(work->arena, "{\"fingerprint\":\"%s\"}", work->fingerprint);
    const char *who = work->actor == NULL ? "operator" : work->actor->user.text;
    return detail == NULL ? RC_NOMEM : audit_append(tx, who, what, work->id->text, detail);
}

// Two may be in use, the old and the new one of a rotation: neither goes for a third. Those past
// their time go.
static enum rc make_room(struct tx *tx, const struct certifying *work) {
    struct device_certificate *list;
    size_t count;
    size_t in_force = 0;
    int64_t now_us = clock_technical_us();
    enum rc rc = device_certificate_list(tx, work->device.id, work->arena, &list, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (list[i].until_us > now_us) {
            in_force++;
        } else {
            rc = device_certificate_remove(tx, work->device.id, list[i].fingerprint);
        }
    }
    return rc == RC_OK && in_force >= DEVICE_CERTIFICATES_MAX
               ? fault_set(work->fault, RC_CONFLICT, "two-certificates")
               : rc;
}

static enum rc show_again(struct tx *tx, struct certifying *work) {
    struct device_certificate *list;
    size_t count;
    enum rc rc = device_certificate_list(tx, work->device.id, work->arena, &list, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (strcmp(list[i].fingerprint, work->once->result) == 0) {
            work->pem = list[i].pem;
            return device_view_read(tx, &work->device, work->arena, work->view);
        }
    }
    return rc == RC_OK ? fault_set(work->fault, RC_CONFLICT, "certificate-gone") : rc;
}

static enum rc issue(struct tx *tx, struct certifying *work) {
    struct pki_certificate made;
    enum rc rc = pki_issue(work->service->authority, work->csr, work->id, clock_technical_us(),
                           work->arena, &made);
    if (rc == RC_NOT_FOUND) {
        return fault_set(work->fault, RC_CONFLICT, "no-device-authority");
    }
    if (rc == RC_INVALID) {
        return fault_at(work->fault, "/csr", "not-a-request");
    }
    if (rc == RC_OK) {
        rc = make_room(tx, work);
    }
    if (rc == RC_OK) {
        rc = device_certificate_insert(tx, &(struct device_certificate){
                                               .device_id = work->device.id,
                                               .fingerprint = made.fingerprint,
                                               .pem = made.pem,
                                               .issued_us = made.issued_us,
                                               .until_us = made.until_us,
                                           });
    }
    if (rc == RC_OK) {
        work->pem = made.pem;
        work->fingerprint = made.fingerprint;
    }
    return rc;
}

static enum rc write_issue(struct tx *tx, void *context) {
    struct certifying *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->once);
    }
    if (rc == RC_OK && work->device.revoked) {
        rc = fault_set(work->fault, RC_CONFLICT, "device-revoked");
    }
    if (rc == RC_OK && work->once != NULL && work->once->again) {
        return show_again(tx, work);
    }
    if (rc == RC_OK) {
        rc = issue(tx, work);
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "device.certify");
    }
    if (rc == RC_OK) {
        rc = device_view_read(tx, &work->device, work->arena, work->view);
    }
    return rc == RC_OK ? once_end(tx, work->once, work->fingerprint) : rc;
}

enum rc device_certificate_issue_in(struct tx *tx, const struct service *service,
                                    const struct public_id *device, const char *csr,
                                    struct arena *arena, struct fault *fault,
                                    struct device_view *view, const char **pem) {
    struct certifying work = {.service = service,
                              .id = device,
                              .csr = csr,
                              .arena = arena,
                              .fault = fault,
                              .view = view};
    enum rc rc = find(tx, &work);
    if (rc == RC_OK) {
        rc = issue(tx, &work);
    }
    if (rc == RC_OK) {
        rc = record(tx, &work, "device.certify");
    }
    if (rc == RC_OK) {
        rc = device_view_read(tx, &work.device, arena, view);
    }
    if (rc == RC_OK) {
        *pem = work.pem;
    }
    return rc;
}

enum rc device_certificate_issue(const struct service *service, const struct actor *actor,
                                 struct once *once, const struct public_id *device, const char *csr,
                                 struct arena *arena, struct fault *fault, struct device_view *view,
                                 const char **pem) {
    struct certifying work = {.service = service,
                              .actor = actor,
                              .once = once,
                              .id = device,
                              .csr = csr,
                              .arena = arena,
                              .fault = fault,
                              .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.certify", write_issue, &work);
    if (rc == RC_OK) {
        *pem = work.pem;
    }
    return fault_named(fault, rc);
}

static enum rc write_revoke(struct tx *tx, void *context) {
    struct certifying *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = device_certificate_remove(tx, work->device.id, work->fingerprint);
        if (rc == RC_NOT_FOUND) {
            return fault_set(work->fault, RC_CONFLICT, "certificate-gone");
        }
    }
    if (rc == RC_OK) {
        rc = record(tx, work, "device.uncertify");
    }
    return rc == RC_OK ? device_view_read(tx, &work->device, work->arena, work->view) : rc;
}

enum rc device_certificate_revoke(const struct service *service, const struct actor *actor,
                                  const struct public_id *device, const char *fingerprint,
                                  struct arena *arena, struct fault *fault,
                                  struct device_view *view) {
    struct certifying work = {.service = service,
                              .actor = actor,
                              .id = device,
                              .fingerprint = fingerprint,
                              .arena = arena,
                              .fault = fault,
                              .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "device.uncertify", write_revoke, &work);
    return fault_named(fault, rc);
}
