// SPDX-License-Identifier: EUPL-1.2
// IBAN: form and check digits (ISO 13616, mod 97), and the CIN of Italian and San Marino accounts.
// Pure; any thread.
#ifndef SCORING_IBAN_H
#define SCORING_IBAN_H

#include <stddef.h>

enum {
    IBAN_LENGTH_MAX = 34,
    IBAN_TEXT_SIZE = IBAN_LENGTH_MAX + 1,
};

enum iban_fault {
    IBAN_OK,
    IBAN_LENGTH,    // not 15 to 34 characters, or not 27 for IT and SM
    IBAN_CHARACTER, // not two letters, two digits, then letters and digits in the country's pattern
    IBAN_CHECK,     // check digits
    IBAN_CIN,       // the CIN letter of an IT or SM account
};

// Checks an IBAN. Blanks anywhere are ignored, lower case is accepted; the text need not end with
// NUL. Writes the electronic form (upper case, no blanks) to normal only on IBAN_OK; normal may be
// NULL.
__attribute__((warn_unused_result)) enum iban_fault iban_check(const char *text, size_t length,
                                                               char normal[IBAN_TEXT_SIZE]);

// "ok", "length", "character", "check", "cin".
const char *iban_fault_name(enum iban_fault fault);

#endif
