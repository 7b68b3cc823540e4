// SPDX-License-Identifier: EUPL-1.2
// libmosquitto by its own loop functions, so that a thousand lines need one thread.
#include "fleet/mqtt_line.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEEPALIVE_S 60
#define ANSWER_MS 20000
#define BACKOFF_FIRST_MS 200
#define BACKOFF_LAST_MS 10000
#define PACKETS_AT_ONCE 10
#define IDLE_MS 1000
#define TOPIC_SIZE 128

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
};

static bool make_client(struct mqtt_line *line);

static void close_line(struct mqtt_line *line) {
    if (line->state != LINE_DOWN && line->setup->open) {
        --*line->setup->open;
    }
    line->state = LINE_DOWN;
}

// A message that must be refused is tried once: libmosquitto would send it again, so it gets a new
// client.
static void refused(struct mqtt_line *line) {
    line->setup->refused(line->member, line->setup->context);
    member_drop(line->member);
    line->in_flight = -1;
    mosquitto_destroy(line->client);
    line->client = NULL;
    line->tried = false;
    (void)make_client(line); // without one the line stays down
}

static void go_down(struct mqtt_line *line, int64_t now_ms) {
    close_line(line);
    if (line->in_flight >= 0 && line->member->first->step && line->member->first->step->refused) {
        refused(line);
    }
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
    // A reason of 128 and above is a refusal, which only MQTT 5 can tell: the message stays, unless
    // it was to be refused.
    if (reason >= 128 && line->member->first->step && line->member->first->step->refused) {
        line->setup->refused(line->member, line->setup->context);
        member_drop(line->member);
    } else if (reason < 128) {
        line->setup->acknowledged(line->member, line->setup->context);
        member_acknowledged(line->member);
    } else {
        line->asked_ms += BACKOFF_LAST_MS;
    }
}

static bool make_client(struct mqtt_line *line) {
    const struct device *device = line->member->device;
    const char *cafile = line->setup->options->cafile;
    bool newest = line->member->curve.member % 2 == 1;
    line->client = mosquitto_new(device->id, true, line);
    if (!line->client ||
        mosquitto_int_option(line->client, MOSQ_OPT_PROTOCOL_VERSION,
                             newest ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311) ||
        mosquitto_username_pw_set(line->client, device->id, device->secret) ||
        (cafile && mosquitto_tls_set(line->client, cafile, NULL, NULL, NULL, NULL))) {
        return false;
    }
    mosquitto_connect_callback_set(line->client, on_connect);
    mosquitto_publish_v5_callback_set(line->client, on_publish);
    return true;
}

struct mqtt_line *mqtt_line_new(const struct line_setup *setup, struct member *member) {
    struct mqtt_line *line = calloc(1, sizeof *line);
    if (!line) {
        return NULL;
    }
    line->setup = setup;
    line->member = member;
    line->in_flight = -1;
    line->backoff_ms = BACKOFF_FIRST_MS;
    if (!make_client(line)) {
        mqtt_line_free(line);
        return NULL;
    }
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
    if (line->setup->open) {
        ++*line->setup->open;
    }
}

// The device's own topic, or the one of the step, in which '%' stands for the device.
static void make_topic(const struct mqtt_line *line, const struct scenario_step *step,
                       char out[TOPIC_SIZE]) {
    const char *id = line->member->device->id;
    size_t at = 0;
    if (!step || step->topic[0] == '\0') {
        (void)snprintf(out, TOPIC_SIZE, "ltc/v1/%s/up/%s", id, step ? step->kind : "readings");
        return;
    }
    for (const char *from = step->topic; *from != '\0' && at < TOPIC_SIZE - 1; from++) {
        int length = *from == '%' ? snprintf(out + at, TOPIC_SIZE - at, "%s", id) : 1;
        if (*from != '%') {
            out[at] = *from;
        }
        at += (size_t)length;
    }
    out[at < TOPIC_SIZE ? at : TOPIC_SIZE - 1] = '\0';
}

static int publish(const struct mqtt_line *line, const struct outgoing *message, int *mid) {
    const struct scenario_step *step = message->step;
    mosquitto_property *properties = NULL;
    char topic[TOPIC_SIZE];
    make_topic(line, step, topic);
    if (step && step->media_type[0] != '\0' && line->member->curve.member % 2 == 1 &&
        mosquitto_property_add_string(&properties, MQTT_PROP_CONTENT_TYPE, step->media_type)) {
        return MOSQ_ERR_NOMEM;
    }
    int result = mosquitto_publish_v5(line->client, mid, topic, (int)message->length, message->text,
                                      step ? step->qos : 1, step && step->retain, properties);
    mosquitto_property_free_all(&properties);
    return result;
}

static void send_next(struct mqtt_line *line, int64_t now_ms) {
    const struct outgoing *message = line->member->first;
    if (line->in_flight >= 0 || !message || now_ms < line->asked_ms) {
        return;
    }
    int mid = 0;
    int result = publish(line, message, &mid);
    if (result == MOSQ_ERR_SUCCESS) {
        // From here libmosquitto keeps the message and sends it again after each reconnection.
        line->in_flight = mid;
        line->asked_ms = now_ms;
    } else if (message->step && message->step->refused) {
        // Not even sent: a wildcard in the topic.
        line->setup->refused(line->member, line->setup->context);
        member_drop(line->member);
    }
}

void mqtt_line_tick(struct mqtt_line *line, int64_t now_ms) {
    bool unanswered = (line->state == LINE_GREETING || line->in_flight >= 0) &&
                      now_ms - line->asked_ms > ANSWER_MS;
    bool sparing = line->setup->open_max > 0;
    if (!line->client) {
        return;
    }
    if (line->state == LINE_DOWN) {
        bool may = !sparing ||
                   (line->member->first && *line->setup->open < line->setup->open_max);
        if (may && now_ms >= line->next_try_ms) {
            connect_line(line, now_ms);
        }
    } else if (sparing && line->state == LINE_UP && !line->member->first &&
               now_ms - line->asked_ms > IDLE_MS) {
        (void)mosquitto_disconnect(line->client);
        (void)mosquitto_loop_write(line->client, 1); // a goodbye that is lost is as good as none
        close_line(line);
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
    return line->client && mosquitto_want_write(line->client);
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
