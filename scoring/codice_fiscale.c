// SPDX-License-Identifier: EUPL-1.2
// Codice fiscale: D.M. 23.12.1976.
#include "scoring/codice_fiscale.h"

#include "scoring/check_letter.h"
#include "scoring/partita_iva.h"

#include <string.h>

enum {
    PERSON_LENGTH = 16,
    PROVISIONAL_LENGTH = PARTITA_IVA_LENGTH,
    FEMALE_DAY_OFFSET = 40,
};

// L a letter, D a digit or its omocodic letter, M a month letter.
static const char pattern[] = "LLLLLLDDMDDLDDDL";

static const char month_letters[] = "ABCDEHLMPRST";

// Omocodia: digit 0-9 is replaced by the letter at that place.
static const char omocodia_letters[] = "LMNPQRSTUV";

static const char *const fault_names[] = {
    [CODICE_FISCALE_OK] = "ok",
    [CODICE_FISCALE_LENGTH] = "length",
    [CODICE_FISCALE_CHARACTER] = "character",
    [CODICE_FISCALE_MONTH] = "month",
    [CODICE_FISCALE_DAY] = "day",
    [CODICE_FISCALE_CHECK] = "check",
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Position of c in letters, -1 when it is not there.
static int index_of(const char *letters, char c) {
    const char *found = c == '\0' ? NULL : strchr(letters, c);
    return found == NULL ? -1 : (int)(found - letters);
}

// The check of a provisional code is that of a partita IVA.
static enum codice_fiscale_fault check_provisional(struct codice_fiscale *code) {
    for (int i = 0; i < PROVISIONAL_LENGTH; i++) {
        if (!is_digit(code->text[i])) {
            return CODICE_FISCALE_CHARACTER;
        }
    }
    code->provisional = true;
    return partita_iva_digits_hold(code->text) ? CODICE_FISCALE_OK : CODICE_FISCALE_CHECK;
}

// Fills base: the first fifteen characters with every omocodic letter turned back into its digit.
static bool undo_omocodia(struct codice_fiscale *code) {
    for (int i = 0; i < PERSON_LENGTH; i++) {
        char c = code->text[i];
        if (pattern[i] == 'D' && !is_digit(c)) {
            int digit = index_of(omocodia_letters, c);
            if (digit < 0) {
                return false;
            }
            c = (char)('0' + digit);
            code->omocodia++;
        } else if (pattern[i] != 'D' && !is_letter(c)) {
            return false;
        }
        if (i < PERSON_LENGTH - 1) {
            code->base[i] = c;
        }
    }
    return true;
}

static int two_digits(const char *text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

// Whether that day can exist in the month in either century the two-digit year may mean: 2000 was a
// leap year and 1900 was not, for every other year the two centuries agree.
static bool day_exists(int year, int month, int day) {
    return day >= 1 && day <= civil_days_in_month(2000 + year, month);
}

static enum codice_fiscale_fault check_person(struct codice_fiscale *code) {
    if (!undo_omocodia(code)) {
        return CODICE_FISCALE_CHARACTER;
    }
    code->birth_year = two_digits(code->base + 6);
    code->birth_month = index_of(month_letters, code->base[8]) + 1;
    if (code->birth_month == 0) {
        return CODICE_FISCALE_MONTH;
    }
    int day = two_digits(code->base + 9);
    code->female = day > FEMALE_DAY_OFFSET;
    code->birth_day = code->female ? day - FEMALE_DAY_OFFSET : day;
    if (!day_exists(code->birth_year, code->birth_month, code->birth_day)) {
        return CODICE_FISCALE_DAY;
    }
    memcpy(code->birth_place, code->base + 11, 4);
    char expected = check_letter_over(code->text, PERSON_LENGTH - 1);
    return code->text[PERSON_LENGTH - 1] == expected ? CODICE_FISCALE_OK : CODICE_FISCALE_CHECK;
}

enum codice_fiscale_fault codice_fiscale_check(const char *text, size_t length,
                                               struct codice_fiscale *code) {
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    if (length != PERSON_LENGTH && length != PROVISIONAL_LENGTH) {
        return CODICE_FISCALE_LENGTH;
    }
    struct codice_fiscale read = {0};
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        read.text[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    enum codice_fiscale_fault fault =
        length == PERSON_LENGTH ? check_person(&read) : check_provisional(&read);
    if (fault == CODICE_FISCALE_OK && code != NULL) {
        *code = read;
    }
    return fault;
}

bool codice_fiscale_fits_birth(const struct codice_fiscale *code, struct civil_date birth) {
    int year;
    int month;
    int day;
    if (code->provisional) {
        return true;
    }
    return civil_date_split(birth, &year, &month, &day) && year % 100 == code->birth_year &&
           month == code->birth_month && day == code->birth_day;
}

const char *codice_fiscale_fault_name(enum codice_fiscale_fault fault) {
    return fault_names[fault];
}
