// SPDX-License-Identifier: EUPL-1.2
// The drain and the custody of real inbox files: cursor, gaps, damage, poison, other owners (design
// §3.4; "It must show" 4).
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../store/ward.h"
#include "base/clock.h"
#include "inbox/wake.h"
#include "service/alerts.h"
#include "service/reconcile.h"
#include "service/worklist.h"

#define SYSTOLICS "SELECT COUNT(*) FROM readings WHERE quantity = 'systolic'"
#define OPEN(kind, rule)                                                                           \
    "SELECT COUNT(*) FROM alerts WHERE state <> 'closed' AND kind = '" kind "' AND rule = '" rule  \
    "'"

static struct public_id filled(struct ward *ward, int count) {
    struct public_id device;
    ward_patient(ward, &device);
    for (int i = 0; i < count; i++) {
        ward_send_pressure(ward, &device, 110 + i, (i + 1) * MINUTE_US);
    }
    return device;
}

static void a_gap_in_the_sequence_is_an_alarm_and_the_rest_goes_on(void **state) {
    struct ward *ward = *state;
    filled(ward, 3);
    ward_close_door(ward);
    ward_tamper(ward,
                "DELETE FROM message WHERE sequence = (SELECT MIN(sequence) + 1 FROM message)");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 2);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "sequence-gap/1")), 1);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 1);
    // It is about nobody, so every service centre sees it beside the rows and can work it.
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct worklist_query query = {.after = "", .limit = 10};
    struct worklist_view list;
    struct alert_view alert;
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &list),
                     RC_OK);
    assert_int_equal(list.count, 0);
    assert_int_equal(list.custody_count, 1);
    struct alert_step step = {.alert = list.custody[0].id,
                              .version = list.custody[0].version,
                              .choice = "device-fault",
                              .note = "Disco sostituito"};
    assert_int_equal(alerts_take(&ward->service, &ward->operator, & step, arena, &fault, &alert),
                     RC_OK);
    step.version = alert.version;
    assert_int_equal(alerts_close(&ward->service, &ward->operator, & step, arena, &fault, &alert),
                     RC_OK);
    assert_string_equal(alert.note, "Disco sostituito");
    arena_free(arena);
}

static void a_missing_tail_is_an_alarm(void **state) {
    struct ward *ward = *state;
    filled(ward, 3);
    ward_close_door(ward);
    ward_tamper(ward, "DELETE FROM message WHERE sequence = (SELECT MAX(sequence) FROM message)");
    ward_drain(ward);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 2);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-tail-missing/1")), 1);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 1);
}

static void an_inbox_that_was_rolled_back_is_an_alarm_and_read_again(void **state) {
    struct ward *ward = *state;
    filled(ward, 3);
    ward_drain(ward);
    // As after restoring an old copy of the inbox: the cursor is ahead of all numbers ever given.
    place_sql(ward->place, "monitoring.db",
              "UPDATE inbox_cursors SET sequence = sequence + 100000");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-rolled-back/1")), 1);
    assert_int_equal(ward_number(ward, SYSTOLICS), 3);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 3);
}

// A file beside the door's inbox: a copy of it, or what it is restored from.
static void copy_inbox(const struct ward *ward, const char *from, const char *to) {
    char source[200];
    char target[200];
    char bytes[4096];
    size_t length;
    snprintf(source, sizeof source, "%s/%s", ward->inboxes, from);
    snprintf(target, sizeof target, "%s/%s.new", ward->inboxes, to);
    FILE *in = fopen(source, "r");
    FILE *out = fopen(target, "w");
    assert_non_null(in);
    assert_non_null(out);
    while ((length = fread(bytes, 1, sizeof bytes, in)) > 0) {
        assert_int_equal(fwrite(bytes, 1, length, out), length);
    }
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
    snprintf(source, sizeof source, "%s/%s.new", ward->inboxes, to);
    snprintf(target, sizeof target, "%s/%s", ward->inboxes, to);
    assert_int_equal(rename(source, target), 0);
}

