// SPDX-License-Identifier: EUPL-1.2
// Wake and trim datagrams: delivered when somebody listens, harmless when nobody does.
#include "inbox_place.h"

#include "inbox/acks.h"
#include "inbox/bytes.h"
#include "inbox/troubles.h"
#include "inbox/wake.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void wake_reaches_the_drain(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {9};
    const char *path = place_file(place, 0, "drain.sock");
    int sender = -1;
    int drain = -1;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_false(inbox_wake_send(sender, path, id));
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    assert_false(inbox_wake_receive(drain, NULL));
    assert_true(inbox_wake_send(sender, path, id));
    assert_true(inbox_wake_receive(drain, NULL));
    assert_false(inbox_wake_receive(drain, NULL));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0660);
    (void)close(drain);
    (void)close(sender);
}

struct heard {
    uint8_t id[INBOX_ID_SIZE];
    enum inbox_state state;
    int count;
};

static void note_heard(void *context, const uint8_t id[INBOX_ID_SIZE], enum inbox_state state) {
    struct heard *heard = context;
    memcpy(heard->id, id, INBOX_ID_SIZE);
    heard->state = state;
    heard->count++;
}

static void note_trouble(void *context, const struct inbox_trouble_report *report) {
    struct inbox_trouble_report *told = context;
    *told = *report;
}

// A flood of refusals is one datagram with a count, and nothing is forgotten while nobody listens.
static void troubles_are_counted_until_somebody_listens(void **state) {
    const struct place *place = *state;
    const uint8_t inbox[INBOX_ID_SIZE] = {9, 8};
    const uint8_t device[INBOX_DEVICE_SIZE] = {1, 2, 3};
    const char *path = place_file(place, 0, "drain.sock");
    struct inbox_trouble_report told = {.count = 0};
    const struct inbox_ears ears = {.troubled = note_trouble, .troubled_context = &told};
    static struct troubles troubles;
    int sender = -1;
    int drain = -1;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    for (int i = 0; i < 1000; i++)
        troubles_add(&troubles, device, INBOX_TROUBLE_TOPIC);
    troubles_tell(&troubles, sender, path, inbox);
    assert_int_equal(troubles.count, 1);
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    troubles_tell(&troubles, sender, path, inbox);
    assert_int_equal(troubles.count, 0);
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(told.trouble, INBOX_TROUBLE_TOPIC);
    assert_int_equal(told.count, 1000);
    assert_memory_equal(told.device, device, sizeof device);
    // More devices than there is room for: still counted, for none in particular.
    for (uint8_t i = 1; i < 255; i++) {
        for (uint8_t k = 1; k < 11; k++) {
            const uint8_t many[INBOX_DEVICE_SIZE] = {i, k};
            troubles_add(&troubles, many, INBOX_TROUBLE_CREDENTIAL);
        }
    }
    int64_t sum = 0;
    for (size_t i = 0; i < troubles.count; i++)
        sum += troubles.list[i].count;
    assert_int_equal(sum, 254 * 10);
    assert_true(troubles.count < TROUBLES_MAX);
    (void)close(drain);
    (void)close(sender);
}

// Added up, such a count would overflow.
static void a_count_that_no_door_can_have_is_not_heard(void **state) {
    const struct place *place = *state;
    const uint8_t inbox[INBOX_ID_SIZE] = {9, 8};
    const char *path = place_file(place, 0, "drain.sock");
    struct inbox_trouble_report told = {.count = 0};
    const struct inbox_ears ears = {.troubled = note_trouble, .troubled_context = &told};
    struct inbox_trouble_report report = {.trouble = INBOX_TROUBLE_TOPIC, .count = INT64_MAX};
    int sender = -1;
    int drain = -1;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    assert_true(inbox_trouble_send(sender, path, inbox, &report));
    report.count = INBOX_TROUBLE_COUNT_MAX + 1;
    assert_true(inbox_trouble_send(sender, path, inbox, &report));
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(told.count, 0);
    // A door that could tell nobody for long stays below it.
    static struct troubles troubles;
    for (int64_t i = 0; i < INBOX_TROUBLE_COUNT_MAX + 5; i++)
        troubles_add(&troubles, NULL, INBOX_TROUBLE_UNKNOWN);
    troubles_tell(&troubles, sender, path, inbox);
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(told.count, INBOX_TROUBLE_COUNT_MAX);
    (void)close(drain);
    (void)close(sender);
}

