// SPDX-License-Identifier: EUPL-1.2
// How far a device's clock is behind ours, as far as its messages tell (telemonitoring §5 case 11).
// Pure; any thread.
//
// A message says when it was made, and we know when it arrived. In between it may have waited, so
// how far it lies back is at most how far the clock is behind, and an old message tells nothing. A
// heartbeat is made when it is sent and is never kept for later: two of them, some time apart, that
// lie equally far back come from a clock that is behind by so much. Every later message that lies
// back less shows that it is less.
#ifndef SCORING_DEVICE_CLOCK_H
#define SCORING_DEVICE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

// All in microseconds. What is less than SURE may be the way of the message; what is more than
// TRUSTED makes every time of the device a guess.
#define DEVICE_CLOCK_SURE_US (INT64_C(2) * 60 * 1000000)
#define DEVICE_CLOCK_TRUSTED_US (INT64_C(24) * 3600 * 1000000)
#define DEVICE_CLOCK_APART_US (INT64_C(60) * 1000000) // of two heartbeats, by both clocks
#define DEVICE_CLOCK_ALIKE_US (INT64_C(60) * 1000000)

// What is known. sent_us and received_us are of the heartbeat that the next one is compared with;
// received_us 0: none. behind_us 0: not known to be behind.
struct device_clock {
    int64_t sent_us, received_us;
    int64_t behind_us;
};

// With one more message that says when it was made. Instants are microseconds UTC, received_us
// being that of the door.
struct device_clock device_clock_learn(struct device_clock known, bool heartbeat, int64_t sent_us,
                                       int64_t received_us);

// Whether times by that clock are off by more than anybody should take for true.
bool device_clock_untrusted(int64_t behind_us);

#endif
