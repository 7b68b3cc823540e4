// SPDX-License-Identifier: EUPL-1.2
// The command line and the shared clock file.
#include "fleet/clock_file.h"
#include "fleet/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MOST 16

// Reads "sostegno-fleet" and the words; the complaint, if any, goes to *said.
static bool read_words(const char *const *words, struct options *out, char said[256]) {
    char *arguments[MOST + 2] = {strdup("sostegno-fleet")};
    int count = 1;
    for (; words[count - 1]; count++) {
        arguments[count] = strdup(words[count - 1]);
    }
    memset(said, 0, 256);
    FILE *errors = fmemopen(said, 255, "w");
    assert_non_null(errors);
    bool good = options_read(count, arguments, out, errors);
    assert_int_equal(fclose(errors), 0);
    // The strings the options point to are the test's own words.
    out->devices = good && out->devices ? "kept" : NULL;
    for (int i = 0; i < count; i++) {
        free(arguments[i]);
    }
    return good;
}

static void good_arguments_are_taken(void **state) {
    (void)state;
    static const char *const words[] = {
        "--devices", "d", "--mqtt",         "localhost:1883", "--coap=[::1]:5684",
        "--clock",   "c", "--write-clock",  "--speed",        "3600",
        "--seed",    "9", "--days-back=14", "--duration=5",   "--scenario=calm",
        NULL};
    struct options options;
    char said[256];
    assert_true(read_words(words, &options, said));
    assert_string_equal(said, "");
    assert_string_equal(options.mqtt.host, "localhost");
    assert_int_equal(options.mqtt.port, 1883);
    assert_string_equal(options.coap.host, "::1");
    assert_int_equal(options.coap.port, 5684);
    assert_true(options.write_clock && options.calm && !options.history_only);
    assert_true(options.speed == 3600 && options.seed == 9 && options.duration_s == 5);
    assert_int_equal(options.days_back, 14);
}

static void wrong_arguments_are_named(void **state) {
    (void)state;
    static const struct {
        const char *words[8];
        const char *named;
    } cases[] = {
        {{"--mqtt", "h:1", NULL}, "--devices"},
        {{"--devices", "d", NULL}, "--mqtt"},
        {{"--devices", "d", "--mqtt", "h", NULL}, "--mqtt"},
        {{"--devices", "d", "--mqtt", "h:0", NULL}, "--mqtt"},
        {{"--devices", "d", "--mqtt", "h:65536", NULL}, "--mqtt"},
        {{"--devices", "d", "--mqtt", ":1", NULL}, "--mqtt"},
        {{"--devices", "d", "--mqtt=h:1", "--seed=-1", NULL}, "--seed"},
        {{"--devices", "d", "--mqtt=h:1", "--seed=1x", NULL}, "--seed"},
        {{"--devices", "d", "--mqtt=h:1", "--days-back=366", NULL}, "--days-back"},
        {{"--devices", "d", "--mqtt=h:1", "--scenario=storm", NULL}, "--scenario"},
        {{"--devices", "d", "--mqtt=h:1", "--speed=60", NULL}, "--speed"},
        {{"--devices", "d", "--mqtt=h:1", "--write-clock", NULL}, "--write-clock"},
        {{"--devices", "d", "--mqtt=h:1", "--bogus", NULL}, "--bogus"},
        {{"--devices", "d", "--mqtt=h:1", "word", NULL}, "word"},
        {{"--devices", NULL}, "--devices"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options options;
        char said[256];
        assert_false(read_words(cases[i].words, &options, said));
        assert_non_null(strstr(said, cases[i].named));
        assert_non_null(strchr(said, '\n'));
    }
}

static void the_clock_file_is_replaced_and_read_back(void **state) {
    (void)state;
    char folder[] = "/tmp/fleet-clock-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    (void)snprintf(path, sizeof path, "%s/clock", folder);
    struct domain_time clock = {1, 2, 60000};
    struct domain_time read = {0, 0, 0};
    assert_false(clock_file_read(path, &read));
    assert_true(clock_file_write(path, &clock));
    clock.anchor_domain_us = 3;
    assert_true(clock_file_write(path, &clock));
    assert_true(clock_file_read(path, &read));
    assert_memory_equal(&read, &clock, sizeof read);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("domain 1 0 0 1000 and more\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_false(clock_file_read(path, &read));
    assert_int_equal(unlink(path), 0);
    // Nothing was left beside it.
    assert_int_equal(rmdir(folder), 0);
    assert_false(clock_file_write("/nowhere/at/all", &clock));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_arguments_are_taken),
        cmocka_unit_test(wrong_arguments_are_named),
        cmocka_unit_test(the_clock_file_is_replaced_and_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
