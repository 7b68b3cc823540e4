// SPDX-License-Identifier: EUPL-1.2
// Log lines: one JSON object a line whatever the values hold; nothing can forge a second line.
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *caught;
static int kept;

static int catch_stderr(void **state) {
    (void)state;
    caught = tmpfile();
    kept = dup(STDERR_FILENO);
    return dup2(fileno(caught), STDERR_FILENO) < 0;
}

static int release_stderr(void **state) {
    (void)state;
    log_configure(LOG_FORMAT_JSON, LOG_LEVEL_INFO);
    log_request(NULL);
    dup2(kept, STDERR_FILENO);
    close(kept);
    return fclose(caught);
}

static size_t read_caught(char *out, size_t size) {
    rewind(caught);
    size_t length = fread(out, 1, size - 1, caught);
    out[length] = '\0';
    return length;
}

static void a_line_is_prefixed_json_with_typed_values(void **state) {
    (void)state;
    char text[8192];
    log_request("req-1");
    log_warning("store.slow", log_text("name", "a\"b\\c"), log_int("ms", -7),
                log_flag("late", true));
    read_caught(text, sizeof text);
    assert_memory_equal(text, "<4>{", 4);
    json_t *json = json_loads(text + 3, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "event")), "store.slow");
    assert_string_equal(json_string_value(json_object_get(json, "request")), "req-1");
    assert_string_equal(json_string_value(json_object_get(json, "name")), "a\"b\\c");
    assert_int_equal(json_integer_value(json_object_get(json, "ms")), -7);
    assert_true(json_is_true(json_object_get(json, "late")));
    json_decref(json);
}

static void control_characters_cannot_start_a_second_line(void **state) {
    (void)state;
    char text[8192];
    log_configure(LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
    log_peer("door.refused", log_text("topic", "x\n<0>forged\r\x1b[2J"));
    size_t length = read_caught(text, sizeof text);
    assert_ptr_equal(strchr(text, '\n'), text + length - 1);
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "\\u000a"));
}

static void an_overlong_line_stays_json_and_ends(void **state) {
    (void)state;
    char text[8192], value[6000];
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    log_info("long", log_text("short", "kept"), log_text("long", value), log_text("after", "x"));
    size_t length = read_caught(text, sizeof text);
    assert_true(length <= 4096);
    json_t *json = json_loads(text + 3, 0, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "short")), "kept");
    json_decref(json);
}

static void levels_below_the_chosen_one_are_silent(void **state) {
    (void)state;
    char text[256];
    log_configure(LOG_FORMAT_JSON, LOG_LEVEL_WARNING);
    log_info("quiet");
    assert_int_equal(read_caught(text, sizeof text), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_is_prefixed_json_with_typed_values, catch_stderr,
                                        release_stderr),
        cmocka_unit_test_setup_teardown(control_characters_cannot_start_a_second_line, catch_stderr,
                                        release_stderr),
        cmocka_unit_test_setup_teardown(an_overlong_line_stays_json_and_ends, catch_stderr,
                                        release_stderr),
        cmocka_unit_test_setup_teardown(levels_below_the_chosen_one_are_silent, catch_stderr,
                                        release_stderr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
