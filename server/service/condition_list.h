// SPDX-License-Identifier: EUPL-1.2
// Conditions as their API names.
#ifndef SERVICE_CONDITION_LIST_H
#define SERVICE_CONDITION_LIST_H

#include <stddef.h>

// Fills `names` (room for 3) from the bits of the store's enum condition; returns how many.
size_t condition_list(unsigned conditions, const char *names[3]);

#endif
