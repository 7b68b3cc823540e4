// SPDX-License-Identifier: EUPL-1.2
// A value as the database keeps it: sealed by the vault, meaningless to this room.
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include <stddef.h>

// bytes NULL: no value. On the way in the caller owns the bytes, on the way out the arena does.
struct sealed {
    const void *bytes;
    size_t length;
};

#endif
