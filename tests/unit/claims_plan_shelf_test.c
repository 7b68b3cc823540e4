// SPDX-License-Identifier: EUPL-1.2
// The shelf of plans: all good or none, the right version on the right day.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "service/plan_shelf.h"

#define PLANS HOUSE_SOURCE_DIR "/scoring/plans"

struct folder {
    char path[64];
    char files[4][128];
    size_t count;
};

static int folder_make(void **state) {
    struct folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL)
        return -1;
    log_configure(LOG_FORMAT_TEXT, LOG_LEVEL_NONE); // refusals are expected here
    snprintf(folder->path, sizeof folder->path, "/tmp/plan-shelf-XXXXXX");
    *state = folder;
    return mkdtemp(folder->path) == NULL ? -1 : 0;
}

static int folder_drop(void **state) {
    struct folder *folder = *state;
    for (size_t i = 0; i < folder->count; i++)
        (void)unlink(folder->files[i]);
    int failed = rmdir(folder->path);
    free(folder);
    return failed;
}

static void put(struct folder *folder, const char *name, const char *text, size_t length) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    memcpy(folder->files[folder->count++], path, sizeof path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

// The temporary plan, with the first occurrence of `from` replaced.
static void put_plan(struct folder *folder, const char *name, const char *from, const char *to) {
    static char text[65536], changed[65536];
    FILE *file = fopen(PLANS "/temporary-2026.json", "re");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    const char *place = strstr(text, from);
    assert_non_null(place);
    int written = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(place - text), text, to,
                           place + strlen(from));
    assert_in_range(written, 1, sizeof changed - 1);
    put(folder, name, changed, (size_t)written);
}

// One of the schemes under tests/plans, as it is.
static void put_scheme(struct folder *folder, const char *name, const char *scheme) {
    static char text[65536];
    char path[512];
    snprintf(path, sizeof path, "%s/tests/plans/%s.json", HOUSE_SOURCE_DIR, scheme);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    put(folder, name, text, length);
}

static enum rc load(const struct folder *folder, struct plan_shelf **shelf, struct fault *fault) {
    fault_clear(fault);
    return plan_shelf_load(folder->path, shelf, fault);
}

static void the_two_plans_are_on_the_shelf_from_their_first_day(void **state) {
    (void)state;
    struct plan_shelf *shelf = NULL;
    struct fault fault = {0};
    assert_int_equal(plan_shelf_load(PLANS, &shelf, &fault), RC_OK);
    const struct plan *plans[PLAN_SHELF_MAX];
    assert_int_equal(plan_shelf_in_force(shelf, civil_date_of(2026, 1, 1), plans, PLAN_SHELF_MAX),
                     2);
    assert_string_equal(plans[0]->id, "permanent-2026");
    assert_true(plan_is_permanent(plans[0]));
    assert_false(plan_is_permanent(plans[1]));
    assert_int_equal(plan_shelf_in_force(shelf, civil_date_of(2025, 12, 31), plans, PLAN_SHELF_MAX),
                     0);
    assert_null(plan_shelf_find(shelf, "permanent-2026", 2));
    char digest[PLAN_DIGEST_SIZE];
    plan_shelf_digest(shelf, plan_shelf_find(shelf, "permanent-2026", 1), digest);
    assert_int_equal(strlen(digest), 64);
    plan_shelf_free(shelf);
}

static void the_newest_valid_version_counts_and_the_pinned_one_stays(void **state) {
    struct folder *folder = *state;
    struct plan_shelf *shelf = NULL;
    struct fault fault;
    put_plan(folder, "one.json", "\"version\": 1", "\"version\": 1");
    put_plan(folder, "two.json", "\"version\": 1,\n  \"valid_from\": \"2026-01-01\"",
             "\"version\": 2,\n  \"valid_from\": \"2026-07-01\"");
    assert_int_equal(load(folder, &shelf, &fault), RC_OK);
    const char *id = "temporary-2026";
    assert_int_equal(plan_shelf_latest(shelf, id, civil_date_of(2026, 6, 30))->version, 1);
    assert_int_equal(plan_shelf_latest(shelf, id, civil_date_of(2026, 7, 1))->version, 2);
    assert_non_null(plan_shelf_find(shelf, id, 1));
    plan_shelf_free(shelf);
}

static void one_bad_file_refuses_all_and_is_named_with_its_place(void **state) {
    struct folder *folder = *state;
    struct plan_shelf *shelf = NULL;
    struct fault fault;
    put_plan(folder, "good.json", "\"version\": 1", "\"version\": 1");
    put_plan(folder, "bad.json", "\"version\": 1", "\"version\": 2, \"surprise\": true");
    assert_int_equal(load(folder, &shelf, &fault), RC_INVALID);
    assert_string_equal(fault.code, "plan-invalid");
    assert_string_equal(fault.at[0].pointer, "bad.json#/surprise");
    assert_string_equal(fault.at[0].code, "unknown-key");
    assert_null(shelf);
}

// What the pages cannot ask or show must not look as if they could.
static void a_plan_that_the_pages_cannot_ask_is_refused(void **state) {
    struct folder *folder = *state;
    static const struct {
        const char *name, *at;
    } rows[] = {{"bolzano-care-hours", "hours.json#/activities/0"},
                {"barthel", "hours.json#/groups"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_shelf *shelf = NULL;
        struct fault fault;
        put_scheme(folder, "hours.json", rows[i].name);
        assert_int_equal(load(folder, &shelf, &fault), RC_INVALID);
        assert_string_equal(fault.code, "plan-invalid");
        assert_string_equal(fault.at[0].pointer, rows[i].at);
        assert_string_equal(fault.at[0].code, "not-askable");
        assert_null(shelf);
    }
}

static void two_files_with_one_version_are_refused(void **state) {
    struct folder *folder = *state;
    struct plan_shelf *shelf = NULL;
    struct fault fault;
    put_plan(folder, "one.json", "\"version\": 1", "\"version\": 1");
    put_plan(folder, "copy.json", "\"version\": 1", "\"version\": 1");
    assert_int_equal(load(folder, &shelf, &fault), RC_INVALID);
    assert_string_equal(fault.code, "plan-twice");
}

static void an_empty_or_missing_folder_is_said_so(void **state) {
    struct folder *folder = *state;
    struct plan_shelf *shelf = NULL;
    struct fault fault;
    put(folder, "notes.txt", "not a plan", 10);
    assert_int_equal(load(folder, &shelf, &fault), RC_INVALID);
    assert_string_equal(fault.code, "plan-none");
    fault_clear(&fault);
    assert_int_equal(plan_shelf_load("/nonexistent", &shelf, &fault), RC_IO);
    assert_string_equal(fault.code, "plan-folder");
}

#define SHELF_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        SHELF_TEST(the_two_plans_are_on_the_shelf_from_their_first_day),
        SHELF_TEST(the_newest_valid_version_counts_and_the_pinned_one_stays),
        SHELF_TEST(one_bad_file_refuses_all_and_is_named_with_its_place),
        SHELF_TEST(a_plan_that_the_pages_cannot_ask_is_refused),
        SHELF_TEST(two_files_with_one_version_are_refused),
        SHELF_TEST(an_empty_or_missing_folder_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
