// SPDX-License-Identifier: EUPL-1.2
// Settings: later sources win, and a mistake is named with its file and line.
#include "base/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const FORMATS[] = {"json", "text", NULL};
static const struct config_option TABLE[] = {
    {"http", "port", CONFIG_INTEGER, "8080", 0, 65535, NULL, "Port."},
    {"http", "secure-cookies", CONFIG_BOOL, "yes", 0, 0, NULL, "Cookies."},
    {"http", "listen", CONFIG_ENDPOINT, "127.0.0.1:8080", 0, 0, NULL, "Listener."},
    {"http", "trusted-proxy", CONFIG_ADDRESS, "", 0, 0, NULL, "Proxy."},
    {"log", "format", CONFIG_CHOICE, "json", 0, 0, FORMATS, "Format."},
    {"store", "directory", CONFIG_PATH, "data", 0, 0, NULL, "Folder."},
    {"mail", "password", CONFIG_SECRET, "", 0, 0, NULL, "Secret."},
    {0},
};

static char folder[64];
static char file[96];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/base-config-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    char fragments[96];
    snprintf(fragments, sizeof fragments, "%s/conf.d", folder);
    snprintf(file, sizeof file, "%s/sostegno.conf", folder);
    return mkdir(fragments, 0700);
}

static int drop_folder(void **state) {
    (void)state;
    static const char *const names[] = {"sostegno.conf", "conf.d/10-a.conf", "conf.d/20-b.conf",
                                        "conf.d/README", "conf.d",           ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    unsetenv("SOSTEGNO_HTTP_PORT");
    unsetenv("SOSTEGNO_HTTP_SECURE_COOKIES");
    unsetenv("SOSTEGNO_HTP_PORT");
    return 0;
}

static void put(const char *name, const char *text) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void refused(const char *text, const char *expected) {
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE], whole[CONFIG_MESSAGE_SIZE];
    put("sostegno.conf", text);
    assert_int_equal(config_load(TABLE, file, &config, message), RC_INVALID);
    assert_null(config);
    snprintf(whole, sizeof whole, "%s%s", file, expected);
    assert_string_equal(message, whole);
}

static void defaults_hold_without_any_source(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE];
    assert_int_equal(config_load(TABLE, NULL, &config, message), RC_OK);
    assert_int_equal(config_integer(config, "http", "port"), 8080);
    assert_true(config_bool(config, "http", "secure-cookies"));
    assert_string_equal(config_text(config, "log", "format"), "json");
    assert_string_equal(config_text(config, "mail", "password"), "");
    config_free(config);
}

static void fragments_beat_the_file_and_the_environment_beats_both(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE], path[160];
    put("sostegno.conf", "[http]\nport = 1\n[store]\ndirectory = here\n[log]\nformat=text\n");
    put("conf.d/20-b.conf", "[http]\nport = 3\nsecure-cookies = off\n");
    put("conf.d/10-a.conf", "; comment\n[http]\nport = 2 ; why\n");
    put("conf.d/README", "not a fragment\n");
    assert_int_equal(config_load(TABLE, file, &config, message), RC_OK);
    assert_int_equal(config_integer(config, "http", "port"), 3);
    assert_false(config_bool(config, "http", "secure-cookies"));
    assert_string_equal(config_text(config, "log", "format"), "text");
    snprintf(path, sizeof path, "%s/here", folder);
    assert_string_equal(config_text(config, "store", "directory"), path);
    config_free(config);
    setenv("SOSTEGNO_HTTP_PORT", "4", 1);
    setenv("SOSTEGNO_HTTP_SECURE_COOKIES", "yes", 1);
    assert_int_equal(config_load(TABLE, file, &config, message), RC_OK);
    assert_int_equal(config_integer(config, "http", "port"), 4);
    assert_true(config_bool(config, "http", "secure-cookies"));
    config_free(config);
}

static void unknown_keys_are_named_with_file_line_and_the_nearest_name(void **state) {
    (void)state;
    refused("[http]\nport = 1\n\nprot = 2\n",
            ":4: unknown key 'http.prot'; did you mean 'http.port'?");
    refused("[htpp]\nport = 2\n", ":2: unknown key 'htpp.port'; did you mean 'http.port'?");
    refused("[payments]\nceiling = 2\n", ":2: unknown key 'payments.ceiling'");
}

