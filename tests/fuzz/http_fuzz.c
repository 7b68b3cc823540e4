// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes as the lines of a request head.
#include "http_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    http_check(bytes, length);
    return 0;
}
