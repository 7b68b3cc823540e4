// SPDX-License-Identifier: EUPL-1.2
// The demo seed: once, on an empty installation, through the use cases, on whatever day it is.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "core_place.h"
#include "service/demo_seed.h"
#include "service/plan_shelf.h"
#include "service/service.h"

struct scene {
    struct place *place;
    struct plan_shelf *plans;
    struct service service;
    struct fault fault;
};

static int scene_make(void **state) {
    struct scene *scene = calloc(1, sizeof *scene);
    void *place = NULL;
    if (scene == NULL || place_make(&place) != 0)
        return -1;
    scene->place = place;
    assert_int_equal(
        plan_shelf_load(HOUSE_SOURCE_DIR "/scoring/plans", &scene->plans, &scene->fault), RC_OK);
    scene->service = (struct service){
        .store = scene->place->store, .vault = scene->place->vault, .plans = scene->plans};
    *state = scene;
    return 0;
}

static int scene_drop(void **state) {
    struct scene *scene = *state;
    void *place = scene->place;
    plan_shelf_free(scene->plans);
    free(scene);
    return place_drop(&place);
}

static void on_day(struct scene *scene, const char *day) {
    char text[32];
    int64_t instant = 0;
    snprintf(text, sizeof text, "%sT09:30:00Z", day);
    assert_int_equal(clock_parse(text, strlen(text), &instant), RC_OK);
    scene->service.domain = (struct domain_time){clock_technical_us(), instant, 1000};
}

static int64_t count(const struct scene *scene, const char *sql) {
    return place_sql(scene->place, "office.db", sql);
}

static void seed_on(struct scene *scene, const char *day) {
    on_day(scene, day);
    struct demo_options options = {.devices_file = place_path(scene->place, "devices.tsv")};
    enum rc rc = demo_seed(&scene->service, &options, &scene->fault);
    if (rc != RC_OK)
        print_error("%s: %s at %s %s\n", day, scene->fault.code, scene->fault.at[0].pointer,
                    scene->fault.at[0].code);
    assert_int_equal(rc, RC_OK);
}

static void check_data(const struct scene *scene) {
    assert_int_equal(count(scene, "SELECT count(*) FROM persons"), 40);
    assert_int_equal(count(scene, "SELECT count(*) FROM enrolments"), 28);
    assert_int_equal(count(scene, "SELECT count(DISTINCT shown) FROM claims"), 8);
    assert_int_equal(count(scene, "SELECT count(*) FROM expenses WHERE state = 'refused'"), 1);
    assert_true(count(scene, "SELECT count(*) FROM payment_lines") >= 6);
    assert_int_equal(place_sql(scene->place, "monitoring.db", "SELECT count(*) FROM subjects"), 28);
    assert_int_equal(place_sql(scene->place, "monitoring.db", "SELECT count(*) FROM assignments"),
                     40);
}

static void the_seed_fills_an_empty_installation_once(void **state) {
    struct scene *scene = *state;
    seed_on(scene, "2026-11-21");
    check_data(scene);
    fault_clear(&scene->fault);
    assert_int_equal(demo_seed(&scene->service, &(struct demo_options){0}, &scene->fault),
                     RC_CONFLICT);
    assert_string_equal(scene->fault.code, "demo-not-empty");
    assert_int_equal(count(scene, "SELECT count(*) FROM persons"), 40);
}

static void the_devices_file_is_for_its_owner_and_names_both_transports(void **state) {
    struct scene *scene = *state;
    seed_on(scene, "2026-11-21");
    const char *path = place_path(scene->place, "devices.tsv");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char line[512];
    int lines = 0, mqtt_pressure = 0, coap_oximeter = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        lines++;
        mqtt_pressure += strstr(line, "\tmqtt\thypertension\t") != NULL;
        coap_oximeter += strstr(line, "\tcoap\tcopd\t") != NULL;
    }
    fclose(file);
    assert_int_equal(lines, 40);
    assert_true(mqtt_pressure > 0);
    assert_true(coap_oximeter > 0);
}

// Holidays and short months must not break a demo: the turn of a year, Easter week, the end of
// February.
static void the_seed_works_on_any_day(void **state) {
    struct scene *scene = *state;
    seed_on(scene, "2027-01-06");
    check_data(scene);
}

static void the_seed_works_after_easter(void **state) {
    struct scene *scene = *state;
    seed_on(scene, "2027-04-11");
    check_data(scene);
}

static void accounts_only_makes_two_funds_with_every_role(void **state) {
    struct scene *scene = *state;
    on_day(scene, "2026-11-21");
    assert_int_equal(
        demo_seed(&scene->service, &(struct demo_options){.accounts_only = true}, &scene->fault),
        RC_OK);
    assert_int_equal(count(scene, "SELECT count(*) FROM funds"), 2);
    assert_int_equal(count(scene, "SELECT count(*) FROM users"), 12);
    assert_int_equal(count(scene, "SELECT count(*) FROM persons"), 0);
}

#define DEMO_TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        DEMO_TEST(the_seed_fills_an_empty_installation_once),
        DEMO_TEST(the_devices_file_is_for_its_owner_and_names_both_transports),
        DEMO_TEST(the_seed_works_on_any_day),
        DEMO_TEST(the_seed_works_after_easter),
        DEMO_TEST(accounts_only_makes_two_funds_with_every_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
