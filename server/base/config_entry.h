// SPDX-License-Identifier: EUPL-1.2
// Inside base: how the readers of files and environment put values into a config.
#ifndef BASE_CONFIG_ENTRY_H
#define BASE_CONFIG_ENTRY_H

#include "base/config.h"

#include <stddef.h>

struct config {
    const struct config_option *table;
    size_t count;
    char **values;
    int *set_by; // number of the source that set it, 0: default
};

// Check and take one value. `origin` ("file:line" or "environment") opens the message on failure.
// `folder` (may be NULL) is where relative paths start. `source` numbers the file.
RC_CHECKED enum rc config_set(struct config *config, int source, const char *origin,
                              const char *folder, const char *section, const char *key,
                              const char *value, char *message);

// Read one file; it must exist.
RC_CHECKED enum rc config_read_file(struct config *config, int source, const char *file,
                                    char *message);

// Read conf.d/*.conf in the folder of `file`, sources from 2 on.
RC_CHECKED enum rc config_read_folder(struct config *config, const char *file, char *message);

#endif
