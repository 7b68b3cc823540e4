// SPDX-License-Identifier: EUPL-1.2
// IBAN: ISO 13616 check digits and the Italian CIN.
#include "scoring/iban.h"

#include "scoring/check_letter.h"

#include <stdbool.h>
#include <string.h>

enum {
    // ABI and CAB of five digits each, account of twelve characters.
    ITALIAN_ACCOUNT_LENGTH = 22,
    IBAN_LENGTH_MIN = 15,
};

// Length of an IBAN and the day from which the country is in the SEPA scope. The schemes began on
// 28 January 2008. GB stands for Guernsey, Jersey and Man, FR for the French departments abroad.
struct country {
    char code[3];
    size_t length;
    int sepa_from[3];
};

#define SEPA_START                                                                                 \
    { 2008, 1, 28 }

static const struct country countries[] = {
    {"AD", 24, {2019, 3, 1}},  {"AL", 28, {2024, 11, 21}}, {"AT", 20, SEPA_START},
    {"BE", 16, SEPA_START},    {"BG", 22, SEPA_START},     {"CH", 21, SEPA_START},
    {"CY", 28, SEPA_START},    {"CZ", 24, SEPA_START},     {"DE", 22, SEPA_START},
    {"DK", 18, SEPA_START},    {"EE", 20, SEPA_START},     {"ES", 24, SEPA_START},
    {"FI", 18, SEPA_START},    {"FR", 27, SEPA_START},     {"GB", 22, SEPA_START},
    {"GI", 23, SEPA_START},    {"GR", 27, SEPA_START},     {"HR", 21, {2013, 7, 1}},
    {"HU", 28, SEPA_START},    {"IE", 22, SEPA_START},     {"IS", 26, SEPA_START},
    {"IT", 27, SEPA_START},    {"LI", 21, SEPA_START},     {"LT", 20, SEPA_START},
    {"LU", 20, SEPA_START},    {"LV", 21, SEPA_START},     {"MC", 27, SEPA_START},
    {"MD", 24, {2025, 3, 6}},  {"ME", 22, {2024, 11, 21}}, {"MK", 19, {2025, 3, 6}},
    {"MT", 31, SEPA_START},    {"NL", 18, SEPA_START},     {"NO", 15, SEPA_START},
    {"PL", 28, SEPA_START},    {"PT", 25, SEPA_START},     {"RO", 24, SEPA_START},
    {"RS", 22, {2025, 5, 22}}, {"SE", 24, SEPA_START},     {"SI", 19, SEPA_START},
    {"SK", 24, SEPA_START},    {"SM", 27, {2014, 2, 1}},   {"VA", 22, {2019, 3, 1}},
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

static const struct country *country_of(const char *normal) {
    for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++) {
        if (memcmp(countries[i].code, normal, 2) == 0) {
            return &countries[i];
        }
    }
    return NULL;
}

// 98 minus a remainder is 02 to 98; 00, 01 and 99 leave the same remainder but were never issued.
static bool check_digits_hold(const char *normal, size_t count) {
    int digits = (normal[2] - '0') * 10 + (normal[3] - '0');
    return digits >= 2 && digits <= 98 && remainder_97(normal, count) == 1;
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
    const struct country *country = country_of(read);
    if (country != NULL && count != country->length) {
        return IBAN_LENGTH;
    }
    if (italian && !italian_form(read + 4)) {
        return IBAN_CHARACTER;
    }
    if (!check_digits_hold(read, count)) {
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

bool iban_in_sepa(const char *normal, struct civil_date day) {
    const struct country *country = country_of(normal);
    if (country == NULL || !civil_date_known(day)) {
        return false;
    }
    const int *from = country->sepa_from;
    return civil_date_compare(day, civil_date_of(from[0], from[1], from[2])) >= 0;
}

const char *iban_fault_name(enum iban_fault fault) {
    return fault_names[fault];
}
