// SPDX-License-Identifier: EUPL-1.2
// Workers and their queue.
#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "http/exchange.h"

struct http_pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct http_exchange *first;
    struct http_exchange *last;
    size_t waiting;
    size_t queue;
    bool stopping;
    void (*done)(struct http_exchange *exchange);
    unsigned count;
    pthread_t threads[];
};

static void *work(void *argument) {
    struct http_pool *pool = argument;
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        while (pool->first == NULL && !pool->stopping) {
            pthread_cond_wait(&pool->work, &pool->lock);
        }
        struct http_exchange *exchange = pool->first;
        if (exchange != NULL) {
            pool->first = exchange->next;
            pool->waiting--;
        }
        pthread_mutex_unlock(&pool->lock);
        if (exchange == NULL) {
            return NULL;
        }
        exchange_run(exchange);
        pool->done(exchange);
    }
}

struct http_pool *http_pool_start(unsigned workers, size_t queue,
                                  void (*done)(struct http_exchange *exchange)) {
    struct http_pool *pool = calloc(1, sizeof *pool + workers * sizeof pool->threads[0]);
    if (pool == NULL) {
        return NULL;
    }
    pool->queue = queue;
    pool->done = done;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    while (pool->count < workers) {
        if (pthread_create(&pool->threads[pool->count], NULL, work, pool) != 0) {
            http_pool_stop(pool);
            http_pool_free(pool);
            return NULL;
        }
        pool->count++;
    }
    return pool;
}

bool http_pool_submit(struct http_pool *pool, struct http_exchange *exchange) {
    bool taken = false;
    pthread_mutex_lock(&pool->lock);
    if (!pool->stopping && pool->waiting < pool->queue) {
        exchange->next = NULL;
        if (pool->first == NULL) {
            pool->first = exchange;
        } else {
            pool->last->next = exchange;
        }
        pool->last = exchange;
        pool->waiting++;
        taken = true;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

void http_pool_stop(struct http_pool *pool) {
    if (pool == NULL) {
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->count; i++) {
        pthread_join(pool->threads[i], NULL);
    }
    pool->count = 0;
}

void http_pool_free(struct http_pool *pool) {
    if (pool == NULL) {
        return;
    }
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
