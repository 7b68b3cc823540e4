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

static void a_wrong_cin_is_found_when_the_check_digits_are_right(void **state) {
    (void)state;
    for (char cin = 'A'; cin <= 'Z'; cin++) {
        char text[] = "IT60X0542811101000000123456";
        text[4] = cin;
        put_check_digits(text);
        assert_int_equal(check(text, NULL), cin == 'X' ? IBAN_OK : IBAN_CIN);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_are_accepted),
        cmocka_unit_test(paper_form_and_lower_case_are_normalised),
        cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(a_wrong_cin_is_found_when_the_check_digits_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
