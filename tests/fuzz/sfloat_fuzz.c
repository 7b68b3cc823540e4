// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: every special number of IEEE 11073.
#include "sfloat_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    sfloat_check(bytes, length);
    return 0;
}
