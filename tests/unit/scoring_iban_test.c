// SPDX-License-Identifier: EUPL-1.2
// IBAN: ISO 13616 and the Italian CIN.
#include "scoring/iban.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum iban_fault check(const char *text, char normal[IBAN_TEXT_SIZE]) {
    return iban_check(text, strlen(text), normal);
}

static void published_examples_are_accepted(void **state) {
    (void)state;
    static const char *const examples[] = {
        "IT60X0542811101000000123456",     "SM86U0322509800000000270100", "DE89370400440532013000",
        "FR1420041010050500013M02606",     "GB29NWBK60161331926819",      "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    };
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        char normal[IBAN_TEXT_SIZE];
        assert_int_equal(check(examples[i], normal), IBAN_OK);
        assert_string_equal(normal, examples[i]);
    }
}

static void paper_form_and_lower_case_are_normalised(void **state) {
    (void)state;
    char normal[IBAN_TEXT_SIZE];
    assert_int_equal(check(" it60 x054 2811 1010 0000 0123 456 ", normal), IBAN_OK);
    assert_string_equal(normal, "IT60X0542811101000000123456");
    assert_int_equal(check("IT60X0542811101000000123456", NULL), IBAN_OK);
    assert_int_equal(check("IT60\tX0542811101000000123456\t", NULL), IBAN_OK);
    assert_int_equal(check("az21 nabz 0000 0000 1370 1000 1944", normal), IBAN_OK);
    assert_string_equal(normal, "AZ21NABZ00000000137010001944");
}

static void faults_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum iban_fault fault;
    } rows[] = {
        {"", IBAN_LENGTH},
        {"IT60X05428111010000001234", IBAN_LENGTH},
        {"IT60X05428111010000001234567", IBAN_LENGTH},
        {"DE893704004405320130001234567890123", IBAN_LENGTH},
        {"IT60X0542811101000000123457", IBAN_CHECK},
        {"IT60X0542811101000000123465", IBAN_CHECK}, // two digits exchanged
        {"IT61X0542811101000000123456", IBAN_CHECK},
        {"IT60X05428111010000001234-6", IBAN_CHARACTER},
        {"1T60X0542811101000000123456", IBAN_CHARACTER},
        {"I160X0542811101000000123456", IBAN_CHARACTER},
        {"ITA0X0542811101000000123456", IBAN_CHARACTER},
        {"IT6AX0542811101000000123456", IBAN_CHARACTER},
        {"IT60X05428111010000001234{6", IBAN_CHARACTER},
        {"IT60X\n0542811101000000123456", IBAN_CHARACTER},
        {"IT6010542811101000000123456", IBAN_CHARACTER}, // CIN must be a letter
        {"IT60X0542A11101000000123456", IBAN_CHARACTER}, // ABI and CAB are digits
        {"IT60X054281110A000000123456", IBAN_CHARACTER},
        {"IT60XA542811101000000123456", IBAN_CHARACTER},
        {"IT60X05428111010000001234:6", IBAN_CHARACTER},
        {"IT60X05428111010000001234[6", IBAN_CHARACTER},
        {"IT60X0542811101A00000123456", IBAN_CHECK}, // an account may begin with a letter
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char normal[IBAN_TEXT_SIZE] = "kept";
        assert_int_equal(check(rows[i].text, normal), rows[i].fault);
        assert_string_equal(normal, "kept");
    }
    static const char *const names[] = {"ok", "length", "character", "check", "cin"};
    for (int i = IBAN_OK; i <= IBAN_CIN; i++) {
        assert_string_equal(iban_fault_name((enum iban_fault)i), names[i]);
    }
}

// Puts the ISO check digits right for a text whose BBAN is given.
static void put_check_digits(char *text) {
    for (int digits = 2; digits <= 98; digits++) {
        text[2] = (char)('0' + digits / 10);
        text[3] = (char)('0' + digits % 10);
        if (check(text, NULL) != IBAN_CHECK) {
            return;
        }
    }
}

static void a_text_of_any_length_is_only_too_long(void **state) {
    (void)state;
    char text[4096];
    memset(text, '1', sizeof text);
    assert_int_equal(iban_check(text, sizeof text, NULL), IBAN_LENGTH);
    assert_int_equal(iban_check(text, IBAN_LENGTH_MAX + 1, NULL), IBAN_LENGTH);
}

static void fourteen_characters_are_no_iban(void **state) {
    (void)state;
    char text[] = "AZ001234567890";
    put_check_digits(text);
    assert_int_equal(check(text, NULL), IBAN_LENGTH);
    char longer[] = "AZ0012345678901";
    put_check_digits(longer);
    assert_int_equal(check(longer, NULL), IBAN_OK);
}

static void a_wrong_cin_is_found_when_the_check_digits_are_right(void **state) {
    (void)state;
    for (char cin = 'A'; cin <= 'Z'; cin++) {
        char text[] = "IT60X0542811101000000123456";
        text[4] = cin;
        put_check_digits(text);
        assert_int_equal(check(text, NULL), cin == 'X' ? IBAN_OK : IBAN_CIN);
        char marino[] = "SM86U0322509800000000270100";
        marino[4] = cin;
        put_check_digits(marino);
        assert_int_equal(check(marino, NULL), cin == 'U' ? IBAN_OK : IBAN_CIN);
    }
}

