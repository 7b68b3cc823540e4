// SPDX-License-Identifier: EUPL-1.2
// Strict JSON (RFC 8259) to nodes: no recursion, numbers kept as their own text.
#include "payload/document.h"
#include "payload/utf8.h"

#include <string.h>

struct json {
    struct document *document;
    const unsigned char *bytes;
    size_t length;
    size_t at;
};

// What may come next.
enum expectation {
    EXPECT_VALUE = 0,
    EXPECT_ELEMENT_OR_END,
    EXPECT_MEMBER_OR_END,
    EXPECT_MEMBER,
    EXPECT_COMMA_OR_END,
    EXPECT_NOTHING,
};

static void skip_space(struct json *json) {
    while (json->at < json->length) {
        unsigned char c = json->bytes[json->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            return;
        }
        json->at++;
    }
}

// The byte at the place of reading; 0, which is not JSON, at the end.
static unsigned char peek(const struct json *json) {
    return json->at < json->length ? json->bytes[json->at] : 0;
}

static bool take(struct json *json, unsigned char expected) {
    if (peek(json) != expected || json->at >= json->length) {
        return false;
    }
    json->at++;
    return true;
}

static bool take_hex4(struct json *json, uint32_t *out) {
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = peek(json);
        uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = (uint32_t)(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = (uint32_t)(c - 'A') + 10;
        } else {
            return false;
        }
        code = code << 4 | digit;
        json->at++;
    }
    *out = code;
    return true;
}

// After "\u": one code point, of one escape or of a pair of surrogates.
static enum payload_fault_code take_escaped_code_point(struct json *json, uint32_t *out) {
    uint32_t code = 0;
    if (!take_hex4(json, &code)) {
        return PAYLOAD_MALFORMED;
    }
    if (code == 0 || (code >= 0xdc00 && code <= 0xdfff)) {
        return PAYLOAD_BAD_TEXT;
    }
    if (code >= 0xd800 && code <= 0xdbff) {
        uint32_t low = 0;
        if (!take(json, '\\') || !take(json, 'u')) {
            return PAYLOAD_BAD_TEXT;
        }
        if (!take_hex4(json, &low)) {
            return PAYLOAD_MALFORMED;
        }
        if (low < 0xdc00 || low > 0xdfff) {
            return PAYLOAD_BAD_TEXT;
        }
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    *out = code;
    return PAYLOAD_OK;
}

static enum payload_fault_code take_escape(struct json *json) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    unsigned char letter = peek(json);
    if (json->at < json->length) {
        json->at++;
    }
    if (letter == 'u') {
        uint32_t code_point = 0;
        enum payload_fault_code fault = take_escaped_code_point(json, &code_point);
        if (fault != PAYLOAD_OK) {
            return fault;
        }
        unsigned char utf8[4];
        return document_write(json->document, utf8, utf8_write(code_point, utf8));
    }
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (!found) {
        return PAYLOAD_MALFORMED;
    }
    return document_write(json->document, &meanings[found - letters], 1);
}

static enum payload_fault_code take_string(struct json *json, uint32_t *index) {
    enum payload_fault_code fault = document_append(json->document, NODE_STRING, json->at, index);
    if (fault != PAYLOAD_OK) {
        return fault;
    }
    json->at++;
    while (!take(json, '"')) {
        size_t run = json->at;
        while (run < json->length && json->bytes[run] >= 0x20 && json->bytes[run] != '"' &&
               json->bytes[run] != '\\') {
            size_t size = utf8_sequence(json->bytes + run, json->length - run);
            if (size == 0) {
                json->at = run;
                return PAYLOAD_BAD_TEXT;
            }
            run += size;
        }
        fault = document_write(json->document, json->bytes + json->at, run - json->at);
        json->at = run;
        if (fault == PAYLOAD_OK && take(json, '\\')) {
            fault = take_escape(json);
        } else if (fault == PAYLOAD_OK && peek(json) != '"') {
            // A control character, or the message ends inside the string.
            fault = PAYLOAD_MALFORMED;
        }
        if (fault != PAYLOAD_OK) {
            return fault;
        }
    }
    struct node *node = &json->document->nodes[*index];
    node->raw_length = (uint32_t)json->at - node->raw_offset;
    node->text_length = (uint32_t)json->document->text_length - node->text_offset;
    return PAYLOAD_OK;
}

static enum payload_fault_code take_number(struct json *json) {
    size_t end = json->at;
    while (end < json->length && json->bytes[end] != 0 &&
           strchr("+-.0123456789eE", json->bytes[end])) {
        end++;
    }
    struct decimal ignored;
    const char *text = (const char *)json->bytes + json->at;
    if (decimal_parse(text, end - json->at, &ignored) == DECIMAL_SYNTAX) {
        return PAYLOAD_MALFORMED;
    }
    uint32_t index = 0;
    enum payload_fault_code fault = document_append(json->document, NODE_NUMBER, json->at, &index);
    if (fault == PAYLOAD_OK) {
        fault = document_write(json->document, text, end - json->at);
    }
    if (fault == PAYLOAD_OK) {
        struct node *node = &json->document->nodes[index];
        node->raw_length = (uint32_t)(end - json->at);
        node->text_length = node->raw_length;
        json->at = end;
    }
    return fault;
}