// The door went on with the copy before anybody looked: it gave the same numbers to other messages.
static void an_inbox_that_was_rolled_back_and_went_on_loses_no_message(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 3);
    ward_close_door(ward);
    ward_tamper(ward, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy_inbox(ward, "mqtt.inbox", "copy");
    ward_open_door(ward);
    ward_send_pressure(ward, &device, 121, 11 * MINUTE_US);
    ward_send_pressure(ward, &device, 122, 12 * MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 5);
    ward_close_door(ward);
    ward_tamper(ward, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy_inbox(ward, "copy", "mqtt.inbox");
    ward_open_door(ward);
    for (int i = 0; i < 4; i++) {
        ward_send_pressure(ward, &device, 131 + i, (21 + i) * MINUTE_US);
    }
    ward_drain(ward); // meets another file and closes the one it had
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 9);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-rolled-back/1")), 1);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT SUM(repeats) FROM alerts"), 1);
}

// A door that was installed again makes a new file; what was unread in the old one is lost.
static void an_inbox_that_is_not_there_any_more_is_one_alarm(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 2);
    ward_drain(ward);
    ward_close_door(ward);
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/mqtt.inbox%s", ward->inboxes, tails[i]);
        (void)unlink(path);
    }
    ward_open_door(ward);
    ward_send_pressure(ward, &device, 130, 10 * MINUTE_US);
    for (int pass = 0; pass < 8; pass++) {
        ward_drain(ward);
    }
    assert_int_equal(ward_number(ward, SYSTOLICS), 3);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-missing/1")), 1);
    ward_close_drain(ward);
    ward_open_drain(ward);
    for (int pass = 0; pass < 4; pass++) {
        ward_drain(ward);
    }
    assert_int_equal(ward_number(ward, "SELECT SUM(repeats) FROM alerts"), 1);
}

// A copy kept in the folder has the id of the inbox it was made of, and an older state.
static void a_copy_of_an_inbox_beside_it_is_not_read_and_is_an_alarm(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 2);
    ward_drain(ward);
    ward_close_door(ward);
    ward_tamper(ward, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy_inbox(ward, "mqtt.inbox", "before-update.inbox");
    copy_inbox(ward, "mqtt.inbox-wal", "before-update.inbox-wal");
    copy_inbox(ward, "mqtt.inbox-shm", "before-update.inbox-shm");
    ward_open_door(ward);
    for (int i = 0; i < 6; i++) {
        ward_send_pressure(ward, &device, 130 + i, (10 + i) * MINUTE_US);
        (void)!drain_run_once(ward->drain);
    }
    assert_int_equal(ward_number(ward, SYSTOLICS), 8);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 0);
    assert_int_equal(ward_number(ward, OPEN("damaged", "inbox-unreadable/1")), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 1);
}

static void d7_a_damaged_row_is_reported_and_the_rest_is_read(void **state) {
    struct ward *ward = *state;
    filled(ward, 3);
    ward_close_door(ward);
    ward_tamper(ward,
                "UPDATE message SET box = CAST(substr(box, 1, length(box) - 1) || x'00' AS BLOB) "
                "WHERE sequence = (SELECT MIN(sequence) + 1 FROM message)");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 2);
    assert_int_equal(ward_number(ward, OPEN("damaged", "damaged-row/1")), 1);
    assert_int_equal(
        ward_number(
            ward, "SELECT COUNT(*) FROM quarantine WHERE code = 'damaged-row' AND device IS NULL"),
        1);
}

