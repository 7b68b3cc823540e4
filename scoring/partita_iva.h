// SPDX-License-Identifier: EUPL-1.2
// The partita IVA (VAT number) of an Italian issuer, and the check it shares with the provisional
// codice fiscale (rule book, chapter 5). Pure; any thread.
#ifndef SCORING_PARTITA_IVA_H
#define SCORING_PARTITA_IVA_H

#include <stdbool.h>
#include <stddef.h>

enum {
    PARTITA_IVA_LENGTH = 11,
    PARTITA_IVA_TEXT_SIZE = PARTITA_IVA_LENGTH + 1,
};

enum partita_iva_fault {
    PARTITA_IVA_OK,
    PARTITA_IVA_LENGTH_FAULT, // not eleven characters, after "IT" if that is there
    PARTITA_IVA_CHARACTER,    // not a digit
    PARTITA_IVA_CHECK,        // the check digit, or nothing but zeros
    PARTITA_IVA_FOREIGN, // 11109876453: what UniSalute's site has members type for issuers abroad
};

// Checks a number. Blanks around it and a leading "IT" are ignored; the text need not end with NUL.
// Writes the eleven digits to normal only on PARTITA_IVA_OK; normal may be NULL.
// PARTITA_IVA_FOREIGN names nobody: never store it and never look for the same invoice by it.
__attribute__((warn_unused_result)) enum partita_iva_fault
partita_iva_check(const char *text, size_t length, char normal[PARTITA_IVA_TEXT_SIZE]);

// Whether eleven digits (the caller has checked that they are) carry the right check digit; eleven
// zeros do not.
bool partita_iva_digits_hold(const char digits[PARTITA_IVA_LENGTH]);

// "ok", "length", "character", "check", "foreign-issuer".
const char *partita_iva_fault_name(enum partita_iva_fault fault);

#endif
