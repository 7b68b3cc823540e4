// SPDX-License-Identifier: EUPL-1.2
// Times as devices write them. Private to the room.
#ifndef PAYLOAD_INSTANT_H
#define PAYLOAD_INSTANT_H

#include "payload/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads "YYYY-MM-DDThh:mm:ss[.f]" followed by "Z" or "±hh:mm": RFC 3339 without lower case and
// leap seconds, at most 9 digits f of which 6 are kept, years 1800 to 2999. PAYLOAD_OK,
// PAYLOAD_BAD_TIME, or PAYLOAD_NO_OFFSET for a good local time.
enum payload_fault_code instant_parse(const char *text, size_t length, int64_t *instant_us,
                                      int *offset_minutes);

// Reads "YYYY-MM-DD hh:mm:ss" (or 'T' between them, or without seconds) as the wall clock in Italy:
// the moments that it can mean, the earlier first; *count is 2 in the hour that comes twice,
// else 1. PAYLOAD_OK; PAYLOAD_BAD_TIME, also for an hour that the change of clocks leaves out and
// before 1996.
enum payload_fault_code instant_wall(const char *text, size_t length, int64_t moments[2],
                                     size_t *count);

// The minutes east of Greenwich of the wall clock in Italy at that moment.
int instant_rome_minutes(int64_t instant_us);

// The same, decided: of two moments the later one is meant unless it lies after the receipt.
// *twice says that there were two.
enum payload_fault_code instant_local(const char *text, size_t length, int64_t received_us,
                                      int64_t *instant_us, int *offset_minutes, bool *twice);

#endif