static void bad_values_are_named_with_file_and_line(void **state) {
    (void)state;
    refused("[http]\nport = 65536\n", ":2: value of 'http.port': it is out of bounds (0 to 65535)");
    refused("[http]\nport = 80a\n",
            ":2: value of 'http.port': it is not a whole number (0 to 65535)");
    refused("[http]\nsecure-cookies = maybe\n",
            ":2: value of 'http.secure-cookies': it is neither yes nor no");
    refused("[log]\nformat = xml\n",
            ":2: value of 'log.format': it is not one of the choices: json, text");
    refused("[http]\nport = 1\nport = 2\n", ":3: 'http.port' is set twice");
    refused("[http]\nport\n", ":2: neither [section] nor key = value");
}

static void an_address_that_is_none_is_found_before_the_start(void **state) {
    (void)state;
    static const char *const wrong[] = {"nowhere",       "127.0.0.1",      "127.0.0.1:",   ":8080",
                                        "127.0.0.1:99999", "127.0.0.1:+80", "[::1:8080",    "[]:8080",
                                        "localhost:8080", "127.0.0.1:80 80", "1.2.3:80",   "[::1]8080"};
    static const char *const right[] = {"0.0.0.0:0", "[::1]:65535", "[::]:8080", "10.1.2.3:080"};
    char text[120];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(text, sizeof text, "[http]\nlisten = %s\n", wrong[i]);
        refused(text, ":2: value of 'http.listen': it is not an IP address with a port "
                      "(127.0.0.1:8080)");
    }
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        struct config *config = NULL;
        char message[CONFIG_MESSAGE_SIZE];
        snprintf(text, sizeof text, "[http]\nlisten = %s\ntrusted-proxy = ::1\n", right[i]);
        put("sostegno.conf", text);
        assert_int_equal(config_load(TABLE, file, &config, message), RC_OK);
        assert_string_equal(config_text(config, "http", "listen"), right[i]);
        config_free(config);
    }
    refused("[http]\ntrusted-proxy = proxy.example\n",
            ":2: value of 'http.trusted-proxy': it is not an IP address");
}

static void a_line_longer_than_the_parser_reads_is_refused_not_split(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE], text[600];
    int used = snprintf(text, sizeof text, "[mail]\npassword = ");
    memset(text + used, 'x', 400);
    text[used + 400] = '\0';
    put("sostegno.conf", text);
    put("conf.d/10-a.conf", "");
    assert_int_equal(config_load(TABLE, file, &config, message), RC_INVALID);
    assert_non_null(strstr(message, ":2: the line is longer than"));
}

static void more_fragments_than_are_read_are_refused(void **state) {
    (void)state;
    enum { MANY = 899 };
    struct config *config = NULL;
    char name[40], path[160], message[CONFIG_MESSAGE_SIZE];
    put("sostegno.conf", "");
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "conf.d/%03d.conf", i);
        put(name, "");
    }
    assert_int_equal(config_load(TABLE, file, &config, message), RC_LIMIT);
    assert_non_null(strstr(message, "conf.d: holds more than 898 files"));
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "%s/conf.d/%03d.conf", folder, i);
        remove(path);
    }
}

static void a_misspelt_variable_is_refused(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE];
    setenv("SOSTEGNO_HTP_PORT", "4", 1);
    assert_int_equal(config_load(TABLE, NULL, &config, message), RC_INVALID);
    assert_string_equal(message, "environment: SOSTEGNO_HTP_PORT names no setting");
}

static void a_missing_file_is_an_error(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE];
    assert_int_equal(config_load(TABLE, file, &config, message), RC_IO);
    assert_non_null(strstr(message, "cannot be read"));
}

static void secrets_are_masked_when_printed(void **state) {
    (void)state;
    struct config *config = NULL;
    char message[CONFIG_MESSAGE_SIZE], text[2048] = "";
    put("sostegno.conf", "[mail]\npassword = hunter2\n");
    assert_int_equal(config_load(TABLE, file, &config, message), RC_OK);
    FILE *out = fmemopen(text, sizeof text, "w");
    config_print(config, out);
    fclose(out);
    assert_null(strstr(text, "hunter2"));
    assert_non_null(strstr(text, "[mail]\n# Secret.\npassword = ********\n"));
    assert_non_null(strstr(text, "port = 8080\n"));
    assert_string_equal(config_text(config, "mail", "password"), "hunter2");
    config_free(config);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(defaults_hold_without_any_source, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(fragments_beat_the_file_and_the_environment_beats_both,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(unknown_keys_are_named_with_file_line_and_the_nearest_name,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(bad_values_are_named_with_file_and_line, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(an_address_that_is_none_is_found_before_the_start,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_line_longer_than_the_parser_reads_is_refused_not_split,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(more_fragments_than_are_read_are_refused, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_misspelt_variable_is_refused, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_missing_file_is_an_error, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(secrets_are_masked_when_printed, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
