// SPDX-License-Identifier: EUPL-1.2
// Care limits of one member.
#include "service/limits.h"

#include <string.h>

#include "scoring/alert_rule.h"
#include "service/alert_raise.h"
#include "service/measure.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "service/subject_key.h"
#include "store/audit.h"
#include "store/limits.h"
#include "store/store.h"

static const char *bound_text(struct arena *arena, const struct alert_limit *limit) {
    return limit->set ? measure_text(arena, limit->value) : NULL;
}

static enum rc view_limit(const struct service *service, const struct subject *subject,
                          const struct care_limit *limit, struct arena *arena,
                          struct limit_view *view) {
    struct subject_seal seal = {
        .vault = service->vault,
        .subject = &subject->public_id,
        .key = &subject->key,
        .place = {.table = "care_limits", .column = "reason", .row = &limit->public_id},
    };
    bool profile = !public_id_is_set(&limit->set_by);
    *view = (struct limit_view){
        .quantity = limit->rule.quantity,
        .unit = measure_unit(limit->rule.quantity),
        .from_us = limit->from_us,
        .alert_low = bound_text(arena, &limit->rule.alert_low),
        .warn_low = bound_text(arena, &limit->rule.warn_low),
        .warn_high = bound_text(arena, &limit->rule.warn_high),
        .alert_high = bound_text(arena, &limit->rule.alert_high),
        .reason = profile ? "profile" : subject_text(&seal, &limit->reason, arena),
        .by = {.id = limit->set_by, .name = ""},
    };
    return view->reason == NULL || arena_failed(arena) ? RC_NOMEM : RC_OK;
}

struct reading_limits {
    const struct service *service;
    const struct subject *subject;
    enum quantity quantity; // NONE: all
    struct arena *arena;
    struct staff_list staff;
    struct limit_view *views;
    size_t count;
};

static enum rc read_limits(struct tx *tx, void *context) {
    struct reading_limits *r = context;
    struct care_limit *limits;
    enum rc rc = limit_list(tx, r->subject->id, r->quantity, r->arena, &limits, &r->count);
    if (rc != RC_OK) {
        return rc;
    }
    r->views = arena_array(r->arena, r->count + 1, sizeof *r->views);
    if (r->views == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; rc == RC_OK && i < r->count; i++) {
        rc = view_limit(r->service, r->subject, &limits[i], r->arena, &r->views[i]);
        if (i > 0 && limits[i - 1].rule.quantity == limits[i].rule.quantity) {
            r->views[i].to_us = limits[i - 1].from_us;
        }
        if (rc == RC_OK) {
            rc = staff_list_add(&r->staff, &r->views[i].by);
        }
    }
    return rc;
}

static enum rc read_and_name(struct reading_limits *r) {
    enum rc rc = store_read(r->service->store, STORE_MONITORING, "limits.read", read_limits, r);
    return rc == RC_OK ? staff_list_name(r->service, &r->staff) : rc;
}

enum rc limits_read(const struct service *service, const struct actor *actor,
                    const struct public_id *id, struct arena *arena, struct fault *fault,
                    struct limit_view **limits, size_t *count) {
    struct subject subject;
    enum rc rc =
        subject_open(service, actor, ACTION_LIMITS_READ, id, "limits", arena, fault, &subject);
    if (rc != RC_OK) {
        return rc;
    }
    struct reading_limits r = {
        .service = service, .subject = &subject, .arena = arena, .staff = {.arena = arena}};
    rc = read_and_name(&r);
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc_name(rc));
    }
    *limits = r.views;
    *count = r.count;
    return RC_OK;
}

static void read_bound(const char *text, const char *pointer, struct fault *fault,
                       struct alert_limit *limit) {
    struct decimal decimal;
    int64_t scaled;
    if (text == NULL) {
        return;
    }
    enum rc rc = RC_OK;
    if (decimal_parse(text, strlen(text), &decimal) != DECIMAL_OK) {
        rc = fault_at(fault, pointer, "not-a-decimal");
    } else if (decimal.scale > QUANTITY_SCALE ||
               !decimal_scaled(&decimal, 0, 1, 1, QUANTITY_SCALE, &scaled)) {
        rc = fault_at(fault, pointer, "too-many-decimals");
    }
    if (rc == RC_OK) {
        *limit = (struct alert_limit){.set = true, .value = scaled};
    }
}

