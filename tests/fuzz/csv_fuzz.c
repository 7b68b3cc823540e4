// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any bytes as the export of a meter.
#include "csv_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    csv_check(bytes, length);
    return 0;
}
