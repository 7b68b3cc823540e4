// SPDX-License-Identifier: EUPL-1.2
// Outbox, events and idempotency: at least once out, exactly once across, bounded, repeatable.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store/audit.h"
#include "store/event.h"
#include "store/idempotency.h"
#include "store/outbox.h"

static enum rc append(struct tx *tx, void *kind) {
    enum rc rc = outbox_append(tx, kind, "{\"id\":1}", 0, NULL);
    return rc == RC_OK ? audit_append(tx, "system", "test.outbox", "", NULL) : rc;
}

static void add_row(struct place *place, const char *kind) {
    char copy[32];
    snprintf(copy, sizeof copy, "%s", kind);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.outbox", append, copy), RC_OK);
}

static size_t claim(struct place *place, const char *kind, int64_t lease_us, struct arena *arena,
                    struct outbox_row **rows) {
    size_t count = 99;
    *rows = NULL;
    assert_int_equal(
        outbox_claim(place->store, STORE_OFFICE, kind, 10, lease_us, arena, rows, &count), RC_OK);
    return count;
}

static enum rc counts(struct tx *tx, void *context) {
    return outbox_count(tx, context);
}

static void a_claimed_row_comes_back_after_its_lease_until_finished(void **state) {
    struct place *place = *state;
    struct arena *arena = arena_new(0);
    struct outbox_row *rows;
    struct outbox_counts counted;
    assert_int_equal(claim(place, NULL, 1, arena, &rows), 0);
    add_row(place, "mail");
    add_row(place, "letter");
    assert_int_equal(claim(place, "mail", 3600000000, arena, &rows), 1);
    assert_string_equal(rows[0].kind, "mail");
    assert_string_equal(rows[0].payload, "{\"id\":1}");
    assert_int_equal(rows[0].attempts, 1);
    assert_int_equal(claim(place, "mail", 1, arena, &rows), 0);
    assert_int_equal(claim(place, NULL, 0, arena, &rows),
                     1); // the letter, and its lease is over at once
    assert_int_equal(claim(place, NULL, 0, arena, &rows), 1);
    assert_int_equal(rows[0].attempts, 2);
    assert_int_equal(outbox_retry(place->store, STORE_OFFICE, rows[0].id, INT64_MAX, "refused-451"),
                     RC_OK);
    assert_int_equal(claim(place, NULL, 0, arena, &rows), 0);
    assert_int_equal(store_read(place->store, STORE_OFFICE, "test.counts", counts, &counted),
                     RC_OK);
    assert_int_equal(counted.waiting, 2);
    assert_int_equal(counted.retried, 2);
    assert_int_equal(outbox_finish(place->store, STORE_OFFICE, 1, "delivered"), RC_OK);
    assert_int_equal(outbox_finish(place->store, STORE_OFFICE, 1, "delivered"), RC_NOT_FOUND);
    assert_int_equal(outbox_finish(place->store, STORE_OFFICE, 77, "delivered"), RC_NOT_FOUND);
    assert_int_equal(store_read(place->store, STORE_OFFICE, "test.counts", counts, &counted),
                     RC_OK);
    assert_int_equal(counted.waiting, 1);
    arena_free(arena);
}

static enum rc apply(struct tx *tx, void *context) {
    enum rc rc = outbox_apply_once(tx, STORE_OFFICE, *(int64_t *)context);
    return rc == RC_OK ? audit_append(tx, "system", "test.apply", "", NULL) : rc;
}

static void a_row_is_applied_to_the_other_database_exactly_once(void **state) {
    struct place *place = *state;
    int64_t id = 5, other = 6;
    assert_int_equal(store_write(place->store, STORE_MONITORING, "test.apply", apply, &id), RC_OK);
    assert_int_equal(store_write(place->store, STORE_MONITORING, "test.apply", apply, &id),
                     RC_CONFLICT);
    assert_int_equal(store_write(place->store, STORE_MONITORING, "test.apply", apply, &other),
                     RC_OK);
}

static enum rc add_events(struct tx *tx, void *context) {
    struct event event = {.audience = "monitoring", .kind = "alert.opened", .payload = "{}"};
    enum rc rc = RC_OK;
    for (int i = 0; rc == RC_OK && i < *(int *)context; i++) {
        rc = event_append(tx, &event);
    }
    return rc;
}

