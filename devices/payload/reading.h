// SPDX-License-Identifier: EUPL-1.2
// One element of "readings". Private to the room.
#ifndef PAYLOAD_READING_H
#define PAYLOAD_READING_H

#include "payload/document.h"
#include "payload/field.h"

// Reads what can be read of `node` into *reading (cleared here); its fault says the first thing
// that is wrong. Without "t" the reading has no time and, when time_needed, that is a fault.
void reading_read(const struct document *document, const struct node *node, size_t index,
                  bool time_needed, struct payload_reading *reading);

#endif
