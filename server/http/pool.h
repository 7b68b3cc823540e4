// SPDX-License-Identifier: EUPL-1.2
// The bounded pool of threads on which handlers run as plain blocking code.
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct http_exchange;
struct http_pool;

// `done` is called on the worker after exchange_run(). NULL when threads or memory are missing.
struct http_pool *http_pool_start(unsigned workers, size_t queue,
                                  void (*done)(struct http_exchange *exchange));

// False when the queue is full or the pool stops: the caller answers 503.
bool http_pool_submit(struct http_pool *pool, struct http_exchange *exchange);

// Refuse new work, finish what was accepted, join the threads. Submitting stays allowed (and is
// refused) until the pool is freed. NULL allowed.
void http_pool_stop(struct http_pool *pool);
void http_pool_free(struct http_pool *pool); // stopped before; NULL allowed

#endif
