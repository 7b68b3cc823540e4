// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes as a request body.
#include "json_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    json_check((const char *)bytes, length);
    return 0;
}
