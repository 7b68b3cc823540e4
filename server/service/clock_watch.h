// SPDX-License-Identifier: EUPL-1.2
// The server's own clock, watched for jumps: a step of the time service, a machine that slept
// (telemonitoring §5 case 47). Pure; one thread at a time.
//
// What time alone makes due must not be told in the moment after a jump: devices have not been able
// to send, or the clock is wrong. So it is held back for a while by the clock that cannot jump.
#ifndef SERVICE_CLOCK_WATCH_H
#define SERVICE_CLOCK_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_WATCH_JUMP_US (INT64_C(60) * 1000000) // less is how clocks drift
#define CLOCK_WATCH_HOLD_US (INT64_C(15) * 60 * 1000000)

struct clock_watch {
    int64_t real_us, monotonic_us; // at the last look; monotonic_us 0: none yet
    int64_t held_until_us;         // monotonic
};

// Looks at both clocks; call it every few seconds. *jump_us: by how much the real clock has jumped
// since the last look, negative when it went back, 0 when it did not. False: hold back.
bool clock_watch_look(struct clock_watch *watch, int64_t real_us, int64_t monotonic_us,
                      int64_t *jump_us);

#endif