static void state_reaches_the_drain_and_is_no_wake(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {9, 8};
    const char *path = place_file(place, 0, "drain.sock");
    struct heard heard = {.count = 0};
    const struct inbox_ears ears = {.heard = note_heard, .heard_context = &heard};
    int sender = -1;
    int drain = -1;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    assert_true(inbox_state_send(sender, path, id, INBOX_STATE_LATCHED));
    assert_true(inbox_state_send(sender, path, id, (enum inbox_state)77)); // of a newer door
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(heard.count, 1);
    assert_int_equal(heard.state, INBOX_STATE_LATCHED);
    assert_memory_equal(heard.id, id, sizeof id);
    assert_true(inbox_state_send(sender, path, id, INBOX_STATE_AWAY));
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(heard.state, INBOX_STATE_AWAY);
    assert_true(inbox_wake_send(sender, path, id));
    assert_true(inbox_wake_receive(drain, &ears));
    assert_int_equal(heard.count, 3);
    assert_int_equal(heard.state, INBOX_STATE_NONE);
    (void)close(drain);
    (void)close(sender);
}

static void nobody_listening_never_blocks_the_door(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {9};
    const char *path = place_file(place, 0, "drain.sock");
    int sender = -1;
    int drain = -1;
    int handed_over = 0;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    for (int i = 0; i < 10000; i++)
        handed_over += inbox_wake_send(sender, path, id) ? 1 : 0;
    assert_true(handed_over < 10000);
    assert_true(inbox_wake_receive(drain, NULL));
    (void)close(drain);
    assert_false(inbox_wake_send(sender, path, id));
    (void)close(sender);
}

static void highest_trim_word_for_this_inbox_counts(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {1};
    const uint8_t other[INBOX_ID_SIZE] = {2};
    const char *path = place_file(place, 0, "door.sock");
    int sender = -1;
    int door = -1;
    int64_t upto = -7;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    assert_true(inbox_trim_send(sender, path, other, 900));
    assert_false(inbox_words_receive(door, id, NULL, NULL, &upto));
    assert_int_equal(upto, -7);
    assert_true(inbox_trim_send(sender, path, id, 40));
    assert_true(inbox_trim_send(sender, path, id, 41));
    assert_true(inbox_trim_send(sender, path, id, 39));
    assert_true(inbox_trim_send(sender, path, other, 900));
    assert_true(inbox_words_receive(door, id, NULL, NULL, &upto));
    assert_int_equal(upto, 41);
    (void)close(door);
    (void)close(sender);
}

struct told {
    struct inbox_ack acks[2 * INBOX_ACKS_MAX];
    size_t count;
};

static void note_ack(void *context, const struct inbox_ack *ack) {
    struct told *told = context;
    assert_true(told->count < 2 * INBOX_ACKS_MAX);
    told->acks[told->count++] = *ack;
}

static void acks_reach_the_door_beside_trim_words(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {1};
    const uint8_t other[INBOX_ID_SIZE] = {2};
    const char *path = place_file(place, 0, "door.sock");
    static struct inbox_ack acks[INBOX_ACKS_MAX + 1];
    static struct told told;
    int sender = -1;
    int door = -1;
    int64_t upto = 0;
    for (uint8_t i = 0; i < INBOX_ACKS_MAX; i++)
        acks[i] = (struct inbox_ack){
            .device = {i, 7}, .boot = i - 1, .from = i, .upto = 2 * i, .newest = INT64_MAX - i};
    told.count = 0;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    assert_false(inbox_acks_send(sender, path, id, acks, 0));
    assert_false(inbox_acks_send(sender, path, id, acks, INBOX_ACKS_MAX + 1));
    assert_true(inbox_acks_send(sender, path, other, acks, 3));
    assert_true(inbox_acks_send(sender, path, id, acks, INBOX_ACKS_MAX));
    assert_true(inbox_trim_send(sender, path, id, 41));
    assert_true(inbox_acks_send(sender, path, id, acks, 1));
    assert_true(inbox_words_receive(door, id, note_ack, &told, &upto));
    assert_int_equal(upto, 41);
    assert_int_equal(told.count, INBOX_ACKS_MAX + 1);
    assert_memory_equal(told.acks, acks, INBOX_ACKS_MAX * sizeof acks[0]);
    assert_memory_equal(&told.acks[INBOX_ACKS_MAX], acks, sizeof acks[0]);
    (void)close(door);
    (void)close(sender);
}

