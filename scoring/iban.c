// SPDX-License-Identifier: EUPL-1.2
// IBAN: ISO 13616 check digits and the Italian CIN.
#include "scoring/iban.h"

#include "scoring/check_letter.h"

#include <stdbool.h>
#include <string.h>

enum {
    ITALIAN_LENGTH = 27,
    // ABI and CAB of five digits each, account of twelve characters.
    ITALIAN_ACCOUNT_LENGTH = 22,
    IBAN_LENGTH_MIN = 15,
};

static const char *const fault_names[] = {
    [IBAN_OK] = "ok",       [IBAN_LENGTH] = "length", [IBAN_CHARACTER] = "character",
    [IBAN_CHECK] = "check", [IBAN_CIN] = "cin",
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

// Copies without blanks in upper case.
static enum iban_fault normalise(const char *text, size_t length, char normal[IBAN_TEXT_SIZE],
                                 size_t *count) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t') {
            continue;
        }
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (!is_digit(c) && !is_letter(c)) {
            return IBAN_CHARACTER;
        }
        if (n == IBAN_LENGTH_MAX) {
            return IBAN_LENGTH;
        }
        normal[n++] = c;
    }
    normal[n] = '\0';
    *count = n;
    return n < IBAN_LENGTH_MIN ? IBAN_LENGTH : IBAN_OK;
}

// The remainder mod 97 of the number that ISO 13616 makes of the rearranged text.
static int remainder_97(const char *normal, size_t count) {
    int rest = 0;
    for (size_t i = 0; i < count; i++) {
        char c = normal[(i + 4) % count];
        rest = is_digit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10);
        rest %= 97;
    }
    return rest;
}

// bban: the CIN letter, ten digits (ABI, CAB), the account.
static bool italian_form(const char *bban) {
    if (!is_letter(bban[0])) {
        return false;
    }
    for (int i = 1; i <= 10; i++) {
        if (!is_digit(bban[i])) {
            return false;
        }
    }
    return true;
}

enum iban_fault iban_check(const char *text, size_t length, char normal[IBAN_TEXT_SIZE]) {
    char read[IBAN_TEXT_SIZE];
    size_t count;
    enum iban_fault fault = normalise(text, length, read, &count);
    if (fault != IBAN_OK) {
        return fault;
    }
    if (!is_letter(read[0]) || !is_letter(read[1]) || !is_digit(read[2]) || !is_digit(read[3])) {
        return IBAN_CHARACTER;
    }
    bool italian = memcmp(read, "IT", 2) == 0 || memcmp(read, "SM", 2) == 0;
    if (italian && count != ITALIAN_LENGTH) {
        return IBAN_LENGTH;
    }
    if (italian && !italian_form(read + 4)) {
        return IBAN_CHARACTER;
    }
    if (remainder_97(read, count) != 1) {
        return IBAN_CHECK;
    }
    if (italian && check_letter_over(read + 5, ITALIAN_ACCOUNT_LENGTH) != read[4]) {
        return IBAN_CIN;
    }
    if (normal != NULL) {
        memcpy(normal, read, count + 1);
    }
    return IBAN_OK;
}

const char *iban_fault_name(enum iban_fault fault) {
    return fault_names[fault];
}
