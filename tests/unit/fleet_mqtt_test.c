// SPDX-License-Identifier: EUPL-1.2
// The MQTT line against a broker that misbehaves: nothing counts as acknowledged before its PUBACK.
#include "fleet/mqtt_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <mosquitto.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define START INT64_C(1795248000000000)
#define DEVICE "0123456789abcdef0123456789abcdef"

// A broker of one connection that answers by script: one letter for each PUBLISH, the last
// repeated. 'a' acknowledges, 'c' closes the connection without an answer, 'r' refuses (MQTT 5
// reason 135).
struct broker {
    int listener;
    int connection;
    const char *script;
    size_t published;
    size_t duplicates;
    bool v5;
    unsigned char bytes[70000];
    size_t length;
};

static struct broker broker;

static int broker_start(const char *script) {
    memset(&broker, 0, sizeof broker);
    broker.connection = -1;
    broker.script = script;
    broker.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(broker.listener >= 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    assert_int_equal(bind(broker.listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(broker.listener, 8), 0);
    assert_int_equal(getsockname(broker.listener, (struct sockaddr *)&address, &size), 0);
    return ntohs(address.sin_port);
}

static void broker_stop(void) {
    if (broker.connection >= 0) {
        assert_int_equal(close(broker.connection), 0);
    }
    assert_int_equal(close(broker.listener), 0);
}

static void answer(const void *bytes, size_t length) {
    assert_int_equal(send(broker.connection, bytes, length, MSG_NOSIGNAL), length);
}

static void hang_up(void) {
    assert_int_equal(close(broker.connection), 0);
    broker.connection = -1;
    broker.length = 0;
}

static void on_publish(const unsigned char *body, unsigned char flags) {
    static const char topic[] = "ltc/v1/" DEVICE "/up/readings";
    size_t topic_length = (size_t)body[0] << 8 | body[1];
    assert_int_equal(topic_length, sizeof topic - 1);
    assert_memory_equal(body + 2, topic, topic_length);
    assert_int_equal(flags & 0x07, 0x02); // QoS 1, not retained
    const unsigned char *mid = body + 2 + topic_length;
    broker.published++;
    broker.duplicates += (flags & 0x08) != 0;
    char what = *broker.script;
    if (broker.script[1] != '\0') {
        broker.script++;
    }
    if (what == 'c') {
        hang_up();
    } else if (what == 'r') {
        const unsigned char refusal[] = {0x40, 4, mid[0], mid[1], 135, 0};
        answer(refusal, sizeof refusal);
    } else {
        const unsigned char puback[] = {0x40, 2, mid[0], mid[1]};
        answer(puback, sizeof puback);
    }
}

static void on_packet(unsigned char type, const unsigned char *body) {
    if (type >> 4 == 1) {
        broker.v5 = body[6] == 5;
        static const unsigned char connack[] = {0x20, 3, 0, 0, 0};
        static const unsigned char connack_311[] = {0x20, 2, 0, 0};
        answer(broker.v5 ? connack : connack_311, broker.v5 ? 5 : 4);
    } else if (type >> 4 == 3) {
        on_publish(body, type & 0x0f);
    }
}

// Takes whole packets from the bytes received.
static void broker_parse(void) {
    while (broker.connection >= 0 && broker.length >= 2) {
        size_t remaining = 0;
        size_t head = 1;
        for (unsigned shift = 0;; shift += 7, head++) {
            if (head >= broker.length) {
                return;
            }
            remaining |= (size_t)(broker.bytes[head] & 0x7f) << shift;
            if (!(broker.bytes[head] & 0x80)) {
                break;
            }
        }
        head++;
        if (broker.length < head + remaining) {
            return;
        }
        on_packet(broker.bytes[0], broker.bytes + head);
        if (broker.connection >= 0) {
            broker.length -= head + remaining;
            memmove(broker.bytes, broker.bytes + head + remaining, broker.length);
        }
    }
}

static bool readable(int file) {
    struct pollfd wait = {file, POLLIN, 0};
    return poll(&wait, 1, 0) == 1;
}

static void broker_step(void) {
    if (readable(broker.listener)) {
        int connection = accept(broker.listener, NULL, NULL);
        assert_true(connection >= 0);
        if (broker.connection >= 0) {
            hang_up();
        }
        broker.connection = connection;
    }
    if (broker.connection >= 0 && readable(broker.connection)) {
        ssize_t got = recv(broker.connection, broker.bytes + broker.length,
                           sizeof broker.bytes - broker.length, 0);
        if (got <= 0) {
            hang_up();
            return;
        }
        broker.length += (size_t)got;
        broker_parse();
    }
}

static size_t acknowledged;

static void count_acknowledged(struct member *member, void *context) {
    (void)context;
    assert_non_null(member->first);
    acknowledged++;
}

static int64_t now_ms(void) {
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Lets line and broker talk until the queue is empty, or for the milliseconds.
static void talk(struct mqtt_line *line, const struct member *member, int64_t milliseconds) {
    int64_t end = now_ms() + milliseconds;
    while (member->first && now_ms() < end) {
        mqtt_line_tick(line, now_ms());
        broker_step();
        struct pollfd wait = {mqtt_line_socket(line), POLLIN, 0};
        (void)poll(&wait, 1, 2);
        mqtt_line_serve(line, now_ms());
    }
}

// Sends the queue of one member (the second speaks MQTT 5) through a broker of that script.
static void play(const char *script, size_t which, int64_t milliseconds, size_t *left,
                 size_t *messages) {
    struct device devices[2] = {
        {DEVICE, "secret", TRANSPORT_MQTT, CONDITION_DIABETES, "SN1"},
        {DEVICE, "secret", TRANSPORT_MQTT, CONDITION_DIABETES, "SN1"},
    };
    const struct device_list list = {devices, 2};
    const struct fleet_plan plan = {
        .seed = 1, .boot = 1, .start_us = START, .days_back = 2, .calm = true};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    struct member *member = &members[which];
    assert_true(member_collect(member, START, false));
    *messages = member->outgoing_count;
    assert_true(*messages >= 4);
    struct options options = {.mqtt = {.host = "127.0.0.1"}};
    options.mqtt.port = broker_start(script);
    const struct line_setup setup = {.options = &options, .acknowledged = count_acknowledged};
    acknowledged = 0;
    struct mqtt_line *line = mqtt_line_new(&setup, member);
    assert_non_null(line);
    talk(line, member, milliseconds);
    *left = member->outgoing_count;
    mqtt_line_free(line);
    broker_stop();
    members_free(members, 2);
}

static void a_good_broker_gets_every_message_once(void **state) {
    (void)state;
    for (size_t which = 0; which < 2; which++) {
        size_t left = 0;
        size_t messages = 0;
        play("a", which, 10000, &left, &messages);
        assert_int_equal(left, 0);
        assert_int_equal(acknowledged, messages);
        assert_int_equal(broker.published, messages);
        assert_int_equal(broker.v5, which == 1);
    }
}

static void case1_an_unanswered_message_is_sent_again_after_reconnecting(void **state) {
    (void)state;
    for (size_t which = 0; which < 2; which++) {
        size_t left = 0;
        size_t messages = 0;
        play("acaca", which, 15000, &left, &messages);
        assert_int_equal(left, 0);
        assert_int_equal(acknowledged, messages);
        assert_int_equal(broker.published, messages + 2);
        assert_int_equal(broker.duplicates, 2);
    }
}

static void no_puback_means_not_acknowledged(void **state) {
    (void)state;
    size_t left = 0;
    size_t messages = 0;
    play("c", 0, 1500, &left, &messages);
    assert_int_equal(left, messages);
    assert_int_equal(acknowledged, 0);
    assert_true(broker.published >= 2);
}

static void a_refusal_in_mqtt5_keeps_the_message(void **state) {
    (void)state;
    size_t left = 0;
    size_t messages = 0;
    play("r", 1, 500, &left, &messages);
    assert_int_equal(left, messages);
    assert_int_equal(acknowledged, 0);
    // It waits before it asks again.
    assert_int_equal(broker.published, 1);
}

static int start_library(void **state) {
    (void)state;
    return mosquitto_lib_init();
}

static int stop_library(void **state) {
    (void)state;
    return mosquitto_lib_cleanup();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_broker_gets_every_message_once),
        cmocka_unit_test(case1_an_unanswered_message_is_sent_again_after_reconnecting),
        cmocka_unit_test(no_puback_means_not_acknowledged),
        cmocka_unit_test(a_refusal_in_mqtt5_keeps_the_message),
    };
    return cmocka_run_group_tests(tests, start_library, stop_library);
}
