// SPDX-License-Identifier: EUPL-1.2
// A decoded message as a flat list of nodes, the same for JSON and CBOR. Private to the room.
#ifndef PAYLOAD_DOCUMENT_H
#define PAYLOAD_DOCUMENT_H

#include "payload/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// 200 readings with four values and three flags each need about 9,000 nodes.
#define DOCUMENT_NODES_MAX 16384
// Members of one object, elements of one array.
#define DOCUMENT_MEMBERS_MAX 256

enum node_type {
    NODE_NULL = 0,
    NODE_BOOLEAN, // text is "true" or empty
    NODE_NUMBER,  // text is the number as sent, in the grammar of JSON
    NODE_STRING,  // text is the decoded string, UTF-8 without NUL
    NODE_ARRAY,
    NODE_OBJECT, // children alternate: key (a string), value
    NODE_OTHER,  // well formed, but nothing we use: a CBOR byte string, or a float (text "NaN",
                 // "+INF" or "-INF" if it is none of a number, otherwise empty)
};

// Nodes stand in the order of the message, parents before children.
struct node {
    enum node_type type;
    uint32_t next;  // the node after this one and all its descendants
    uint32_t count; // elements of an array, members of an object
    uint32_t raw_offset;
    uint32_t raw_length; // of the node with its descendants, in the message
    uint32_t text_offset;
    uint32_t text_length; // in the document's text
};

struct document {
    const unsigned char *bytes; // the message, borrowed
    size_t length;
    struct node *nodes;
    size_t node_count;
    size_t node_capacity;
    char *text;
    size_t text_length;
    size_t text_capacity;
    bool labels; // CBOR of SenML: keys may be integers, whose text is "#-2"; floats are numbers
    uint32_t open[PAYLOAD_DEPTH_MAX]; // arrays and objects not yet closed, outermost first
    size_t depth;
};

void document_start(struct document *document, const void *bytes, size_t length);
void document_release(struct document *document);

// Appends a node that begins at raw_offset, counted as a child of the innermost open node. Writes
// its index. PAYLOAD_OK, PAYLOAD_TOO_MANY or PAYLOAD_NO_MEMORY.
enum payload_fault_code document_append(struct document *document, enum node_type type,
                                        size_t raw_offset, uint32_t *index);

// Opens an array or object node (appended before) for children; PAYLOAD_OK or PAYLOAD_TOO_DEEP.
enum payload_fault_code document_open(struct document *document, uint32_t index);

// Ends the innermost open node, whose bytes end before raw_end.
void document_close(struct document *document, size_t raw_end);

// Appends to the text; PAYLOAD_OK or PAYLOAD_NO_MEMORY.
enum payload_fault_code document_write(struct document *document, const void *text, size_t length);

// Whether the node is a string or number of exactly this text.
bool document_is(const struct document *document, const struct node *node, const char *text);

// The readers: bytes to nodes. On a fault *offset says where.
enum payload_fault_code document_read_json(struct document *document, size_t *offset);
enum payload_fault_code document_read_cbor(struct document *document, size_t *offset);

#endif
