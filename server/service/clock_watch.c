// SPDX-License-Identifier: EUPL-1.2
// The server's own clock, watched for jumps.
#include "service/clock_watch.h"

bool clock_watch_look(struct clock_watch *watch, int64_t real_us, int64_t monotonic_us,
                      int64_t *jump_us) {
    int64_t jump = watch->monotonic_us == 0
                       ? 0
                       : (real_us - watch->real_us) - (monotonic_us - watch->monotonic_us);
    bool jumped = jump > CLOCK_WATCH_JUMP_US || jump < -CLOCK_WATCH_JUMP_US;
    *jump_us = jumped ? jump : 0;
    watch->real_us = real_us;
    watch->monotonic_us = monotonic_us;
    if (jumped) {
        watch->held_until_us = monotonic_us + CLOCK_WATCH_HOLD_US;
    }
    return monotonic_us >= watch->held_until_us;
}
