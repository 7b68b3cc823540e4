// SPDX-License-Identifier: EUPL-1.2
// Plan files cut and damaged byte by byte: an answer each time, never a crash.
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_cut_of_a_plan_file_is_refused(void **state) {
    (void)state;
    size_t length;
    char *text = plans_text("temporary-2026", &length);
    // The last byte is the line feed after the closing bracket.
    for (size_t cut = 0; cut + 1 < length; cut += 7) {
        struct plan_file *file = NULL;
        assert_int_equal(plan_file_read(text, cut, &file, NULL), PLAN_FILE_SYNTAX);
        assert_null(file);
    }
    free(text);
}

// Bytes changed, dropped or doubled by a seeded generator: an answer each time, never a crash.
static void random_damage_is_answered(void **state) {
    (void)state;
    size_t whole;
    char *text = plans_text("permanent-2026", &whole);
    char *damaged = malloc(2 * whole);
    assert_non_null(damaged);
    uint32_t seed = 2026;
    int answers[PLAN_FILE_NO_MEMORY + 1] = {0};
    for (int i = 0; i < 3000; i++) {
        static const char signs[] = "{}[],:\"\\0-9.eE tfn\n\xff";
        size_t length = whole;
        memcpy(damaged, text, whole);
        for (int k = 0; k < 1 + i % 3; k++) {
            seed = seed * 1664525U + 1013904223U;
            size_t place = (seed >> 4) % length;
            switch (seed >> 30) {
            case 0:
                memmove(damaged + place, damaged + place + 1, length - place - 1);
                length--;
                break;
            case 1:
                memmove(damaged + place + 1, damaged + place, length - place);
                length++;
                break;
            default:
                damaged[place] = signs[(seed >> 20) % (sizeof signs - 1)];
                break;
            }
        }
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        enum plan_file_result result = plan_file_read(damaged, length, &file, &fault);
        answers[result]++;
        assert_int_equal(result == PLAN_FILE_OK, file != NULL);
        assert_int_equal(result == PLAN_FILE_OK, fault.code[0] == '\0');
        assert_true(result != PLAN_FILE_INVALID || fault.line > 0);
        plan_file_free(file);
    }
    // The damage reaches every answer: harmless, no longer a plan, no longer JSON.
    assert_true(answers[PLAN_FILE_OK] > 0 && answers[PLAN_FILE_INVALID] > 0 &&
                answers[PLAN_FILE_SYNTAX] > 0);
    free(damaged);
    free(text);
}

static void random_damage_of_groups_and_scales_is_answered(void **state) {
    (void)state;
    size_t whole;
    char *text = plans_text("tests/plans/dementia-branch", &whole);
    char *damaged = malloc(whole);
    assert_non_null(damaged);
    uint32_t seed = 34;
    for (int i = 0; i < 2000; i++) {
        static const char signs[] = "{}[],:\"\\0-9.eE tfn\n\xff";
        memcpy(damaged, text, whole);
        seed = seed * 1664525U + 1013904223U;
        damaged[(seed >> 4) % whole] = signs[(seed >> 20) % (sizeof signs - 1)];
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        enum plan_file_result result = plan_file_read(damaged, whole, &file, &fault);
        assert_int_equal(result == PLAN_FILE_OK, file != NULL);
        plan_file_free(file);
    }
    free(damaged);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_of_a_plan_file_is_refused),
        cmocka_unit_test(random_damage_is_answered),
        cmocka_unit_test(random_damage_of_groups_and_scales_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
