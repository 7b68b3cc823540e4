// SPDX-License-Identifier: EUPL-1.2
// The fleet's memory of what was acknowledged, for people and tests.
//
// One JSON object a line: {"acknowledged": real time, "device", "transport", "repeat", "message":
// the message}; of a scenario's message, which need not be JSON, only how many "bytes" it had. A line
// is in the file, flushed to disk, before the fleet does anything else; so a message that is in the
// file has been acknowledged, whatever is killed next.
#ifndef FLEET_ORACLE_H
#define FLEET_ORACLE_H

#include "fleet/member.h"

struct oracle;

// Appends to `path`, created when missing; NULL path: standard output only. NULL when it cannot be
// opened (errno).
struct oracle *oracle_open(const char *path);

// Writes down that the member's first message has been acknowledged. False when it could not be
// written.
bool oracle_note(struct oracle *oracle, const struct member *member);

void oracle_close(struct oracle *oracle);

#endif
