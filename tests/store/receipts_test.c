// SPDX-License-Identifier: EUPL-1.2
// Receipts and the reconciliation of doors and database (telemonitoring §5 cases 1, 10, 34; issue
// "every message has a receipt number and a state").
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "inbox/wake.h"
#include "service/receipt_keeper.h"
#include "service/receipts.h"
#include "service/reconcile.h"
#include "ward.h"

#define OPEN "SELECT COUNT(*) FROM alerts WHERE state <> 'closed' AND rule = 'reconciliation/1'"

static struct public_id inbox_of(const struct ward *ward) {
    return public_id_of_bytes(inbox_writer_id(ward->door));
}

static struct receipt_view receipt(struct ward *ward, int64_t sequence, struct arena *arena) {
    struct public_id inbox = inbox_of(ward);
    struct receipt_view view;
    struct fault fault = {0};
    assert_int_equal(receipts_read(&ward->service, &ward->operator, & inbox, sequence, arena,
                                   &fault, &view),
                     RC_OK);
    return view;
}

static void state_is(struct ward *ward, int64_t sequence, const char *state) {
    struct arena *arena = arena_new(0);
    assert_string_equal(receipt(ward, sequence, arena).state, state);
    arena_free(arena);
}

static void a_message_is_in_custody_then_used_and_the_next_of_it_a_duplicate(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char text[600];
    snprintf(text, sizeof text, "%s", ward_pressure(120, 80, MINUTE_US, -1));
    int64_t first = ward_send(ward, &device, text);
    state_is(ward, first, "in-custody");
    struct arena *arena = arena_new(0);
    struct receipt_view view = receipt(ward, first, arena);
    assert_string_equal(view.door, "mqtt");
    assert_true(public_id_equal(&view.device, &device));
    assert_true(view.received_us > 0);
    assert_int_equal(view.read_us, 0);
    ward_drain(ward);
    state_is(ward, first, "used"); // limits of the condition are in force
    int64_t again = ward_send(ward, &device, text);
    int64_t alive = ward_send(ward, &device, "{\"sent\":\"2026-01-01T00:00:00Z\",\"readings\":[]}");
    int64_t broken = ward_send(ward, &device, "{\"sent\": ");
    ward_drain(ward);
    state_is(ward, again, "duplicate");
    state_is(ward, alive, "read");
    state_is(ward, broken, "quarantined");
    view = receipt(ward, broken, arena);
    assert_int_equal(view.part_count, 1);
    assert_int_equal(view.parts[0].index, -1);
    struct device_receipts list;
    struct fault fault = {0};
    assert_int_equal(
        receipts_of_device(&ward->service, &ward->operator, & device, arena, &fault, &list), RC_OK);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.receipts[0].sequence, broken);
    assert_int_equal(list.from, -1);
    arena_free(arena);
}

static void a_number_that_no_door_gave_and_a_strangers_receipt_are_unknown(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    int64_t sequence = ward_send(ward, &device, ward_pressure(120, 80, MINUTE_US, -1));
    struct public_id inbox = inbox_of(ward), nobody = public_id_new();
    struct actor stranger = ward->operator;
    struct arena *arena = arena_new(0);
    struct receipt_view view;
    struct fault fault = {0};
    stranger.fund = public_id_new();
    for (int drained = 0; drained < 2; drained++) {
        assert_int_equal(receipts_read(&ward->service, &stranger, &inbox, sequence, arena, &fault,
                                       &view),
                         RC_NOT_FOUND);
        assert_string_equal(fault.code, "receipt-unknown");
        assert_int_equal(receipts_read(&ward->service, &ward->operator, & inbox, sequence + 1,
                                       arena, &fault, &view),
                         RC_NOT_FOUND);
        assert_int_equal(receipts_read(&ward->service, &ward->operator, & nobody, sequence, arena,
                                       &fault, &view),
                         RC_NOT_FOUND);
        ward_drain(ward);
    }
    arena_free(arena);
}

