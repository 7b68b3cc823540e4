// SPDX-License-Identifier: EUPL-1.2
// Fields of an object: unknown, twice, of the wrong type, out of range, each with its JSON Pointer.
#include "payload/field.h"

#include "payload/instant.h"

#include <stdio.h>
#include <string.h>

struct place place_member(const struct place *up, const char *name) {
    return (struct place){up, name, strlen(name), 0};
}

struct place place_element(const struct place *up, size_t index) {
    return (struct place){up, NULL, 0, index};
}

// Bytes of a sender's own name that are repeated in a pointer. With the depth of the profile the
// longest pointer then fits: "/readings/199/values/NAME/NAME", each name at most doubled by
// escapes.
#define NAME_SHOWN 32

// Length of the character at the start of well-formed UTF-8.
static size_t character(const char *text, size_t length) {
    size_t size = 1;
    while (size < length && ((unsigned char)text[size] & 0xc0) == 0x80) {
        size++;
    }
    return size;
}

// RFC 6901: '~' is "~0" and '/' is "~1".
static size_t member_write(char *out, const struct place *place) {
    size_t at = 0;
    size_t from = 0;
    while (from < place->name_length) {
        const char *name = place->name + from;
        size_t size = character(name, place->name_length - from);
        if (from + size > NAME_SHOWN) {
            break;
        }
        if (*name == '~' || *name == '/') {
            out[at++] = '~';
            out[at++] = *name == '~' ? '0' : '1';
        } else {
            memcpy(out + at, name, size);
            at += size;
        }
        from += size;
    }
    return at;
}

// What one step can need at most: a name of escapes, or a number; with '/' and NUL.
static size_t step_room(const struct place *place) {
    if (!place->name) {
        return 24;
    }
    return 2 * (place->name_length < NAME_SHOWN ? place->name_length : NAME_SHOWN) + 2;
}

void fault_pointer(const struct place *place, char *pointer, size_t size) {
    const struct place *chain[PAYLOAD_DEPTH_MAX];
    size_t depth = 0;
    for (; place && depth < PAYLOAD_DEPTH_MAX; place = place->up) {
        chain[depth++] = place;
    }
    size_t at = 0;
    while (depth-- > 0 && at + step_room(chain[depth]) <= size) {
        pointer[at++] = '/';
        if (chain[depth]->name) {
            at += member_write(pointer + at, chain[depth]);
        } else {
            at += (size_t)snprintf(pointer + at, size - at, "%zu", chain[depth]->index);
        }
    }
    pointer[at] = '\0';
}

void fault_note(struct payload_fault *fault, enum payload_fault_code code,
                const struct place *place, const struct node *node) {
    if (fault->code != PAYLOAD_OK) {
        return;
    }
    fault->code = code;
    fault->offset = node ? node->raw_offset : 0;
    fault_pointer(place, fault->pointer, sizeof fault->pointer);
}

const char *field_text(const struct document *document, const struct node *node) {
    // A message whose every string is empty has no text at all.
    return document->text ? document->text + node->text_offset : "";
}

const struct node *field_first(const struct document *document, const struct node *parent) {
    return parent->count == 0 ? NULL : &document->nodes[parent - document->nodes + 1];
}

const struct node *field_after(const struct document *document, const struct node *parent,
                               const struct node *node) {
    return node->next == parent->next ? NULL : &document->nodes[node->next];
}

// The place of `key` among the names; count when it is none of them.
static size_t name_index(const struct document *document, const struct node *key,
                         const char *const *names, size_t count) {
    size_t i = 0;
    while (i < count && !document_is(document, key, names[i])) {
        i++;
    }
    return i;
}

void field_find(const struct document *document, const struct node *object,
                const char *const *names, size_t count, const struct node **found,
                const struct place *place, struct payload_fault *fault) {
    for (size_t i = 0; i < count; i++) {
        found[i] = NULL;
    }
    for (const struct node *key = field_first(document, object); key;) {
        const struct node *value = &document->nodes[key->next];
        size_t i = name_index(document, key, names, count);
        struct place member = {place, field_text(document, key), key->text_length, 0};
        if (i == count) {
            fault_note(fault, PAYLOAD_UNKNOWN_FIELD, &member, key);
        } else if (found[i]) {
            fault_note(fault, PAYLOAD_DUPLICATE_FIELD, &member, key);
        } else {
            found[i] = value;
        }
        key = field_after(document, object, value);
    }
}

bool field_type(const struct node *node, enum node_type type, const struct place *place,
                struct payload_fault *fault) {
    if (node->type != type) {
        fault_note(fault, PAYLOAD_WRONG_TYPE, place, node);
        return false;
    }
    return true;
}

bool field_integer(const struct document *document, const struct node *node, int64_t least,
                   int64_t most, int64_t *out, const struct place *place,
                   struct payload_fault *fault) {
    if (!field_type(node, NODE_NUMBER, place, fault)) {
        return false;
    }
    const char *text = field_text(document, node);
    // "3.0" and "3e0" are the integer 3 to JSON, but no sequence counter is written like that.
    if (memchr(text, '.', node->text_length) || memchr(text, 'e', node->text_length) ||
        memchr(text, 'E', node->text_length)) {
        fault_note(fault, PAYLOAD_WRONG_TYPE, place, node);
        return false;
    }
    struct decimal number;
    if (decimal_parse(text, node->text_length, &number) != DECIMAL_OK || number.mantissa < least ||
        number.mantissa > most) {
        fault_note(fault, PAYLOAD_OUT_OF_RANGE, place, node);
        return false;
    }
    *out = number.mantissa;
    return true;
}

bool field_time(const struct document *document, const struct node *node, int64_t *instant_us,
                int *offset_minutes, const struct place *place, struct payload_fault *fault) {
    if (!field_type(node, NODE_STRING, place, fault)) {
        return false;
    }
    enum payload_fault_code code =
        instant_parse(field_text(document, node), node->text_length, instant_us, offset_minutes);
    if (code != PAYLOAD_OK) {
        fault_note(fault, code, place, node);
        return false;
    }
    return true;
}
