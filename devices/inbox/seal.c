// SPDX-License-Identifier: EUPL-1.2
// Sealing of rows: one key per door start, sealed to the server; facts and payload inside each box.
#include "inbox/seal.h"

#include "inbox/bytes.h"

#include <stdlib.h>
#include <string.h>

// Text of a box, all integers little endian: version, door, protocol, qos, flags, length of kind,
// length of media type, 0, inbox id, sequence, device, received_us, content format; then kind,
// media type and payload. Inbox id and sequence bind the box to its place.
enum {
    AT_VERSION = 0,
    AT_DOOR = 1,
    AT_PROTOCOL = 2,
    AT_QOS = 3,
    AT_FLAGS = 4,
    AT_KIND_LENGTH = 5,
    AT_MEDIA_LENGTH = 6,
    AT_INBOX = 8,
    AT_SEQUENCE = AT_INBOX + INBOX_ID_SIZE,
    AT_DEVICE = AT_SEQUENCE + 8,
    AT_RECEIVED = AT_DEVICE + INBOX_DEVICE_SIZE,
    AT_FORMAT = AT_RECEIVED + 8,
    HEAD_SIZE = AT_FORMAT + 4,
    TEXT_VERSION = 1,
    BOX_EXTRA = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
};

enum inbox_result seal_start_close(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                                   const uint8_t server_public[INBOX_KEY_SIZE],
                                   uint8_t out[SEAL_START_SIZE]) {
    uint8_t text[SEAL_START_TEXT];
    uint8_t *at = text;
    memcpy(at, start->key, sizeof start->key);
    at += sizeof start->key;
    memcpy(at, id, INBOX_ID_SIZE);
    at += INBOX_ID_SIZE;
    bytes_put_i64(at, start->number);
    bytes_put_i64(at + 8, start->after);
    bytes_put_i64(at + 16, start->first);
    int failed = crypto_box_seal(out, text, sizeof text, server_public);
    sodium_memzero(text, sizeof text);
    return failed == 0 ? INBOX_OK : INBOX_INVALID; // fails for a public key of small order only
}

enum inbox_result seal_start_open(const uint8_t *sealed, size_t length, int64_t number,
                                  const uint8_t id[INBOX_ID_SIZE], const struct inbox_keypair *keys,
                                  struct seal_start *out) {
    enum inbox_result result = INBOX_CORRUPT;
    uint8_t text[SEAL_START_TEXT];
    if (length != SEAL_START_SIZE ||
        crypto_box_seal_open(text, sealed, length, keys->public, keys->secret) != 0)
        return INBOX_CORRUPT;
    const uint8_t *at = text + sizeof out->key;
    if (memcmp(at, id, INBOX_ID_SIZE) == 0 && bytes_get_i64(at + INBOX_ID_SIZE) == number) {
        at += INBOX_ID_SIZE;
        out->number = number;
        out->after = bytes_get_i64(at + 8);
        out->first = bytes_get_i64(at + 16);
        memcpy(out->key, text, sizeof out->key);
        result = INBOX_OK;
    }
    sodium_memzero(text, sizeof text);
    return result;
}

bool seal_entry_valid(const struct inbox_entry *entry) {
    const struct inbox_facts *facts = entry->facts;
    return facts != NULL && facts->door != INBOX_DOOR_NONE &&
           memchr(facts->kind, '\0', sizeof facts->kind) != NULL &&
           memchr(facts->media_type, '\0', sizeof facts->media_type) != NULL &&
           entry->length <= INBOX_PAYLOAD_MAX && (entry->payload != NULL || entry->length == 0);
}

