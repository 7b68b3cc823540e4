// SPDX-License-Identifier: EUPL-1.2
// Comparing a codice fiscale with names, birth and sex.
#include "scoring/identity_match.h"

#include <stddef.h>
#include <string.h>

enum {
    PART_LENGTH = 3,   // of the code, for either name
    LETTERS_MAX = 128, // of a name; what is longer has long filled its three places
    FAMILY_AT = 0,
    GIVEN_AT = 3,
    CONSONANTS_THAT_SKIP = 4, // a given name with so many leaves its second one out
};

// U+00C0 to U+00DD as the register writes them; 0: it writes two letters, or one or two, or none.
static const char folded[] = "AAAA\0\0\0CEEEEIIII\0NOOOO\0\0\0UUU\0Y";

struct letters {
    char consonants[LETTERS_MAX];
    char vowels[LETTERS_MAX];
    size_t consonant_count;
    size_t vowel_count;
    bool foreign; // a letter that this table does not turn into A to Z
};

static void take_letter(struct letters *letters, char letter) {
    bool vowel = strchr("AEIOU", letter) != NULL;
    if (vowel && letters->vowel_count < LETTERS_MAX) {
        letters->vowels[letters->vowel_count++] = letter;
    } else if (!vowel && letters->consonant_count < LETTERS_MAX) {
        letters->consonants[letters->consonant_count++] = letter;
    }
}

// Blanks, apostrophes and hyphens belong to names and leave no letter.
static bool is_ignored(unsigned char byte) {
    return byte == ' ' || byte == '\'' || byte == '-' || byte == '.';
}

static struct letters letters_of(const char *name) {
    struct letters letters = {.foreign = false};
    for (size_t i = 0; name[i] != '\0'; i++) {
        unsigned char byte = (unsigned char)name[i];
        unsigned char next = (unsigned char)name[i + 1];
        if (byte >= 'a' && byte <= 'z') {
            take_letter(&letters, (char)(byte - 'a' + 'A'));
        } else if (byte >= 'A' && byte <= 'Z') {
            take_letter(&letters, (char)byte);
        } else if (byte == 0xc3 && next >= 0x80 && next < 0xc0) {
            size_t at = (size_t)(next & 0x1f); // upper and lower case lie 32 apart
            char letter = at < sizeof folded - 1 ? folded[at] : '\0';
            letters.foreign = letters.foreign || letter == '\0';
            if (letter != '\0') {
                take_letter(&letters, letter);
            }
            i++;
        } else if (byte == 0xe2 && next == 0x80 && (unsigned char)name[i + 2] == 0x99) {
            i += 2; // the curly apostrophe
        } else if (!is_ignored(byte)) {
            letters.foreign = true;
        }
    }
    return letters;
}

static void part_of(const struct letters *letters, bool given, char part[PART_LENGTH]) {
    bool skips = given && letters->consonant_count >= CONSONANTS_THAT_SKIP;
    size_t length = 0;
    for (size_t i = 0; i < letters->consonant_count && length < PART_LENGTH; i++) {
        if (!(skips && i == 1)) {
            part[length++] = letters->consonants[i];
        }
    }
    for (size_t i = 0; i < letters->vowel_count && length < PART_LENGTH; i++) {
        part[length++] = letters->vowels[i];
    }
    while (length < PART_LENGTH) {
        part[length++] = 'X';
    }
}

static enum fact fact_of(bool holds) {
    return holds ? FACT_YES : FACT_NO;
}

static enum fact name_fits(const struct codice_fiscale *code, const char *name, bool given) {
    if (name == NULL) {
        return FACT_UNKNOWN;
    }
    struct letters letters = letters_of(name);
    if (letters.foreign || letters.consonant_count + letters.vowel_count == 0) {
        return FACT_UNKNOWN;
    }
    char part[PART_LENGTH];
    part_of(&letters, given, part);
    return fact_of(memcmp(part, code->base + (given ? GIVEN_AT : FAMILY_AT), PART_LENGTH) == 0);
}

static bool same_place(const char *given, const char code[5]) {
    size_t i = 0;
    while (given[i] != '\0' && i < 4) {
        char c = given[i] >= 'a' && given[i] <= 'z' ? (char)(given[i] - 'a' + 'A') : given[i];
        if (c != code[i]) {
            return false;
        }
        i++;
    }
    return i == 4 && given[i] == '\0';
}

struct identity_match identity_match_of(const struct identity_match_facts *facts) {
    struct identity_match identity = {.valid = FACT_UNKNOWN};
    struct codice_fiscale code;
    if (facts->code == NULL) {
        return identity;
    }
    identity.fault = codice_fiscale_check(facts->code, strlen(facts->code), &code);
    identity.valid = fact_of(identity.fault == CODICE_FISCALE_OK);
    if (identity.fault != CODICE_FISCALE_OK) {
        return identity;
    }
    identity.provisional = code.provisional;
    identity.omocodia = code.omocodia;
    if (code.provisional) {
        return identity;
    }
    identity.family_name = name_fits(&code, facts->family_name, false);
    identity.given_name = name_fits(&code, facts->given_name, true);
    if (civil_date_known(facts->birth)) {
        identity.birth = fact_of(codice_fiscale_fits_birth(&code, facts->birth));
    }
    if (facts->sex != IDENTITY_SEX_UNKNOWN) {
        identity.sex = fact_of((facts->sex == IDENTITY_FEMALE) == code.female);
    }
    if (facts->birth_place != NULL) {
        identity.birth_place = fact_of(same_place(facts->birth_place, code.birth_place));
    }
    return identity;
}
