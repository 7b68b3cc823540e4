// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any script of blocks through the reassembly of the CoAP door.
#include "blocks_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)blocks_check(bytes, length);
    return 0;
}
