// SPDX-License-Identifier: EUPL-1.2
// The Italian tax code of a person: form, check letter, omocodia (rule book, chapter 5;
// D.M. 23.12.1976).
//
// Codes are checked, never computed: only the Agenzia delle Entrate assigns them. Pure; any thread.
#ifndef SCORING_CODICE_FISCALE_H
#define SCORING_CODICE_FISCALE_H

#include "scoring/civil_date.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    CODICE_FISCALE_TEXT_SIZE = 17,
};

enum codice_fiscale_fault {
    CODICE_FISCALE_OK,
    CODICE_FISCALE_LENGTH,    // neither 16 characters nor 11
    CODICE_FISCALE_CHARACTER, // a letter where a digit must stand, or the other way round
    CODICE_FISCALE_MONTH,
    CODICE_FISCALE_DAY, // 00, 32-40, 72-99, or a day that month never has
    CODICE_FISCALE_CHECK,
};

struct codice_fiscale {
    char text[CODICE_FISCALE_TEXT_SIZE]; // upper case, as issued
    bool provisional;                    // 11 digits: nothing below is set
    char base[CODICE_FISCALE_TEXT_SIZE]; // the first 15 characters with omocodia undone
    int omocodia;                        // number of digits replaced by letters, 0-7
    int birth_year;                      // two digits: the century is not in the code
    int birth_month;
    int birth_day;
    bool female;
    char birth_place[5]; // cadastral code
};

// Checks a code. Blanks around it are ignored, lower case is accepted; the text need not end with
// NUL. *code is written only on CODICE_FISCALE_OK and may be NULL. Two codes with the same base may
// belong to two persons: compare `text`, never `base`.
__attribute__((warn_unused_result)) enum codice_fiscale_fault
codice_fiscale_check(const char *text, size_t length, struct codice_fiscale *code);

// Whether a birth date fits the code; a warning, never a refusal. True for a provisional code.
bool codice_fiscale_fits_birth(const struct codice_fiscale *code, struct civil_date birth);

// "ok", "length", "character", "month", "day", "check".
const char *codice_fiscale_fault_name(enum codice_fiscale_fault fault);

#endif
