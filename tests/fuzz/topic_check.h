// SPDX-License-Identifier: EUPL-1.2
// What must hold for the topics of the MQTT door, whatever the text is.
#ifndef FUZZ_TOPIC_CHECK_H
#define FUZZ_TOPIC_CHECK_H

#include <stddef.h>

// Aborts, naming what does not hold, when a promise of broker/topic.h is broken.
void topic_check(const void *bytes, size_t length);

#endif