static void many_readings_are_taken_in_transactions_of_bounded_length(void **state) {
    enum { MESSAGES = 11, READINGS = 200 };
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    static char text[READINGS * 120 + 100];
    char at[CLOCK_TEXT_SIZE];
    for (int m = 0; m < MESSAGES; m++) {
        clock_text(inbox_now_us(), at);
        int length = snprintf(text, sizeof text, "{\"sent\":\"%s\",\"readings\":[", at);
        for (int i = 0; i < READINGS; i++) {
            clock_text(inbox_now_us() - (m * READINGS + i) * MINUTE_US, at);
            length += snprintf(text + length, sizeof text - (size_t)length,
                               "%s{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":"
                               "71.%d,\"u\":\"kg\"}}}",
                               i == 0 ? "" : ",", at, i % 10);
        }
        snprintf(text + length, sizeof text - (size_t)length, "]}");
        ward_send(ward, &device, text);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings"), MESSAGES * READINGS);
    assert_int_equal(ward_number(ward, "SELECT MAX(json_extract(detail, '$.readings')) FROM audit "
                                       "WHERE action = 'drain.take'"),
                     2000);
}

static void a_poison_message_is_set_aside_as_our_fault_and_never_blocks(void **state) {
    struct ward *ward = *state;
    filled(ward, 5);
    // Something that nobody foresaw: the third reading cannot be stored, for a reason of our own.
    place_sql(ward->place, "monitoring.db",
              "CREATE TRIGGER poison BEFORE INSERT ON readings WHEN NEW.value = 112000 "
              "BEGIN SELECT RAISE(ABORT, 'poison'); END");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 4);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings"), 8); // nothing half-stored
    // What is kept for many messages and written once is undone with the one, and only with it.
    assert_int_equal(ward_number(ward, "SELECT messages FROM devices"), 4);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM receipts"), 5);
    assert_int_equal(
        ward_number(ward, "SELECT value FROM latest_readings WHERE quantity = 'systolic'"), 110000);
    assert_int_equal(
        ward_number(
            ward, "SELECT COUNT(*) FROM quarantine WHERE code = 'our-fault' AND fund IS NOT NULL"),
        1);
    assert_int_equal(ward_number(ward, OPEN("quarantine", "quarantine/1")), 1);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 1);
}

static void a_trimmed_inbox_and_a_restarted_door_lose_and_double_nothing(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 3);
    ward_drain(ward);
    bool more = true;
    assert_int_equal(
        inbox_writer_trim(ward->door, ward_number(ward, "SELECT sequence FROM inbox_cursors")),
        INBOX_OK);
    while (more) {
        assert_int_equal(inbox_writer_upkeep(ward->door, &more), INBOX_OK);
    }
    ward_close_door(ward);
    ward_drain(ward);
    ward_open_door(ward);
    ward_send_pressure(ward, &device, 140, 10 * INT64_C(1000000));
    ward_drain(ward);
    ward_close_drain(ward);
    ward_open_drain(ward);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), 4);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
}

// The backup's cursor lies behind what the door has trimmed by our own word since.
static void a_server_restored_from_before_the_trim_is_an_alarm(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 5);
    ward_drain(ward);
    bool more = true;
    assert_int_equal(
        inbox_writer_trim(ward->door, ward_number(ward, "SELECT sequence FROM inbox_cursors")),
        INBOX_OK);
    while (more) {
        assert_int_equal(inbox_writer_upkeep(ward->door, &more), INBOX_OK);
    }
    place_sql(ward->place, "monitoring.db", "UPDATE inbox_cursors SET sequence = sequence - 3");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-tail-missing/1")), 1);
    place_sql(ward->place, "monitoring.db", "UPDATE inbox_cursors SET sequence = sequence - 3");
    ward_send_pressure(ward, &device, 140, 20 * MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 2);
    assert_int_equal(ward_number(ward, SYSTOLICS), 6);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 2);
}

