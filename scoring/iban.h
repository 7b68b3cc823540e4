// SPDX-License-Identifier: EUPL-1.2
// IBAN: form, length of the country and check digits (ISO 13616, mod 97), the CIN of Italian and
// San Marino accounts, and which countries SEPA reaches on which day. Pure; any thread.
#ifndef SCORING_IBAN_H
#define SCORING_IBAN_H

#include "scoring/civil_date.h"

#include <stddef.h>

enum {
    IBAN_LENGTH_MAX = 34,
    IBAN_TEXT_SIZE = IBAN_LENGTH_MAX + 1,
};

enum iban_fault {
    IBAN_OK,
    IBAN_LENGTH,    // not 15 to 34 characters, or not the length of a SEPA country
    IBAN_CHARACTER, // not two letters, two digits, then letters and digits in the country's pattern
    IBAN_CHECK,     // check digits; 00, 01 and 99 are never issued
    IBAN_CIN,       // the CIN letter of an IT or SM account
};

// Checks an IBAN. Blanks anywhere are ignored, lower case is accepted; the text need not end with
// NUL. Writes the electronic form (upper case, no blanks) to normal only on IBAN_OK; normal may be
// NULL.
__attribute__((warn_unused_result)) enum iban_fault iban_check(const char *text, size_t length,
                                                               char normal[IBAN_TEXT_SIZE]);

// Whether a checked IBAN belongs to a country that is in the SEPA scope on that day. False for an
// unknown date. A bank of a country that came late may still be out of reach.
bool iban_in_sepa(const char *normal, struct civil_date day);

// "ok", "length", "character", "check", "cin".
const char *iban_fault_name(enum iban_fault fault);

#endif
