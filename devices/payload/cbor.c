// SPDX-License-Identifier: EUPL-1.2
// CBOR (RFC 8949) to nodes: definite lengths, text keys, and numbers that are integers or decimal
// fractions (tag 4). Floats are no numbers here, 36.6 has no exact double; only in SenML, which
// leaves no choice, the shortest decimal of the float stands for it (RFC 8428 §6), and keys may be
// integers.
#include "payload/document.h"
#include "payload/utf8.h"

#include <cbor.h>

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TAG_DECIMAL_FRACTION 4

enum item_type {
    ITEM_NONE = 0,
    ITEM_UNSIGNED, // number
    ITEM_NEGATIVE, // -1 - number
    ITEM_TEXT,     // bytes, number of them
    ITEM_ARRAY,    // number of elements
    ITEM_MAP,      // number of members
    ITEM_TAG,      // number of the tag
    ITEM_NULL,
    ITEM_FALSE,
    ITEM_TRUE,
    ITEM_FLOAT,
    ITEM_OTHER,
    ITEM_REFUSED, // indefinite lengths and their ends
};

struct item {
    enum item_type type;
    uint64_t number;
    double real;
    bool single; // a float of 16 or 32 bits
    const unsigned char *bytes;
    size_t from; // in the message
};

struct reader {
    struct document *document;
    size_t at;
    uint64_t left[PAYLOAD_DEPTH_MAX]; // nodes still to come in each open node
};

static void on_unsigned(void *context, uint64_t number) {
    struct item *item = context;
    item->type = ITEM_UNSIGNED;
    item->number = number;
}

static void on_negative(void *context, uint64_t number) {
    struct item *item = context;
    item->type = ITEM_NEGATIVE;
    item->number = number;
}

static void on_uint8(void *context, uint8_t number) {
    on_unsigned(context, number);
}

static void on_uint16(void *context, uint16_t number) {
    on_unsigned(context, number);
}

static void on_uint32(void *context, uint32_t number) {
    on_unsigned(context, number);
}

static void on_negint8(void *context, uint8_t number) {
    on_negative(context, number);
}

static void on_negint16(void *context, uint16_t number) {
    on_negative(context, number);
}

static void on_negint32(void *context, uint32_t number) {
    on_negative(context, number);
}

static void on_text(void *context, cbor_data bytes, size_t length) {
    struct item *item = context;
    item->type = ITEM_TEXT;
    item->bytes = bytes;
    item->number = length;
}

static void on_array(void *context, size_t count) {
    struct item *item = context;
    item->type = ITEM_ARRAY;
    item->number = count;
}

static void on_map(void *context, size_t count) {
    struct item *item = context;
    item->type = ITEM_MAP;
    item->number = count;
}

static void on_tag(void *context, uint64_t tag) {
    struct item *item = context;
    item->type = ITEM_TAG;
    item->number = tag;
}

static void on_null(void *context) {
    ((struct item *)context)->type = ITEM_NULL;
}

static void on_boolean(void *context, bool value) {
    ((struct item *)context)->type = value ? ITEM_TRUE : ITEM_FALSE;
}

static void on_bytes(void *context, cbor_data bytes, size_t length) {
    (void)bytes;
    (void)length;
    ((struct item *)context)->type = ITEM_OTHER;
}

static void on_double(void *context, double value) {
    struct item *item = context;
    item->type = ITEM_FLOAT;
    item->real = value;
}

static void on_float(void *context, float value) {
    on_double(context, (double)value);
    ((struct item *)context)->single = true;
}

static void on_undefined(void *context) {
    ((struct item *)context)->type = ITEM_OTHER;
}

static void on_refused(void *context) {
    ((struct item *)context)->type = ITEM_REFUSED;
}

static const struct cbor_callbacks callbacks = {
    .uint8 = on_uint8,
    .uint16 = on_uint16,
    .uint32 = on_uint32,
    .uint64 = on_unsigned,
    .negint8 = on_negint8,
    .negint16 = on_negint16,
    .negint32 = on_negint32,
    .negint64 = on_negative,
    .byte_string = on_bytes,
    .byte_string_start = on_refused,
    .string = on_text,
    .string_start = on_refused,
    .array_start = on_array,
    .indef_array_start = on_refused,
    .map_start = on_map,
    .indef_map_start = on_refused,
    .tag = on_tag,
    .null = on_null,
    .undefined = on_undefined,
    .boolean = on_boolean,
    .float2 = on_float,
    .float4 = on_float,
    .float8 = on_double,
    .indef_break = on_refused,
};

