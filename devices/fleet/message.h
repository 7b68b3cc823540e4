// SPDX-License-Identifier: EUPL-1.2
// Samples to messages of the primary JSON profile.
#ifndef FLEET_MESSAGE_H
#define FLEET_MESSAGE_H

#include "fleet/curve.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message_head {
    int64_t seq;
    int64_t boot;
    int64_t sent_us;   // domain time
    int battery;       // per cent
    const char *meter; // "" for none
};

// Writes one message with as many of the samples, from the first, as fit into `limit` bytes (at
// least 400) and 50 readings. Returns the text (owned by the caller, NUL-terminated) and sets
// *used; NULL without memory.
char *message_build(const struct message_head *head, const struct sample *samples, size_t count,
                    size_t limit, size_t *used);

// "2026-11-21T08:29:50+01:00": the instant in Italy, to the second.
#define MESSAGE_TIME_SIZE 64
void message_time(int64_t instant_us, char out[MESSAGE_TIME_SIZE]);

#endif
