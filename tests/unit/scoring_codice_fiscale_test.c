// SPDX-License-Identifier: EUPL-1.2
// Codice fiscale: form, check letter, omocodia (rule book, chapter 5).
#include "scoring/codice_fiscale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum codice_fiscale_fault check(const char *text, struct codice_fiscale *code) {
    return codice_fiscale_check(text, strlen(text), code);
}

// The code with its check letter put right, by trying all of them.
static const char *with_check(const char *first_fifteen) {
    static char text[CODICE_FISCALE_TEXT_SIZE];
    memcpy(text, first_fifteen, 15);
    text[16] = '\0';
    for (text[15] = 'A'; text[15] <= 'Z'; text[15]++) {
        enum codice_fiscale_fault fault = check(text, NULL);
        if (fault != CODICE_FISCALE_CHECK) {
            return text;
        }
    }
    fail_msg("no check letter fits %s", first_fifteen);
    return text;
}

static void chapter_5_valid_codes(void **state) {
    (void)state;
    static const char *const codes[] = {
        "RSSMRA85T10A562S", "RSSMRA79B11C566R", "RSSMRA80A01H501U",
        "BNCGPP55M45F205O", "VRDNNA60T71L219L", "RSSMRA80A01H50MM",
        "RSSMRA80A01H5LMX", "RSSMRA80A01HRLMS", "RSSMRAULALMHRLMD",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct codice_fiscale code;
        assert_int_equal(check(codes[i], &code), CODICE_FISCALE_OK);
        assert_string_equal(code.text, codes[i]);
        assert_false(code.provisional);
    }
}

static void the_birth_data_are_read(void **state) {
    (void)state;
    struct codice_fiscale code;
    assert_int_equal(check("BNCGPP55M45F205O", &code), CODICE_FISCALE_OK);
    assert_int_equal(code.birth_year, 55);
    assert_int_equal(code.birth_month, 8);
    assert_int_equal(code.birth_day, 5);
    assert_true(code.female);
    assert_string_equal(code.birth_place, "F205");
    assert_true(codice_fiscale_fits_birth(&code, civil_date_of(1955, 8, 5)));
    assert_false(codice_fiscale_fits_birth(&code, civil_date_of(1955, 8, 6)));
    assert_false(codice_fiscale_fits_birth(&code, civil_date_of(1955, 9, 5)));
    assert_false(codice_fiscale_fits_birth(&code, civil_date_of(1956, 8, 5)));
    assert_false(codice_fiscale_fits_birth(&code, (struct civil_date){0}));
    assert_int_equal(check("VRDNNA60T71L219L", &code), CODICE_FISCALE_OK);
    assert_true(codice_fiscale_fits_birth(&code, civil_date_of(1960, 12, 31)));
}

static void omocodia_is_undone_but_the_text_is_kept(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int replaced;
    } rows[] = {
        {"RSSMRA80A01H501U", 0}, {"RSSMRA80A01H50MM", 1}, {"RSSMRA80A01H5LMX", 2},
        {"RSSMRA80A01HRLMS", 3}, {"RSSMRAULALMHRLMD", 7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct codice_fiscale code;
        assert_int_equal(check(rows[i].text, &code), CODICE_FISCALE_OK);
        assert_int_equal(code.omocodia, rows[i].replaced);
        assert_string_equal(code.base, "RSSMRA80A01H501");
        assert_string_equal(code.text, rows[i].text);
        assert_string_equal(code.birth_place, "H501");
    }
}

static void all_127_omocodic_forms_are_accepted(void **state) {
    (void)state;
    static const int places[] = {6, 7, 9, 10, 12, 13, 14};
    static const char letters[] = "LMNPQRSTUV";
    int forms = 0;
    for (unsigned set = 0; set < 128; set++) {
        char text[] = "RSSMRA80A01H501";
        for (size_t i = 0; i < 7; i++) {
            if ((set >> i & 1U) != 0) {
                text[places[i]] = letters[text[places[i]] - '0'];
            }
        }
        struct codice_fiscale code;
        assert_int_equal(check(with_check(text), &code), CODICE_FISCALE_OK);
        assert_string_equal(code.base, "RSSMRA80A01H501");
        forms++;
    }
    assert_int_equal(forms, 128);
}

static void blanks_and_lower_case_are_accepted(void **state) {
    (void)state;
    struct codice_fiscale code;
    assert_int_equal(check(" \trssmra85t10a562s\r\n", &code), CODICE_FISCALE_OK);
    assert_string_equal(code.text, "RSSMRA85T10A562S");
    char text[CODICE_FISCALE_TEXT_SIZE];
    memcpy(text, with_check("ZZZMRA80A01H501"), sizeof text);
    memcpy(text, "zzz", 3);
    assert_int_equal(check(text, &code), CODICE_FISCALE_OK);
    assert_memory_equal(code.text, "ZZZMRA", 6);
}

