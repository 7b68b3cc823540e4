// SPDX-License-Identifier: EUPL-1.2
// The promises of payload/payload.h as checks on any result.
#include "payload_check.h"

#include "holds.h"
#include "scoring/plausibility.h"

#include <string.h>

#define RECEIVED_US INT64_C(1795246205000000) // 2026-11-21T08:30:05+01:00

static void check_text(const char *text, size_t size) {
    HOLDS(memchr(text, '\0', size) != NULL);
}

static void check_value(const struct payload_reading *reading, size_t i) {
    const struct quantity_value *value = &reading->values[i];
    const struct payload_sent *sent = &reading->sent[i];
    check_text(sent->number, sizeof sent->number);
    check_text(sent->unit, sizeof sent->unit);
    HOLDS(i == 0 || reading->values[i - 1].quantity < value->quantity);
    if (value->beyond != QUANTITY_WITHIN) {
        struct quantity_value word;
        HOLDS(quantity_of_word(value->quantity, value->beyond, &word));
        HOLDS(value->canonical == word.canonical && sent->unit[0] != '\0');
        HOLDS(strcmp(sent->number, value->beyond == QUANTITY_BELOW ? "LO" : "HI") == 0);
        return;
    }
    struct decimal again;
    HOLDS(decimal_parse(sent->number, strlen(sent->number), &again) == DECIMAL_OK);
    // A vendor's format may have noise below the resolution of the meter, and SenML its own names.
    if (reading->place[0] != '\0' && strncmp(reading->place, "/readings/", 10) == 0) {
        HOLDS(decimal_compare(&again, &value->sent) == 0);
        HOLDS(strcmp(sent->unit, unit_code(value->unit)) == 0);
    }
    HOLDS(sent->unit[0] != '\0');
    int64_t canonical = 0;
    HOLDS(quantity_canonical(value->quantity, &value->sent, value->unit, &canonical));
    HOLDS(canonical == value->canonical);
}

static void check_reading(const struct payload_message *message, size_t index, const char *bytes,
                          size_t length) {
    const struct payload_reading *reading = &message->readings[index];
    HOLDS(reading->raw_length > 0 && reading->raw_length <= length);
    HOLDS(reading->raw_offset <= length - reading->raw_length);
    static unsigned char raw[PAYLOAD_BYTES_MAX + 3];
    size_t raw_length = payload_reading_raw(message, index, bytes, raw);
    HOLDS(raw_length >= reading->raw_length && raw_length <= length + 3);
    check_text(reading->place, sizeof reading->place);
    HOLDS(reading->value_count <= QUANTITY_VALUES_MAX);
    HOLDS(reading->slot >= -1 && reading->slot <= PAYLOAD_SLOT_UNKNOWN);
    check_text(reading->meter, sizeof reading->meter);
    for (size_t i = 0; i < reading->value_count; i++) {
        check_value(reading, i);
    }
    struct plausibility_finding finding;
    plausibility_reading(reading->values, reading->value_count, &finding);
    struct payload_keys keys;
    bool good = reading->fault.code == PAYLOAD_OK;
    HOLDS(payload_reading_keys(message, index, "0123456789abcdef0123456789abcdef", &keys) == good);
    if (!good) {
        check_text(reading->fault.pointer, sizeof reading->fault.pointer);
        // A regrouped reading has several places.
        HOLDS(strncmp(reading->place, "/readings/", 10) != 0 ||
              strncmp(reading->fault.pointer, reading->place, strlen(reading->place)) == 0);
        HOLDS(reading->fault.offset < length);
        return;
    }
    HOLDS(reading->has_time && quantity_kind_describe(reading->kind));
    HOLDS(quantity_kind_missing(reading->kind, reading->values, reading->value_count) ==
          QUANTITY_NONE);
    check_text(keys.slot, sizeof keys.slot);
    check_text(keys.values, sizeof keys.values);
    check_text(keys.sequence, sizeof keys.sequence);
    HOLDS(!strchr(keys.slot, '\n') && !strchr(keys.values, '\n') && keys.values[0] != '\0');
    HOLDS(bytes[reading->raw_offset] == '{' || (unsigned char)bytes[reading->raw_offset] >= 0xa0);
    int64_t ahead = reading->time_us - RECEIVED_US;
    HOLDS(!reading->time_relative || ahead < (INT64_C(1) << 28) * 1000000);
}

static enum payload_fault_code check_in(const char *kind, int32_t format, const void *bytes,
                                        size_t length) {
    struct payload_envelope envelope = {
        .content_format = format, .kind = kind, .received_us = RECEIVED_US};
    struct payload_message message;
    memset(&message, 0x5a, sizeof message);
    struct payload_fault fault;
    enum payload_fault_code code = payload_read(&envelope, bytes, length, &message, &fault);
    HOLDS(code == fault.code);
    if (code != PAYLOAD_OK) {
        check_text(fault.pointer, sizeof fault.pointer);
        HOLDS(fault.offset <= length);
        HOLDS(message.seq == 0x5a5a5a5a5a5a5a5a);
        return code;
    }
    HOLDS(message.reading_count <= PAYLOAD_READINGS_MAX);
    HOLDS(message.seq >= -1 && message.seq <= PAYLOAD_SEQUENCE_MAX);
    HOLDS(message.boot >= -1 && message.boot <= PAYLOAD_SEQUENCE_MAX);
    HOLDS(message.battery >= -1 && message.battery <= 100);
    for (size_t i = 0; i < message.reading_count; i++) {
        check_reading(&message, i, bytes, length);
    }
    payload_release(&message);
    return PAYLOAD_OK;
}

static enum payload_fault_code check_as(const char *kind, const void *bytes, size_t length) {
    return check_in(kind, PAYLOAD_NO_CONTENT_FORMAT, bytes, length);
}

void payload_check_cbor(const void *bytes, size_t length) {
    (void)check_in("", 112, bytes, length);
    (void)check_in("", 60, bytes, length);
    (void)check_in("hb", 60, bytes, length);
}

enum payload_fault_code payload_check(const void *bytes, size_t length, const char *kind) {
    static const char *const kinds[] = {"", "senml", "gateway-report", "hub-record"};
    enum payload_fault_code code = check_as(kind, bytes, length);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        (void)check_as(kinds[i], bytes, length);
    }
    return code;
}
