// SPDX-License-Identifier: EUPL-1.2
// What must hold for the numbers of ISO/IEEE 11073-20601.
#ifndef FUZZ_SFLOAT_CHECK_H
#define FUZZ_SFLOAT_CHECK_H

#include <stddef.h>

// Reads the bytes as numbers of 16 and of 32 bits; aborts, naming what does not hold, when one is
// not what the standard says, computed here in another way.
void sfloat_check(const void *bytes, size_t length);

#endif
