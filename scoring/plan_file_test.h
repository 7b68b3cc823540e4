// SPDX-License-Identifier: EUPL-1.2
// The test tree of a plan file. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_TEST_H
#define SCORING_PLAN_FILE_TEST_H

#include "scoring/plan_file_sheet.h"

// Reads the test that is that member of the value in hand; it lives in the sheet. Needs what it may
// read: activities, groups and scales. A threshold that no sheet, or every sheet, reaches is
// refused.
bool plan_test_read(struct plan_reader *reader, const json_t *object, const char *key,
                    const struct plan *plan, struct plan_sheet *sheet,
                    const struct plan_test **out);

#endif