static enum payload_fault_code take_item(struct reader *reader, struct item *item) {
    const struct document *document = reader->document;
    *item = (struct item){.type = ITEM_NONE, .from = reader->at};
    struct cbor_decoder_result result = cbor_stream_decode(
        document->bytes + reader->at, document->length - reader->at, &callbacks, item);
    if (result.status != CBOR_DECODER_FINISHED || item->type == ITEM_NONE ||
        item->type == ITEM_REFUSED) {
        return PAYLOAD_MALFORMED;
    }
    reader->at += result.read;
    return PAYLOAD_OK;
}

static enum payload_fault_code append_text(struct reader *reader, enum node_type type, size_t from,
                                           const void *text, size_t length) {
    uint32_t index = 0;
    enum payload_fault_code fault = document_append(reader->document, type, from, &index);
    if (fault == PAYLOAD_OK) {
        fault = document_write(reader->document, text, length);
    }
    if (fault == PAYLOAD_OK) {
        struct node *node = &reader->document->nodes[index];
        node->text_length = (uint32_t)length;
        node->raw_length = (uint32_t)(reader->at - from);
    }
    return fault;
}

// The integer's digits with its sign; returns the length.
static size_t print_integer(const struct item *item, char *out, size_t size) {
    if (item->type == ITEM_UNSIGNED) {
        return (size_t)snprintf(out, size, "%" PRIu64, item->number);
    }
    if (item->number == UINT64_MAX) {
        return (size_t)snprintf(out, size, "-18446744073709551616");
    }
    return (size_t)snprintf(out, size, "-%" PRIu64, item->number + 1);
}

// Prints mantissa * 10^exponent as a person would ("8.10"); what is too large or too fine to be
// kept as a decimal is printed with an exponent and refused later as a number of its reading.
static size_t print_fraction(const struct item *exponent, const struct item *mantissa, char *out,
                             size_t size) {
    bool fits = mantissa->number <= INT64_MAX && exponent->type == ITEM_NEGATIVE &&
                exponent->number < DECIMAL_SCALE_MAX;
    if (fits && size >= DECIMAL_TEXT_SIZE) {
        int places = (int)exponent->number + 1;
        int64_t amount = (int64_t)mantissa->number;
        decimal_print(mantissa->type == ITEM_NEGATIVE ? -1 - amount : amount, places, places, out);
        return strlen(out);
    }
    size_t at = print_integer(mantissa, out, size);
    if (exponent->type == ITEM_UNSIGNED && exponent->number == 0) {
        return at;
    }
    out[at++] = 'e';
    return at + print_integer(exponent, out + at, size - at);
}

static bool is_integer(const struct item *item) {
    return item->type == ITEM_UNSIGNED || item->type == ITEM_NEGATIVE;
}

// After tag 4: an array of exponent and mantissa (RFC 8949 §3.4.4).
static enum payload_fault_code take_fraction(struct reader *reader, size_t from) {
    struct item pair;
    struct item exponent;
    struct item mantissa;
    enum payload_fault_code fault = take_item(reader, &pair);
    if (fault == PAYLOAD_OK && (pair.type != ITEM_ARRAY || pair.number != 2)) {
        fault = PAYLOAD_MALFORMED;
    }
    if (fault == PAYLOAD_OK) {
        fault = take_item(reader, &exponent);
    }
    if (fault == PAYLOAD_OK) {
        fault = take_item(reader, &mantissa);
    }
    if (fault != PAYLOAD_OK) {
        return fault;
    }
    if (!is_integer(&exponent) || !is_integer(&mantissa)) {
        return PAYLOAD_MALFORMED;
    }
    char text[64];
    size_t length = print_fraction(&exponent, &mantissa, text, sizeof text);
    return append_text(reader, NODE_NUMBER, from, text, length);
}

static enum payload_fault_code take_text(struct reader *reader, const struct item *item) {
    size_t length = (size_t)item->number;
    for (size_t at = 0; at < length;) {
        size_t size = utf8_sequence(item->bytes + at, length - at);
        if (size == 0 || item->bytes[at] == 0) {
            return PAYLOAD_BAD_TEXT;
        }
        at += size;
    }
    return append_text(reader, NODE_STRING, item->from, item->bytes, length);
}

