// SPDX-License-Identifier: EUPL-1.2
// Events of the store as streams see them.
#include "service/feed.h"

#include <string.h>

#include "service/service.h"
#include "store/event.h"

enum feed feed_of_role(enum role role) {
    switch (role) {
    case ROLE_OPERATOR:
    case ROLE_MONITORING_CLINICIAN:
        return FEED_MONITORING;
    case ROLE_FAMILY:
    case ROLE_CLAIMS_CLINICIAN:
    case ROLE_CLAIMS_HANDLER:
    case ROLE_PAYMENTS_OFFICER:
        return FEED_OFFICE;
    case ROLE_NONE:
    case ROLE_ADMIN:
        break;
    }
    return FEED_NONE;
}

static bool audience_has(const char *audience, enum role role) {
    switch (role) {
    case ROLE_OPERATOR:
    case ROLE_MONITORING_CLINICIAN:
        return strcmp(audience, "monitoring") == 0;
    case ROLE_CLAIMS_CLINICIAN:
    case ROLE_CLAIMS_HANDLER:
    case ROLE_PAYMENTS_OFFICER:
        return strcmp(audience, "claims") == 0;
    case ROLE_FAMILY:
        return strcmp(audience, "portal") == 0;
    case ROLE_NONE:
    case ROLE_ADMIN:
        break;
    }
    return false;
}

bool feed_visible(const struct actor *actor, const struct feed_event *event) {
    // What concerns the installation is of every fund.
    bool its_fund =
        !public_id_is_set(&event->fund) || public_id_equal(&actor->fund, &event->fund);
    if (!public_id_is_set(&actor->fund) || !its_fund) {
        return false;
    }
    if (public_id_is_set(&event->user) && !public_id_equal(&event->user, &actor->user)) {
        return false;
    }
    if (!audience_has(event->audience, actor->role)) {
        return false;
    }
    // Payments sees that its list changed, and no claim go by.
    return actor->role != ROLE_PAYMENTS_OFFICER || strcmp(event->kind, "payment-lines") == 0;
}

struct reading {
    int64_t after_seq;
    size_t limit;
    struct arena *arena;
    struct event *events;
    size_t count;
    int64_t oldest_seq;
};

static enum rc read_events(struct tx *tx, void *context) {
    struct reading *r = context;
    return event_list(tx, r->after_seq, r->limit, r->arena, &r->events, &r->count, &r->oldest_seq);
}

enum rc feed_read(const struct service *service, enum feed feed, int64_t after_seq, size_t limit,
                  struct arena *arena, struct feed_event **events, size_t *count,
                  int64_t *oldest_seq) {
    struct reading r = {.after_seq = after_seq, .limit = limit, .arena = arena};
    enum store_db db = feed == FEED_MONITORING ? STORE_MONITORING : STORE_OFFICE;
    enum rc rc = store_read(service->store, db, "feed.read", read_events, &r);
    if (rc != RC_OK) {
        return rc;
    }
    struct feed_event *list = NULL;
    if (r.count > 0) {
        list = arena_array(arena, r.count, sizeof *list);
        if (list == NULL) {
            return RC_NOMEM;
        }
    }
    for (size_t i = 0; i < r.count; i++) {
        const struct event *event = &r.events[i];
        list[i] = (struct feed_event){.seq = event->seq,
                                      .fund = event->fund,
                                      .user = event->user,
                                      .audience = event->audience,
                                      .kind = event->kind,
                                      .payload = event->payload};
    }
    *events = list;
    *count = r.count;
    *oldest_seq = r.oldest_seq;
    return RC_OK;
}