static void case_10_half_of_a_batch_is_stored_and_the_receipt_names_the_other_half(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char at[CLOCK_TEXT_SIZE], text[1200];
    clock_text((inbox_now_us() - MINUTE_US) / 1000000 * 1000000, at);
    snprintf(text, sizeof text,
             "{\"seq\":1,\"boot\":1,\"sent\":\"%s\",\"readings\":["
             "{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":80,\"u\":\"kg\"}}},"
             "{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":9000,\"u\":\"kg\"}}},"
             "{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":81,\"u\":\"kg\"}}},"
             "{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":1,\"u\":\"furlong\"}}}]}",
             at, at, at, at, at);
    int64_t first = ward_send(ward, &device, text);
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct receipt_view view = receipt(ward, first, arena);
    assert_string_equal(view.state, "stored"); // nobody has limits for the weight
    assert_int_equal(view.stored, 2);
    assert_int_equal(view.quarantined, 2);
    assert_int_equal(view.part_count, 2);
    assert_int_equal(view.parts[0].index, 1);
    assert_string_equal(view.parts[0].code, "impossible-value");
    assert_int_equal(view.parts[1].index, 3);
    assert_string_equal(view.parts[1].code, "unknown-unit");
    // The same batch again stores nothing more of what is good.
    int64_t again = ward_send(ward, &device, text);
    ward_drain(ward);
    view = receipt(ward, again, arena);
    assert_int_equal(view.stored, 0);
    assert_int_equal(view.duplicates, 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings WHERE quantity = 'weight'"), 2);
    arena_free(arena);
}

static void case_34_who_has_left_makes_a_rejected_message(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    place_sql(ward->place, "monitoring.db", "UPDATE subjects SET closed_us = enrolled_us + 1");
    int64_t sequence = ward_send(ward, &device, ward_pressure(120, 80, MINUTE_US, -1));
    ward_drain(ward);
    state_is(ward, sequence, "rejected");
}

struct heard {
    struct inbox_ack last;
    int count;
};

static void hear(void *context, const struct inbox_ack *ack) {
    struct heard *heard = context;
    heard->last = *ack;
    heard->count++;
}

static void the_door_is_told_the_highest_contiguous_number_that_is_stored(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char path[200];
    int socket = -1;
    int64_t upto = 0;
    uint8_t id[INBOX_DEVICE_SIZE];
    struct heard heard = {.count = 0};
    public_id_to_bytes(&device, id);
    snprintf(path, sizeof path, "%s/mqtt.inbox.sock", ward->inboxes);
    assert_int_equal(inbox_socket_bind(path, &socket), INBOX_OK);
    static const struct {
        int seq, from, upto, newest;
    } steps[] = {{5, 5, 5, 5},    {6, 5, 6, 6},     {8, 5, 6, 8}, {10, 5, 6, 10}, {7, 5, 8, 10},
                 {6, 5, 8, 10},   {9, 5, 10, 10},   {4, 4, 10, 10}, {0, 0, 0, 10}};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        ward_send(ward, &device, ward_pressure(120, 80, (int64_t)(i + 1) * MINUTE_US, steps[i].seq));
        ward_drain(ward);
        assert_true(inbox_words_receive(socket, inbox_writer_id(ward->door), hear, &heard, &upto));
        assert_int_equal(heard.count, (int)i + 1);
        assert_memory_equal(heard.last.device, id, sizeof id);
        assert_int_equal(heard.last.boot, 1);
        assert_int_equal(heard.last.from, steps[i].from);
        assert_int_equal(heard.last.upto, steps[i].upto);
        assert_int_equal(heard.last.newest, steps[i].newest);
    }
    close(socket);
}

static void the_door_is_told_how_far_it_may_trim_only_after_the_commit(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_pressure(ward, &device, 120, MINUTE_US);
    char path[200];
    int socket = -1;
    int64_t upto = 0;
    snprintf(path, sizeof path, "%s/mqtt.inbox.sock", ward->inboxes);
    assert_int_equal(inbox_socket_bind(path, &socket), INBOX_OK);
    ward_drain(ward);
    assert_true(inbox_words_receive(socket, inbox_writer_id(ward->door), NULL, NULL, &upto));
    assert_int_equal(upto, ward_number(ward, "SELECT sequence FROM inbox_cursors"));
    close(socket);
}

