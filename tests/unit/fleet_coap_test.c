// SPDX-License-Identifier: EUPL-1.2
// The CoAP line against a door that misbehaves: nothing counts as acknowledged before its 2.04.
#include "fleet/coap_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <coap3/coap.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define START INT64_C(1795248000000000)
#define DEVICE "0123456789abcdef0123456789abcdef"
#define SECRET "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

// Answers by script, one letter for each request, the last repeated: 'a' 2.04, 'b' 5.03 with
// Max-Age 1.
static const char *script;
static size_t requests;
static size_t wrong;
static size_t acknowledged;

static void on_post(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                    const coap_string_t *query, coap_pdu_t *response) {
    (void)resource;
    (void)query;
    const coap_bin_const_t *identity = coap_session_get_psk_identity(session);
    size_t length = 0;
    const uint8_t *body = NULL;
    struct payload_message message = {0};
    struct payload_fault fault;
    requests++;
    if (!identity || identity->length != strlen(DEVICE) ||
        memcmp(identity->s, DEVICE, identity->length) != 0 ||
        !coap_get_data(request, &length, &body) || length > 1024 ||
        payload_decode(body, length, &message, &fault) != PAYLOAD_OK) {
        wrong++;
    }
    payload_release(&message);
    char what = *script;
    if (script[1] != '\0') {
        script++;
    }
    if (what == 'b') {
        static const uint8_t one_second = 1;
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_SERVICE_UNAVAILABLE);
        (void)coap_add_option(response, COAP_OPTION_MAXAGE, 1, &one_second);
    } else {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
    }
}

static coap_context_t *door_start(const char *key, int *port) {
    coap_context_t *door = coap_new_context(NULL);
    assert_non_null(door);
    assert_int_equal(coap_context_set_psk(door, "", (const uint8_t *)key, strlen(key)), 1);
    coap_address_t address;
    coap_address_init(&address);
    address.addr.sin.sin_family = AF_INET;
    address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.addr.sin.sin_port = htons((uint16_t)*port);
    address.size = sizeof address.addr.sin;
    coap_endpoint_t *endpoint = coap_new_endpoint(door, &address, COAP_PROTO_DTLS);
    assert_non_null(endpoint);
    coap_resource_t *resource = coap_resource_init(coap_make_str_const("v1/r"), 0);
    assert_non_null(resource);
    coap_register_request_handler(resource, COAP_REQUEST_POST, on_post);
    coap_add_resource(door, resource);
    // libcoap does not tell a port chosen by the system; the text of the endpoint ends in it.
    const char *text = coap_endpoint_str(endpoint);
    const char *colon = strrchr(text, ':');
    assert_non_null(colon);
    *port = (int)strtol(colon + 1, NULL, 10);
    assert_in_range(*port, 1, 65535);
    return door;
}

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

// Lets line and door talk until `enough` messages are acknowledged, or for the milliseconds.
static void talk(struct coap_lines *lines, struct coap_line *line, coap_context_t *door,
                 size_t enough, int64_t milliseconds) {
    int64_t end = now_ms() + milliseconds;
    while (acknowledged < enough && now_ms() < end) {
        coap_line_tick(line, now_ms());
        struct pollfd wait = {coap_lines_socket(lines), POLLIN, 0};
        (void)poll(&wait, 1, 2);
        coap_lines_serve(lines);
        if (door) {
            (void)coap_io_process(door, COAP_IO_NO_WAIT);
        }
    }
}

struct stage {
    struct device device;
    struct member *members;
    struct options options;
    struct line_setup setup;
    struct coap_lines *lines;
    struct coap_line *line;
};

static void stage_open(struct stage *stage, int port) {
    *stage = (struct stage){
        .device = {DEVICE, SECRET, TRANSPORT_COAP, CONDITION_DIABETES, "SN1"},
        .options = {.coap = {"127.0.0.1", port}},
    };
    const struct device_list list = {&stage->device, 1};
    const struct fleet_plan plan = {
        .seed = 1, .boot = 1, .start_us = START, .days_back = 3, .calm = true};
    stage->members = members_make(&list, &plan);
    assert_non_null(stage->members);
    assert_true(member_collect(stage->members, START, true));
    assert_true(stage->members->outgoing_count >= 2);
    stage->setup = (struct line_setup){.options = &stage->options, .acknowledged = count_acknowledged};
    stage->lines = coap_lines_new(&stage->setup);
    assert_non_null(stage->lines);
    stage->line = coap_line_new(stage->lines, stage->members);
    assert_non_null(stage->line);
    requests = 0;
    wrong = 0;
    acknowledged = 0;
}

static void stage_close(struct stage *stage) {
    coap_line_free(stage->line);
    coap_lines_free(stage->lines);
    members_free(stage->members, 1);
}

static void a_good_door_gets_every_message_once_over_dtls(void **state) {
    (void)state;
    struct stage stage;
    int port = 0;
    script = "a";
    coap_context_t *door = door_start(SECRET, &port);
    stage_open(&stage, port);
    size_t messages = stage.members->outgoing_count;
    talk(stage.lines, stage.line, door, messages, 15000);
    assert_null(stage.members->first);
    assert_int_equal(acknowledged, messages);
    assert_int_equal(requests, messages);
    assert_int_equal(wrong, 0);
    stage_close(&stage);
    coap_free_context(door);
}

static void a_door_that_cannot_write_is_asked_again_later(void **state) {
    (void)state;
    struct stage stage;
    int port = 0;
    script = "ba";
    coap_context_t *door = door_start(SECRET, &port);
    stage_open(&stage, port);
    size_t messages = stage.members->outgoing_count;
    int64_t begin = now_ms();
    talk(stage.lines, stage.line, door, messages, 15000);
    assert_true(now_ms() - begin >= 900);
    assert_int_equal(acknowledged, messages);
    assert_int_equal(requests, messages + 1);
    stage_close(&stage);
    coap_free_context(door);
}

static void a_wrong_key_acknowledges_nothing(void **state) {
    (void)state;
    struct stage stage;
    int port = 0;
    script = "a";
    coap_context_t *door = door_start("another key of the same kind", &port);
    stage_open(&stage, port);
    size_t messages = stage.members->outgoing_count;
    talk(stage.lines, stage.line, door, 1, 1500);
    assert_int_equal(stage.members->outgoing_count, messages);
    assert_int_equal(requests, 0);
    assert_int_equal(acknowledged, 0);
    stage_close(&stage);
    coap_free_context(door);
}

static void a_restarted_door_gets_the_rest(void **state) {
    (void)state;
    struct stage stage;
    int port = 0;
    script = "a";
    coap_context_t *door = door_start(SECRET, &port);
    stage_open(&stage, port);
    size_t messages = stage.members->outgoing_count;
    talk(stage.lines, stage.line, door, 1, 15000);
    assert_int_equal(acknowledged, 1);
    coap_free_context(door);
    talk(stage.lines, stage.line, NULL, messages, 300);
    assert_int_equal(acknowledged, 1);
    door = door_start(SECRET, &port);
    talk(stage.lines, stage.line, door, messages, 60000);
    assert_int_equal(acknowledged, messages);
    assert_int_equal(wrong, 0);
    stage_close(&stage);
    coap_free_context(door);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_door_gets_every_message_once_over_dtls),
        cmocka_unit_test(a_door_that_cannot_write_is_asked_again_later),
        cmocka_unit_test(a_wrong_key_acknowledges_nothing),
        cmocka_unit_test(a_restarted_door_gets_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
