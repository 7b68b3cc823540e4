// SPDX-License-Identifier: EUPL-1.2
// The domain clock as the server and the fleet share it: a file with one line
// (scoring/domain_time.h).
#ifndef FLEET_CLOCK_FILE_H
#define FLEET_CLOCK_FILE_H

#include "scoring/domain_time.h"

#include <stdbool.h>
#include <stdint.h>

// Reads the file. False when it cannot be read (errno) or is not such a line (errno 0).
bool clock_file_read(const char *path, struct domain_time *out);

// Writes the line to a file beside it and renames, so that readers see the old or the new clock.
// False: errno.
bool clock_file_write(const char *path, const struct domain_time *clock);

// Real time now, microseconds UTC.
int64_t clock_file_real_now(void);

#endif
