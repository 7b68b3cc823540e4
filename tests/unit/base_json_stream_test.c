// SPDX-License-Identifier: EUPL-1.2
// The JSON stream: commas, escapes, numbers, and what happens when the buffer is full.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_stream.h"

static void commas_stand_between_members_and_items_only(void **state) {
    (void)state;
    struct buffer out;
    buffer_init(&out, 1000);
    struct json_stream stream = json_stream_begin(&out);
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "a");
    json_stream_open(&stream, '[');
    json_stream_close(&stream, ']');
    json_stream_name(&stream, "b");
    json_stream_open(&stream, '[');
    json_stream_flag(&stream, true);
    json_stream_null(&stream);
    json_stream_text(&stream, NULL);
    json_stream_raw(&stream, "1.5", 3);
    json_stream_close(&stream, ']');
    json_stream_name(&stream, "c");
    json_stream_flag(&stream, false);
    json_stream_close(&stream, '}');
    assert_int_equal(stream.rc, RC_OK);
    assert_string_equal(buffer_string(&out), "{\"a\":[],\"b\":[true,null,null,1.5],\"c\":false}");
    buffer_free(&out);
}

static void texts_are_escaped(void **state) {
    (void)state;
    struct buffer out;
    buffer_init(&out, 1000);
    struct json_stream stream = json_stream_begin(&out);
    json_stream_text(&stream, "\"\\ à \n\x7f\x01");
    assert_string_equal(buffer_string(&out), "\"\\\"\\\\ à \\u000a\\u007f\\u0001\"");
    buffer_free(&out);
}

static void integers_are_written_to_both_ends(void **state) {
    (void)state;
    struct buffer out;
    buffer_init(&out, 1000);
    struct json_stream stream = json_stream_begin(&out);
    json_stream_open(&stream, '[');
    json_stream_integer(&stream, INT64_MIN);
    json_stream_integer(&stream, 0);
    json_stream_integer(&stream, INT64_MAX);
    json_stream_close(&stream, ']');
    assert_string_equal(buffer_string(&out), "[-9223372036854775808,0,9223372036854775807]");
    buffer_free(&out);
}

static void the_bound_of_the_buffer_holds_and_is_told(void **state) {
    (void)state;
    char text[200];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t max = 0; max < 210; max++) {
        struct buffer out;
        buffer_init(&out, max);
        struct json_stream stream = json_stream_begin(&out);
        json_stream_text(&stream, text);
        assert_true(out.length <= max);
        assert_int_equal(stream.rc, max >= 201 ? RC_OK : RC_LIMIT);
        buffer_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_members_and_items_only),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(integers_are_written_to_both_ends),
        cmocka_unit_test(the_bound_of_the_buffer_holds_and_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
