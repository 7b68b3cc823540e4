// SPDX-License-Identifier: EUPL-1.2
// The flat list of nodes: bounded growth, nesting by an explicit stack.
#include "payload/document.h"

#include <stdlib.h>
#include <string.h>

void document_start(struct document *document, const void *bytes, size_t length) {
    *document = (struct document){.bytes = bytes, .length = length};
}

void document_release(struct document *document) {
    free(document->nodes);
    free(document->text);
    *document = (struct document){0};
}

enum payload_fault_code document_append(struct document *document, enum node_type type,
                                        size_t raw_offset, uint32_t *index) {
    if (document->node_count == DOCUMENT_NODES_MAX) {
        return PAYLOAD_TOO_MANY;
    }
    if (document->node_count == document->node_capacity) {
        size_t capacity = document->node_capacity ? document->node_capacity * 2 : 64;
        struct node *nodes = realloc(document->nodes, capacity * sizeof *nodes);
        if (!nodes) {
            return PAYLOAD_NO_MEMORY;
        }
        document->nodes = nodes;
        document->node_capacity = capacity;
    }
    if (document->depth > 0) {
        struct node *parent = &document->nodes[document->open[document->depth - 1]];
        // An object counts members: its keys are the nodes that bring one.
        size_t most = parent->type == NODE_OBJECT ? 2 * DOCUMENT_MEMBERS_MAX : DOCUMENT_MEMBERS_MAX;
        if (parent->count == most) {
            return PAYLOAD_TOO_MANY;
        }
        parent->count++;
    }
    *index = (uint32_t)document->node_count++;
    document->nodes[*index] = (struct node){
        .type = type,
        .next = *index + 1,
        .raw_offset = (uint32_t)raw_offset,
        .text_offset = (uint32_t)document->text_length,
    };
    return PAYLOAD_OK;
}

enum payload_fault_code document_open(struct document *document, uint32_t index) {
    if (document->depth == PAYLOAD_DEPTH_MAX) {
        return PAYLOAD_TOO_DEEP;
    }
    document->open[document->depth++] = index;
    return PAYLOAD_OK;
}

void document_close(struct document *document, size_t raw_end) {
    struct node *node = &document->nodes[document->open[--document->depth]];
    node->next = (uint32_t)document->node_count;
    node->raw_length = (uint32_t)raw_end - node->raw_offset;
    if (node->type == NODE_OBJECT) {
        node->count /= 2;
    }
}

enum payload_fault_code document_write(struct document *document, const void *text, size_t length) {
    if (length > document->text_capacity - document->text_length) {
        size_t capacity = document->text_capacity ? document->text_capacity : 1024;
        while (capacity - document->text_length < length) {
            capacity *= 2;
        }
        char *grown = realloc(document->text, capacity);
        if (!grown) {
            return PAYLOAD_NO_MEMORY;
        }
        document->text = grown;
        document->text_capacity = capacity;
    }
    if (length > 0) {
        memcpy(document->text + document->text_length, text, length);
        document->text_length += length;
    }
    return PAYLOAD_OK;
}

bool document_is(const struct document *document, const struct node *node, const char *text) {
    size_t length = strlen(text);
    return node->text_length == length &&
           (length == 0 || memcmp(document->text + node->text_offset, text, length) == 0);
}
