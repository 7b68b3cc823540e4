// SPDX-License-Identifier: EUPL-1.2
// What does not decide a case but deserves a look: identity, account, cover that ended since.
#ifndef SCORING_CASE_WARNING_H
#define SCORING_CASE_WARNING_H

#include "scoring/identity_match.h"

#include <stddef.h>

enum case_warning_kind {
    CASE_WARNING_NONE,
    CASE_WARNING_CODICE_FISCALE_INVALID,
    CASE_WARNING_CODICE_FISCALE_PROVISIONAL,
    CASE_WARNING_CODICE_FISCALE_OMOCODIC,
    CASE_WARNING_FAMILY_NAME_DIFFERS,
    CASE_WARNING_GIVEN_NAME_DIFFERS,
    CASE_WARNING_BIRTH_DIFFERS,
    CASE_WARNING_SEX_DIFFERS,
    CASE_WARNING_BIRTH_PLACE_DIFFERS,
    CASE_WARNING_IBAN_INVALID,
    CASE_WARNING_COVER_ENDED_SINCE,           // payment goes on to its own term (S-26)
    CASE_WARNING_COVER_ASKED_LATE,            // in the month after the window (S-32)
    CASE_WARNING_EXCHANGE_OF_AN_EARLIER_WEEK, // no quotation in the week of the expense (S-24)
    CASE_WARNING_COUNT,
};

enum {
    CASE_WARNINGS_MAX = 16,
};

// rule: an id of the rule book, or its chapter where it has no id.
struct case_warning {
    enum case_warning_kind kind;
    const char *rule;
};

// What the comparison of codice fiscale and person gives; returns how many were written.
size_t case_warning_of_identity(const struct identity_match *match,
                                struct case_warning warnings[CASE_WARNINGS_MAX]);

// "codice-fiscale-invalid", "family-name-differs", … (stable).
const char *case_warning_name(enum case_warning_kind kind);

#endif
