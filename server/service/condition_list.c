// SPDX-License-Identifier: EUPL-1.2
// Conditions as their API names.
#include "service/condition_list.h"

#include "store/subjects.h"

size_t condition_list(unsigned conditions, const char *names[3]) {
    static const enum condition all[] = {CONDITION_DIABETES, CONDITION_HYPERTENSION,
                                         CONDITION_COPD};
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if ((conditions & all[i]) != 0) {
            names[count++] = condition_name(all[i]);
        }
    }
    return count;
}