static void messages_taken_while_the_server_was_down_keep_their_time_of_receipt(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    // Received eight hours ago, drained now: judged as of then, and urgent as it was.
    ward_send_at(ward, &device, ward_pressure(190, 80, 8 * HOUR_US + MINUTE_US, -1),
                 inbox_now_us() - 8 * HOUR_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE severity = 'urgent'"), 1);
    assert_int_equal(
        ward_number(ward, "SELECT (MAX(received_us) - MIN(time_us)) / 60000000 FROM readings"), 1);
}

static void several_doors_in_folders_of_their_own_are_drained(void **state) {
    struct ward *ward = *state;
    struct public_id device = filled(ward, 1);
    char folder[160];
    char path[200];
    snprintf(folder, sizeof folder, "%s/coap", ward->inboxes);
    snprintf(path, sizeof path, "%s/coap.inbox", folder);
    assert_int_equal(mkdir(folder, 0750), 0);
    struct inbox_writer *first = ward->door;
    uint8_t secret[VAULT_KEY_SIZE];
    struct inbox_writer_options options = {.path = path, .door = INBOX_DOOR_COAP};
    vault_inbox_keys(ward->place->vault, options.server_public, secret);
    assert_int_equal(inbox_writer_open(&options, &ward->door), INBOX_OK);
    ward->kind = INBOX_DOOR_COAP;
    ward_send_pressure(ward, &device, 144, 5 * MINUTE_US);
    ward_send(ward, &device, "not a message");
    ward_drain(ward);
    inbox_writer_close(ward->door);
    ward->door = first;
    assert_int_equal(ward_number(ward, SYSTOLICS), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM inbox_cursors"), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine WHERE transport = 'coap'"),
                     1);
}

static void make_broken_inbox(const char *path) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) {
        fputs("this is no inbox at all", file);
    }
    assert_int_equal(fclose(file), 0);
}

static void unreadable_inboxes_of_one_name_in_two_folders_are_two_alarms(void **state) {
    struct ward *ward = *state;
    static const char *const folders[] = {"one", "two"};
    for (size_t i = 0; i < 2; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s", ward->inboxes, folders[i]);
        assert_int_equal(mkdir(path, 0750), 0);
        snprintf(path, sizeof path, "%s/%s/door.inbox", ward->inboxes, folders[i]);
        make_broken_inbox(path);
    }
    for (int pass = 0; pass < 4; pass++) {
        assert_int_equal(drain_run_once(ward->drain), RC_IO);
    }
    assert_int_equal(ward_number(ward, OPEN("damaged", "inbox-unreadable/1")), 2);
}

static void an_unreadable_inbox_is_one_alarm_and_the_others_go_on(void **state) {
    struct ward *ward = *state;
    filled(ward, 2);
    char path[200];
    snprintf(path, sizeof path, "%s/broken.inbox", ward->inboxes);
    make_broken_inbox(path);
    assert_int_equal(drain_run_once(ward->drain), RC_IO);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0); // it may pass
    for (int pass = 0; pass < 4; pass++) {
        assert_int_equal(drain_run_once(ward->drain), RC_IO);
    }
    assert_int_equal(ward_number(ward, SYSTOLICS), 2);
    assert_int_equal(ward_number(ward, OPEN("damaged", "inbox-unreadable/1")), 1);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 1);
    assert_int_equal(drain_caught_up_us(ward->drain), 0); // nobody is silent while it is unread
}

#define FIRST_PAGE_OF_MESSAGES "SELECT rootpage FROM sqlite_schema WHERE name = 'message'"
#define PAGE_IN_THE_MIDDLE "SELECT page_count / 2 FROM pragma_page_count"

