// SPDX-License-Identifier: EUPL-1.2
// Partita IVA: the check digit, what people write around it, and the number that names nobody.
#include "scoring/partita_iva.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum partita_iva_fault check(const char *text, char normal[PARTITA_IVA_TEXT_SIZE]) {
    return partita_iva_check(text, strlen(text), normal);
}

static void right_numbers_are_accepted_in_every_usual_form(void **state) {
    (void)state;
    static const char *const rows[] = {
        "00743110157", " 00743110157\t", "IT00743110157", "it00743110157", "\r\n00743110157 \r\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char normal[PARTITA_IVA_TEXT_SIZE] = "xxxxxxxxxxx";
        normal[PARTITA_IVA_LENGTH] = 'x';
        assert_int_equal(check(rows[i], normal), PARTITA_IVA_OK);
        assert_string_equal(normal, "00743110157");
    }
    assert_int_equal(check("12345678903", NULL), PARTITA_IVA_OK);
    assert_int_equal(check("10000000009", NULL), PARTITA_IVA_OK);
    assert_int_equal(check("05000000009", NULL), PARTITA_IVA_OK); // 5 doubled is 10, its sum 1
}

static void of_ten_check_digits_one_is_right(void **state) {
    (void)state;
    static const char *const stems[] = {"0074311015", "1234567890", "0000000001", "9999999999"};
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        int right = 0;
        for (char last = '0'; last <= '9'; last++) {
            char text[PARTITA_IVA_TEXT_SIZE];
            memcpy(text, stems[i], 10);
            text[10] = last;
            text[11] = '\0';
            right += check(text, NULL) == PARTITA_IVA_OK ? 1 : 0;
        }
        assert_int_equal(right, 1);
    }
}

// What the digit finds: every wrong digit, and two neighbours exchanged but for 0 and 9.
static void one_wrong_digit_never_passes(void **state) {
    (void)state;
    static const char good[] = "12345678903";
    for (size_t place = 0; place < PARTITA_IVA_LENGTH; place++) {
        for (char c = '0'; c <= '9'; c++) {
            char text[sizeof good];
            memcpy(text, good, sizeof good);
            text[place] = c;
            assert_int_equal(check(text, NULL),
                             c == good[place] ? PARTITA_IVA_OK : PARTITA_IVA_CHECK);
        }
    }
    for (size_t place = 0; place + 1 < PARTITA_IVA_LENGTH - 2; place++) {
        char text[sizeof good];
        memcpy(text, good, sizeof good);
        text[place] = good[place + 1];
        text[place + 1] = good[place];
        assert_int_equal(check(text, NULL), PARTITA_IVA_CHECK);
    }
}

static void faults_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum partita_iva_fault fault;
    } rows[] = {
        {"", PARTITA_IVA_LENGTH_FAULT},
        {"  ", PARTITA_IVA_LENGTH_FAULT},
        {"IT", PARTITA_IVA_LENGTH_FAULT},
        {"0074311015", PARTITA_IVA_LENGTH_FAULT},
        {"007431101570", PARTITA_IVA_LENGTH_FAULT},
        {"FR00743110157", PARTITA_IVA_LENGTH_FAULT},
        {"IT0074311015", PARTITA_IVA_LENGTH_FAULT},
        {"IX00743110157", PARTITA_IVA_LENGTH_FAULT},
        {"ix00743110157", PARTITA_IVA_LENGTH_FAULT},
        {"A0743110157", PARTITA_IVA_CHARACTER},
        {"0074311015A", PARTITA_IVA_CHARACTER},
        {"0074311015/", PARTITA_IVA_CHARACTER},
        {"0074311015:", PARTITA_IVA_CHARACTER},
        {"00743 10157", PARTITA_IVA_CHARACTER},
        {"00743110158", PARTITA_IVA_CHECK},
        {"00000000000", PARTITA_IVA_CHECK}, // the sum is right, but nobody has it
        {"11109876453", PARTITA_IVA_FOREIGN},
        {"IT11109876453", PARTITA_IVA_FOREIGN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char normal[PARTITA_IVA_TEXT_SIZE] = "kept";
        assert_int_equal(check(rows[i].text, normal), rows[i].fault);
        assert_string_equal(normal, "kept");
    }
    static const char *const names[] = {"ok", "length", "character", "check", "foreign-issuer"};
    for (int i = PARTITA_IVA_OK; i <= PARTITA_IVA_FOREIGN; i++) {
        assert_string_equal(partita_iva_fault_name((enum partita_iva_fault)i), names[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_numbers_are_accepted_in_every_usual_form),
        cmocka_unit_test(of_ten_check_digits_one_is_right),
        cmocka_unit_test(one_wrong_digit_never_passes),
        cmocka_unit_test(faults_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
