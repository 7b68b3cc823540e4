// SPDX-License-Identifier: EUPL-1.2
// From the broker into custody, and then the answer to the broker.
#include "subscriber/intake_parts.h"

#include "inbox/acks.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define RETRY_FULL_MS 2000
#define RECEIPT_SIZE 256

static void note_receipt(struct intake *intake, const struct inbox_entry *entry) {
    uint8_t digest[RECEIPTS_DIGEST_SIZE];
    unsigned size = 0;
    if (EVP_Digest(entry->payload, entry->length, digest, &size, EVP_sha256(), NULL) != 1)
        return; // no memory: the device asks again by sending again
    bool room = receipts_add(&intake->receipts, entry->facts->device, digest);
    if (!room && !intake->receipts_full)
        intake->log(DOOR_WARNING, "sostegno: more receipts wait for the broker than are kept");
    intake->receipts_full = !room;
}

// Stores the group and tells the broker, in this order. False when the connection is over.
static bool commit(struct intake *intake) {
    struct group *group = &intake->group;
    if (group->entry_count > 0) {
        enum inbox_result result = door_take(intake->door, group->entries, group->entry_count);
        if (result != INBOX_OK) {
            bool shut = result == INBOX_IO || result == INBOX_LATCHED;
            intake_go_down(intake, RETRY_FULL_MS);
            if (shut)
                intake->stage = STAGE_SHUT;
            return false;
        }
        intake->backoff_ms = INTAKE_RETRY_FIRST_MS;
    }
    for (size_t i = 0; i < group->answer_count; i++) {
        const struct group_answer *answer = &group->answers[i];
        if (answer->id > 0)
            intake_wrote(intake, packet_write_answer(
                                     intake_out_end(intake), intake_out_room(intake), intake->five,
                                     answer->qos == 1 ? PACKET_PUBACK : PACKET_PUBREC, answer->id,
                                     answer->reason));
        if (answer->entry != GROUP_NONE && intake->settings->receipts)
            note_receipt(intake, &group->entries[answer->entry]);
    }
    group_empty(group);
    return true;
}

static void on_answer(struct intake *intake, const struct packet_frame *frame) {
    uint16_t id = 0;
    uint8_t reason = PACKET_SUCCESS;
    if (!packet_read_answer(frame, intake->five, &id, &reason)) {
        intake_fall_back(intake, "the broker", "breaks the protocol in an acknowledgement");
        return;
    }
    if (frame->type == PACKET_PUBREL) {
        intake_wrote(intake, packet_write_answer(intake_out_end(intake), intake_out_room(intake),
                                                 intake->five, PACKET_PUBCOMP, id, PACKET_SUCCESS));
        return;
    }
    receipts_answered(&intake->receipts, id);
    if (reason >= PACKET_FAILURE && !intake->receipts_refused) {
        intake->receipts_refused = true;
        intake->log(DOOR_ERROR, "sostegno: the broker refuses receipts: may we publish there?");
    }
}

static bool on_publish(struct intake *intake, const struct packet_frame *frame) {
    struct packet_publish publish;
    if (!packet_read_publish(frame, intake->five, &publish))
        return false;
    group_add(&intake->group, intake->door, &publish, intake->five);
    return true;
}

// Everything but messages.
static void on_packet(struct intake *intake, const struct packet_frame *frame) {
    switch (frame->type) {
    case PACKET_CONNACK:
        greeting_connack(intake, frame);
        return;
    case PACKET_SUBACK:
        greeting_suback(intake, frame);
        return;
    case PACKET_PUBACK:
    case PACKET_PUBREL:
        on_answer(intake, frame);
        return;
    case PACKET_PINGRESP:
        return;
    case PACKET_DISCONNECT:
        greeting_disconnect(intake, frame);
        return;
    case PACKET_NONE:
    case PACKET_CONNECT:
    case PACKET_PUBLISH:
    case PACKET_PUBREC:
    case PACKET_PUBCOMP:
    case PACKET_SUBSCRIBE:
    case PACKET_UNSUBSCRIBE:
    case PACKET_UNSUBACK:
    case PACKET_PINGREQ:
    case PACKET_AUTH:
        break;
    }
    intake_fall_back(intake, "the broker", "breaks the protocol");
}

static size_t drop_skipped(struct intake *intake) {
    size_t gone = intake->skip < intake->in_length ? intake->skip : intake->in_length;
    intake->skip -= gone;
    return gone;
}

