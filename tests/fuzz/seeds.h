// SPDX-License-Identifier: EUPL-1.2
// The kept inputs of the fuzz targets, for the unit tests that replay them.
#ifndef TESTS_FUZZ_SEEDS_H
#define TESTS_FUZZ_SEEDS_H

#include <stddef.h>
#include <stdint.h>

// Called with each input of a target and the name of its file, which says what is expected.
typedef void seed_check(const char *name, const uint8_t *bytes, size_t length);

// Replays tests/fuzz/seeds/<target>. Each input lies on the heap in exactly its length, so that the
// address sanitizer sees a read past its end. Fails the test when there are fewer than `least`: a
// folder that was lost would otherwise pass in silence.
void seeds_replay(const char *target, size_t least, seed_check *check);

#endif
