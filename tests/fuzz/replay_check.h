// SPDX-License-Identifier: EUPL-1.2
// What must hold for an inbox that somebody or something has changed.
#ifndef FUZZ_REPLAY_CHECK_H
#define FUZZ_REPLAY_CHECK_H

#include <stddef.h>

// Changes a good inbox as the bytes say (four each: place, low byte first, and the new value) and
// reads it. Aborts, naming what does not hold, when a message is given for sound that is not the
// one that was appended under its number.
void replay_check(const void *bytes, size_t length);

#endif
