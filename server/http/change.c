// SPDX-License-Identifier: EUPL-1.2
// The one way of every request that changes an object.
#include "http/change.h"

#include <string.h>

#include "base/arena.h"
#include "http/route.h"

static const struct http_change *change_of(const struct http_change *changes, const char *pattern) {
    while (changes->pattern != NULL && strcmp(changes->pattern, pattern) != 0)
        changes++;
    return changes->pattern == NULL ? NULL : changes;
}

void http_change(struct http_request *rq, struct http_reply *rp, const struct http_change *changes,
                 http_change_reply *reply) {
    const struct http_change *change = change_of(changes, rq->route->pattern);
    struct public_id id = {0};
    struct fault fault = {0};
    void *body = change == NULL ? NULL : arena_alloc(rq->arena, change->size + 1);
    enum rc rc = change == NULL ? RC_BUG : body == NULL ? RC_NOMEM : RC_OK;
    if (rq->found->count > 0)
        id = http_param_id(rq, rq->found->params[0].name);
    if (rc == RC_OK && change->fields != NULL)
        rc = http_body_fill(rq, change->fields, body, &fault);
    if (rc == RC_OK)
        rc = change->use(rq, &id, body, &fault);
    reply(rq, rp, &id, rc, &fault);
}
