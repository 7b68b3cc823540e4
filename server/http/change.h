// SPDX-License-Identifier: EUPL-1.2
// Requests that change one object: the body, the use case, and the object as it then is.
#ifndef HTTP_CHANGE_H
#define HTTP_CHANGE_H

#include <stddef.h>

#include "base/fault.h"
#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "http/reply.h"
#include "http/request.h"

// Calls the use case. `id` is the first parameter of the address; a use case that makes an object
// sets it. `body` is the struct that the fields filled.
typedef enum rc http_change_use(const struct http_request *rq, struct public_id *id,
                                const void *body, struct fault *fault);

// Shows the object after the change, or why there was none.
typedef void http_change_reply(struct http_request *rq, struct http_reply *rp,
                               const struct public_id *id, enum rc rc, const struct fault *fault);

struct http_change {
    const char *pattern; // of the route, as the route table has it
    http_change_use *use;
    const struct json_field *fields; // of the body; NULL: the route takes none
    size_t size;                     // of the struct that the fields fill, which begins zeroed
};

// The row of `changes` (ends with pattern NULL) for the request's route: fills the body, calls the
// use case, replies. A route without a row is our bug: 500.
void http_change(struct http_request *rq, struct http_reply *rp, const struct http_change *changes,
                 http_change_reply *reply);

#endif