// Overwrites a page of the door's file; everything else of it stays sound.
static void break_page(const struct ward *ward, const char *which) {
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    char path[200];
    ward_tamper(ward, "PRAGMA wal_checkpoint(TRUNCATE)");
    snprintf(path, sizeof path, "%s/mqtt.inbox", ward->inboxes);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, which, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    enum { SIZE = 4096 }; // SQLite's own, which the inbox keeps
    long at = ((long)sqlite3_column_int64(query, 0) - 1) * SIZE;
    assert_int_equal(sqlite3_finalize(query), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    for (int i = 0; i < SIZE; i++) {
        assert_int_equal(fputc(0xff, file), 0xff);
    }
    assert_int_equal(fclose(file), 0);
}

static void an_inbox_that_opens_but_cannot_be_read_is_an_alarm_too(void **state) {
    struct ward *ward = *state;
    filled(ward, 2);
    ward_close_door(ward);
    break_page(ward, FIRST_PAGE_OF_MESSAGES);
    for (int pass = 0; pass < 5; pass++) {
        assert_int_equal(drain_run_once(ward->drain), RC_IO);
    }
    assert_int_equal(ward_number(ward, OPEN("damaged", "inbox-unreadable/1")), 1);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts"), 1);
    assert_int_equal(drain_caught_up_us(ward->drain), 0);
}

// A damaged page hides what it held and nothing else; and for that, too, the way back stays open.
static void what_lies_behind_a_damaged_page_is_taken_over_and_nothing_is_trimmed(void **state) {
    enum { SENT = 400, PASSES = 5 };
    struct ward *ward = *state;
    struct public_id device = filled(ward, 0);
    for (int i = 0; i < SENT; i++) {
        ward_send_pressure(ward, &device, 110 + i % 50, (i + 1) * MINUTE_US);
    }
    ward_send(ward, &device, "not a message");
    ward_close_door(ward);
    ward_tamper(ward, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy_inbox(ward, "mqtt.inbox", "kept");
    break_page(ward, PAGE_IN_THE_MIDDLE);
    for (int pass = 0; pass < PASSES; pass++) {
        (void)!drain_run_once(ward->drain);
    }
    int64_t stored = ward_number(ward, SYSTOLICS);
    assert_true(stored < SENT && stored > SENT - 40); // one page of messages is hidden
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 1); // the last one
    assert_int_equal(ward_number(ward, OPEN("damaged", "inbox-unreadable/1")), 1);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "sequence-gap/1")), 1);
    int64_t cursor = ward_number(ward, "SELECT sequence FROM inbox_cursors");
    assert_true(cursor > 0 && cursor < stored);
    assert_int_equal(drain_caught_up_us(ward->drain), 0);
    // The reconciliation counts exactly what the damage hides.
    size_t differences = 0;
    assert_int_equal(reconcile(&ward->service, &differences), RC_OK);
    assert_int_equal(differences, 1);
    assert_int_equal(ward_number(ward, "SELECT SUM(missing) FROM receipt_days"), SENT - stored);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "reconciliation/1")), 1);
    // Another server finds it so, too, and doubles nothing.
    ward_close_drain(ward);
    ward_open_drain(ward);
    for (int pass = 0; pass < PASSES; pass++) {
        (void)!drain_run_once(ward->drain);
    }
    assert_int_equal(ward_number(ward, SYSTOLICS), stored);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 1);
    assert_int_equal(ward_number(ward, "SELECT sequence FROM inbox_cursors"), cursor);
    // The door does not start on such a file: it makes a new one beside it.
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char from[200], to[200];
        snprintf(from, sizeof from, "%s/mqtt.inbox%s", ward->inboxes, tails[i]);
        snprintf(to, sizeof to, "%s/old.inbox%s", ward->inboxes, tails[i]);
        assert_int_equal(rename(from, to), 0);
    }
    ward_open_door(ward);
    ward_send_pressure(ward, &device, 140, (SENT + 5) * MINUTE_US);
    for (int pass = 0; pass < PASSES; pass++) {
        (void)!drain_run_once(ward->drain);
    }
    assert_int_equal(ward_number(ward, SYSTOLICS), stored + 1);
    // Whoever can mend the file gets the rest.
    copy_inbox(ward, "kept", "old.inbox");
    for (int pass = 0; pass < PASSES; pass++) {
        (void)!drain_run_once(ward->drain);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, SYSTOLICS), SENT + 1);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "inbox-missing/1")), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 1);
    assert_int_equal(reconcile(&ward->service, &differences), RC_OK);
    assert_int_equal(differences, 0);
    assert_int_equal(ward_number(ward, OPEN("sequence-gap", "reconciliation/1")), 0);
}

