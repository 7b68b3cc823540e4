// SPDX-License-Identifier: EUPL-1.2
// Scenarios: what is sent is what the file says, and what is wrong in a file is named by its line.
#include "fleet/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START INT64_C(1795248000000000) // 2026-11-21T08:00:00Z

static char path[] = "/tmp/fleet-scenario-XXXXXX";

static bool read_text(const char *text, struct scenario *out, size_t *fault) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return scenario_read(path, out, fault);
}

static void is_sent(const struct scenario_step *step, const char *expected) {
    size_t length = 0;
    char *bytes = scenario_bytes(step, START, &length);
    assert_non_null(bytes);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
    free(bytes);
}

static void steps_are_read_with_their_manner(void **state) {
    struct scenario scenario;
    size_t fault = 0;
    (void)state;
    assert_true(read_text("# a comment\n"
                          "case 12\n"
                          "title a time\n"
                          "series real-shaped home blood pressure\n"
                          "over mqtt coap\n"
                          "send readings {\"t\":\"@-60@\"}\n"
                          "at 30\n"
                          "device 2\n"
                          "send senml retain qos=2 type=application/senml+json format=110 [1 2]\n"
                          "again\n"
                          "send readings refused topic=ltc/v1/%/up/#\n"
                          "expect stored 1\n"
                          "expect alerts urgent 0\n",
                          &scenario, &fault));
    assert_int_equal(scenario.number, 12);
    assert_int_equal(scenario.devices, 2);
    assert_int_equal(scenario.count, 4);
    assert_int_equal(scenario.steps[0].qos, 1);
    assert_int_equal(scenario.steps[0].content_format, SCENARIO_NO_FORMAT);
    is_sent(&scenario.steps[0], "{\"t\":\"2026-11-21T08:59:00+01:00\"}");
    for (size_t i = 1; i < 3; i++) {
        const struct scenario_step *step = &scenario.steps[i];
        assert_true(step->retain && !step->refused && !step->hex);
        assert_int_equal(step->at_s, 30);
        assert_int_equal(step->device, 1);
        assert_int_equal(step->qos, 2);
        assert_int_equal(step->content_format, 110);
        assert_string_equal(step->kind, "senml");
        assert_string_equal(step->media_type, "application/senml+json");
        is_sent(step, "[1 2]");
    }
    assert_true(scenario.steps[3].refused);
    assert_string_equal(scenario.steps[3].topic, "ltc/v1/%/up/#");
    is_sent(&scenario.steps[3], "");
    scenario_free(&scenario);
}

static void places_are_filled(void **state) {
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"@0@", "2026-11-21T09:00:00+01:00"},
        {"a @86400@ b", "a 2026-11-22T09:00:00+01:00 b"},
        {"@s-60@", "1795247940"},
        {"@ms0@", "1795248000000"},
        {"@local-3600@", "2026-11-21T08:00:00"},
        {"<@pad3@>", "<xxx>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "%s", rows[i].text);
        const struct scenario_step step = {.text = text};
        is_sent(&step, rows[i].expected);
    }
}

static void a_place_of_no_known_form_is_an_error(void **state) {
    static const char *const rows[] = {"@", "@x@", "@never-60@", "@60", "@99999999999@"};
    size_t length = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "%s", rows[i]);
        const struct scenario_step step = {.text = text};
        assert_null(scenario_bytes(&step, START, &length));
    }
}

static void bytes_are_given_in_hexadecimal(void **state) {
    char good[] = "efbb00";
    char bad[] = "efb";
    const struct scenario_step step = {.text = good, .hex = true};
    const struct scenario_step wrong = {.text = bad, .hex = true};
    size_t length = 0;
    (void)state;
    char *bytes = scenario_bytes(&step, START, &length);
    assert_non_null(bytes);
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "\xef\xbb\0", 3);
    free(bytes);
    assert_null(scenario_bytes(&wrong, START, &length));
}

static void a_wrong_line_is_named(void **state) {
    static const char *const rows[] = {
        "send\n",           "case zero\n",      "at -1\n",     "device 5\n", "again\n",
        "series mine\n",    "expect joy 1\n",   "sing loud\n", "over \n",    "expect stored many\n",
        "expect stored\n",  "case 1000\n",
    };
    struct scenario scenario;
    size_t fault = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "case 1\n# fine\n%s", rows[i]);
        assert_false(read_text(text, &scenario, &fault));
        assert_int_equal(fault, 3);
    }
    assert_false(read_text("title no case\n", &scenario, &fault));
    assert_int_equal(fault, 2);
    assert_false(scenario_read("/nowhere/at/all", &scenario, &fault));
    assert_int_equal(fault, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_read_with_their_manner),
        cmocka_unit_test(places_are_filled),
        cmocka_unit_test(a_place_of_no_known_form_is_an_error),
        cmocka_unit_test(bytes_are_given_in_hexadecimal),
        cmocka_unit_test(a_wrong_line_is_named),
    };
    int file = mkstemp(path);
    if (file < 0 || close(file) != 0)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)unlink(path);
    return failed;
}
