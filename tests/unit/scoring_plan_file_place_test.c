// SPDX-License-Identifier: EUPL-1.2
// The place of a value in the text of a plan file: by its pointer, and never over the end of a text
// that was cut.
#include "scoring/plan_file_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] = " {\"a\": [1, {\"b\\\"c\": true},\n"
                           "  [ ] ,\"x]\" ],\t\"d/e~f\" : {\n"
                           "\"g\":-2.5e1,\r\n"
                           " \"h\": {\"a\": \"}\\\\\"}},\n"
                           "\"\\u0069\": 3, \"ab\": [[1,2],[{\"k\":null}]]\n"
                           "}";

static void each_pointer_finds_its_value(void **state) {
    (void)state;
    static const struct {
        const char *pointer;
        int line;
        int column;
    } rows[] = {
        {"", 1, 2},
        {"/a", 1, 8},
        {"/a/0", 1, 9},
        {"/a/1", 1, 12},
        {"/a/1/b\"c", 1, 12}, // written with an escape: the object around it
        {"/a/2", 2, 3},
        {"/a/3", 2, 8},
        {"/d~1e~0f", 2, 26},
        {"/d~1e~0f/g", 3, 5},
        {"/d~1e~0f/h", 4, 7},
        {"/d~1e~0f/h/a", 4, 13},
        {"/i", 1, 2},
        {"/ab", 5, 20},
        {"/ab/0", 5, 21},
        {"/ab/0/1", 5, 24},
        {"/ab/1", 5, 27},
        {"/ab/1/0", 5, 28},
        {"/ab/1/0/k", 5, 33},
        // What is not there: the innermost value on the way.
        {"/b", 1, 2},
        {"/d", 1, 2},
        {"/d~1e~0ff", 1, 2},
        {"/d~1e~", 1, 2},
        {"/a/2/0", 2, 3},
        {"/a/4", 1, 8},
        {"/a/9", 1, 8},
        {"/a/0/1", 1, 9},
        {"/ab/0/2", 5, 21},
        {"/d~1e~0f/h/a/b", 4, 13},
        {"a", 1, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int line = 0;
        int column = 0;
        plan_place_of(text, sizeof text - 1, rows[i].pointer, &line, &column);
        if (line != rows[i].line || column != rows[i].column) {
            fail_msg("%s: %d:%d", rows[i].pointer, line, column);
        }
    }
}

static void blanks_and_commas_may_stand_anywhere(void **state) {
    (void)state;
    static const char one_line[] =
        "{\"x~/\":1 ,\"g\":[0,1,2,3,4,5,6,7,8,9 ,10,11],\"h\":{\"k\":1},\"n\":2}";
    static const struct {
        const char *pointer;
        int column;
    } rows[] = {
        {"/x~0~1", 8}, {"/g", 15},   {"/g/9", 34}, {"/g/10", 37},
        {"/g/11", 40}, {"/h/k", 53}, {"/h/n", 48}, {"/n", 60},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int line = 0;
        int column = 0;
        plan_place_of(one_line, sizeof one_line - 1, rows[i].pointer, &line, &column);
        if (line != 1 || column != rows[i].column) {
            fail_msg("%s: %d:%d", rows[i].pointer, line, column);
        }
    }
}

// Behind the cut comes a page that nobody may read.
static void a_text_that_is_cut_is_not_left(void **state) {
    (void)state;
    static const char *const pointers[] = {"",          "/a",    "/a/0",          "/a/1",
                                           "/a/3",      "/a/9",  "/d~1e~0f/h/a",  "/ab/0/9",
                                           "/ab/1/0/k", "/none", "/d~1e~0f/none", "/ab/1/0/k/3"};
    size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
    char *page =
        mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(page, MAP_FAILED);
    assert_int_equal(mprotect(page + page_size, page_size, PROT_NONE), 0);
    for (size_t length = 0; length < sizeof text; length++) {
        char *begin = page + page_size - length;
        memcpy(begin, text, length);
        int lines = 1;
        for (size_t i = 0; i < length; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
            int line = 0;
            int column = 0;
            plan_place_of(begin, length, pointers[i], &line, &column);
            if (line < 1 || line > lines || column < 1 || column > (int)length + 1) {
                fail_msg("%zu bytes, %s: %d:%d", length, pointers[i], line, column);
            }
        }
    }
    assert_int_equal(munmap(page, 2 * page_size), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pointer_finds_its_value),
        cmocka_unit_test(blanks_and_commas_may_stand_anywhere),
        cmocka_unit_test(a_text_that_is_cut_is_not_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
