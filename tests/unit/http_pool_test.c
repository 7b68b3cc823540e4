// SPDX-License-Identifier: EUPL-1.2
// The pool is bounded: what does not fit is refused at once, what was accepted is finished before
// it stops.
#include "http/pool.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "http/exchange.h"

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_int running;
static atomic_int finished;

static void wait_at_gate(struct http_request *rq, struct http_reply *rp) {
    (void)rq;
    atomic_fetch_add(&running, 1);
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    http_reply_empty(rp, 204);
}

static void count(struct http_exchange *exchange) {
    assert_int_equal(exchange->reply.status, 204);
    atomic_fetch_add(&finished, 1);
}

static const struct http_route route = {HTTP_GET, "/wait", ACTION_PUBLIC, 0, 0, NULL, wait_at_gate};
static const struct http_settings settings = {.trusted_proxy = ""};
static const struct http_context context = {
    .settings = &settings, .routes = &route, .route_count = 1};

static struct http_exchange *exchange(void) {
    struct framing_header host = {"Host", 4, "a", 1};
    struct framing_message message = {.method = "GET",
                                      .version = "HTTP/1.1",
                                      .target = "/wait",
                                      .headers = &host,
                                      .header_count = 1};
    struct http_exchange *made = exchange_new(&context, "/wait");
    assert_non_null(made);
    assert_int_equal(exchange_begin(made, &message, "127.0.0.1"), EXCHANGE_RUN);
    return made;
}

static void a_full_queue_refuses_and_a_stop_finishes(void **state) {
    (void)state;
    struct http_exchange *all[6];
    struct http_pool *pool = http_pool_start(2, 3, count);
    assert_non_null(pool);
    pthread_mutex_lock(&gate);
    for (size_t i = 0; i < 6; i++) {
        all[i] = exchange();
    }
    assert_true(http_pool_submit(pool, all[0]));
    assert_true(http_pool_submit(pool, all[1]));
    for (int i = 0; i < 2000 && atomic_load(&running) < 2; i++) {
        usleep(1000);
    }
    assert_int_equal(atomic_load(&running), 2);
    assert_true(http_pool_submit(pool, all[2]));
    assert_true(http_pool_submit(pool, all[3]));
    assert_true(http_pool_submit(pool, all[4]));
    assert_false(http_pool_submit(pool, all[5]));
    pthread_mutex_unlock(&gate);
    http_pool_stop(pool);
    assert_int_equal(atomic_load(&finished), 5);
    assert_false(http_pool_submit(pool, all[5]));
    http_pool_free(pool);
    for (size_t i = 0; i < 6; i++) {
        exchange_free(all[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_full_queue_refuses_and_a_stop_finishes)};
    log_configure(LOG_FORMAT_TEXT, LOG_LEVEL_WARNING);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
