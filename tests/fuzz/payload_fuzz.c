// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes through the payload decoder.
#include "payload_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)payload_check(bytes, length, "");
    return 0;
}
