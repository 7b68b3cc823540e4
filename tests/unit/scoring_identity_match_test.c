// SPDX-License-Identifier: EUPL-1.2
// Codice fiscale and person: yes, no or unknown for each part, and never a refusal (rule book,
// chapter 5).
#include "scoring/identity_match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// The code with its check letter put right, by trying all of them.
static const char *with_check(const char *first_six) {
    static char text[CODICE_FISCALE_TEXT_SIZE] = "RSSMRA80A01H501A";
    memcpy(text, first_six, 6);
    for (text[15] = 'A'; text[15] < 'Z'; text[15]++) {
        if (codice_fiscale_check(text, 16, NULL) == CODICE_FISCALE_OK) {
            break;
        }
    }
    return text;
}

// Both names together: no if one does not fit, unknown if one cannot be judged.
static enum fact fits(const char *first_six, const char *surname, const char *given) {
    struct identity_match match = identity_match_of(&(struct identity_match_facts){
        .code = with_check(first_six), .family_name = surname, .given_name = given});
    assert_int_equal(match.valid, FACT_YES);
    return match.family_name == FACT_YES ? match.given_name : match.family_name;
}

static void names_are_compared_as_a_warning(void **state) {
    (void)state;
    static const struct {
        const char *six;
        const char *surname;
        const char *given;
        enum fact fits;
    } rows[] = {
        {"RSSMRA", "Rossi", "Maria", FACT_YES},
        {"RSSMRA", "ROSSI", "MARIO", FACT_YES},
        {"RSSMRA", "Rosso", "Marco", FACT_NO},   // given: MRC
        {"RSSMRA", "Bianchi", "Maria", FACT_NO}, // surname
        {"BNCGPP", "Bianchi", "Giuseppe", FACT_YES},
        {"VRDNNA", "Verdi", "Anna", FACT_YES},
        {"RSSGPP", "Rossi", "Giuseppina", FACT_YES}, // four consonants or more: 1, 3, 4
        {"RSSRBR", "Rossi", "Roberto", FACT_NO},
        {"RSSRRT", "Rossi", "Roberto", FACT_YES},
        {"RSSMRT", "Rossi", "Marta", FACT_YES},   // three consonants: all of them
        {"RBRMRA", "Roberto", "Maria", FACT_YES}, // a surname takes the first three
        {"FOXMRA", "Fo", "Maria", FACT_YES},      // too short: filled with X
        {"AIXMRA", "Ai", "Maria", FACT_YES},
        {"OXXMRA", "O", "Maria", FACT_YES},
        {"DNGMRA", "D'Angelo", "Maria", FACT_YES},
        {"PZZMRA", "Pizzi", "maria", FACT_YES},
        {"DLLMRA", "De la-Ll. ave", "Maria", FACT_YES},
        {"DLLMRA", "De la Llave 3", "Maria", FACT_UNKNOWN},
        {"DNGMRA", "D\u2019Angelo", "Maria", FACT_YES},
        {"RSSNCL", "Rossi", "Nicol\u00F2", FACT_YES},
        {"MLLMRA", "M\u00FCller", "Maria", FACT_UNKNOWN}, // UE or U,
        {"GRCZOX", "GAR\u00C7A", "Zo\u00E9", FACT_NO},
        {"GRCZOE", "GAR\u00C7A", "Zo\u00E9", FACT_YES},
        {"AIAMRA", "\u00C0\u00CD\u00C2", "Maria", FACT_YES},
        {"RSSMRA", "", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Rossi", "", FACT_UNKNOWN},
        {"RSSMRA", "Rossi", "- '", FACT_UNKNOWN},
        {"RSSMRA", "Ro\u00DFi", "Maria", FACT_UNKNOWN},       // sharp s
        {"RSSMRA", "\u0160imi\u0107", "Maria", FACT_UNKNOWN}, // not Latin-1
        {"RSSMRA", "Rossi\xC3", "Maria", FACT_UNKNOWN},       // cut short
        {"RSSMRA", "Rossi\xC3\xC0", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Rossi\xE9", "Maria", FACT_UNKNOWN}, // no UTF-8
        {"RSSMRA", "Rossi\x80", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Rossi\xE2\x80\x98", "Maria", FACT_UNKNOWN}, // another quotation mark
        {"RSSMRA", "Rossi\xE2\x81\x99", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Rossi\xC3\x7F", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "@[`{", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Ro[ssi", "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Ro{ssi", "Maria", FACT_UNKNOWN},
        {"DRSMRA", "D\u2019Rossi", "Maria", FACT_YES},
        {"RSSMRA", "Ro\u00DF\u00DFi", "Maria", FACT_UNKNOWN},
        {"RSSMRA", NULL, "Maria", FACT_UNKNOWN},
        {"RSSMRA", "Rossi", NULL, FACT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(fits(rows[i].six, rows[i].surname, rows[i].given), rows[i].fits);
    }
    char consonants[1000];
    char vowels[1000];
    memset(consonants, 'S', sizeof consonants);
    memset(vowels, 'A', sizeof vowels);
    consonants[0] = 'R';
    consonants[sizeof consonants - 1] = vowels[sizeof vowels - 1] = '\0';
    assert_int_equal(fits("RSSMRA", consonants, "Maria"), FACT_YES);
    assert_int_equal(fits("AAAMRA", vowels, "Maria"), FACT_YES);
}

// Each letter with an accent counts as the one below it; what the register writes in another way,
// or in two ways, is unknown.
static void accents_count_as_the_register_writes_them(void **state) {
    (void)state;
    static const char bases[] = "AAAA???CEEEEIIII?NOOOO???UUU?Y??"
                                "AAAA???CEEEEIIII?NOOOO???UUU?Y??";
    for (size_t i = 0; i < 64; i++) {
        const char given[] = {(char)0xC3, (char)(0x80 + i), '\0'};
        char six[7] = "RSS?XX";
        six[3] = bases[i] == '?' ? 'Q' : bases[i];
        assert_int_equal(fits(six, "Rossi", given), bases[i] == '?' ? FACT_UNKNOWN : FACT_YES);
    }
}

static void birth_sex_and_place_are_each_told(void **state) {
    (void)state;
    struct identity_match_facts facts = {.code = "BNCGPP55M45F205O"};
    struct identity_match match = identity_match_of(&facts);
    assert_true(match.birth == FACT_UNKNOWN && match.sex == FACT_UNKNOWN &&
                match.birth_place == FACT_UNKNOWN && match.omocodia == 0);
    facts.birth = civil_date_of(1955, 8, 5);
    facts.sex = IDENTITY_FEMALE;
    facts.birth_place = "f205";
    match = identity_match_of(&facts);
    assert_true(match.birth == FACT_YES && match.sex == FACT_YES && match.birth_place == FACT_YES);
    facts.birth = civil_date_of(1955, 8, 6);
    facts.sex = IDENTITY_MALE;
    static const char *const places[] = {"F20", "F2055", "F206", "z205", "G205", "", "{205"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        facts.birth_place = places[i];
        match = identity_match_of(&facts);
        assert_true(match.birth == FACT_NO && match.sex == FACT_NO && match.birth_place == FACT_NO);
    }
}

static void places_may_be_written_in_lower_case(void **state) {
    (void)state;
    static const char *const places[] = {"A562", "a562", "Z100", "z100", "M001", "m001"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char code[] = "RSSMRA85T10A562A";
        memcpy(code + 11, places[i - i % 2], 4);
        while (codice_fiscale_check(code, 16, NULL) == CODICE_FISCALE_CHECK) {
            code[15]++;
        }
        struct identity_match match = identity_match_of(
            &(struct identity_match_facts){.code = code, .birth_place = places[i]});
        assert_int_equal(match.birth_place, FACT_YES);
    }
}

static void a_code_that_tells_nothing_leaves_all_unknown(void **state) {
    (void)state;
    struct identity_match_facts facts = {.family_name = "Rossi",
                                         .given_name = "Maria",
                                         .birth = civil_date_of(1980, 1, 1),
                                         .sex = IDENTITY_MALE,
                                         .birth_place = "H501"};
    assert_int_equal(identity_match_of(&facts).valid, FACT_UNKNOWN);
    facts.code = "RSSMRA80A01H501V";
    struct identity_match wrong = identity_match_of(&facts);
    assert_true(wrong.valid == FACT_NO && wrong.fault == CODICE_FISCALE_CHECK);
    facts.code = "00743110157";
    struct identity_match provisional = identity_match_of(&facts);
    assert_true(provisional.valid == FACT_YES && provisional.provisional);
    const struct identity_match told[] = {wrong, provisional};
    for (size_t i = 0; i < 2; i++) {
        assert_true(told[i].family_name == FACT_UNKNOWN && told[i].given_name == FACT_UNKNOWN &&
                    told[i].birth == FACT_UNKNOWN && told[i].sex == FACT_UNKNOWN &&
                    told[i].birth_place == FACT_UNKNOWN);
    }
    facts.code = "RSSMRA80A01H50MM";
    struct identity_match omocodic = identity_match_of(&facts);
    assert_true(omocodic.valid == FACT_YES && omocodic.omocodia == 1 && !omocodic.provisional &&
                omocodic.birth == FACT_YES && omocodic.birth_place == FACT_YES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_compared_as_a_warning),
        cmocka_unit_test(accents_count_as_the_register_writes_them),
        cmocka_unit_test(birth_sex_and_place_are_each_told),
        cmocka_unit_test(places_may_be_written_in_lower_case),
        cmocka_unit_test(a_code_that_tells_nothing_leaves_all_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
