// SPDX-License-Identifier: EUPL-1.2
// Where do two records first differ?
#ifndef CASE_FILE_CASE_DIFFERENCE_H
#define CASE_FILE_CASE_DIFFERENCE_H

#include "base/json.h"

// Adds to the fault the place of the first difference in the order of `made`, as JSON Pointer, with
// the code "differs", or "missing" or "unknown-field" for what only `made` or only `given` has. The
// same values in another order or with other blanks differ as a whole (the empty pointer).
void case_difference_tell(json_t *made, json_t *given, struct fault *fault);

#endif
