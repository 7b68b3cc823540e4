// SPDX-License-Identifier: EUPL-1.2
// Values of a reading: exact numbers, known units, in the order of the quantities.
#include "payload/value.h"

#include <string.h>

size_t value_find(const struct payload_reading *reading, enum quantity quantity) {
    size_t i = 0;
    while (i < reading->value_count && reading->values[i].quantity != quantity) {
        i++;
    }
    return i;
}

enum payload_fault_code value_add(struct payload_reading *reading, struct quantity_value value,
                                  const struct payload_sent *sent) {
    if (value.beyond == QUANTITY_WITHIN &&
        !quantity_canonical(value.quantity, &value.sent, value.unit, &value.canonical)) {
        return PAYLOAD_BAD_NUMBER;
    }
    size_t at = reading->value_count++;
    for (; at > 0 && reading->values[at - 1].quantity > value.quantity; at--) {
        reading->values[at] = reading->values[at - 1];
        reading->sent[at] = reading->sent[at - 1];
    }
    reading->values[at] = value;
    reading->sent[at] = *sent;
    return PAYLOAD_OK;
}

// Copies a text when it fits with its NUL.
static bool copy_text(const char *text, size_t length, char *out, size_t size) {
    if (length >= size) {
        return false;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

enum payload_fault_code value_number(const char *text, size_t length, struct payload_sent *sent,
                                     struct decimal *out) {
    return copy_text(text, length, sent->number, sizeof sent->number) &&
                   decimal_parse(text, length, out) == DECIMAL_OK
               ? PAYLOAD_OK
               : PAYLOAD_BAD_NUMBER;
}

enum payload_fault_code value_word(enum payload_fault_code word, enum quantity quantity,
                                   struct payload_sent *sent, struct quantity_value *value) {
    enum quantity_beyond beyond = word == PAYLOAD_BELOW_RANGE   ? QUANTITY_BELOW
                                  : word == PAYLOAD_ABOVE_RANGE ? QUANTITY_ABOVE
                                                                : QUANTITY_WITHIN;
    if (!quantity_of_word(quantity, beyond, value)) {
        return word;
    }
    memcpy(sent->number, beyond == QUANTITY_BELOW ? "LO" : "HI", 3);
    return PAYLOAD_OK;
}

enum payload_fault_code value_unit(const char *text, size_t length, enum quantity quantity,
                                   struct payload_sent *sent, enum unit *out) {
    return copy_text(text, length, sent->unit, sizeof sent->unit) && unit_find(text, length, out) &&
                   quantity_accepts(quantity, *out)
               ? PAYLOAD_OK
               : PAYLOAD_UNKNOWN_UNIT;
}