// One ack that says what cannot be, or that is not as long as it says, tells nothing.
static void acks_that_cannot_be_are_not_heard(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {1};
    const char *path = place_file(place, 0, "door.sock");
    const struct inbox_ack wrong[] = {
        {.boot = -2, .from = 1, .upto = 2, .newest = 3},
        {.boot = 0, .from = -1, .upto = 2, .newest = 3},
        {.boot = 0, .from = 3, .upto = 2, .newest = 3},
        {.boot = 0, .from = 1, .upto = 4, .newest = 3},
    };
    const int64_t counts[] = {INT64_MIN, -1, 0, 2, INBOX_ACKS_MAX + 1, INT64_MAX};
    static struct told told;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    uint8_t datagram[8 + INBOX_ID_SIZE + 8 + INBOX_DEVICE_SIZE + 4 * 8] = "SOSACKS1";
    int sender = -1;
    int door = -1;
    int64_t upto = 0;
    told.count = 0;
    memcpy(datagram + 8, id, sizeof id);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    assert_true(inbox_acks_send(sender, path, id, wrong, sizeof wrong / sizeof wrong[0]));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        bytes_put_i64(datagram + 8 + INBOX_ID_SIZE, counts[i]);
        assert_int_equal(sendto(sender, datagram, sizeof datagram, 0,
                                (const struct sockaddr *)&address, sizeof address),
                         sizeof datagram);
    }
    assert_false(inbox_words_receive(door, id, note_ack, &told, &upto));
    assert_int_equal(told.count, 0);
    bytes_put_i64(datagram + 8 + INBOX_ID_SIZE, 1);
    assert_int_equal(sendto(sender, datagram, sizeof datagram, 0,
                            (const struct sockaddr *)&address, sizeof address),
                     sizeof datagram);
    assert_false(inbox_words_receive(door, id, note_ack, &told, &upto));
    assert_int_equal(told.count, 1);
    (void)close(door);
    (void)close(sender);
}

struct asked {
    uint8_t inbox[INBOX_ID_SIZE];
    uint8_t device[INBOX_DEVICE_SIZE];
    uint8_t tag[INBOX_TAG_SIZE];
    int questions, renewals;
};

static void note_question(void *context, const uint8_t inbox[INBOX_ID_SIZE],
                          const uint8_t device[INBOX_DEVICE_SIZE]) {
    struct asked *asked = context;
    memcpy(asked->inbox, inbox, INBOX_ID_SIZE);
    memcpy(asked->device, device, INBOX_DEVICE_SIZE);
    asked->questions++;
}

static void note_renewal(void *context, const uint8_t device[INBOX_DEVICE_SIZE],
                         const uint8_t tag[INBOX_TAG_SIZE]) {
    struct asked *asked = context;
    memcpy(asked->device, device, INBOX_DEVICE_SIZE);
    memcpy(asked->tag, tag, INBOX_TAG_SIZE);
    asked->renewals++;
}

static void questions_and_renewals_reach_the_drain_and_are_no_wake(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {9, 8};
    const uint8_t device[INBOX_DEVICE_SIZE] = {1, 2, 3};
    const uint8_t tag[INBOX_TAG_SIZE] = {4, 5};
    const char *path = place_file(place, 0, "drain.sock");
    struct asked asked = {.questions = 0};
    const struct inbox_ears ears = {.asked = note_question,
                                    .asked_context = &asked,
                                    .renewed = note_renewal,
                                    .renewed_context = &asked};
    int sender = -1;
    int drain = -1;
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &drain), INBOX_OK);
    assert_true(inbox_ask_send(sender, path, id, device));
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(asked.questions, 1);
    assert_memory_equal(asked.inbox, id, sizeof id);
    assert_memory_equal(asked.device, device, sizeof device);
    memset(asked.device, 0, sizeof asked.device);
    assert_true(inbox_renewed_send(sender, path, id, device, tag));
    assert_false(inbox_wake_receive(drain, &ears));
    assert_int_equal(asked.renewals, 1);
    assert_memory_equal(asked.device, device, sizeof device);
    assert_memory_equal(asked.tag, tag, sizeof tag);
    assert_true(inbox_ask_send(sender, path, id, device));
    assert_false(inbox_wake_receive(drain, NULL)); // nobody listens for it
    (void)close(drain);
    (void)close(sender);
}

