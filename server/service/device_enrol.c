// SPDX-License-Identifier: EUPL-1.2
// A device enrols itself with the code that was given out for it.
#include "service/device_life.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "service/device_certificates.h"
#include "service/device_secret.h"
#include "service/session.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/device_life.h"
#include "store/devices.h"
#include "store/store.h"
#include "vault/password.h"

_Static_assert((int)LOGIN_NAME_SIZE <= (int)DEVICE_CODE_HASH_SIZE, "a name made of a hash");

enum { CODE_TEXT_SIZE = 96 }; // more than a code has, and than may be sent

// Results are made anew by every run of the closure.
struct enrolling {
    const struct service *service;
    const char *csr;
    struct arena *arena;
    struct fault *fault;
    struct device_enrolled *out;
    uint8_t hash[DEVICE_CODE_HASH_SIZE];
    struct login_name name; // of the code that was tried: only the network counts
    const char *network;
    int64_t now_us;
    int64_t wait_us;
};

static enum rc look(struct tx *tx, void *context) {
    struct enrolling *e = context;
    return login_wait(tx, &e->name, e->network, e->now_us, &e->wait_us);
}

static enum rc show_secret(struct tx *tx, struct enrolling *e, const struct device *device) {
    char *plain = NULL;
    size_t length = 0;
    enum rc rc = device_secret_open(e->service->vault, &device->public_id, &device->secret,
                                    e->arena, &plain, &length);
    if (rc == RC_OK) {
        e->out->secret = plain;
        rc = device_view_read(tx, device, e->arena, &e->out->view);
    }
    return rc;
}

static enum rc write_enrolment(struct tx *tx, void *context) {
    struct enrolling *e = context;
    struct public_id id;
    struct device device;
    fault_clear(e->fault);
    *e->out = (struct device_enrolled){.secret = NULL};
    enum rc rc = device_enrolment_take(tx, e->hash, e->now_us, &id);
    if (rc == RC_OK) {
        rc = device_by_public_id(tx, &id, e->arena, &device);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && device.revoked)) {
        return fault_set(e->fault, RC_DENIED, "enrolment-refused");
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, id.text, "device.enrol", id.text, NULL);
    }
    if (rc != RC_OK) {
        return rc;
    }
    return e->csr == NULL ? show_secret(tx, e, &device)
                          : device_certificate_issue_in(tx, e->service, &id, e->csr, e->arena,
                                                        e->fault, &e->out->view,
                                                        &e->out->certificate);
}

// As it was given out, in small letters and groups of four: people type it into devices.
static void spell_code(const char *typed, char code[CODE_TEXT_SIZE]) {
    size_t length = 0;
    for (; *typed != '\0' && length < CODE_TEXT_SIZE - 2; typed++) {
        char letter = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed - 'A' + 'a') : *typed;
        if (letter == '-' || letter == ' ') {
            continue;
        }
        if (length % 5 == 4) {
            code[length++] = '-';
        }
        code[length++] = letter;
    }
    code[length] = '\0';
}

enum rc device_enrol(const struct service *service, const char *client, const char *code,
                     const char *csr, struct arena *arena, struct fault *fault,
                     int64_t *wait_seconds, struct device_enrolled *out) {
    char network[64];
    char spelt[CODE_TEXT_SIZE];
    struct enrolling e = {.service = service,
                          .csr = csr,
                          .arena = arena,
                          .fault = fault,
                          .out = out,
                          .network = network,
                          .now_us = clock_technical_us()};
    session_network(client, network);
    spell_code(code, spelt);
    vault_hash(spelt, strlen(spelt), e.hash);
    memcpy(e.name.index, e.hash, sizeof e.name.index);
    enum rc rc = store_read(service->store, STORE_OFFICE, "device.enrol-wait", look, &e);
    if (rc == RC_OK && e.wait_us > 0) {
        *wait_seconds = (e.wait_us + CLOCK_SECOND_US - 1) / CLOCK_SECOND_US;
        return fault_set(fault, RC_LIMIT, "login-delayed");
    }
    if (rc == RC_OK) {
        rc = store_write(service->store, STORE_MONITORING, "device.enrol", write_enrolment, &e);
    }
    if (rc == RC_DENIED) {
        log_notice("device.enrolment-refused", log_text("network", network));
        enum rc counted = login_failed(service->store, &e.name, network, e.now_us);
        rc = counted == RC_OK ? rc : counted;
    }
    return fault_named(fault, rc);
}
