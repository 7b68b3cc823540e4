// SPDX-License-Identifier: EUPL-1.2
// All settings of the program: the node's own table joined with those that rooms bring.
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/config.h"
#include "base/result.h"

struct settings {
    const struct config *config;
    // Private: the joined table and the owned config.
    struct config_option *table;
    struct config *owned;
};

// Reads `file` (NULL: $SOSTEGNO_CONFIG, else /etc/sostegno/sostegno.conf when it exists, else only
// defaults and the environment). On failure `message` (CONFIG_MESSAGE_SIZE bytes) says where and what.
RC_CHECKED enum rc settings_load(const char *file, struct settings *settings, char *message);

void settings_release(struct settings *settings);

#endif
