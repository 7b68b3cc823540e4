// SPDX-License-Identifier: EUPL-1.2
// The running server: one process that owns the databases, drains the inboxes and answers HTTP.
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "base/config.h"

// Runs until SIGTERM or SIGINT, then stops in order: no new requests, running ones are answered, the
// drain finishes its batch, the databases are checkpointed and closed. Returns the exit code
// (0; 1 failure; 4 the data folder is owned by another process; 78 bad configuration).
int serve(const struct config *config);

#endif
