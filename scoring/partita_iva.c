// SPDX-License-Identifier: EUPL-1.2
// Partita IVA: the Luhn check over eleven digits.
#include "scoring/partita_iva.h"

#include <string.h>

static const char foreign_issuer[] = "11109876453";

static const char *const fault_names[] = {
    [PARTITA_IVA_OK] = "ok",
    [PARTITA_IVA_LENGTH_FAULT] = "length",
    [PARTITA_IVA_CHARACTER] = "character",
    [PARTITA_IVA_CHECK] = "check",
    [PARTITA_IVA_FOREIGN] = "foreign-issuer",
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool partita_iva_digits_hold(const char digits[PARTITA_IVA_LENGTH]) {
    int sum = 0;
    bool zeros = true;
    for (int i = 0; i < PARTITA_IVA_LENGTH; i++) {
        int digit = digits[i] - '0';
        zeros = zeros && digit == 0;
        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return sum % 10 == 0 && !zeros;
}

enum partita_iva_fault partita_iva_check(const char *text, size_t length,
                                         char normal[PARTITA_IVA_TEXT_SIZE]) {
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    if (length > 2 && (memcmp(text, "IT", 2) == 0 || memcmp(text, "it", 2) == 0)) {
        text += 2;
        length -= 2;
    }
    if (length != PARTITA_IVA_LENGTH) {
        return PARTITA_IVA_LENGTH_FAULT;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return PARTITA_IVA_CHARACTER;
        }
    }
    if (memcmp(text, foreign_issuer, PARTITA_IVA_LENGTH) == 0) {
        return PARTITA_IVA_FOREIGN;
    }
    if (!partita_iva_digits_hold(text)) {
        return PARTITA_IVA_CHECK;
    }
    if (normal != NULL) {
        memcpy(normal, text, PARTITA_IVA_LENGTH);
        normal[PARTITA_IVA_LENGTH] = '\0';
    }
    return PARTITA_IVA_OK;
}

const char *partita_iva_fault_name(enum partita_iva_fault fault) {
    return fault_names[fault];
}
