// SPDX-License-Identifier: EUPL-1.2
// Which members play which scenario.
//
// A list has one scenario a line: its file, then the id of each of its devices, separated by spaces;
// '#' begins a comment. A file is looked for beside the list unless it begins with '/'.
#ifndef FLEET_PLAY_H
#define FLEET_PLAY_H

#include "fleet/member.h"

struct play;

// Gives every member of the list its part, beginning at start_us (domain). NULL when something is wrong,
// which has been said on standard error. Must outlive the members.
struct play *play_begin(const char *list, struct member *members, size_t count, int64_t start_us);

void play_free(struct play *play);

#endif
