// SPDX-License-Identifier: EUPL-1.2
// Repeatable chance: the same seed gives the same fleet, on any machine and in any order of asking.
#ifndef FLEET_CHANCE_H
#define FLEET_CHANCE_H

#include <stdint.h>

struct chance {
    uint64_t state;
};

// A stream of its own for each (seed, first, second), for example a member and a day.
struct chance chance_for(uint64_t seed, uint64_t first, uint64_t second);

// 0 … limit - 1; limit > 0.
int64_t chance_below(struct chance *chance, int64_t limit);

// -spread … spread, most often near 0 (the sum of four equal throws).
int64_t chance_around(struct chance *chance, int64_t spread);

#endif