static void runs_of_a_device_are_bounded_and_a_lost_one_only_tells_less(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int i = 0; i < 80; i++) {
        ward_send(ward, &device, ward_pressure(120, 80, MINUTE_US, 2 * i));
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM device_runs"), 32);
    assert_int_equal(ward_number(ward, "SELECT MIN(first) FROM device_runs"), 2 * 48);
}

static size_t differences(struct ward *ward) {
    size_t count = 99;
    assert_int_equal(reconcile(&ward->service, &count), RC_OK);
    return count;
}

static void doors_and_database_agree_also_over_starts_and_what_is_still_in_custody(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int i = 0; i < 3; i++) {
        ward_send_pressure(ward, &device, 120 + i, (i + 1) * MINUTE_US);
        ward_close_door(ward);
        ward_open_door(ward); // skips numbers
    }
    ward_send(ward, &device, "{");
    ward_drain(ward);
    ward_send_pressure(ward, &device, 130, 9 * MINUTE_US);
    assert_int_equal(differences(ward), 0);
    assert_int_equal(ward_number(ward, "SELECT given * 1000 + read * 100 + in_custody * 10 + "
                                       "quarantined FROM receipt_days"),
                     5 * 1000 + 4 * 100 + 1 * 10 + 1);
    ward_drain(ward);
    assert_int_equal(differences(ward), 0);
    assert_int_equal(ward_number(ward, "SELECT in_custody FROM receipt_days"), 0);
    assert_int_equal(ward_number(ward, OPEN), 0);
}

// A door that dies or is restarted several times a day, its messages read and trimmed each time.
static void what_starts_skipped_is_not_missing_when_its_messages_are_long_trimmed(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int i = 0; i < 5; i++) {
        ward_send_pressure(ward, &device, 120 + i, (i + 1) * MINUTE_US);
        ward_drain(ward);
        bool more = true;
        assert_int_equal(inbox_writer_trim(
                             ward->door, ward_number(ward, "SELECT sequence FROM inbox_cursors")),
                         INBOX_OK);
        while (more) {
            assert_int_equal(inbox_writer_upkeep(ward->door, &more), INBOX_OK);
        }
        ward_close_door(ward);
        ward_open_door(ward);
    }
    assert_int_equal(differences(ward), 0);
    assert_int_equal(ward_number(ward, "SELECT given * 10 + missing FROM receipt_days"), 5 * 10);
    assert_int_equal(ward_number(ward, OPEN), 0);
}

static void what_no_receipt_and_no_door_has_is_a_difference_and_told_once(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int i = 0; i < 4; i++) {
        ward_send_pressure(ward, &device, 120 + i, (i + 1) * MINUTE_US);
    }
    ward_close_door(ward);
    ward_tamper(ward, "DELETE FROM message WHERE sequence = (SELECT MIN(sequence) + 1 FROM message)");
    ward_drain(ward);
    assert_int_equal(differences(ward), 1);
    assert_int_equal(ward_number(ward, "SELECT missing FROM receipt_days"), 1);
    assert_int_equal(ward_number(ward, OPEN), 1);
    place_sql(ward->place, "monitoring.db",
              "UPDATE alerts SET state = 'closed', closed_us = raised_us, outcome = 'device-fault'");
    assert_int_equal(differences(ward), 1);
    assert_int_equal(ward_number(ward, OPEN), 0);
}

static void a_database_that_does_not_agree_with_itself_is_a_difference_and_ends_when_it_does(
    void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_pressure(ward, &device, 120, MINUTE_US);
    ward_send(ward, &device, "{");
    ward_drain(ward);
    assert_int_equal(differences(ward), 0);
    place_sql(ward->place, "monitoring.db", "UPDATE quarantine SET sequence = sequence + 1000");
    assert_int_equal(differences(ward), 1);
    assert_int_equal(ward_number(ward, "SELECT mismatched FROM receipt_days"), 1);
    assert_int_equal(ward_number(ward, OPEN), 1);
    place_sql(ward->place, "monitoring.db", "UPDATE quarantine SET sequence = sequence - 1000");
    assert_int_equal(differences(ward), 0);
    assert_int_equal(ward_number(ward, OPEN), 0);
}

