// SPDX-License-Identifier: EUPL-1.2
// Test probe: inbox_dump INBOX SECRET_KEY prints the rows of an inbox as JSON lines, then its
// bounds.
#include "inbox/inbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print_hex(const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        printf("%02x", bytes[i]);
}

static void print_message(const struct inbox_message *message) {
    char device[33];
    inbox_device_text(message->facts.device, device);
    printf("{\"sequence\":%" PRId64 ",\"missing\":%" PRId64 ",\"damaged\":%s,\"door\":\"%s\","
           "\"device\":\"%s\",\"received_us\":%" PRId64 ",\"kind\":\"%s\",\"format\":%" PRId32
           ",\"protocol\":%d,\"qos\":%d,\"flags\":%d,\"payload\":\"",
           message->sequence, message->missing_before,
           message->soundness == INBOX_DAMAGED ? "true" : "false",
           inbox_door_text(message->facts.door), device, message->facts.received_us,
           message->facts.kind, message->facts.content_format, message->facts.protocol,
           message->facts.qos, message->facts.flags);
    print_hex(message->payload, message->length);
    printf("\",\"media\":\"");
    print_hex((const uint8_t *)message->facts.media_type, strlen(message->facts.media_type));
    printf("\"}\n");
}

static int fail(const char *what, enum inbox_result result) {
    fprintf(stderr, "inbox_dump: %s: %s\n", what, inbox_result_text(result));
    return 1;
}

int main(int argc, char **argv) {
    struct inbox_keypair keys;
    struct inbox_reader *reader = NULL;
    struct inbox_bounds bounds;
    uint8_t secret[INBOX_KEY_SIZE];
    if (argc != 3)
        return fail("usage: inbox_dump INBOX SECRET_KEY", INBOX_INVALID);
    enum inbox_result result = inbox_key_read(argv[2], INBOX_KEY_SECRET, secret);
    if (result == INBOX_OK)
        result = inbox_keypair_from_secret(secret, &keys);
    if (result != INBOX_OK)
        return fail(argv[2], result);
    result = inbox_reader_open(argv[1], &keys, &reader);
    if (result != INBOX_OK)
        return fail(argv[1], result);
    int64_t cursor = 0;
    size_t count = 1;
    while (result == INBOX_OK && count > 0) {
        struct inbox_batch *batch = NULL;
        result = inbox_reader_read(reader, cursor, INBOX_READ_MAX, &batch);
        if (result != INBOX_OK)
            break;
        count = batch->count;
        for (size_t i = 0; i < count; i++) {
            print_message(&batch->messages[i]);
            cursor = batch->messages[i].sequence;
        }
        inbox_batch_free(batch);
    }
    if (result == INBOX_OK)
        result = inbox_reader_bounds(reader, &bounds);
    if (result == INBOX_OK)
        printf("{\"oldest\":%" PRId64 ",\"newest\":%" PRId64 ",\"last\":%" PRId64
               ",\"reserved\":%" PRId64 "}\n",
               bounds.oldest, bounds.newest, bounds.last, bounds.reserved);
    inbox_reader_close(reader);
    return result == INBOX_OK ? 0 : fail(argv[1], result);
}