struct tail {
    struct arena *arena;
    int64_t after, oldest;
    struct event *events;
    size_t count;
};

static enum rc read_tail(struct tx *tx, void *context) {
    struct tail *tail = context;
    return event_list(tx, tail->after, 100, tail->arena, &tail->events, &tail->count,
                      &tail->oldest);
}

static void the_tail_of_events_is_bounded_and_a_late_reader_can_tell(void **state) {
    struct place *place = *state;
    struct tail tail = {.arena = arena_new(0), .after = 3};
    int count = 5;
    assert_int_equal(
        store_write_system(place->store, STORE_MONITORING, STORE_SYSTEM_EVENT, add_events, &count),
        RC_OK);
    assert_int_equal(store_read(place->store, STORE_MONITORING, "test.tail", read_tail, &tail),
                     RC_OK);
    assert_int_equal(tail.count, 2);
    assert_int_equal(tail.oldest, 1);
    assert_int_equal(tail.events[0].seq, 4);
    assert_string_equal(tail.events[1].kind, "alert.opened");
    count = EVENT_KEPT;
    assert_int_equal(
        store_write_system(place->store, STORE_MONITORING, STORE_SYSTEM_EVENT, add_events, &count),
        RC_OK);
    assert_int_equal(store_write_system(place->store, STORE_MONITORING, STORE_SYSTEM_EVENT,
                                        add_events, &(int){600}),
                     RC_OK);
    assert_int_equal(store_read(place->store, STORE_MONITORING, "test.tail", read_tail, &tail),
                     RC_OK);
    assert_true(tail.oldest > 300);
    arena_free(tail.arena);
}

struct repeat {
    struct idempotency_key key;
    struct arena *arena;
    struct idempotency_reply reply;
    int made;
};

static enum rc make_once(struct tx *tx, void *context) {
    struct repeat *repeat = context;
    enum rc rc = idempotency_claim(tx, &repeat->key, repeat->arena, &repeat->reply);
    repeat->made = 0;
    if (rc != RC_OK || repeat->reply.status != 0) {
        return rc;
    }
    repeat->made = 1;
    rc = audit_append(tx, "system", "test.make", "", NULL);
    return rc == RC_OK ? idempotency_store(tx, &repeat->key, 201, "{\"id\":\"x\"}", 10) : rc;
}

static enum rc ask(struct place *place, struct repeat *repeat) {
    return store_write(place->store, STORE_OFFICE, "test.make", make_once, repeat);
}

static void a_repeated_request_gets_the_first_answer_for_a_day(void **state) {
    struct place *place = *state;
    struct repeat repeat = {.arena = arena_new(0),
                            .key = {.actor = "anna", .route = "POST /v1/claims"}};
    repeat.key.key_hash[0] = 1;
    repeat.key.request_hash[0] = 2;
    assert_int_equal(ask(place, &repeat), RC_OK);
    assert_true(repeat.made);
    assert_int_equal(ask(place, &repeat), RC_OK);
    assert_false(repeat.made);
    assert_int_equal(repeat.reply.status, 201);
    assert_int_equal(repeat.reply.body_length, 10);
    assert_memory_equal(repeat.reply.body, "{\"id\":\"x\"}", 10);
    struct repeat other = repeat;
    other.key.request_hash[0] = 3;
    assert_int_equal(ask(place, &other), RC_INVALID);
    other = repeat;
    other.key.actor = "bruno";
    assert_int_equal(ask(place, &other), RC_OK);
    assert_true(other.made);
    place_close(place);
    place_sql(place, "office.db", "UPDATE idempotency SET created_us = created_us - 86401000000");
    place_open(place);
    assert_int_equal(ask(place, &repeat), RC_OK);
    assert_true(repeat.made);
    assert_int_equal(idempotency_prune(place->store, STORE_OFFICE), RC_OK);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM idempotency"), 1);
    arena_free(repeat.arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_claimed_row_comes_back_after_its_lease_until_finished),
        TEST(a_row_is_applied_to_the_other_database_exactly_once),
        TEST(the_tail_of_events_is_bounded_and_a_late_reader_can_tell),
        TEST(a_repeated_request_gets_the_first_answer_for_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
