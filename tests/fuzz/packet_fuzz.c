// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any stream of a foreign broker through the packets of the subscriber door.
#include "packet_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)packet_check(bytes, length);
    return 0;
}
