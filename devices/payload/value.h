// SPDX-License-Identifier: EUPL-1.2
// One value into a reading, whatever format it came in. Private to the room.
#ifndef PAYLOAD_VALUE_H
#define PAYLOAD_VALUE_H

#include "payload/message.h"

#include <stdbool.h>
#include <stddef.h>

// Where a value stands in its reading; reading->value_count when it is not there.
size_t value_find(const struct payload_reading *reading, enum quantity quantity);

// Adds a value, whose canonical is computed here unless it is beyond its meter's range, keeping the
// order of the quantities. The quantity is not there yet and belongs to the kind, so there is room.
// PAYLOAD_BAD_NUMBER: the canonical value leaves its range.
enum payload_fault_code value_add(struct payload_reading *reading, struct quantity_value value,
                                  const struct payload_sent *sent);

// A number of RFC 8259 as it was sent, with its decimal. PAYLOAD_OK or PAYLOAD_BAD_NUMBER.
enum payload_fault_code value_number(const char *text, size_t length, struct payload_sent *sent,
                                     struct decimal *out);

// What a word in the place of the number says (PAYLOAD_BELOW_RANGE, PAYLOAD_ABOVE_RANGE: "LO",
// "HI"). PAYLOAD_OK: a value beyond the meter's range, `value` without its unit as declared and
// sent->number written; else `word`, since it is no measurement of this quantity.
enum payload_fault_code value_word(enum payload_fault_code word, enum quantity quantity,
                                   struct payload_sent *sent, struct quantity_value *value);

// A unit by its UCUM code. PAYLOAD_OK or PAYLOAD_UNKNOWN_UNIT, also for one of another quantity.
enum payload_fault_code value_unit(const char *text, size_t length, enum quantity quantity,
                                   struct payload_sent *sent, enum unit *out);

#endif
