// SPDX-License-Identifier: EUPL-1.2
// The triage worklist.
#include "service/worklist.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "service/access.h"
#include "service/condition_list.h"
#include "service/service.h"
#include "store/alerts.h"
#include "store/audit.h"
#include "store/devices.h"
#include "store/store.h"
#include "store/worklist.h"

enum { CUSTODY_MAX = 50 };

struct reading_list {
    const struct service *service;
    const struct actor *actor;
    const struct worklist_query *query;
    struct worklist_place place;
    struct worklist_filter filter;
    struct arena *arena;
    struct staff_list staff;
    struct worklist_view *view;
};

// Positions are "<severity>:<since>:<subject>".
static bool read_position(const char *text, struct worklist_place *place) {
    *place = (struct worklist_place){0};
    if (text[0] == '\0') {
        return true;
    }
    const char *since = strchr(text, ':');
    char severity[16];
    if (since == NULL || (size_t)(since - text) >= sizeof severity) {
        return false;
    }
    memcpy(severity, text, (size_t)(since - text));
    severity[since - text] = '\0';
    char *end;
    long long since_us = strtoll(since + 1, &end, 10);
    place->severity = alert_severity_of(severity);
    place->since_us = since_us;
    return place->severity != ALERT_SEVERITY_NONE && *end == ':' &&
           public_id_parse(end + 1, strlen(end + 1), &place->subject) == RC_OK;
}

static enum rc read_row(struct tx *tx, struct reading_list *r, const struct worklist_row *row,
                        struct worklist_row_view *view) {
    *view = (struct worklist_row_view){
        .subject = row->subject,
        .severity = alert_severity_name(row->severity),
        .since_us = row->since_us,
        .owner = {.id = row->owner},
    };
    view->condition_count = condition_list(row->conditions, view->conditions);
    struct alert *alerts;
    enum rc rc = alert_list_open(tx, row->subject_id, r->arena, &alerts, &view->alert_count);
    if (rc == RC_OK) {
        rc = alert_views_read(tx, r->service, alerts, view->alert_count, r->arena, &r->staff,
                              &view->alerts);
    }
    return rc == RC_OK ? staff_list_add(&r->staff, &view->owner) : rc;
}

static enum rc read_rows(struct tx *tx, struct reading_list *r) {
    struct worklist_row *rows;
    size_t count;
    // One more than asked for tells whether there is a next page.
    enum rc rc =
        worklist_page(tx, &r->filter, &r->place, r->query->limit + 1, r->arena, &rows, &count);
    if (rc != RC_OK) {
        return rc;
    }
    struct worklist_view *view = r->view;
    view->count = count > r->query->limit ? r->query->limit : count;
    view->rows = arena_array(r->arena, view->count + 1, sizeof *view->rows);
    if (view->rows == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < view->count; i++) {
        rc = read_row(tx, r, &rows[i], &view->rows[i]);
    }
    if (rc == RC_OK && count > view->count) {
        const struct worklist_row *last = &rows[view->count - 1];
        snprintf(view->next, sizeof view->next, "%s:%" PRId64 ":%s",
                 alert_severity_name(last->severity), last->since_us, last->subject.text);
    }
    return rc;
}

static enum rc read_counts(struct tx *tx, struct reading_list *r) {
    struct worklist_counts counts;
    enum rc rc = worklist_counts(tx, &r->filter.fund, &counts);
    if (rc != RC_OK) {
        return rc;
    }
    r->view->urgent = counts.urgent;
    r->view->warning = counts.warning;
    r->view->technical = counts.technical;
    r->view->silent = counts.silent;
    r->view->received_us = counts.received_us;
    return device_count_heard(tx, &r->filter.fund, service_domain_now(r->service) - CLOCK_DAY_US,
                              &r->view->reporting_devices);
}

static enum rc read_all(struct tx *tx, void *context) {
    struct reading_list *r = context;
    enum rc rc = read_rows(tx, r);
    if (rc == RC_OK) {
        rc = read_counts(tx, r);
    }
    struct alert *custody;
    if (rc == RC_OK) {
        rc = alert_list_of_nobody(tx, &r->filter.fund, CUSTODY_MAX, r->arena, &custody,
                                  &r->view->custody_count);
    }
    return rc == RC_OK ? alert_views_read(tx, r->service, custody, r->view->custody_count, r->arena,
                                          &r->staff, &r->view->custody)
                       : rc;
}

static enum rc name_persons(const struct reading_list *r) {
    struct worklist_view *view = r->view;
    struct public_id *subjects = arena_array(r->arena, view->count + 1, sizeof *subjects);
    struct person_label *labels = arena_array(r->arena, view->count + 1, sizeof *labels);
    if (subjects == NULL || labels == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < view->count; i++) {
        subjects[i] = view->rows[i].subject;
    }
    enum rc rc =
        person_labels(r->service, &r->filter.fund, subjects, view->count, r->arena, labels);
    for (size_t i = 0; rc == RC_OK && i < view->count; i++) {
        view->rows[i].person = labels[i];
    }
    return rc;
}

enum rc worklist_read(const struct service *service, const struct actor *actor,
                      const struct worklist_query *query, struct arena *arena, struct fault *fault,
                      struct worklist_view *view) {
    struct access_object object = {.fund = actor->fund};
    enum rc rc = access_check(NULL, actor, ACTION_WORKLIST_READ, &object, NULL);
    *view = (struct worklist_view){0};
    struct reading_list r = {.service = service,
                             .actor = actor,
                             .query = query,
                             .filter = {.fund = actor->fund, .nobody = query->nobody},
                             .arena = arena,
                             .staff = {.arena = arena},
                             .view = view};
    if (query->severity != NULL) {
        r.filter.severity = alert_severity_of(query->severity);
    }
    if (query->condition != NULL) {
        r.filter.condition = condition_of(query->condition);
    }
    if (query->mine) {
        r.filter.owner = actor->user;
    }
    if (rc == RC_OK && !read_position(query->after, &r.place)) {
        return fault_set(fault, RC_INVALID, "bad-cursor");
    }
    if (rc == RC_OK) {
        rc = audit_read(service->store, STORE_MONITORING, actor->user.text, actor->fund.text,
                        "worklist");
    }
    if (rc == RC_OK) {
        rc = store_read(service->store, STORE_MONITORING, "worklist.read", read_all, &r);
    }
    if (rc == RC_OK) {
        rc = staff_list_name(service, &r.staff);
    }
    if (rc == RC_OK) {
        rc = name_persons(&r);
    }
    return rc == RC_OK ? rc : fault_set(fault, rc, rc_name(rc));
}