static void provisional_codes_of_eleven_digits(void **state) {
    (void)state;
    struct codice_fiscale code;
    assert_int_equal(check("00743110157", &code), CODICE_FISCALE_OK);
    assert_true(code.provisional);
    assert_string_equal(code.text, "00743110157");
    assert_true(codice_fiscale_fits_birth(&code, civil_date_of(1955, 8, 5)));
    assert_int_equal(check("12345678903", NULL), CODICE_FISCALE_OK);
    assert_int_equal(check("12345678901", NULL), CODICE_FISCALE_CHECK);
    assert_int_equal(check("00000000000", NULL), CODICE_FISCALE_CHECK);
    assert_int_equal(check("1234567890A", NULL), CODICE_FISCALE_CHARACTER);
}

static void faults_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum codice_fiscale_fault fault;
    } rows[] = {
        {"RSSMRA85T10A562T", CODICE_FISCALE_CHECK},
        {"RSSMRA80A01H501M", CODICE_FISCALE_CHECK},
        {"", CODICE_FISCALE_LENGTH},
        {" \t ", CODICE_FISCALE_LENGTH},
        {"RSSMRA85T10A562", CODICE_FISCALE_LENGTH},
        {"RSSMRA85T10A562SS", CODICE_FISCALE_LENGTH},
        {"RSSMR185T10A562S", CODICE_FISCALE_CHARACTER},
        {"RSSMRAA5T10A562S", CODICE_FISCALE_CHARACTER}, // A is no omocodic letter
        {"RSSMRA85T10A5625", CODICE_FISCALE_CHARACTER},
        {"RSSMRA85110A562S", CODICE_FISCALE_CHARACTER},
        {"RSSMRA85F10A562S", CODICE_FISCALE_MONTH},
        {"RSSM A85T10A562S", CODICE_FISCALE_CHARACTER},
        {"RSSM{A85T10A562S", CODICE_FISCALE_CHARACTER},
        {"RSSM[A85T10A562S", CODICE_FISCALE_CHARACTER},
        {"A2345678903", CODICE_FISCALE_CHARACTER},
        {"RSSMRA85T1:A562S", CODICE_FISCALE_CHARACTER},
        {"R\xC3\x80SMRA85T10A562", CODICE_FISCALE_CHARACTER},
        {"RSSMRA85T00A562S", CODICE_FISCALE_DAY},
        {"RSSMRA85T1/A562S", CODICE_FISCALE_CHARACTER},
        {"1234567890/", CODICE_FISCALE_CHARACTER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct codice_fiscale code = {.birth_year = 77};
        assert_int_equal(check(rows[i].text, &code), rows[i].fault);
        assert_int_equal(code.birth_year, 77);
    }
    assert_int_equal(codice_fiscale_check("RSSMRA85T1\0A562S", 16, NULL), CODICE_FISCALE_CHARACTER);
    static const char *const names[] = {"ok", "length", "character", "month", "day", "check"};
    for (int i = CODICE_FISCALE_OK; i <= CODICE_FISCALE_CHECK; i++) {
        assert_string_equal(codice_fiscale_fault_name((enum codice_fiscale_fault)i), names[i]);
    }
}

static void months_and_days_outside_the_calendar_are_refused(void **state) {
    (void)state;
    for (char month = 'A'; month <= 'Z'; month++) {
        char text[] = "RSSMRA80X01H501U";
        text[8] = month;
        bool good = strchr("ABCDEHLMPRST", month) != NULL;
        assert_int_equal(check(text, NULL) == CODICE_FISCALE_MONTH, !good);
    }
    for (int day = 0; day <= 99; day++) {
        char text[] = "RSSMRA80A01H501U";
        text[9] = (char)('0' + day / 10);
        text[10] = (char)('0' + day % 10);
        bool good = (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
        assert_int_equal(check(text, NULL) == CODICE_FISCALE_DAY, !good);
    }
    // 29 February: leap in either century. 1900 is common, 2000 leap; 1901 and 2001 are common.
    assert_int_equal(check("RSSMRA80B29H501A", NULL), CODICE_FISCALE_CHECK);
    assert_int_equal(check("RSSMRA00B29H501A", NULL), CODICE_FISCALE_CHECK);
    assert_int_equal(check("RSSMRA01B29H501A", NULL), CODICE_FISCALE_DAY);
    assert_int_equal(check("RSSMRA80B30H501A", NULL), CODICE_FISCALE_DAY);
    assert_int_equal(check("RSSMRA80D31H501A", NULL), CODICE_FISCALE_DAY);
}

static void one_wrong_letter_never_passes(void **state) {
    (void)state;
    // The check letter finds every single wrong letter; digits at odd and even places too.
    static const char good[] = "RSSMRA85T10A562S";
    for (size_t place = 0; place < 16; place++) {
        for (char c = 'A'; c <= 'Z'; c++) {
            char text[sizeof good];
            memcpy(text, good, sizeof good);
            text[place] = c;
            assert_int_equal(check(text, NULL) == CODICE_FISCALE_OK, c == good[place]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chapter_5_valid_codes),
        cmocka_unit_test(the_birth_data_are_read),
        cmocka_unit_test(omocodia_is_undone_but_the_text_is_kept),
        cmocka_unit_test(all_127_omocodic_forms_are_accepted),
        cmocka_unit_test(blanks_and_lower_case_are_accepted),
        cmocka_unit_test(provisional_codes_of_eleven_digits),
        cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(months_and_days_outside_the_calendar_are_refused),
        cmocka_unit_test(one_wrong_letter_never_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