// Hands the databases to the user that the server will run as; the inbox stays the door's.
static void give_store_to(const struct ward *ward, uid_t user) {
    DIR *folder = opendir(ward->place->folder);
    assert_non_null(folder);
    assert_int_equal(fchown(dirfd(folder), user, (gid_t)-1), 0);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_type == DT_REG) {
            assert_int_equal(fchownat(dirfd(folder), entry->d_name, user, (gid_t)-1, 0), 0);
        }
    }
    closedir(folder);
}

// The door runs as another user than the server: setgid folder, group may read, nobody else.
static void an_inbox_of_another_unix_user_is_drained(void **state) {
    struct ward *ward = *state;
    if (geteuid() != 0) {
        skip(); // only root can become another user
    }
    enum { DOOR_USER = 64999, HOUSE_GROUP = 64998, SERVER_USER = 64997 };
    struct public_id device = filled(ward, 0);
    ward_close_door(ward);
    char path[200];
    snprintf(path, sizeof path, "%s/mqtt.inbox", ward->inboxes);
    const char *tails[] = {"", "-wal", "-shm", ".lock", ".reserve"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char file[220];
        snprintf(file, sizeof file, "%s%s", path, tails[i]);
        (void)unlink(file);
    }
    assert_int_equal(chmod(ward->place->folder, 0755), 0);
    assert_int_equal(chown(ward->inboxes, DOOR_USER, HOUSE_GROUP), 0);
    assert_int_equal(chmod(ward->inboxes, 02750), 0);
    uint8_t secret[VAULT_KEY_SIZE];
    struct inbox_writer_options options = {.path = path, .door = INBOX_DOOR_MQTT};
    vault_inbox_keys(ward->place->vault, options.server_public, secret);
    pid_t door = fork();
    assert_true(door >= 0);
    if (door == 0) {
        umask(0027);
        if (setgid(HOUSE_GROUP) != 0 || setuid(DOOR_USER) != 0 ||
            inbox_writer_open(&options, &ward->door) != INBOX_OK) {
            _exit(1);
        }
        ward_send_pressure(ward, &device, 133, MINUTE_US);
        inbox_writer_close(ward->door);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(door, &status, 0), door);
    assert_int_equal(status, 0);
    // The server as neither root nor the door's user, only of its group: it can read and no more.
    give_store_to(ward, SERVER_USER);
    assert_int_equal(setegid(HOUSE_GROUP), 0);
    assert_int_equal(seteuid(SERVER_USER), 0);
    enum rc rc = drain_run_once(ward->drain);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(setegid(0), 0);
    assert_int_equal(rc, RC_OK);
    assert_int_equal(ward_number(ward, SYSTOLICS), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_gap_in_the_sequence_is_an_alarm_and_the_rest_goes_on,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_missing_tail_is_an_alarm, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(an_inbox_that_was_rolled_back_is_an_alarm_and_read_again,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(an_inbox_that_was_rolled_back_and_went_on_loses_no_message,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(an_inbox_that_is_not_there_any_more_is_one_alarm, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(a_copy_of_an_inbox_beside_it_is_not_read_and_is_an_alarm,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(d7_a_damaged_row_is_reported_and_the_rest_is_read,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(many_readings_are_taken_in_transactions_of_bounded_length,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_poison_message_is_set_aside_as_our_fault_and_never_blocks,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            a_trimmed_inbox_and_a_restarted_door_lose_and_double_nothing, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_server_restored_from_before_the_trim_is_an_alarm,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            messages_taken_while_the_server_was_down_keep_their_time_of_receipt, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(several_doors_in_folders_of_their_own_are_drained,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            unreadable_inboxes_of_one_name_in_two_folders_are_two_alarms, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(an_unreadable_inbox_is_one_alarm_and_the_others_go_on,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(an_inbox_that_opens_but_cannot_be_read_is_an_alarm_too,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            what_lies_behind_a_damaged_page_is_taken_over_and_nothing_is_trimmed, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(an_inbox_of_another_unix_user_is_drained, ward_make,
                                        ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
