// SPDX-License-Identifier: EUPL-1.2
// Topics against the only texts that may pass, put together here.
#include "topic_check.h"

#include "holds.h"
#include "broker/topic.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t device[INBOX_DEVICE_SIZE] = {1, 2,  3,  4,  5,  6,  7,  8,
                                                  9, 10, 11, 12, 13, 14, 15, 16};
static const char up[] = "ltc/v1/0102030405060708090a0b0c0d0e0f10/up/";
static const char down[] = "ltc/v1/0102030405060708090a0b0c0d0e0f10/down/";

void topic_check(const void *bytes, size_t length) {
    char *text = malloc(length + 1);
    HOLDS(text != NULL);
    memcpy(text, bytes, length);
    text[length] = '\0';
    char kind[INBOX_KIND_SIZE];
    memset(kind, 0x5a, sizeof kind);
    bool published = topic_publish(text, device, kind);
    if (published) {
        HOLDS(memchr(kind, '\0', sizeof kind) != NULL && kind[0] != '\0');
        HOLDS(strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(kind));
        HOLDS(strlen(text) == strlen(up) + strlen(kind) && strncmp(text, up, strlen(up)) == 0 &&
              strcmp(text + strlen(up), kind) == 0);
    } else {
        HOLDS(kind[0] == 0x5a);
    }
    bool below = strncmp(text, down, strlen(down)) == 0 && text[strlen(down)] != '\0';
    HOLDS(topic_subscribe(text, device) == below);
    HOLDS(topic_receive(text, device) == below);
    // Whatever passes for one device passes for no other.
    uint8_t other[INBOX_DEVICE_SIZE];
    memcpy(other, device, sizeof other);
    other[15] ^= 1;
    HOLDS(!published || !topic_publish(text, other, kind));
    HOLDS(!below || (!topic_subscribe(text, other) && !topic_receive(text, other)));
    free(text);
}
