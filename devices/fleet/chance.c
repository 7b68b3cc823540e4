// SPDX-License-Identifier: EUPL-1.2
// SplitMix64: small, well mixed, and the same everywhere.
#include "fleet/chance.h"

static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

struct chance chance_for(uint64_t seed, uint64_t first, uint64_t second) {
    const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);
    return (struct chance){mix(mix(mix(seed + step) + first + step) + second + step)};
}

int64_t chance_below(struct chance *chance, int64_t limit) {
    chance->state += UINT64_C(0x9e3779b97f4a7c15);
    return (int64_t)(mix(chance->state) % (uint64_t)limit);
}

int64_t chance_around(struct chance *chance, int64_t spread) {
    int64_t sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += chance_below(chance, 2 * spread + 1) - spread;
    }
    return sum / 4;
}
