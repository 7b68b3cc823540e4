// SPDX-License-Identifier: EUPL-1.2
// Opaque page cursors: a list's position in base64url, with a check that ties it to its route.
#ifndef HTTP_CURSOR_H
#define HTTP_CURSOR_H

#include <stdbool.h>

#include "base/arena.h"

enum { CURSOR_POSITION_MAX = 100 };

// NULL when the position is longer than CURSOR_POSITION_MAX or memory ran out.
const char *cursor_write(struct arena *arena, const char *route, const char *position);

// False: not a cursor made for this route. It guards against mistakes, not against forgers: a
// position opens nothing that the list's own filters do not allow.
bool cursor_read(struct arena *arena, const char *route, const char *cursor, const char **position);

#endif
