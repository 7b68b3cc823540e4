// SPDX-License-Identifier: EUPL-1.2
// Keeps devices.snapshot as the database has it: written at the start and within a second of a
// change.
#ifndef SERVICE_ROSTER_WRITER_H
#define SERVICE_ROSTER_WRITER_H

#include <stdint.h>

#include "base/fault.h"
#include "base/result.h"

struct roster_writer;
struct service;

// Revokes in the database what the file calls revoked (service/revoked_again.h), writes the file
// once, then starts the thread that looks every 250 ms whether the database has a
// newer version. `path` is copied. report_every_s is what every device is told of its interval, in
// seconds, 0: nothing. Fault: roster-unwritable (RC_IO): doors could not start with it.
RC_CHECKED enum rc roster_writer_start(const struct service *service, const char *path,
                                       int64_t report_every_s, struct roster_writer **writer,
                                       struct fault *fault);

// Ends the thread; what is not written yet is written at the next start. NULL is fine.
void roster_writer_stop(struct roster_writer *writer);

// Write the file if the database has another version than `*written` (-1: in any case), which is
// renewed, or if the file is gone. On failure (logged) the doors keep the old file.
RC_CHECKED enum rc roster_write_if_changed(const struct service *service, const char *path,
                                           int64_t report_every_s, int64_t *written);

#endif
