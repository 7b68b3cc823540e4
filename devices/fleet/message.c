// SPDX-License-Identifier: EUPL-1.2
// Building messages: bounded pieces, joined while they fit.
#include "fleet/message.h"

#include "payload/payload.h"
#include "scoring/rome_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READINGS_MAX 50
#define READING_SIZE 512

void message_time(int64_t instant_us, char out[MESSAGE_TIME_SIZE]) {
    int32_t offset = rome_offset(instant_us);
    int64_t seconds = instant_us / 1000000 - (instant_us % 1000000 < 0 ? 1 : 0) + offset;
    int64_t day = seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0);
    int clock = (int)(seconds - day * 86400);
    char date[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(civil_date_add_days(civil_date_of(1970, 1, 1), (int32_t)day), date);
    (void)snprintf(out, MESSAGE_TIME_SIZE, "%sT%02d:%02d:%02d+%02d:%02d", date, clock / 3600,
                   clock / 60 % 60, clock % 60, (int)offset / 3600, (int)offset / 60 % 60);
}

// Appends within size; what does not fit leaves at == size, which the caller checks once at the
// end.
static void add(char *out, size_t size, size_t *at, const char *text) {
    size_t length = strlen(text);
    if (length >= size - *at) {
        *at = size - 1;
        return;
    }
    memcpy(out + *at, text, length + 1);
    *at += length;
}

static void add_values(const struct sample *sample, char *out, size_t size, size_t *at) {
    for (size_t i = 0; i < sample->value_count; i++) {
        const struct sample_value *value = &sample->values[i];
        char number[DECIMAL_TEXT_SIZE];
        char text[160];
        decimal_print(value->scaled, value->decimals, value->decimals, number);
        (void)snprintf(text, sizeof text, "%s\"%s\":{\"v\":%s,\"u\":\"%s\"}", i ? "," : "",
                       quantity_describe(value->quantity)->code, number, unit_code(value->unit));
        add(out, size, at, text);
    }
}

static void add_flags(const struct sample *sample, char *out, size_t size, size_t *at) {
    const char *before = ",\"flags\":[\"";
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag *= 2) {
        if (sample->flags & flag) {
            add(out, size, at, before);
            add(out, size, at, payload_flag_text((enum payload_flag)flag));
            before = "\",\"";
        }
    }
    if (sample->flags) {
        add(out, size, at, "\"]");
    }
}

static size_t build_reading(const struct sample *sample, const char *meter, char *out) {
    char time[MESSAGE_TIME_SIZE];
    message_time(sample->time_us, time);
    size_t at = 0;
    out[0] = '\0';
    add(out, READING_SIZE, &at, "{\"t\":\"");
    add(out, READING_SIZE, &at, time);
    add(out, READING_SIZE, &at, "\",\"kind\":\"");
    add(out, READING_SIZE, &at, quantity_kind_describe(sample->kind)->code);
    if (meter[0] != '\0') {
        add(out, READING_SIZE, &at, "\",\"meter\":\"");
        add(out, READING_SIZE, &at, meter);
    }
    add(out, READING_SIZE, &at, "\",\"values\":{");
    add_values(sample, out, READING_SIZE, &at);
    add(out, READING_SIZE, &at, "}");
    add_flags(sample, out, READING_SIZE, &at);
    add(out, READING_SIZE, &at, "}");
    return at;
}

char *message_build(const struct message_head *head, const struct sample *samples, size_t count,
                    size_t limit, size_t *used) {
    char *text = malloc(limit + 1);
    if (!text) {
        return NULL;
    }
    char sent[MESSAGE_TIME_SIZE];
    char tail[32];
    message_time(head->sent_us, sent);
    int tail_length = snprintf(tail, sizeof tail, "],\"battery\":%d}", head->battery);
    size_t at = (size_t)snprintf(
        text, limit + 1, "{\"seq\":%" PRId64 ",\"boot\":%" PRId64 ",\"sent\":\"%s\",\"readings\":[",
        head->seq, head->boot, sent);
    size_t taken = 0;
    while (taken < count && taken < READINGS_MAX) {
        char reading[READING_SIZE];
        size_t length = build_reading(&samples[taken], head->meter, reading);
        if (at + 1 + length + (size_t)tail_length > limit) {
            break;
        }
        if (taken > 0) {
            text[at++] = ',';
        }
        memcpy(text + at, reading, length);
        at += length;
        taken++;
    }
    memcpy(text + at, tail, (size_t)tail_length + 1);
    *used = taken;
    return text;
}
