// SPDX-License-Identifier: EUPL-1.2
// Names of yes/no/unknown facts.
#include "scoring/fact.h"

#include <string.h>

static const char *const names[] = {
    [FACT_UNKNOWN] = "unknown",
    [FACT_NO] = "no",
    [FACT_YES] = "yes",
};

const char *fact_name(enum fact fact) {
    return names[fact];
}

bool fact_from_name(const char *name, enum fact *fact) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            *fact = (enum fact)i;
            return true;
        }
    }
    return false;
}
