// SPDX-License-Identifier: EUPL-1.2
// How a connection begins: CONNECT, CONNACK, SUBSCRIBE, SUBACK; and how the broker ends it.
#include "subscriber/intake_parts.h"

#include <stdio.h>
#include <string.h>

#define FILTER "ltc/v1/+/up/+"
#define SUBSCRIBE_ID 65535 // no receipt has it
#define WINDOW_311 20      // receipts on their way to a broker that names no bound
#define WINDOW_MAX 200

_Static_assert(RECEIPTS_MAX < SUBSCRIBE_ID, "packet ids do not meet");

static void fall_back_with(struct intake *intake, const char *what, unsigned code) {
    char detail[32];
    (void)snprintf(detail, sizeof detail, "code 0x%02x", code);
    intake_fall_back(intake, what, detail);
}

void greeting_begin(struct intake *intake) {
    const struct settings *settings = intake->settings;
    uint8_t password[SETTINGS_PASSWORD_MAX];
    struct packet_connect connect = {
        .five = intake->five,
        .client_id = settings->client_id,
        .user = settings->user,
        .keep_alive = (uint16_t)settings->keep_alive,
        .session_expiry = settings->session_expiry,
        .receive_maximum = (uint16_t)settings->receive_maximum,
    };
    if (settings->password_file != NULL) {
        if (!settings_password(settings->password_file, password, &connect.password_length)) {
            intake_fall_back(intake, "password-file",
                             "not there, empty, too long or open to others");
            return;
        }
        connect.password = password;
    }
    intake_wrote(intake,
                 packet_write_connect(intake_out_end(intake), intake_out_room(intake), &connect));
    explicit_bzero(password, sizeof password);
    intake->keep_alive_ms = INT64_C(1000) * settings->keep_alive;
    intake->stage = STAGE_GREETING;
}

static void ask(struct intake *intake) {
    char filter[400];
    const char *share = intake->settings->share;
    // The group's name is bounded by the settings.
    (void)snprintf(filter, sizeof filter, "%s%s%s" FILTER, share == NULL ? "" : "$share/",
                   share == NULL ? "" : share, share == NULL ? "" : "/");
    intake_wrote(intake, packet_write_subscribe(intake_out_end(intake), intake_out_room(intake),
                                                intake->five, SUBSCRIBE_ID, filter,
                                                (uint8_t)intake->settings->qos));
    intake->stage = STAGE_ASKING;
}

static void flow(struct intake *intake) {
    intake->stage = STAGE_FLOWING;
    intake->flowing_ms = inbox_monotonic_ms();
    intake->had_session = true;
    intake->subscribed = true;
    intake->said[0] = '\0';
    receipts_again(&intake->receipts);
    if (intake->settings->share != NULL && !intake->five)
        intake->log(DOOR_WARNING, "sostegno: MQTT 3.1.1 does not say whether the broker has shared "
                                  "subscriptions; one without them sends nothing");
    intake->log(DOOR_NOTE, intake->five ? "sostegno: the broker sends, MQTT 5"
                                        : "sostegno: the broker sends, MQTT 3.1.1");
}

void greeting_connack(struct intake *intake, const struct packet_frame *frame) {
    struct packet_connack connack;
    bool refuses_five = false;
    // An answer before all of the question was sent is none.
    if (intake->stage != STAGE_GREETING || intake->out_length > 0 ||
        !packet_read_connack(frame, intake->five, &connack)) {
        intake_fall_back(intake, "the broker", "breaks the protocol at its greeting");
        return;
    }
    intake->answered = true;
    refuses_five = connack.code == PACKET_OLD_VERSION || connack.code == PACKET_UNSUPPORTED_VERSION;
    if (refuses_five && intake->five && intake->settings->protocol == SETTINGS_PROTOCOL_AUTO) {
        intake->log(DOOR_NOTE, "sostegno: the broker has no MQTT 5, going on with 3.1.1");
        intake->five = false;
        intake_go_down(intake, 0);
        return;
    }
    if (connack.code != PACKET_SUCCESS) {
        fall_back_with(intake, "the broker refuses the connection", connack.code);
        return;
    }
    explicit_bzero(intake->out,
                   INTAKE_OUT_SIZE); // the password was there; nothing waits after a greeting
    if (intake->had_session && !connack.session_present)
        intake->log(DOOR_ERROR, "sostegno: the broker has lost our session, unless it or client-id "
                                "is another one now: what it acknowledged meanwhile may be gone");
    if (connack.session_expiry_said && connack.session_expiry < intake->settings->session_expiry)
        intake->log(DOOR_WARNING,
                    "sostegno: the broker keeps the session for less than session-expiry");
    if (connack.keep_alive > 0)
        intake->keep_alive_ms = INT64_C(1000) * connack.keep_alive;
    intake->window = intake->five ? connack.receive_maximum : WINDOW_311;
    if (intake->window > WINDOW_MAX)
        intake->window = WINDOW_MAX;
    // A 3.1.1 broker sends all retained messages at each SUBSCRIBE, so it is asked only when
    // needed. With a session messages may come at once, and they are no fault before SUBACK.
    if (intake->subscribed && connack.session_present)
        flow(intake);
    else
        ask(intake);
}

void greeting_suback(struct intake *intake, const struct packet_frame *frame) {
    uint16_t id = 0;
    uint8_t code = 0;
    if (intake->stage != STAGE_ASKING || !packet_read_suback(frame, intake->five, &id, &code) ||
        id != SUBSCRIBE_ID)
        intake_fall_back(intake, "the broker", "breaks the protocol at the subscription");
    else if (code >= PACKET_FAILURE)
        fall_back_with(intake, "the broker refuses the subscription", code);
    else if (code == 0 || code > 2)
        intake_fall_back(intake, "the broker", "grants QoS 0 only, by which nothing can be kept");
    else
        flow(intake);
}

void greeting_disconnect(struct intake *intake, const struct packet_frame *frame) {
    uint8_t reason = PACKET_SUCCESS;
    if (packet_read_disconnect(frame, intake->five, &reason))
        fall_back_with(intake, "the broker ended the connection", reason);
    else
        intake_fall_back(intake, "the broker", "ended the connection");
}

// A broker of before MQTT 5 should answer that it has none, but one may fail on the strange packet
// (RabbitMQ 3.10 does). Who closes for another reason is met in 5 again: two tries of three are.
void greeting_closed(struct intake *intake) {
    bool five = intake->five;
    if (intake->stage == STAGE_GREETING && !intake->answered &&
        intake->settings->protocol == SETTINGS_PROTOCOL_AUTO) {
        intake->closed++;
        five = intake->closed % 3 != 2;
        if (!five)
            intake->log(DOOR_NOTE, "sostegno: the broker closes instead of answering, trying 3.1.1");
    }
    intake_fall_back(intake, "the broker", "closed the connection");
    intake->five = five;
}