static void receipts_are_forgotten_by_age_and_days_and_numbers_stay(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    int64_t now_us = inbox_now_us();
    int64_t first = 0;
    for (int i = 0; i < 7; i++) { // one each on seven days, the last of them today
        char text[100];
        snprintf(text, sizeof text,
                 "{\"seq\":%d,\"boot\":1,\"sent\":\"2026-01-01T00:00:00Z\",\"readings\":[]}", i);
        int64_t sequence =
            ward_send_at(ward, &device, text, i == 6 ? now_us : now_us - (50 - i) * DAY_US);
        first = i == 0 ? sequence : first;
    }
    ward_drain(ward);
#define RECEIPTS "SELECT COUNT(*) FROM receipts"
#define DAYS "SELECT COUNT(*) * 100 + SUM(read) FROM receipt_days"
    assert_int_equal(ward_number(ward, RECEIPTS), 7);
    assert_int_equal(ward_number(ward, DAYS), 707);
    // What was never reconciled stays.
    assert_int_equal(receipts_forget(&ward->service, 40), RC_OK);
    assert_int_equal(ward_number(ward, RECEIPTS), 7);
    assert_int_equal(differences(ward), 0);
    assert_int_equal(receipts_forget(&ward->service, 60), RC_OK);
    assert_int_equal(ward_number(ward, RECEIPTS), 7);
    // So does a day that does not agree, and what came after it.
    place_sql(ward->place, "monitoring.db",
              "UPDATE receipt_days SET missing = 1 WHERE last = (SELECT MIN(last) + 1 FROM "
              "receipt_days)");
    assert_int_equal(receipts_forget(&ward->service, 40), RC_OK);
    assert_int_equal(ward_number(ward, RECEIPTS), 6);
    place_sql(ward->place, "monitoring.db", "UPDATE receipt_days SET missing = 0");
    // The newest three days of a door stay, however old they are.
    assert_int_equal(receipts_forget(&ward->service, 40), RC_OK);
    assert_int_equal(receipts_forget(&ward->service, 40), RC_OK);
    assert_int_equal(ward_number(ward, RECEIPTS), 3);
    assert_int_equal(ward_number(ward, DAYS), 707);
    assert_int_equal(ward_number(ward, "SELECT first * 10 + last FROM device_runs"), 6);
    assert_int_equal(differences(ward), 0);
    assert_int_equal(ward_number(ward, OPEN), 0);
    struct public_id inbox = inbox_of(ward);
    struct arena *arena = arena_new(0);
    struct receipt_view view;
    struct fault fault = {0};
    assert_int_equal(receipts_read(&ward->service, &ward->operator, & inbox, first, arena, &fault,
                                   &view),
                     RC_NOT_FOUND);
    assert_string_equal(fault.code, "receipt-unknown");
    // The next message of the device joins its run, and its receipts are those that are left.
    ward_send(ward, &device,
              "{\"seq\":7,\"boot\":1,\"sent\":\"2026-01-01T00:00:00Z\",\"readings\":[]}");
    ward_drain(ward);
    struct device_receipts list;
    assert_int_equal(
        receipts_of_device(&ward->service, &ward->operator, & device, arena, &fault, &list), RC_OK);
    assert_int_equal(list.upto, 7);
    assert_int_equal(list.count, 4);
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ward_make, ward_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_message_is_in_custody_then_used_and_the_next_of_it_a_duplicate),
        TEST(a_number_that_no_door_gave_and_a_strangers_receipt_are_unknown),
        TEST(case_10_half_of_a_batch_is_stored_and_the_receipt_names_the_other_half),
        TEST(case_34_who_has_left_makes_a_rejected_message),
        TEST(the_door_is_told_the_highest_contiguous_number_that_is_stored),
        TEST(the_door_is_told_how_far_it_may_trim_only_after_the_commit),
        TEST(runs_of_a_device_are_bounded_and_a_lost_one_only_tells_less),
        TEST(doors_and_database_agree_also_over_starts_and_what_is_still_in_custody),
        TEST(what_starts_skipped_is_not_missing_when_its_messages_are_long_trimmed),
        TEST(what_no_receipt_and_no_door_has_is_a_difference_and_told_once),
        TEST(a_database_that_does_not_agree_with_itself_is_a_difference_and_ends_when_it_does),
        TEST(receipts_are_forgotten_by_age_and_days_and_numbers_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
