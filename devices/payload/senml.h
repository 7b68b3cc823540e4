// SPDX-License-Identifier: EUPL-1.2
// SenML packs (RFC 8428) over nodes. Private to the room.
#ifndef PAYLOAD_SENML_H
#define PAYLOAD_SENML_H

#include "payload/document.h"
#include "payload/field.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads the document as one pack. As payload_read.
enum payload_fault_code senml_read(const struct document *document, int64_t received_us,
                                   struct payload_message *out, struct payload_fault *fault);

// ---- inside SenML -------------------------------------------------------------------------------

#define SENML_NAME_SIZE 129 // of base name and name together

enum senml_value {
    SENML_NO_VALUE = 0, // a record of base fields only, or of something measured before
    SENML_NUMBER,
    SENML_TEXT,
    SENML_TRUE,
    SENML_FALSE,
    SENML_NOTHING, // a float that is no number
    SENML_DATA,    // bytes or a sum: nothing we use
};

// One resolved record.
struct senml_record {
    size_t index; // in the pack
    const struct node *node;
    enum payload_fault_code fault; // of this record alone
    const char *label;             // the label at fault, as JSON spells it
    char meter[PAYLOAD_METER_SIZE];
    const char *what; // last part of the name: "systolic"
    char name[SENML_NAME_SIZE];
    int64_t time_us;
    bool relative;
    enum senml_value type;
    char number[PAYLOAD_NUMBER_SIZE]; // SENML_NUMBER: as sent, or the sum with the base value
    const char *text;                 // SENML_TEXT, not NUL-terminated
    size_t text_length;
    char unit[PAYLOAD_UNIT_SIZE]; // as sent; "" when there is none
};

// Resolves a record against the base values before it, and takes over its own. What is wrong with
// the pack is noted in `fault`, what is wrong with the record alone in the record.
struct senml_base {
    const struct document *document;
    int64_t received_us;
    char name[SENML_NAME_SIZE];
    char unit[PAYLOAD_UNIT_SIZE];
    int64_t time_us; // as sent, relative or since 1970
    bool has_value;
    struct decimal value;
};
void senml_resolve(struct senml_base *base, const struct node *node, size_t index,
                   struct senml_record *record, struct payload_fault *fault);

// Puts resolved records together to readings: values, flags and user of one meter at one time.
// `readings` has room for one per record, `pieces` for SENML_PIECES(count).
#define SENML_PIECES(count) (3 * (count))
void senml_group(const struct senml_record *records, size_t count, struct payload_message *message);

#endif