// Steps over a packet, and over what is there of the rest of one that is too large.
static size_t step_over(struct intake *intake, const struct packet_frame *frame, size_t at) {
    at += frame->head + frame->length;
    intake->skip = frame->total - frame->length;
    size_t there = intake->in_length - at;
    size_t gone = intake->skip < there ? intake->skip : there;
    intake->skip -= gone;
    return at + gone;
}

// One group at most: everything that is there of it lies in the buffer until it is stored.
void delivery_handle(struct intake *intake) {
    size_t at = drop_skipped(intake);
    enum packet_framing framing = PACKET_MORE;
    bool broken = false;
    while (at < intake->in_length && !broken && !group_is_full(&intake->group) &&
           intake_out_room(intake) >= INTAKE_OUT_SPARE) {
        struct packet_frame frame;
        framing = packet_frame(intake->in + at, intake->in_length - at, &frame);
        broken = framing == PACKET_BROKEN;
        if (framing == PACKET_MORE || broken)
            break;
        if (frame.type == PACKET_PUBLISH) {
            // Nobody sends messages before the greeting is answered.
            broken = intake->stage == STAGE_GREETING || !on_publish(intake, &frame);
        } else {
            // What came before it is answered before it.
            if (intake->group.answer_count > 0 && !commit(intake))
                return;
            on_packet(intake, &frame);
            if (!intake_is_up(intake))
                return; // the buffer is empty now
        }
        at = step_over(intake, &frame, at);
    }
    if (intake->group.answer_count > 0 && !commit(intake))
        return;
    if (broken) {
        intake_transmit(intake);
        if (intake_is_up(intake))
            intake_fall_back(intake, "the broker", "breaks the protocol");
        return;
    }
    intake->again = at < intake->in_length && framing != PACKET_MORE;
    memmove(intake->in, intake->in + at, intake->in_length - at);
    intake->in_length -= at;
}

// Until nothing more comes or the buffer is full. False: the connection is over, but for what came
// before.
bool delivery_receive(struct intake *intake) {
    enum wire_io result = WIRE_DONE;
    while (result == WIRE_DONE && intake->in_length < INTAKE_IN_SIZE) {
        size_t count = 0;
        result = wire_read(intake->wire, intake->in + intake->in_length,
                           INTAKE_IN_SIZE - intake->in_length, &count);
        if (result == WIRE_DONE) {
            intake->in_length += count;
            intake->heard_ms = inbox_monotonic_ms();
        }
    }
    return result != WIRE_GONE;
}

// {"sha256":"…"}: the device knows its message by it, and we need not read it.
static void write_receipt(struct intake *intake, const struct receipt *receipt, uint16_t id) {
    static const char digits[] = "0123456789abcdef";
    char topic[64];
    char device[33];
    char hex[2 * RECEIPTS_DIGEST_SIZE + 1] = "";
    char payload[sizeof hex + 16];
    inbox_device_text(receipt->device, device);
    for (size_t i = 0; i < RECEIPTS_DIGEST_SIZE; i++) {
        hex[2 * i] = digits[receipt->digest[i] >> 4];
        hex[2 * i + 1] = digits[receipt->digest[i] & 15];
    }
    (void)snprintf(topic, sizeof topic, "ltc/v1/%s/down/receipt", device); // fits
    (void)snprintf(payload, sizeof payload, "{\"sha256\":\"%s\"}", hex);   // fits
    intake_wrote(intake, packet_write_publish(intake_out_end(intake), intake_out_room(intake),
                                              intake->five, id, receipt->sent, topic, payload));
}

void delivery_receipts(struct intake *intake) {
    uint16_t id = 0;
    const struct receipt *receipt = NULL;
    while (intake->stage == STAGE_FLOWING &&
           intake_out_room(intake) > INTAKE_OUT_SPARE + RECEIPT_SIZE &&
           (receipt = receipts_next(&intake->receipts, intake->window, &id)) != NULL) {
        write_receipt(intake, receipt, id);
        receipts_sent(&intake->receipts);
    }
}

void intake_tell(struct intake *intake, const struct inbox_ack *ack) {
    char topic[ACKS_TOPIC_SIZE];
    char text[ACKS_TEXT_SIZE];
    if (intake == NULL || !intake->settings->receipts || intake->stage != STAGE_FLOWING ||
        intake_out_room(intake) <= INTAKE_OUT_SPARE + RECEIPT_SIZE)
        return;
    acks_message(ack, topic, text);
    intake_wrote(intake, packet_write_publish(intake_out_end(intake), intake_out_room(intake),
                                              intake->five, 0, false, topic, text));
}
