// SPDX-License-Identifier: EUPL-1.2
// Groups and scales of a plan file: from points to scores and levels. Private to the target
// plan_file.
#ifndef SCORING_PLAN_FILE_GROUP_H
#define SCORING_PLAN_FILE_GROUP_H

#include "scoring/plan_file_sheet.h"

// The groups, which may be left out; they need the activities. Refused: bands with a gap or an
// overlap, a weight that points cannot hold exactly, items that count in opposite directions.
bool plan_group_read_all(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                         struct plan *plan);

// The scales, which may be left out; they need the groups. Refused: a level that no sheet reaches.
bool plan_scale_read_all(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                         struct plan *plan);

// Profiles without a sum, as Val.Graf draws them, are named and refused, not half built.
bool plan_group_refuse_profiles(struct plan_reader *reader, const json_t *root);

#endif
