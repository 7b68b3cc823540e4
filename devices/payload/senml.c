// SPDX-License-Identifier: EUPL-1.2
// A SenML pack: records in order, each resolved against the base values before it.
#include "payload/senml.h"

#include <stdlib.h>

static void resolve_all(const struct document *document, int64_t received_us,
                        struct senml_record *records, struct payload_fault *fault) {
    const struct node *root = &document->nodes[0];
    struct senml_base base = {.document = document, .received_us = received_us};
    size_t index = 0;
    for (const struct node *node = field_first(document, root); node && fault->code == PAYLOAD_OK;
         node = field_after(document, root, node)) {
        senml_resolve(&base, node, index, &records[index], fault);
        index++;
    }
}

enum payload_fault_code senml_read(const struct document *document, int64_t received_us,
                                   struct payload_message *out, struct payload_fault *fault) {
    const struct node *root = &document->nodes[0];
    if (!field_type(root, NODE_ARRAY, NULL, fault)) {
        return fault->code;
    }
    if (root->count == 0) {
        struct place first = place_element(NULL, 0);
        fault_note(fault, PAYLOAD_MISSING_FIELD, &first, root);
        return fault->code;
    }
    if (root->count > PAYLOAD_READINGS_MAX) {
        fault_note(fault, PAYLOAD_TOO_MANY, NULL, root);
        return fault->code;
    }
    struct payload_message message = {.seq = -1, .boot = -1, .battery = -1, .sent_us = received_us};
    struct senml_record *records = malloc(root->count * sizeof *records);
    message.readings = malloc(root->count * sizeof *message.readings);
    message.pieces = malloc(SENML_PIECES(root->count) * sizeof *message.pieces);
    if (records && message.readings && message.pieces) {
        resolve_all(document, received_us, records, fault);
    } else {
        fault_note(fault, PAYLOAD_NO_MEMORY, NULL, NULL);
    }
    if (fault->code == PAYLOAD_OK) {
        senml_group(records, root->count, &message);
        *out = message;
    } else {
        payload_release(&message);
    }
    free(records);
    return fault->code;
}