// 01 leaves the remainder of 98, 00 that of 97, 99 that of 02: never issued, and mod 97 takes them.
static void check_digits_that_are_never_issued_are_refused(void **state) {
    (void)state;
    int pairs = 0;
    for (int account = 0; account < 1000; account++) {
        char text[] = "DE00370400440532013000";
        text[19] = (char)('0' + account / 100);
        text[20] = (char)('0' + account / 10 % 10);
        text[21] = (char)('0' + account % 10);
        put_check_digits(text);
        assert_int_equal(check(text, NULL), IBAN_OK);
        int digits = (text[2] - '0') * 10 + (text[3] - '0');
        int twin = digits == 97 ? 0 : digits == 98 ? 1 : digits == 2 ? 99 : -1;
        if (twin >= 0) {
            text[2] = (char)('0' + twin / 10);
            text[3] = (char)('0' + twin % 10);
            assert_int_equal(check(text, NULL), IBAN_CHECK);
            pairs++;
        }
    }
    assert_true(pairs > 20);
}

// Each country of the SEPA scope with its length and first day; a made-up account, right check
// digits.
static const struct {
    char country[3];
    size_t length;
    int from[3];
} sepa[] = {
    {"AD", 24, {2019, 3, 1}},  {"AL", 28, {2024, 11, 21}}, {"AT", 20, {2008, 1, 28}},
    {"BE", 16, {2008, 1, 28}}, {"BG", 22, {2008, 1, 28}},  {"CH", 21, {2008, 1, 28}},
    {"CY", 28, {2008, 1, 28}}, {"CZ", 24, {2008, 1, 28}},  {"DE", 22, {2008, 1, 28}},
    {"DK", 18, {2008, 1, 28}}, {"EE", 20, {2008, 1, 28}},  {"ES", 24, {2008, 1, 28}},
    {"FI", 18, {2008, 1, 28}}, {"FR", 27, {2008, 1, 28}},  {"GB", 22, {2008, 1, 28}},
    {"GI", 23, {2008, 1, 28}}, {"GR", 27, {2008, 1, 28}},  {"HR", 21, {2013, 7, 1}},
    {"HU", 28, {2008, 1, 28}}, {"IE", 22, {2008, 1, 28}},  {"IS", 26, {2008, 1, 28}},
    {"IT", 27, {2008, 1, 28}}, {"LI", 21, {2008, 1, 28}},  {"LT", 20, {2008, 1, 28}},
    {"LU", 20, {2008, 1, 28}}, {"LV", 21, {2008, 1, 28}},  {"MC", 27, {2008, 1, 28}},
    {"MD", 24, {2025, 3, 6}},  {"ME", 22, {2024, 11, 21}}, {"MK", 19, {2025, 3, 6}},
    {"MT", 31, {2008, 1, 28}}, {"NL", 18, {2008, 1, 28}},  {"NO", 15, {2008, 1, 28}},
    {"PL", 28, {2008, 1, 28}}, {"PT", 25, {2008, 1, 28}},  {"RO", 24, {2008, 1, 28}},
    {"RS", 22, {2025, 5, 22}}, {"SE", 24, {2008, 1, 28}},  {"SI", 19, {2008, 1, 28}},
    {"SK", 24, {2008, 1, 28}}, {"SM", 27, {2014, 2, 1}},   {"VA", 22, {2019, 3, 1}},
};

static void sepa_countries_have_their_length_and_their_first_day(void **state) {
    (void)state;
    assert_int_equal(sizeof sepa / sizeof sepa[0], 42);
    for (size_t i = 0; i < sizeof sepa / sizeof sepa[0]; i++) {
        char text[IBAN_TEXT_SIZE + 1];
        memset(text, '1', sizeof text);
        memcpy(text, sepa[i].country, 2);
        bool italian = strcmp(sepa[i].country, "IT") == 0 || strcmp(sepa[i].country, "SM") == 0;
        text[sepa[i].length] = '\0';
        // One letter in 26 is the CIN.
        text[4] = italian ? 'A' : '1';
        put_check_digits(text);
        while (italian && text[4] < 'Z' && check(text, NULL) == IBAN_CIN) {
            text[4]++;
            put_check_digits(text);
        }
        assert_int_equal(check(text, NULL), IBAN_OK);
        struct civil_date from = civil_date_of(sepa[i].from[0], sepa[i].from[1], sepa[i].from[2]);
        assert_true(iban_in_sepa(text, from));
        assert_false(iban_in_sepa(text, civil_date_add_days(from, -1)));
        assert_false(iban_in_sepa(text, (struct civil_date){0}));
        text[sepa[i].length] = '1';
        text[sepa[i].length + 1] = '\0';
        assert_int_equal(check(text, NULL), IBAN_LENGTH);
        text[sepa[i].length - 1] = '\0';
        assert_int_equal(check(text, NULL), IBAN_LENGTH);
    }
    // Azerbaijan has IBANs and no SEPA; Kosovo uses the euro and is not in the scope either.
    assert_false(iban_in_sepa("AZ21NABZ00000000137010001944", civil_date_of(2026, 11, 21)));
    assert_false(iban_in_sepa("XK051212012345678906", civil_date_of(2026, 11, 21)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_are_accepted),
        cmocka_unit_test(paper_form_and_lower_case_are_normalised),
        cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(check_digits_that_are_never_issued_are_refused),
        cmocka_unit_test(sepa_countries_have_their_length_and_their_first_day),
        cmocka_unit_test(a_text_of_any_length_is_only_too_long),
        cmocka_unit_test(fourteen_characters_are_no_iban),
        cmocka_unit_test(a_wrong_cin_is_found_when_the_check_digits_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
