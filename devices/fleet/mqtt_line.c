// SPDX-License-Identifier: EUPL-1.2
// libmosquitto by its own loop functions, so that a thousand lines need one thread.
#include "fleet/mqtt_line.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <stdio.h>
#include <stdlib.h>

#define KEEPALIVE_S 60
#define ANSWER_MS 20000
#define BACKOFF_FIRST_MS 200
#define BACKOFF_LAST_MS 10000
#define PACKETS_AT_ONCE 10

enum line_state {
    LINE_DOWN = 0,
    LINE_GREETING, // connected, CONNACK not yet there
    LINE_UP,
};

struct mqtt_line {
    const struct line_setup *setup;
    struct member *member;
    struct mosquitto *client;
    enum line_state state;
    bool tried; // the client knows its address: reconnect instead of connect
    bool refusal_told;
    int in_flight;    // message id, or -1
    int64_t asked_ms; // when the message or the greeting was sent
    int64_t next_try_ms;
    int64_t backoff_ms;
    char topic[PAYLOAD_DEVICE_LENGTH + 32];
};

static void go_down(struct mqtt_line *line, int64_t now_ms) {
    line->state = LINE_DOWN;
    line->next_try_ms = now_ms + line->backoff_ms;
    line->backoff_ms =
        line->backoff_ms * 2 > BACKOFF_LAST_MS ? BACKOFF_LAST_MS : line->backoff_ms * 2;
}

static void on_connect(struct mosquitto *client, void *context, int code) {
    struct mqtt_line *line = context;
    (void)client;
    if (code != 0) {
        if (!line->refusal_told) {
            (void)fprintf(stderr, "sostegno-fleet: device %s: the broker refuses it (%d)\n",
                          line->member->device->id, code);
            line->refusal_told = true;
        }
        return;
    }
    line->state = LINE_UP;
    line->refusal_told = false;
}

static void on_publish(struct mosquitto *client, void *context, int mid, int reason,
                       const mosquitto_property *properties) {
    struct mqtt_line *line = context;
    (void)client;
    (void)properties;
    if (mid != line->in_flight || !line->member->first) {
        return;
    }
    line->in_flight = -1;
    line->backoff_ms = BACKOFF_FIRST_MS;
    // A reason of 128 and above is a refusal, which only MQTT 5 can tell: the message stays.
    if (reason < 128) {
        line->setup->acknowledged(line->member, line->setup->context);
        member_acknowledged(line->member);
    } else {
        line->asked_ms += BACKOFF_LAST_MS;
    }
}

struct mqtt_line *mqtt_line_new(const struct line_setup *setup, struct member *member) {
    const struct device *device = member->device;
    struct mqtt_line *line = calloc(1, sizeof *line);
    if (!line) {
        return NULL;
    }
    line->setup = setup;
    line->member = member;
    line->in_flight = -1;
    line->backoff_ms = BACKOFF_FIRST_MS;
    (void)snprintf(line->topic, sizeof line->topic, "ltc/v1/%s/up/readings", device->id);
    line->client = mosquitto_new(device->id, true, line);
    bool newest = member->curve.member % 2 == 1;
    if (!line->client ||
        mosquitto_int_option(line->client, MOSQ_OPT_PROTOCOL_VERSION,
                             newest ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311) ||
        mosquitto_username_pw_set(line->client, device->id, device->secret) ||
        (setup->options->cafile &&
         mosquitto_tls_set(line->client, setup->options->cafile, NULL, NULL, NULL, NULL))) {
        mqtt_line_free(line);
        return NULL;
    }
    mosquitto_connect_callback_set(line->client, on_connect);
    mosquitto_publish_v5_callback_set(line->client, on_publish);
    return line;
}

static void connect_line(struct mqtt_line *line, int64_t now_ms) {
    const struct address *broker = &line->setup->options->mqtt;
    int result = line->tried
                     ? mosquitto_reconnect(line->client)
                     : mosquitto_connect(line->client, broker->host, broker->port, KEEPALIVE_S);
    if (result != MOSQ_ERR_SUCCESS) {
        go_down(line, now_ms);
        return;
    }
    line->tried = true;
    line->state = LINE_GREETING;
    line->asked_ms = now_ms;
}

static void send_next(struct mqtt_line *line, int64_t now_ms) {
    const struct outgoing *message = line->member->first;
    if (line->in_flight >= 0 || !message || now_ms < line->asked_ms) {
        return;
    }
    int mid = 0;
    if (mosquitto_publish(line->client, &mid, line->topic, (int)message->length, message->text, 1,
                          false) == MOSQ_ERR_SUCCESS) {
        // From here libmosquitto keeps the message and sends it again after each reconnection.
        line->in_flight = mid;
        line->asked_ms = now_ms;
    }
}

void mqtt_line_tick(struct mqtt_line *line, int64_t now_ms) {
    bool unanswered = (line->state == LINE_GREETING || line->in_flight >= 0) &&
                      now_ms - line->asked_ms > ANSWER_MS;
    if (line->state == LINE_DOWN) {
        if (now_ms >= line->next_try_ms) {
            connect_line(line, now_ms);
        }
    } else if (unanswered) {
        (void)mosquitto_disconnect(line->client);
        go_down(line, now_ms);
    } else if (line->state == LINE_UP) {
        send_next(line, now_ms);
    }
    if (line->state != LINE_DOWN && mosquitto_loop_misc(line->client) != MOSQ_ERR_SUCCESS) {
        go_down(line, now_ms);
    }
}

int mqtt_line_socket(struct mqtt_line *line) {
    return line->state == LINE_DOWN ? -1 : mosquitto_socket(line->client);
}

bool mqtt_line_wants_write(struct mqtt_line *line) {
    return mosquitto_want_write(line->client);
}

void mqtt_line_serve(struct mqtt_line *line, int64_t now_ms) {
    if (line->state == LINE_DOWN) {
        return;
    }
    if (mosquitto_loop_read(line->client, PACKETS_AT_ONCE) != MOSQ_ERR_SUCCESS ||
        (mosquitto_want_write(line->client) &&
         mosquitto_loop_write(line->client, PACKETS_AT_ONCE) != MOSQ_ERR_SUCCESS)) {
        go_down(line, now_ms);
        return;
    }
    // The next message goes at once, not with the next tick.
    if (line->state == LINE_UP) {
        send_next(line, now_ms);
    }
}

void mqtt_line_free(struct mqtt_line *line) {
    if (!line) {
        return;
    }
    if (line->client) {
        if (line->state != LINE_DOWN) {
            (void)mosquitto_disconnect(line->client);
        }
        mosquitto_destroy(line->client);
    }
    free(line);
}