static enum payload_fault_code take_container(struct reader *reader, const struct item *item) {
    // The count is a claim of the sender: nothing is reserved for it, and it is bounded before it
    // is doubled.
    if (item->number > DOCUMENT_MEMBERS_MAX) {
        return PAYLOAD_TOO_MANY;
    }
    bool map = item->type == ITEM_MAP;
    uint32_t index = 0;
    enum payload_fault_code fault =
        document_append(reader->document, map ? NODE_OBJECT : NODE_ARRAY, item->from, &index);
    if (fault == PAYLOAD_OK) {
        fault = document_open(reader->document, index);
    }
    if (fault == PAYLOAD_OK) {
        reader->left[reader->document->depth - 1] = map ? item->number * 2 : item->number;
    }
    return fault;
}

// The shortest decimal that is this float; of what is no number, its name.
static enum payload_fault_code take_float(struct reader *reader, const struct item *item) {
    char text[40];
    if (!isfinite(item->real)) {
        const char *name = isnan(item->real) ? "NaN" : item->real > 0 ? "+INF" : "-INF";
        return append_text(reader, NODE_OTHER, item->from, name, strlen(name));
    }
    for (int digits = item->single ? FLT_DIG : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, item->real);
        if (item->single ? strtof(text, NULL) == (float)item->real
                         : strtod(text, NULL) == item->real) {
            break;
        }
    }
    return append_text(reader, NODE_NUMBER, item->from, text, strlen(text));
}

static enum payload_fault_code take_label(struct reader *reader, const struct item *item) {
    char text[40] = "#";
    size_t length = 1 + print_integer(item, text + 1, sizeof text - 1);
    return append_text(reader, NODE_STRING, item->from, text, length);
}

// Whether the next node is a key, which must be text (or, in SenML, an integer).
static bool at_key(const struct reader *reader) {
    const struct document *document = reader->document;
    if (document->depth == 0) {
        return false;
    }
    const struct node *open = &document->nodes[document->open[document->depth - 1]];
    return open->type == NODE_OBJECT && reader->left[document->depth - 1] % 2 == 0;
}

static enum payload_fault_code take_node(struct reader *reader) {
    struct item item;
    enum payload_fault_code fault = take_item(reader, &item);
    if (fault != PAYLOAD_OK) {
        return fault;
    }
    bool label = at_key(reader) && reader->document->labels && is_integer(&item);
    if (at_key(reader) && item.type != ITEM_TEXT && !label) {
        return PAYLOAD_MALFORMED;
    }
    if (reader->document->depth > 0) {
        reader->left[reader->document->depth - 1]--;
    }
    if (label) {
        return take_label(reader, &item);
    }
    char digits[32];
    switch (item.type) {
    case ITEM_UNSIGNED:
    case ITEM_NEGATIVE:
        return append_text(reader, NODE_NUMBER, item.from, digits,
                           print_integer(&item, digits, sizeof digits));
    case ITEM_TEXT:
        return take_text(reader, &item);
    case ITEM_ARRAY:
    case ITEM_MAP:
        return take_container(reader, &item);
    case ITEM_TAG:
        return item.number == TAG_DECIMAL_FRACTION ? take_fraction(reader, item.from)
                                                   : PAYLOAD_MALFORMED;
    case ITEM_NULL:
        return append_text(reader, NODE_NULL, item.from, NULL, 0);
    case ITEM_FALSE:
    case ITEM_TRUE:
        return append_text(reader, NODE_BOOLEAN, item.from, "true", item.type == ITEM_TRUE ? 4 : 0);
    case ITEM_FLOAT:
        return reader->document->labels ? take_float(reader, &item)
                                        : append_text(reader, NODE_OTHER, item.from, NULL, 0);
    case ITEM_OTHER:
        return append_text(reader, NODE_OTHER, item.from, NULL, 0);
    case ITEM_NONE:
    case ITEM_REFUSED:
        break;
    }
    return PAYLOAD_MALFORMED;
}

// Closes every open node that has all its children.
static void close_complete(struct reader *reader) {
    while (reader->document->depth > 0 && reader->left[reader->document->depth - 1] == 0) {
        document_close(reader->document, reader->at);
    }
}

enum payload_fault_code document_read_cbor(struct document *document, size_t *offset) {
    struct reader reader = {.document = document, .at = 0};
    enum payload_fault_code fault = PAYLOAD_OK;
    do {
        fault = take_node(&reader);
        if (fault == PAYLOAD_OK) {
            close_complete(&reader);
        }
    } while (fault == PAYLOAD_OK && document->depth > 0);
    if (fault == PAYLOAD_OK && reader.at != document->length) {
        fault = PAYLOAD_MALFORMED;
    }
    *offset = reader.at;
    return fault;
}