// Two devices that fall on one place: the one told last is known, the other is asked for again and
// never gets its neighbour's numbers.
static void a_device_is_never_told_the_numbers_of_another(void **state) {
    static struct acks acks;
    const struct inbox_ack one = {.device = {3, 1, 1}, .boot = 5, .upto = 7, .newest = 9};
    const struct inbox_ack two = {.device = {3, 1, 2}, .boot = -1, .upto = 70, .newest = 70};
    const uint8_t nobody[INBOX_DEVICE_SIZE] = {0};
    char topic[ACKS_TOPIC_SIZE];
    char text[ACKS_TEXT_SIZE];
    (void)state;
    assert_null(acks_find(&acks, one.device));
    assert_null(acks_find(&acks, nobody));
    acks_keep(&acks, &one);
    assert_int_equal(acks_find(&acks, one.device)->upto, 7);
    assert_null(acks_find(&acks, two.device));
    acks_keep(&acks, &two);
    assert_null(acks_find(&acks, one.device));
    assert_int_equal(acks_find(&acks, two.device)->upto, 70);
    acks_message(&one, topic, text);
    assert_string_equal(topic, "ltc/v1/03010100000000000000000000000000/down/ack");
    assert_string_equal(text, "{\"boot\":5,\"from\":0,\"upto\":7,\"newest\":9}");
    acks_message(&two, topic, text);
    assert_string_equal(text, "{\"from\":0,\"upto\":70,\"newest\":70}");
    const struct inbox_ack most = {
        .boot = INT64_MAX, .from = INT64_MAX, .upto = INT64_MAX, .newest = INT64_MAX};
    acks_message(&most, topic, text);
    assert_int_equal(text[strlen(text) - 1], '}');
}

static void foreign_datagrams_are_ignored(void **state) {
    const struct place *place = *state;
    const uint8_t id[INBOX_ID_SIZE] = {1};
    const char *path = place_file(place, 0, "door.sock");
    int sender = -1;
    int door = -1;
    int64_t upto = 0;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char noise[300] = "SOSTRIM1";
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    for (size_t length = 0; length < sizeof noise; length += 31)
        assert_true(sendto(sender, noise, length, 0, (const struct sockaddr *)&address,
                           sizeof address) >= 0);
    assert_true(inbox_wake_send(sender, path, id));
    assert_false(inbox_words_receive(door, id, NULL, NULL, &upto));
    (void)close(door);
    (void)close(sender);
}

static void bind_replaces_a_dead_socket_but_never_a_file(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "door.sock");
    int door = -1;
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    (void)close(door);
    assert_int_equal(inbox_socket_bind(path, &door), INBOX_OK);
    (void)close(door);
    const char *file_path = place_file(place, 1, "precious");
    FILE *file = fopen(file_path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(inbox_socket_bind(file_path, &door), INBOX_INVALID);
    assert_int_equal(access(file_path, F_OK), 0);
    assert_int_equal(inbox_socket_bind("", &door), INBOX_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wake_reaches_the_drain, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(troubles_are_counted_until_somebody_listens, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(a_count_that_no_door_can_have_is_not_heard, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(state_reaches_the_drain_and_is_no_wake, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(nobody_listening_never_blocks_the_door, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(highest_trim_word_for_this_inbox_counts, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(acks_reach_the_door_beside_trim_words, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(acks_that_cannot_be_are_not_heard, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(questions_and_renewals_reach_the_drain_and_are_no_wake,
                                        place_setup, place_teardown),
        cmocka_unit_test(a_device_is_never_told_the_numbers_of_another),
        cmocka_unit_test_setup_teardown(foreign_datagrams_are_ignored, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(bind_replaces_a_dead_socket_but_never_a_file, place_setup,
                                        place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
