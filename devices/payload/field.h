// SPDX-License-Identifier: EUPL-1.2
// Reading the fields of an object and saying exactly where one is wrong. Private to the room.
#ifndef PAYLOAD_FIELD_H
#define PAYLOAD_FIELD_H

#include "payload/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A place in the message, as a chain up to the whole message (NULL). Lives on the stack.
struct place {
    const struct place *up;
    const char *name; // member of an object, or NULL
    size_t name_length;
    size_t index; // element of an array when name is NULL
};

struct place place_member(const struct place *up, const char *name);
struct place place_element(const struct place *up, size_t index);

// Writes the JSON Pointer of a place; what does not fit is left out at the end, by whole steps.
void fault_pointer(const struct place *place, char *pointer, size_t size);

// Notes the fault unless one has been noted before: the first is the one reported. `node` may be
// NULL when there is none; place may be NULL for the whole message.
void fault_note(struct payload_fault *fault, enum payload_fault_code code,
                const struct place *place, const struct node *node);

// Finds the values of an object's members: found[i] is the value of names[i], or NULL. Members that
// are unknown or come twice are noted as faults; of two, the first is found. Names are at most
// FIELD_NAMES_MAX.
#define FIELD_NAMES_MAX 8
void field_find(const struct document *document, const struct node *object,
                const char *const *names, size_t count, const struct node **found,
                const struct place *place, struct payload_fault *fault);

// Each reads a node of the wanted type, or notes a fault at place and returns false.
bool field_integer(const struct document *document, const struct node *node, int64_t least,
                   int64_t most, int64_t *out, const struct place *place,
                   struct payload_fault *fault);
bool field_time(const struct document *document, const struct node *node, int64_t *instant_us,
                int *offset_minutes, const struct place *place, struct payload_fault *fault);
bool field_type(const struct node *node, enum node_type type, const struct place *place,
                struct payload_fault *fault);

// The node's text in the document, not NUL-terminated.
const char *field_text(const struct document *document, const struct node *node);

// The node after this one in the same array or object, whose nodes end before `parent->next`; NULL
// at the end.
const struct node *field_after(const struct document *document, const struct node *parent,
                               const struct node *node);
const struct node *field_first(const struct document *document, const struct node *parent);

#endif
