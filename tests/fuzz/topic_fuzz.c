// SPDX-License-Identifier: EUPL-1.2
// libFuzzer target: any text as a topic of the MQTT door.
#include "topic_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    topic_check(bytes, length);
    return 0;
}
