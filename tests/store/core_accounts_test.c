// SPDX-License-Identifier: EUPL-1.2
// Users, sessions and the delay after failed logins.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/accounts.h"
#include "store/audit.h"

static const int64_t NOW = INT64_C(1795246205000000);

struct scene {
    struct arena *arena;
    struct user user;
    struct session session;
    uint8_t token[STORE_HASH_SIZE];
    int64_t at_us, wait_us;
    const char *username, *network;
    bool disabled;
};

static enum rc insert_user(struct tx *tx, void *context) {
    struct scene *scene = context;
    struct fund fund;
    struct public_id id = public_id_new();
    enum rc rc = fund_by_name(tx, "fund", scene->arena, &fund);
    if (rc == RC_NOT_FOUND) {
        rc = fund_insert(tx, &id, "fund", NULL);
        rc = rc == RC_OK ? fund_by_name(tx, "fund", scene->arena, &fund) : rc;
    }
    if (rc == RC_OK) {
        scene->user.fund_id = fund.id;
        rc = user_insert(tx, &scene->user, NULL);
    }
    return rc == RC_OK ? audit_append(tx, "system", "user.add", "", NULL) : rc;
}

static enum rc read_user(struct tx *tx, void *context) {
    struct scene *scene = context;
    return user_by_username(tx, scene->username, scene->arena, &scene->user);
}

static struct scene with_user(struct place *place, const char *username, enum user_role role) {
    struct scene scene = {.arena = arena_new(0), .username = username};
    scene.user = (struct user){.public_id = public_id_new(),
                               .username = username,
                               .role = role,
                               .display_name = "Anna",
                               .password_hash = "$argon2id",
                               .language = "it",
                               .password_once = true};
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.user", insert_user, &scene),
                     RC_OK);
    assert_int_equal(store_read(place->store, STORE_OFFICE, "test.read", read_user, &scene), RC_OK);
    return scene;
}

static void a_username_is_taken_once_and_must_be_lower_case(void **state) {
    struct place *place = *state;
    struct scene scene = with_user(place, "anna", USER_ROLE_OPERATOR);
    assert_int_equal(scene.user.role, USER_ROLE_OPERATOR);
    assert_true(scene.user.password_once);
    assert_int_equal(scene.user.version, 1);
    scene.user.public_id = public_id_new();
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.user", insert_user, &scene),
                     RC_CONFLICT);
    scene.user.username = "Anna";
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.user", insert_user, &scene),
                     RC_BUG);
    arena_free(scene.arena);
}

static void roles_have_names_both_ways(void **state) {
    (void)state;
    for (int role = 1; role < USER_ROLES; role++) {
        assert_int_equal(user_role_of(user_role_name((enum user_role)role)), role);
    }
    assert_int_equal(user_role_of("root"), USER_ROLE_NONE);
    assert_int_equal(user_role_of(""), USER_ROLE_NONE);
}

static enum rc open_session(struct tx *tx, void *context) {
    struct scene *scene = context;
    enum rc rc =
        session_insert(tx, scene->user.id, scene->user.role, scene->token, NOW);
    return rc == RC_OK ? audit_append(tx, "system", "session.open", "", NULL) : rc;
}

static enum rc find_session(struct tx *tx, void *context) {
    struct scene *scene = context;
    return session_by_token(tx, scene->token, scene->at_us, scene->arena, &scene->session);
}

static enum rc session_at(struct place *place, struct scene *scene, int64_t at_us) {
    scene->at_us = at_us;
    return store_read(place->store, STORE_OFFICE, "test.session", find_session, scene);
}

static void sessions_end_when_idle_and_at_their_bound(void **state) {
    static const struct {
        const char *username;
        enum user_role role;
        int64_t idle_us, absolute_us;
    } rows[] = {
        {"staff", USER_ROLE_CLAIMS_HANDLER, 15 * CLOCK_MINUTE_US, 8 * CLOCK_HOUR_US},
        {"family", USER_ROLE_FAMILY, 30 * CLOCK_MINUTE_US, 12 * CLOCK_HOUR_US},
    };
    struct place *place = *state;
    for (size_t i = 0; i < 2; i++) {
        struct scene scene = with_user(place, rows[i].username, rows[i].role);
        scene.token[0] = (uint8_t)(i + 1);
        assert_int_equal(store_write(place->store, STORE_OFFICE, "test.open", open_session, &scene),
                         RC_OK);
        assert_int_equal(session_at(place, &scene, NOW + rows[i].idle_us - 1), RC_OK);
        assert_string_equal(scene.session.user.username, rows[i].username);
        assert_int_equal(session_at(place, &scene, NOW + rows[i].idle_us), RC_NOT_FOUND);
        int64_t at = NOW;
        for (; at + rows[i].idle_us / 2 < NOW + rows[i].absolute_us; at += rows[i].idle_us / 2) {
            assert_int_equal(session_at(place, &scene, at), RC_OK);
            assert_int_equal(session_touch(place->store, &scene.session, at), RC_OK);
        }
        assert_int_equal(session_at(place, &scene, NOW + rows[i].absolute_us - 1), RC_OK);
        assert_int_equal(session_at(place, &scene, NOW + rows[i].absolute_us), RC_NOT_FOUND);
        scene.token[1] = 0xff;
        assert_int_equal(session_at(place, &scene, NOW), RC_NOT_FOUND);
        arena_free(scene.arena);
    }
    assert_int_equal(session_prune(place->store, NOW + 3 * CLOCK_DAY_US), RC_OK);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM sessions"), 0);
}

