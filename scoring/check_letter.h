// SPDX-License-Identifier: EUPL-1.2
// The check letter that the codice fiscale (D.M. 23.12.1976) and the CIN of Italian accounts share.
// Pure; any thread.
#ifndef SCORING_CHECK_LETTER_H
#define SCORING_CHECK_LETTER_H

#include <stddef.h>

// The letter A-Z over `length` characters, each 0-9 or A-Z (the caller has checked): odd positions
// (counted from one) by the table, even ones at face value, modulo 26.
char check_letter_over(const char *text, size_t length);

#endif
