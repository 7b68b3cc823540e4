// SPDX-License-Identifier: EUPL-1.2
// Space set aside beside an inbox, so that a full disk does not keep it from being trimmed.
//
// Trimming writes before it frees. While the reserve is held, `<inbox>.reserve` takes up
// RESERVE_SIZE bytes of the disk and nothing is written to it. A file system that copies on every
// write may give less than it promised; then trimming waits until somebody frees space.
#ifndef INBOX_RESERVE_H
#define INBOX_RESERVE_H

#include "inbox/result.h"

// Covers what a full write-ahead log (4 MiB, and what one tick adds) needs in the main file, and
// the pages of a slice of trimming.
#define RESERVE_SIZE (16 * 1024 * 1024)

// Opens or makes the file; holds nothing yet. The caller closes *out.
enum inbox_result reserve_open(const char *inbox, int *out) __attribute__((warn_unused_result));

// INBOX_FULL: there is not that much space; then nothing is taken up either.
enum inbox_result reserve_hold(int reserve) __attribute__((warn_unused_result));

enum inbox_result reserve_release(int reserve) __attribute__((warn_unused_result));

#endif
