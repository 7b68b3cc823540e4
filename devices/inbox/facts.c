// SPDX-License-Identifier: EUPL-1.2
// What is known about a message apart from its bytes: texts, device ids, receive time.
#include "inbox/inbox.h"

#include <string.h>
#include <time.h>

int64_t inbox_now_us(void) {
    struct timespec now;
    // CLOCK_REALTIME cannot fail on Linux; zero is a visible wrong answer rather than a crash.
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t inbox_monotonic_ms(void) {
    struct timespec now;
    // CLOCK_MONOTONIC cannot fail on Linux; zero would only postpone what is due.
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *inbox_door_text(enum inbox_door door) {
    switch (door) {
    case INBOX_DOOR_NONE:
        return "none";
    case INBOX_DOOR_MQTT:
        return "mqtt";
    case INBOX_DOOR_COAP:
        return "coap";
    case INBOX_DOOR_SUBSCRIBER:
        return "subscriber";
    }
    return "none";
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

bool inbox_device_parse(const char *text, size_t length, uint8_t out[INBOX_DEVICE_SIZE]) {
    uint8_t device[INBOX_DEVICE_SIZE];
    if (text == NULL || length != 2 * INBOX_DEVICE_SIZE)
        return false;
    for (size_t i = 0; i < INBOX_DEVICE_SIZE; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        device[i] = (uint8_t)(high * 16 + low);
    }
    memcpy(out, device, INBOX_DEVICE_SIZE);
    return true;
}

void inbox_device_text(const uint8_t device[INBOX_DEVICE_SIZE], char out[33]) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < INBOX_DEVICE_SIZE; i++) {
        out[2 * i] = digits[device[i] >> 4];
        out[2 * i + 1] = digits[device[i] & 15];
    }
    out[32] = '\0';
}