static enum rc set_disabled(struct tx *tx, void *context) {
    struct scene *scene = context;
    enum rc rc = user_set_disabled(tx, scene->user.id, scene->disabled);
    return rc == RC_OK ? audit_append(tx, "system", "user.disable", "", NULL) : rc;
}

static void disabling_a_user_ends_the_sessions_at_once_and_for_good(void **state) {
    struct place *place = *state;
    struct scene scene = with_user(place, "anna", USER_ROLE_OPERATOR);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.open", open_session, &scene),
                     RC_OK);
    assert_int_equal(session_at(place, &scene, NOW), RC_OK);
    scene.disabled = true;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.disable", set_disabled, &scene),
                     RC_OK);
    assert_int_equal(session_at(place, &scene, NOW), RC_NOT_FOUND);
    scene.disabled = false;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.enable", set_disabled, &scene),
                     RC_OK);
    assert_int_equal(session_at(place, &scene, NOW), RC_NOT_FOUND);
    arena_free(scene.arena);
}

static struct login_name name_of(char letter) {
    struct login_name name;
    memset(name.index, letter, sizeof name.index);
    return name;
}

static enum rc read_wait(struct tx *tx, void *context) {
    struct scene *scene = context;
    struct login_name name = name_of(scene->username[0]);
    return login_wait(tx, &name, scene->network, scene->at_us, &scene->wait_us);
}

static int64_t wait_at(struct place *place, const char *username, const char *network,
                       int64_t at_us) {
    struct scene scene = {.username = username, .network = network, .at_us = at_us};
    assert_int_equal(store_read(place->store, STORE_OFFICE, "test.wait", read_wait, &scene), RC_OK);
    return scene.wait_us;
}

static void failures_delay_by_name_and_by_network_and_never_lock_out(void **state) {
    struct place *place = *state;
    const struct login_name anna = name_of('a');
    for (int i = 0; i < 4; i++) {
        assert_int_equal(login_failed(place->store, &anna, "192.0.2.0/24", NOW), RC_OK);
    }
    assert_int_equal(wait_at(place, "anna", "192.0.2.0/24", NOW), 0);
    assert_int_equal(login_failed(place->store, &anna, "192.0.2.0/24", NOW), RC_OK);
    assert_int_equal(wait_at(place, "anna", "elsewhere", NOW), CLOCK_SECOND_US);
    assert_int_equal(wait_at(place, "bruno", "192.0.2.0/24", NOW), 0);
    assert_int_equal(login_failed(place->store, &anna, "192.0.2.0/24", NOW), RC_OK);
    assert_int_equal(wait_at(place, "anna", "elsewhere", NOW), 2 * CLOCK_SECOND_US);
    assert_int_equal(wait_at(place, "anna", "elsewhere", NOW + 2 * CLOCK_SECOND_US), 0);
    for (int i = 0; i < 40; i++) {
        assert_int_equal(login_failed(place->store, &anna, "192.0.2.0/24", NOW), RC_OK);
    }
    assert_true(wait_at(place, "anna", "elsewhere", NOW) <= 15 * CLOCK_MINUTE_US);
    assert_true(wait_at(place, "bruno", "192.0.2.0/24", NOW) > 0);
    assert_int_equal(wait_at(place, "anna", "192.0.2.0/24", NOW + 15 * CLOCK_MINUTE_US), 0);
    assert_int_equal(login_succeeded(place->store, &anna), RC_OK);
    assert_int_equal(wait_at(place, "anna", "192.0.2.0/24", NOW), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_username_is_taken_once_and_must_be_lower_case),
        TEST(roles_have_names_both_ways),
        TEST(sessions_end_when_idle_and_at_their_bound),
        TEST(disabling_a_user_ends_the_sessions_at_once_and_for_good),
        TEST(failures_delay_by_name_and_by_network_and_never_lock_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
