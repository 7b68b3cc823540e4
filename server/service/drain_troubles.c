// SPDX-License-Identifier: EUPL-1.2
// What doors refused to devices or in their name.
#include "service/drain_troubles.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/device_troubles.h"
#include "store/devices.h"
#include "store/store.h"

// Words of the counters, and the rules of the alerts; NULL: counted only.
static const struct {
    const char *word;
    const char *rule;
} TROUBLES[INBOX_TROUBLE_KINDS] = {
    [INBOX_TROUBLE_CREDENTIAL] = {"credential", RULE_DEVICE_CREDENTIAL},
    [INBOX_TROUBLE_UNKNOWN] = {"unknown", NULL},
    [INBOX_TROUBLE_REVOKED] = {"revoked", RULE_DEVICE_REVOKED},
    [INBOX_TROUBLE_EXPIRED] = {"expired", RULE_DEVICE_EXPIRED},
    [INBOX_TROUBLE_IDENTITY] = {"identity", RULE_DEVICE_IDENTITY},
    [INBOX_TROUBLE_TOPIC] = {"topic", RULE_DEVICE_TOPIC},
    [INBOX_TROUBLE_OVERSIZE] = {"oversize", RULE_DEVICE_OVERSIZE},
    [INBOX_TROUBLE_RATE] = {"rate", RULE_DEVICE_RATE},
    [INBOX_TROUBLE_CLONED] = {"cloned", RULE_DEVICE_CLONED},
};

void drain_troubles_heard(void *context, const struct inbox_trouble_report *report) {
    struct drain_troubles *troubles = context;
    for (size_t i = 0; i < troubles->count; i++) {
        struct inbox_trouble_report *known = &troubles->reports[i];
        if (known->trouble == report->trouble &&
            memcmp(known->device, report->device, sizeof known->device) == 0) {
            known->count += report->count;
            return;
        }
    }
    if (troubles->count == DRAIN_TROUBLES_MAX) {
        struct public_id device = public_id_of_bytes(report->device);
        log_error("drain.trouble", log_text("device", device.text),
                  log_text("trouble", TROUBLES[report->trouble].word),
                  log_int("count", report->count));
        return;
    }
    troubles->reports[troubles->count++] = *report;
}

struct writing {
    const struct service *service;
    const struct inbox_trouble_report *reports;
    size_t count;
    struct arena *arena;
};

static enum rc raise(struct tx *tx, const struct writing *writing, const struct device *device,
                     enum inbox_trouble trouble) {
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = device->fund,
        .kind = ALERT_KIND_SECURITY,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = TROUBLES[trouble].rule,
        .raised_us = service_domain_now(writing->service),
        .scope = alert_scope(writing->arena, ALERT_KIND_SECURITY, &device->public_id,
                             TROUBLES[trouble].word),
    };
    return alert_raise_once(tx, &alert, writing->arena); // the counter tells how often
}

static enum rc write_one(struct tx *tx, const struct writing *writing,
                         const struct inbox_trouble_report *report) {
    struct public_id id = public_id_of_bytes(report->device);
    struct device device = {0};
    enum rc rc = device_by_public_id(tx, &id, writing->arena, &device);
    bool known = rc == RC_OK;
    rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    if (rc == RC_OK) {
        rc = device_trouble_add(tx, known ? device.id : 0, TROUBLES[report->trouble].word,
                                report->count, service_domain_now(writing->service));
    }
    if (rc == RC_OK && known && TROUBLES[report->trouble].rule != NULL) {
        rc = raise(tx, writing, &device, report->trouble);
    }
    return rc;
}

static enum rc write_all(struct tx *tx, void *context) {
    const struct writing *writing = context;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < writing->count; i++) {
        rc = write_one(tx, writing, &writing->reports[i]);
    }
    return rc == RC_OK ? audit_append(tx, "system", "device.trouble", "", NULL) : rc;
}

static bool is_strange(const struct inbox_trouble_report *report) {
    static const uint8_t nobody[INBOX_DEVICE_SIZE];
    return memcmp(report->device, nobody, sizeof nobody) == 0;
}

// Those to be written now come first; returns how many.
static size_t put_due_first(struct drain_troubles *troubles, int64_t now_us) {
    bool all =
        troubles->strangers_us == 0 || now_us - troubles->strangers_us >= DRAIN_STRANGERS_EVERY_US;
    size_t due = 0;
    for (size_t i = 0; i < troubles->count; i++) {
        struct inbox_trouble_report report = troubles->reports[i];
        if (all || !is_strange(&report)) {
            troubles->reports[i] = troubles->reports[due];
            troubles->reports[due++] = report;
        }
    }
    return due;
}

static void forget_written(struct drain_troubles *troubles, size_t written, int64_t now_us) {
    for (size_t i = 0; i < written; i++) {
        if (is_strange(&troubles->reports[i])) {
            troubles->strangers_us = now_us;
        }
    }
    troubles->count -= written;
    memmove(troubles->reports, troubles->reports + written,
            troubles->count * sizeof troubles->reports[0]);
}

enum rc drain_troubles_write(struct drain_troubles *troubles, const struct service *service,
                             int64_t now_us) {
    size_t due = put_due_first(troubles, now_us);
    if (due == 0) {
        return RC_OK;
    }
    struct writing writing = {
        .service = service, .reports = troubles->reports, .count = due, .arena = arena_new(0)};
    if (writing.arena == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < due; i++) {
        struct public_id device = public_id_of_bytes(troubles->reports[i].device);
        log_info("drain.trouble", log_text("device", device.text),
                 log_text("trouble", TROUBLES[troubles->reports[i].trouble].word),
                 log_int("count", troubles->reports[i].count));
    }
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "drain.troubles", write_all, &writing);
    if (rc == RC_OK) {
        forget_written(troubles, due, now_us);
    }
    arena_free(writing.arena);
    return rc;
}
