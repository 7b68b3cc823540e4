// SPDX-License-Identifier: EUPL-1.2
// A yes/no fact of a case that may not be known: unknown is the zero and is never read as "no".
#ifndef SCORING_FACT_H
#define SCORING_FACT_H

#include <stdbool.h>
#include <stddef.h>

enum fact {
    FACT_UNKNOWN,
    FACT_NO,
    FACT_YES,
};

// Names as stored and sent: "unknown", "no", "yes".
const char *fact_name(enum fact fact);

// False, and *fact untouched, when the text is none of the names.
bool fact_from_name(const char *name, enum fact *fact);

#endif