static enum payload_fault_code take_word(struct json *json) {
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i]);
        if (json->length - json->at >= size &&
            memcmp(json->bytes + json->at, words[i], size) == 0) {
            uint32_t index = 0;
            enum payload_fault_code fault = document_append(
                json->document, i == 0 ? NODE_NULL : NODE_BOOLEAN, json->at, &index);
            if (fault == PAYLOAD_OK) {
                json->document->nodes[index].raw_length = (uint32_t)size;
                json->at += size;
            }
            if (fault == PAYLOAD_OK && i == 1) {
                json->document->nodes[index].text_length = (uint32_t)size;
                fault = document_write(json->document, words[i], size);
            }
            return fault;
        }
    }
    return PAYLOAD_MALFORMED;
}

// After a value: the end of the message, or a comma or the end of what the value stands in.
static enum expectation after_value(const struct json *json) {
    return json->document->depth == 0 ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
}

static enum payload_fault_code take_open(struct json *json, enum node_type type,
                                         enum expectation then, enum expectation *next) {
    uint32_t index = 0;
    enum payload_fault_code fault = document_append(json->document, type, json->at, &index);
    if (fault == PAYLOAD_OK) {
        fault = document_open(json->document, index);
    }
    if (fault == PAYLOAD_OK) {
        json->at++;
        *next = then;
    }
    return fault;
}

static enum payload_fault_code take_value(struct json *json, enum expectation *next) {
    enum payload_fault_code fault = PAYLOAD_OK;
    uint32_t index = 0;
    unsigned char c = peek(json);
    if (c == '{') {
        return take_open(json, NODE_OBJECT, EXPECT_MEMBER_OR_END, next);
    }
    if (c == '[') {
        return take_open(json, NODE_ARRAY, EXPECT_ELEMENT_OR_END, next);
    }
    if (c == '"') {
        fault = take_string(json, &index);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        fault = take_number(json);
    } else {
        fault = take_word(json);
    }
    *next = after_value(json);
    return fault;
}

static enum payload_fault_code take_key(struct json *json, enum expectation *next) {
    if (peek(json) != '"') {
        return PAYLOAD_MALFORMED;
    }
    uint32_t index = 0;
    enum payload_fault_code fault = take_string(json, &index);
    if (fault != PAYLOAD_OK) {
        return fault;
    }
    skip_space(json);
    *next = EXPECT_VALUE;
    return take(json, ':') ? PAYLOAD_OK : PAYLOAD_MALFORMED;
}

// Whether the innermost open node ends here; then it is closed.
static bool take_end(struct json *json, enum expectation *next) {
    const struct document *document = json->document;
    const struct node *open = &document->nodes[document->open[document->depth - 1]];
    if (!take(json, open->type == NODE_OBJECT ? '}' : ']')) {
        return false;
    }
    document_close(json->document, json->at);
    *next = after_value(json);
    return true;
}

static enum payload_fault_code take_comma(struct json *json, enum expectation *next) {
    const struct document *document = json->document;
    const struct node *open = &document->nodes[document->open[document->depth - 1]];
    *next = open->type == NODE_OBJECT ? EXPECT_MEMBER : EXPECT_VALUE;
    return take(json, ',') ? PAYLOAD_OK : PAYLOAD_MALFORMED;
}

static enum payload_fault_code step(struct json *json, enum expectation *next) {
    switch (*next) {
    case EXPECT_VALUE:
        return take_value(json, next);
    case EXPECT_ELEMENT_OR_END:
        return take_end(json, next) ? PAYLOAD_OK : take_value(json, next);
    case EXPECT_MEMBER_OR_END:
        return take_end(json, next) ? PAYLOAD_OK : take_key(json, next);
    case EXPECT_MEMBER:
        return take_key(json, next);
    case EXPECT_COMMA_OR_END:
        return take_end(json, next) ? PAYLOAD_OK : take_comma(json, next);
    case EXPECT_NOTHING:
        break;
    }
    return PAYLOAD_MALFORMED;
}

enum payload_fault_code document_read_json(struct document *document, size_t *offset) {
    struct json json = {document, document->bytes, document->length, 0};
    enum expectation next = EXPECT_VALUE;
    enum payload_fault_code fault = PAYLOAD_OK;
    while (fault == PAYLOAD_OK && next != EXPECT_NOTHING) {
        skip_space(&json);
        fault = step(&json, &next);
    }
    if (fault == PAYLOAD_OK) {
        skip_space(&json);
        if (json.at != json.length) {
            fault = PAYLOAD_MALFORMED;
        }
    }
    *offset = json.at;
    return fault;
}
