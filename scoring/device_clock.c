// SPDX-License-Identifier: EUPL-1.2
// How far a device's clock is behind ours, as far as its messages tell.
#include "scoring/device_clock.h"

// From one instant to a later one; 0 when it is not later. Instants of either sign and any size.
static int64_t span(int64_t from_us, int64_t to_us) {
    if (to_us <= from_us) {
        return 0;
    }
    uint64_t apart = (uint64_t)to_us - (uint64_t)from_us;
    return apart > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)apart;
}

static bool alike(int64_t a, int64_t b) {
    return a - b <= DEVICE_CLOCK_ALIKE_US && b - a <= DEVICE_CLOCK_ALIKE_US; // none is negative
}

struct device_clock device_clock_learn(struct device_clock known, bool heartbeat, int64_t sent_us,
                                       int64_t received_us) {
    int64_t back = span(sent_us, received_us);
    if (back <= DEVICE_CLOCK_SURE_US) {
        known.behind_us = 0;
    } else if (known.behind_us > back) {
        known.behind_us = back;
    }
    if (!heartbeat) {
        return known;
    }
    bool first = known.received_us == 0;
    bool later = span(known.sent_us, sent_us) >= DEVICE_CLOCK_APART_US &&
                 span(known.received_us, received_us) >= DEVICE_CLOCK_APART_US;
    if (!first && later && back > DEVICE_CLOCK_SURE_US &&
        alike(back, span(known.sent_us, known.received_us))) {
        known.behind_us = back;
    }
    // One that follows too soon leaves the earlier one to be compared with; a clock that was put
    // back begins anew.
    if (first || later || sent_us < known.sent_us) {
        known.sent_us = sent_us;
        known.received_us = received_us;
    }
    return known;
}

bool device_clock_untrusted(int64_t behind_us) {
    return behind_us > DEVICE_CLOCK_TRUSTED_US;
}
