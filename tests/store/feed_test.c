// SPDX-License-Identifier: EUPL-1.2
// What open pages are told, and who is told it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/alert_raise.h"
#include "service/feed.h"
#include "service/quarantine_desk.h"
#include "store/audit.h"
#include "ward.h"

#define DOOR_SCOPE "door:0123456789abcdef0123456789abcdef:full"

static enum rc raise_of_door(struct tx *tx, void *context) {
    struct arena *arena = context;
    const struct alert alert = {.public_id = public_id_new(),
                                .kind = ALERT_KIND_DOOR,
                                .severity = ALERT_SEVERITY_TECHNICAL,
                                .rule = RULE_DOOR_FULL,
                                .raised_us = 1,
                                .scope = DOOR_SCOPE};
    enum rc rc = alert_raise(tx, &alert, arena);
    return rc == RC_OK ? audit_append(tx, "system", "test.door", "", NULL) : rc;
}

static enum rc end_of_door(struct tx *tx, void *context) {
    enum rc rc = alert_end(tx, DOOR_SCOPE, 2, context);
    return rc == RC_OK ? audit_append(tx, "system", "test.door", "", NULL) : rc;
}

// A door that fails brings no reading that would make the pages look.
static void a_failing_door_is_told_to_the_open_worklists_of_every_fund(void **state) {
    struct ward *ward = *state;
    struct store *store = ward->place->store;
    struct arena *arena = arena_new(0);
    struct feed_event *events;
    size_t count;
    int64_t oldest;
#define TOLD "SELECT COUNT(*) FROM events WHERE kind = 'worklist' AND payload = '{}'"
    assert_int_equal(store_write(store, STORE_MONITORING, "test.door", raise_of_door, arena),
                     RC_OK);
    assert_int_equal(ward_number(ward, TOLD), 1);
    assert_int_equal(store_write(store, STORE_MONITORING, "test.door", raise_of_door, arena),
                     RC_OK);
    assert_int_equal(ward_number(ward, TOLD), 1); // the repeat is no news
    assert_int_equal(store_write(store, STORE_MONITORING, "test.door", end_of_door, arena), RC_OK);
    assert_int_equal(ward_number(ward, TOLD), 2);

    assert_int_equal(feed_read(&ward->service, FEED_MONITORING, 0, 10, arena, &events, &count,
                               &oldest),
                     RC_OK);
    assert_int_equal(count, 2);
    struct actor other = ward->operator;
    other.fund = public_id_new();
    struct actor claims = ward->operator;
    claims.role = ROLE_CLAIMS_HANDLER;
    struct actor nowhere = ward->operator;
    nowhere.fund = (struct public_id){0};
    assert_true(feed_visible(&ward->operator, &events[0]));
    assert_true(feed_visible(&other, &events[0]));
    assert_false(feed_visible(&claims, &events[0]));
    assert_false(feed_visible(&nowhere, &events[0]));
    struct feed_event of_fund = events[0];
    of_fund.fund = ward->fund;
    assert_true(feed_visible(&ward->operator, &of_fund));
    assert_false(feed_visible(&other, &of_fund));
    arena_free(arena);
}

// Who has the desk open must not work on what somebody else has settled.
static void a_decision_is_told_to_the_other_open_desks(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct quarantine_view *items, settled;
    size_t count;
    ward_patient(ward, &device);
    ward_send(ward, &device, ward_pressure(80, 140, MINUTE_US, -1)); // swapped
    ward_drain(ward);
    assert_int_equal(quarantine_read(&ward->service, &ward->operator, false, "", 10, arena, &fault,
                                     &items, &count),
                     RC_OK);
    assert_int_equal(count, 1);
    place_sql(ward->place, "monitoring.db", "DELETE FROM events");
    struct desk_step step = {.item = items[0].id, .act = DESK_DISCARD, .reason = "typed by hand"};
    assert_int_equal(
        quarantine_decide(&ward->service, &ward->operator, &step, arena, &fault, &settled), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM events WHERE kind = 'quarantine'"), 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_failing_door_is_told_to_the_open_worklists_of_every_fund, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_decision_is_told_to_the_other_open_desks, ward_make,
                                        ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
