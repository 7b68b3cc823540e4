// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes as CBOR of the primary profile and of SenML.
#include "payload_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)payload_check_cbor(bytes, length);
    return 0;
}
