// SPDX-License-Identifier: EUPL-1.2
// GET /api/v1/events: the live stream of one's purpose.
#include "http/exchange.h"
#include "http/house.h"
#include "http/stream.h"

void events_get(struct http_request *rq, struct http_reply *rp) {
    struct http_exchange *exchange = rq->exchange;
    struct fault fault = {0};
    if (rq->method == HTTP_HEAD) {
        http_reply_bytes(rp, 200, "text/event-stream", "", 0);
        return;
    }
    if (http_stream_open(exchange->context->streams, rq->session, exchange->token,
                         exchange->headers[HEADER_LAST_EVENT_ID], &fault, &rp->stream) != RC_OK) {
        http_reply_retry_after(rp, 15);
        http_reply_fault(rp, &fault);
        return;
    }
    reply_static(rp, 200, "text/event-stream", "", 0);
    // A buffering proxy would hold events back.
    http_reply_header(rp, "X-Accel-Buffering", "no");
}
