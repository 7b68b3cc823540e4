// SPDX-License-Identifier: EUPL-1.2
// What must hold for block reassembly whatever blocks come, in whatever order.
#ifndef FUZZ_BLOCKS_CHECK_H
#define FUZZ_BLOCKS_CHECK_H

#include <stddef.h>
#include <stdint.h>

// Reads the bytes as a script of blocks (blocks_check.c says how), gives them to blocks_take and
// aborts, naming what does not hold, when a promise of coap/blocks.h is broken. Returns how many
// messages came out whole.
size_t blocks_check(const uint8_t *bytes, size_t length);

#endif
