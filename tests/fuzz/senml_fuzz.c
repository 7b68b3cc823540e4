// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes as a SenML pack, JSON and CBOR.
#include "payload_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)payload_check(bytes, length, "senml");
    return 0;
}
