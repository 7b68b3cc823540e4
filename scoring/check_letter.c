// SPDX-License-Identifier: EUPL-1.2
// The check letter of codice fiscale and CIN.
#include "scoring/check_letter.h"

// Values at odd positions of A-Z; a digit has the value of the letter with its number (0 as A).
static const int odd_values[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

char check_letter_over(const char *text, size_t length) {
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        int value = text[i] >= 'A' ? text[i] - 'A' : text[i] - '0';
        sum += i % 2 == 0 ? odd_values[value] : value;
    }
    return (char)('A' + sum % 26);
}