static enum rc read_rule(const struct limit_wish *wish, struct fault *fault,
                         struct alert_rule *rule) {
    *rule = (struct alert_rule){.quantity = wish->quantity};
    read_bound(wish->alert_low, "/alertLow", fault, &rule->alert_low);
    read_bound(wish->warn_low, "/warnLow", fault, &rule->warn_low);
    read_bound(wish->warn_high, "/warnHigh", fault, &rule->warn_high);
    read_bound(wish->alert_high, "/alertHigh", fault, &rule->alert_high);
    if (fault->count > 0) {
        return RC_INVALID;
    }
    switch (alert_rule_check(rule)) {
    case ALERT_RULE_OK:
        return RC_OK;
    case ALERT_RULE_ORDER:
        return fault_at(fault, "", "limits-out-of-order");
    case ALERT_RULE_BOUNDS:
        return fault_at(fault, "", "limit-impossible");
    case ALERT_RULE_EMPTY:
        return fault_at(fault, "", "limit-missing");
    case ALERT_RULE_QUANTITY:
        break;
    }
    return fault_set(fault, RC_BUG, "quantity");
}

struct setting {
    const struct service *service;
    const struct actor *actor;
    const struct limit_wish *wish;
    const struct alert_rule *rule;
    struct arena *arena;
    struct fault *fault;
    struct subject subject;
};

static enum rc write_limit(struct tx *tx, void *context) {
    struct setting *s = context;
    fault_clear(s->fault);
    enum rc rc = subject_for_actor(tx, s->actor, ACTION_LIMITS_WRITE, &s->wish->subject, s->arena,
                                   s->fault, &s->subject);
    if (rc != RC_OK) {
        return rc;
    }
    int64_t now_us = service_domain_now(s->service);
    struct care_limit limit = {
        .public_id = public_id_new(),
        .subject_id = s->subject.id,
        .rule = *s->rule,
        .set_by = s->actor->user,
        .from_us = now_us,
        .recorded_us = now_us,
    };
    struct subject_seal seal = {
        .vault = s->service->vault,
        .subject = &s->subject.public_id,
        .key = &s->subject.key,
        .place = {.table = "care_limits", .column = "reason", .row = &limit.public_id},
    };
    rc = subject_seal(&seal, s->wish->reason, strlen(s->wish->reason), s->arena, &limit.reason);
    if (rc == RC_OK) {
        rc = limit_insert(tx, &limit);
    }
    if (rc == RC_OK) {
        rc = alert_announce(tx, &s->subject.fund, &s->subject.public_id, s->arena);
    }
    if (rc == RC_OK) {
        const char *detail = arena_printf(s->arena, "{\"quantity\":\"%s\"}",
                                          quantity_describe(s->wish->quantity)->code);
        rc = detail == NULL ? RC_NOMEM
                            : audit_append(tx, s->actor->user.text, "limit.set",
                                           s->subject.public_id.text, detail);
    }
    return rc;
}

enum rc limits_set(const struct service *service, const struct actor *actor,
                   const struct limit_wish *wish, struct arena *arena, struct fault *fault,
                   struct limit_view *limit) {
    struct alert_rule rule;
    // Whose limits they are is asked first: a stranger learns nothing from the checks below.
    struct subject subject;
    enum rc rc = subject_open(service, actor, ACTION_LIMITS_WRITE, &wish->subject, "limits", arena,
                              fault, &subject);
    if (rc == RC_OK) {
        rc = read_rule(wish, fault, &rule);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct setting s = {.service = service,
                        .actor = actor,
                        .wish = wish,
                        .rule = &rule,
                        .arena = arena,
                        .fault = fault};
    rc = store_write(service->store, STORE_MONITORING, "limit.set", write_limit, &s);
    struct reading_limits r = {.service = service,
                               .subject = &s.subject,
                               .quantity = wish->quantity,
                               .arena = arena,
                               .staff = {.arena = arena}};
    if (rc == RC_OK) {
        rc = read_and_name(&r);
    }
    if (rc != RC_OK) {
        return fault_named(fault, rc);
    }
    *limit = r.views[0];
    return RC_OK;
}
