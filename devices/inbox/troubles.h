// SPDX-License-Identifier: EUPL-1.2
// What a door refused, counted per device until the server has been told.
//
// A flood of refusals becomes a few datagrams a second, and what happens while no server runs is
// told later. The table is bounded: what does not fit is counted for no device in particular.
#ifndef INBOX_TROUBLES_H
#define INBOX_TROUBLES_H

#include "inbox/wake.h"

#include <stddef.h>

enum { TROUBLES_MAX = 512 };

struct troubles {
    struct inbox_trouble_report list[TROUBLES_MAX];
    size_t count;
};

// Counts one. device NULL: of none that is known.
void troubles_add(struct troubles *troubles, const uint8_t device[INBOX_DEVICE_SIZE],
                  enum inbox_trouble trouble);

// Tells what has been counted and forgets what was handed over.
void troubles_tell(struct troubles *troubles, int sender, const char *drain_path,
                   const uint8_t inbox[INBOX_ID_SIZE]);

#endif
