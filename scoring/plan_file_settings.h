// SPDX-License-Identifier: EUPL-1.2
// The S-settings of a plan file. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_SETTINGS_H
#define SCORING_PLAN_FILE_SETTINGS_H

#include "scoring/plan_file_reader.h"

// Reads the member "settings": every setting with its value and source, none missing.
bool plan_settings_read(struct plan_reader *reader, const json_t *root, struct plan_settings *out);

#endif
