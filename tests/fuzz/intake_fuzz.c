// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any script of broker and storage through the intake of the subscriber door.
#include "intake_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    (void)intake_check(bytes, length);
    return 0;
}
