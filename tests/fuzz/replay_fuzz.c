// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: an inbox whose file was changed, read by the drain.
#include "replay_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    replay_check(bytes, length);
    return 0;
}