enum inbox_result seal_message(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                               int64_t sequence, const struct inbox_entry *entry, uint8_t **out,
                               size_t *length) {
    const struct inbox_facts *facts = entry->facts;
    size_t kind = strlen(facts->kind);
    size_t media = strlen(facts->media_type);
    size_t text_length = HEAD_SIZE + kind + media + entry->length;
    uint8_t *box = malloc(BOX_EXTRA + text_length);
    if (box == NULL)
        return INBOX_NO_MEMORY;
    // The text is laid out where its ciphertext will be; libsodium allows sealing in place.
    uint8_t *text = box + BOX_EXTRA;
    memset(text, 0, HEAD_SIZE);
    text[AT_VERSION] = TEXT_VERSION;
    text[AT_DOOR] = (uint8_t)facts->door;
    text[AT_PROTOCOL] = facts->protocol;
    text[AT_QOS] = facts->qos;
    text[AT_FLAGS] = facts->flags;
    text[AT_KIND_LENGTH] = (uint8_t)kind;
    text[AT_MEDIA_LENGTH] = (uint8_t)media;
    memcpy(text + AT_INBOX, id, INBOX_ID_SIZE);
    bytes_put_i64(text + AT_SEQUENCE, sequence);
    memcpy(text + AT_DEVICE, facts->device, INBOX_DEVICE_SIZE);
    bytes_put_i64(text + AT_RECEIVED, facts->received_us);
    bytes_put_u32(text + AT_FORMAT, (uint32_t)facts->content_format);
    memcpy(text + HEAD_SIZE, facts->kind, kind);
    memcpy(text + HEAD_SIZE + kind, facts->media_type, media);
    if (entry->length > 0)
        memcpy(text + HEAD_SIZE + kind + media, entry->payload, entry->length);
    randombytes_buf(box, crypto_secretbox_NONCEBYTES);
    int failed = crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, text, text_length, box,
                                       start->key);
    if (failed != 0) {
        free(box);
        return INBOX_INVALID;
    }
    *out = box;
    *length = BOX_EXTRA + text_length;
    return INBOX_OK;
}

static bool read_text(const uint8_t *text, size_t length, const uint8_t id[INBOX_ID_SIZE],
                      struct inbox_message *message) {
    if (length < HEAD_SIZE || text[AT_VERSION] != TEXT_VERSION ||
        memcmp(text + AT_INBOX, id, INBOX_ID_SIZE) != 0 ||
        bytes_get_i64(text + AT_SEQUENCE) != message->sequence)
        return false;
    size_t kind = text[AT_KIND_LENGTH];
    size_t media = text[AT_MEDIA_LENGTH];
    if (text[AT_DOOR] > INBOX_DOOR_SUBSCRIBER || kind >= INBOX_KIND_SIZE ||
        media >= INBOX_MEDIA_TYPE_SIZE || length < HEAD_SIZE + kind + media)
        return false;
    struct inbox_facts *facts = &message->facts;
    facts->door = (enum inbox_door)text[AT_DOOR];
    facts->protocol = text[AT_PROTOCOL];
    facts->qos = text[AT_QOS];
    facts->flags = text[AT_FLAGS];
    memcpy(facts->device, text + AT_DEVICE, INBOX_DEVICE_SIZE);
    facts->received_us = bytes_get_i64(text + AT_RECEIVED);
    facts->content_format = (int32_t)bytes_get_u32(text + AT_FORMAT);
    memcpy(facts->kind, text + HEAD_SIZE, kind);
    memcpy(facts->media_type, text + HEAD_SIZE + kind, media);
    message->payload = text + HEAD_SIZE + kind + media;
    message->length = length - HEAD_SIZE - kind - media;
    return true;
}

enum inbox_result seal_open(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                            const uint8_t *box, size_t box_length, struct inbox_message *message,
                            uint8_t **buffer) {
    uint8_t *bytes = malloc(box_length + 1);
    if (bytes == NULL)
        return INBOX_NO_MEMORY;
    if (start != NULL && box_length >= BOX_EXTRA) {
        size_t length = box_length - BOX_EXTRA;
        if (crypto_secretbox_open_easy(bytes, box + crypto_secretbox_NONCEBYTES,
                                       box_length - crypto_secretbox_NONCEBYTES, box,
                                       start->key) == 0 &&
            read_text(bytes, length, id, message)) {
            bytes[length] = '\0';
            message->soundness = INBOX_SOUND;
            *buffer = bytes;
            return INBOX_OK;
        }
    }
    if (box_length > 0)
        memcpy(bytes, box, box_length);
    bytes[box_length] = '\0';
    message->facts = (struct inbox_facts){0};
    message->soundness = INBOX_DAMAGED;
    message->payload = bytes;
    message->length = box_length;
    *buffer = bytes;
    return INBOX_OK;
}
