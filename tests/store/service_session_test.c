// SPDX-License-Identifier: EUPL-1.2
// Log-in, sessions, the access check with mandates, and idempotent use cases, on a real store
// (security §3.1).
#include "service/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core_place.h"
#include "service/access.h"
#include "service/once.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/mandates.h"
#include "vault/password.h"

static const char password[] = "tre cavalli su un colle";

struct new_user {
    const char *username;
    enum user_role role;
    const char *hash;
    bool disabled;
    bool once;
    struct public_id fund;
    struct public_id id;
};

static enum rc add_user(struct tx *tx, void *context) {
    struct new_user *u = context;
    struct arena *arena = arena_new(0);
    struct fund fund = {0};
    struct fund *funds = NULL;
    size_t count = 0;
    enum rc rc = fund_list(tx, arena, &funds, &count);
    if (rc == RC_OK && count == 0) {
        struct public_id id = public_id_new();
        rc = fund_insert(tx, &id, "Fondo Prova", &fund.id);
        fund.public_id = id;
    } else if (rc == RC_OK) {
        fund = funds[0];
    }
    struct user user = {.public_id = u->id,
                        .fund_id = fund.id,
                        .username = u->username,
                        .role = u->role,
                        .display_name = u->role == USER_ROLE_FAMILY ? "" : "Prova",
                        .password_hash = u->hash,
                        .password_once = u->once,
                        .language = "it"};
    int64_t row = 0;
    u->fund = fund.public_id;
    if (rc == RC_OK) {
        rc = user_insert(tx, &user, &row);
    }
    if (rc == RC_OK && u->disabled) {
        rc = user_set_disabled(tx, row, true);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "system", "user.add", u->id.text, NULL);
    }
    arena_free(arena);
    return rc;
}

static struct service service_of(const struct place *place) {
    return (struct service){
        .store = place->store, .vault = place->vault, .domain = domain_time_real()};
}

static struct new_user make_user(const struct place *place, const char *username,
                                 enum user_role role, bool disabled) {
    char hash[VAULT_PASSWORD_SIZE];
    struct new_user user = {.username = username,
                            .role = role,
                            .hash = hash,
                            .disabled = disabled,
                            .id = public_id_new()};
    assert_int_equal(vault_password_hash(place->vault, password, strlen(password), hash), RC_OK);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.user", add_user, &user), RC_OK);
    user.hash = NULL;
    return user;
}

struct log_in {
    struct arena *arena;
    struct fault fault;
    int64_t wait;
    char token[SESSION_TOKEN_SIZE];
    struct session_view view;
};

static enum rc log_in(const struct place *place, const char *name, const char *word,
                      const char *client, struct log_in *in) {
    struct service service = service_of(place);
    arena_free(in->arena);
    *in = (struct log_in){.arena = arena_new(0)};
    return session_open(&service, name, word, client, in->arena, &in->fault, &in->wait, in->token,
                        &in->view);
}

static void a_log_in_opens_a_session_that_logging_out_ends(void **state) {
    struct place *place = *state;
    struct service service = service_of(place);
    struct log_in in = {0};
    struct session_view view;
    struct new_user user = make_user(place, "olga", USER_ROLE_OPERATOR, false);
    assert_int_equal(log_in(place, "OLGA", password, "192.0.2.1", &in), RC_OK);
    assert_int_equal(strlen(in.token), SESSION_TOKEN_SIZE - 1);
    assert_int_equal(in.view.actor.role, ROLE_OPERATOR);
    assert_true(public_id_equal(&in.view.actor.user, &user.id));
    assert_true(public_id_equal(&in.view.actor.fund, &user.fund));
    assert_int_equal(in.view.idle_us, INT64_C(15) * 60 * 1000000);
    assert_int_equal(session_find(&service, in.token, true, in.arena, &view), RC_OK);
    assert_string_equal(view.csrf, in.view.csrf);
    assert_true(session_csrf_matches(&view, in.view.csrf));
    assert_false(session_csrf_matches(&view, in.token));
    assert_false(session_csrf_matches(&view, NULL));
    assert_false(session_csrf_matches(&view, ""));
    assert_int_equal(session_close(&service, &view, in.token, &in.fault), RC_OK);
    assert_int_equal(session_find(&service, in.token, true, in.arena, &view), RC_NOT_FOUND);
    assert_int_equal(session_close(&service, &view, in.token, &in.fault), RC_OK);
    arena_free(in.arena);
}

static void tokens_that_were_never_given_find_nothing(void **state) {
    struct place *place = *state;
    struct service service = service_of(place);
    struct session_view view;
    struct arena *arena = arena_new(0);
    static const char *const tokens[] = {
        "", "x", "0000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000000Z"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(session_find(&service, tokens[i], true, arena, &view), RC_NOT_FOUND);
    }
    arena_free(arena);
}

static void unknown_wrong_and_disabled_are_one_answer(void **state) {
    struct place *place = *state;
    struct log_in in = {0};
    make_user(place, "anna", USER_ROLE_OPERATOR, false);
    make_user(place, "bruno", USER_ROLE_OPERATOR, true);
    assert_int_equal(log_in(place, "anna", "not the password", "192.0.2.1", &in), RC_DENIED);
    assert_string_equal(in.fault.code, "login-failed");
    assert_int_equal(log_in(place, "nobody", password, "192.0.2.1", &in), RC_DENIED);
    assert_string_equal(in.fault.code, "login-failed");
    assert_int_equal(log_in(place, "bruno", password, "192.0.2.1", &in), RC_DENIED);
    assert_string_equal(in.fault.code, "login-failed");
    assert_int_equal(in.fault.count, 0);
    arena_free(in.arena);
}

static bool is_in_file(const char *path, const char *text) {
    size_t length = strlen(text), kept = 0, got;
    char bytes[4096 + 64];
    bool found = false;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while (!found && (got = fread(bytes + kept, 1, 4096, file)) > 0) {
        size_t filled = kept + got;
        for (size_t i = 0; !found && i + length <= filled; i++) {
            found = memcmp(bytes + i, text, length) == 0;
        }
        kept = filled < length ? filled : length;
        memmove(bytes, bytes + filled - kept, kept);
    }
    fclose(file);
    return found;
}

// People type their password into the field of the name.
static void what_was_typed_as_a_name_is_kept_nowhere(void **state) {
    struct place *place = *state;
    struct log_in in = {0};
    make_user(place, "carla", USER_ROLE_OPERATOR, false);
    assert_int_equal(log_in(place, "la mia parola segreta", "carla", "192.0.2.1", &in), RC_DENIED);
    arena_free(in.arena);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM login_failures"), 1);
    assert_true(is_in_file(place_path(place, "office.db"), "carla")); // the looking works
    assert_false(is_in_file(place_path(place, "office.db"), "parola segreta"));
}

static void five_failures_delay_a_name_whether_it_exists_or_not(void **state) {
    struct place *place = *state;
    struct log_in in = {0};
    make_user(place, "carla", USER_ROLE_OPERATOR, false);
    static const char *const names[] = {"carla", "ghost"};
    for (size_t n = 0; n < 2; n++) {
        char client[32];
        for (int i = 0; i < 5; i++) {
            snprintf(client, sizeof client, "10.%zu.%d.1", n, i);
            assert_int_equal(log_in(place, names[n], "wrong wrong wrong", client, &in), RC_DENIED);
        }
        assert_int_equal(log_in(place, names[n], password, "10.9.9.9", &in), RC_LIMIT);
        assert_string_equal(in.fault.code, "login-delayed");
        assert_true(in.wait >= 1);
    }
    arena_free(in.arena);
}

static void changing_the_password_ends_the_other_sessions_only(void **state) {
    struct place *place = *state;
    struct service service = service_of(place);
    struct log_in here = {0};
    struct log_in there = {0};
    struct session_view view;
    struct fault fault = {0};
    int64_t wait = 0;
    make_user(place, "dario", USER_ROLE_FAMILY, false);
    assert_int_equal(log_in(place, "dario", password, "192.0.2.1", &here), RC_OK);
    assert_int_equal(log_in(place, "dario", password, "192.0.2.2", &there), RC_OK);
    assert_int_equal(session_change_password(&service, &here.view, here.token, "192.0.2.1",
                                             "wrong one here", "un altro colle verde", &fault,
                                             &wait),
                     RC_INVALID);
    assert_string_equal(fault.at[0].pointer, "/current");
    fault_clear(&fault);
    assert_int_equal(session_change_password(&service, &here.view, here.token, "192.0.2.1",
                                             password, "un altro colle verde", &fault, &wait),
                     RC_OK);
    assert_int_equal(session_find(&service, here.token, false, here.arena, &view), RC_OK);
    assert_string_equal(view.csrf, here.view.csrf);
    assert_int_equal(session_find(&service, there.token, false, there.arena, &view), RC_NOT_FOUND);
    assert_int_equal(log_in(place, "dario", password, "192.0.2.1", &there), RC_DENIED);
    assert_int_equal(log_in(place, "dario", "un altro colle verde", "192.0.2.1", &there), RC_OK);
    arena_free(here.arena);
    arena_free(there.arena);
}

static void a_one_time_password_must_be_changed_by_one_session(void **state) {
    struct place *place = *state;
    struct service service = service_of(place);
    struct log_in here = {0};
    struct log_in there = {0};
    struct session_view view;
    struct fault fault = {0};
    int64_t wait = 0;
    char hash[VAULT_PASSWORD_SIZE];
    struct new_user user = {.username = "elena",
                            .role = USER_ROLE_FAMILY,
                            .hash = hash,
                            .once = true,
                            .id = public_id_new()};
    assert_int_equal(vault_password_hash(place->vault, password, strlen(password), hash), RC_OK);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.user", add_user, &user), RC_OK);
    assert_int_equal(log_in(place, "elena", password, "192.0.2.1", &here), RC_OK);
    assert_int_equal(log_in(place, "elena", password, "192.0.2.2", &there), RC_OK);
    assert_true(here.view.password_change);
    assert_int_equal(session_change_password(&service, &here.view, here.token, "192.0.2.1",
                                             password, password, &fault, &wait),
                     RC_INVALID);
    assert_string_equal(fault.at[0].code, "unchanged");
    fault_clear(&fault);
    assert_int_equal(session_change_password(&service, &here.view, here.token, "192.0.2.1",
                                             password, "un altro colle verde", &fault, &wait),
                     RC_OK);
    assert_int_equal(session_find(&service, here.token, false, here.arena, &view), RC_OK);
    assert_false(view.password_change);
    // The other session was read before the change and asks after it, even with the right password.
    assert_int_equal(session_change_password(&service, &there.view, there.token, "192.0.2.2",
                                             "un altro colle verde", "un terzo colle giallo",
                                             &fault, &wait),
                     RC_DENIED);
    assert_string_equal(fault.code, "session-ended");
    assert_int_equal(log_in(place, "elena", "un altro colle verde", "192.0.2.1", &there), RC_OK);
    assert_false(there.view.password_change);
    arena_free(here.arena);
    arena_free(there.arena);
}

static void any_keyboard_spells_the_same_password(void **state) {
    static const char composed[] = "perch\u00e9 no, citt\u00e0";
    static const char decomposed[] = "perche\u0301 no, citta\u0300";
    struct place *place = *state;
    struct service service = service_of(place);
    struct log_in in = {0};
    struct fault fault = {0};
    int64_t wait = 0;
    make_user(place, "fabio", USER_ROLE_FAMILY, false);
    assert_int_equal(log_in(place, "fabio", password, "192.0.2.1", &in), RC_OK);
    assert_int_equal(session_change_password(&service, &in.view, in.token, "192.0.2.1", password,
                                             decomposed, &fault, &wait),
                     RC_OK);
    assert_int_equal(log_in(place, "fabio", composed, "192.0.2.1", &in), RC_OK);
    assert_int_equal(log_in(place, "fabio", decomposed, "192.0.2.1", &in), RC_OK);
    assert_int_equal(session_change_password(&service, &in.view, in.token, "192.0.2.1", decomposed,
                                             composed, &fault, &wait),
                     RC_INVALID);
    assert_string_equal(fault.at[0].code, "unchanged");
    fault_clear(&fault);
    // Eleven letters stay eleven, however many marks they are typed with.
    assert_int_equal(
        session_change_password(
            &service, &in.view, in.token, "192.0.2.1", composed,
            "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", &fault,
            &wait),
        RC_INVALID);
    assert_string_equal(fault.at[0].code, "too-short");
    arena_free(in.arena);
}

static void passwords_are_long_and_not_famous(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *code; // NULL: fine
    } cases[] = {
        {"corto", "too-short"},
        {"elevenchars", "too-short"},
        {"perché è così", NULL},
        {"perché così", "too-short"},
        {"èèèèèèèèèèèè", "too-common"},
        {"ababababababab", "too-common"},
        {"qwertyuiop12", "too-common"},
        {"1qaz2wsx3edc", "too-common"},
        {"0987654321lkjh", "too-common"},
        {"P4ssw0rd!!2026", "too-common"},
        {"Francesca1990", "too-common"},
        {"ForzaNapoli87!", "too-common"},
        {"amoremio123456", "too-common"},
        {"giugno2026giugno", "too-common"},
        {"JuventusMilan10", "too-common"},
        {"amore dragon football monkey", NULL},
        {"francesca mangia otto pere", NULL},
        {"h7Qv-2mzK-p9Xw-4tRb", NULL},
        {"Password1234", "too-common"},
        {"sostegno2026", "too-common"},
        {"UniSalute-26", "too-common"},
        {"rossi.maria1", "contains-username"},
        {"tre cavalli su un colle", NULL},
        {"the password of my old aunt in Bari", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fault fault = {0};
        enum rc rc = session_password_check("rossi.maria", cases[i].text, "/new", &fault);
        assert_int_equal(rc, cases[i].code == NULL ? RC_OK : RC_INVALID);
        assert_string_equal(fault.at[0].code, cases[i].code == NULL ? "" : cases[i].code);
    }
    char huge[SESSION_PASSWORD_MAX + 2];
    struct fault fault = {0};
    memset(huge, 'q', sizeof huge);
    huge[SESSION_PASSWORD_MAX + 1] = '\0';
    assert_int_equal(session_password_check("a", huge, "/new", &fault), RC_INVALID);
    assert_string_equal(fault.at[0].code, "too-long");
}

static void failures_are_counted_by_network(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"192.0.2.77", "192.0.2.0/24"},       {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"::ffff:192.0.2.9", "192.0.2.0/24"}, {"::1", "::/64"},
        {"not an address", "unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char network[64];
        session_network(cases[i][0], network);
        assert_string_equal(network, cases[i][1]);
    }
}

struct asking {
    struct actor actor;
    enum action action;
    struct access_object object;
    const char *today;
};

static enum rc ask(struct tx *tx, void *context) {
    const struct asking *a = context;
    return access_check(tx, &a->actor, a->action, &a->object, a->today);
}

static void the_wall_funds_and_persons_decide(void **state) {
    struct place *place = *state;
    struct new_user user = make_user(place, "fabio", USER_ROLE_FAMILY, false);
    struct asking a = {.actor = {.role = ROLE_FAMILY,
                                 .user = user.id,
                                 .fund = user.fund,
                                 .person = public_id_new()},
                       .action = ACTION_CLAIM_READ_OWN,
                       .object = {.fund = user.fund},
                       .today = "2026-11-21"};
    struct store *store = place->store;
    a.object.person = a.actor.person;
    assert_int_equal(store_read(store, STORE_OFFICE, "test", ask, &a), RC_OK);
    a.object.person = public_id_new();
    assert_int_equal(store_read(store, STORE_OFFICE, "test", ask, &a), RC_NOT_FOUND);
    a.object.person = (struct public_id){0};
    assert_int_equal(store_read(store, STORE_OFFICE, "test", ask, &a), RC_NOT_FOUND);
    // An account without a person of its own does not own objects without a person.
    a.actor.person = (struct public_id){0};
    assert_int_equal(store_read(store, STORE_OFFICE, "test", ask, &a), RC_NOT_FOUND);
    a.action = ACTION_CLAIM_DECIDE;
    assert_int_equal(access_check(NULL, &a.actor, a.action, &a.object, a.today), RC_DENIED);
    a.actor.role = ROLE_CLAIMS_CLINICIAN;
    assert_int_equal(access_check(NULL, &a.actor, a.action, &a.object, a.today), RC_OK);
    a.object.fund = public_id_new();
    assert_int_equal(access_check(NULL, &a.actor, a.action, &a.object, a.today), RC_NOT_FOUND);
    a.actor.fund = (struct public_id){0};
    a.object.fund = (struct public_id){0};
    assert_int_equal(access_check(NULL, &a.actor, a.action, &a.object, a.today), RC_NOT_FOUND);
}

static void no_role_stands_on_both_sides_of_the_wall(void **state) {
    (void)state;
    static const enum action monitoring[] = {ACTION_WORKLIST_READ, ACTION_PATIENT_READ,
                                             ACTION_ALERT_WORK,    ACTION_LIMITS_READ,
                                             ACTION_LIMITS_WRITE,  ACTION_QUARANTINE_READ};
    static const enum action claims[] = {
        ACTION_PERSON_READ,  ACTION_CLAIM_READ,      ACTION_CLAIM_HANDLE,     ACTION_CLAIM_FINDING,
        ACTION_CLAIM_DECIDE, ACTION_EXPENSE_APPROVE, ACTION_PAYMENT_LINE_READ};
    for (int role = ROLE_NONE; role < ROLE_COUNT; role++) {
        bool left = false;
        bool right = false;
        for (size_t i = 0; i < sizeof monitoring / sizeof monitoring[0]; i++) {
            left |= access_role_allowed((enum role)role, monitoring[i]);
        }
        for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
            right |= access_role_allowed((enum role)role, claims[i]);
        }
        assert_false(left && right);
    }
}

struct replacing {
    struct public_id user;
    char hash[VAULT_PASSWORD_SIZE];
};

// Takes longer than the check of a password here does, as a busy database would.
static enum rc replace_slowly(struct tx *tx, void *context) {
    struct replacing *r = context;
    struct arena *arena = arena_new(0);
    struct user user = {0};
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    enum rc rc = user_by_public_id(tx, &r->user, arena, &user);
    if (rc == RC_OK) {
        rc = user_set_password(tx, user.id, r->hash, false);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, "operator", "user.password", r->user.text, NULL);
    }
    arena_free(arena);
    return rc;
}

static void note_result(void *context, enum rc rc) {
    *(enum rc *)context = rc;
}

static void a_password_replaced_while_it_is_checked_opens_nothing(void **state) {
    struct place *place = *state;
    struct log_in in = {0};
    struct new_user user = make_user(place, "olga", USER_ROLE_OPERATOR, false);
    struct replacing r = {.user = user.id};
    enum rc replaced = RC_BUG;
    static const char fresh[] = "quattro gatti sul tetto";
    assert_int_equal(vault_password_hash(place->vault, fresh, strlen(fresh), r.hash), RC_OK);
    assert_int_equal(store_submit(place->store, STORE_OFFICE, "test", replace_slowly, &r,
                                  note_result, &replaced),
                     RC_OK);
    assert_int_equal(log_in(place, "olga", password, "192.0.2.1", &in), RC_DENIED);
    assert_string_equal(in.fault.code, "login-failed");
    assert_int_equal(log_in(place, "olga", fresh, "192.0.2.1", &in), RC_OK);
    assert_int_equal(replaced, RC_OK);
    arena_free(in.arena);
}

struct doing {
    struct once *once;
    int done;
};

static enum rc do_once(struct tx *tx, void *context) {
    struct doing *d = context;
    enum rc rc = once_begin(tx, d->once);
    if (rc != RC_OK || d->once->again) {
        return rc;
    }
    d->done++;
    rc = place_add_fund(tx, "Fondo Unico");
    return rc == RC_OK ? once_end(tx, d->once, "made-this") : rc;
}

static void a_repeated_key_does_it_once(void **state) {
    struct place *place = *state;
    struct public_id actor = public_id_new();
    struct once once;
    struct doing d = {.once = &once};
    once_prepare(&once, &actor, "POST /x", "key-12345678", "{}", 2);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test", do_once, &d), RC_OK);
    assert_false(once.again);
    once_prepare(&once, &actor, "POST /x", "key-12345678", "{}", 2);
    d.done = 0;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test", do_once, &d), RC_OK);
    assert_true(once.again);
    assert_string_equal(once.result, "made-this");
    assert_int_equal(d.done, 0);
    once_prepare(&once, &actor, "POST /x", "key-12345678", "{1}", 3);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test", do_once, &d), RC_CONFLICT);
    assert_true(once.mismatch);
    // Another person's key of the same text is another key: the change is tried (and this fund's
    // name is taken).
    actor = public_id_new();
    once_prepare(&once, &actor, "POST /x", "key-12345678", "{}", 2);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test", do_once, &d), RC_CONFLICT);
    assert_false(once.mismatch);
}

// Bodies hold names and codes that a dictionary of hashes would give away; the key is nowhere kept.
static void the_memory_of_a_request_does_not_tell_its_body(void **state) {
    (void)state;
    struct public_id actor = public_id_new();
    struct once first, same, other;
    uint8_t plain[VAULT_HASH_SIZE];
    once_prepare(&first, &actor, "POST /x", "key-12345678", "{}", 2);
    once_prepare(&same, &actor, "POST /x", "key-12345678", "{}", 2);
    once_prepare(&other, &actor, "POST /x", "key-12345679", "{}", 2);
    vault_hash("{}", 2, plain);
    assert_memory_equal(first.request_hash, same.request_hash, sizeof plain);
    assert_memory_not_equal(first.request_hash, other.request_hash, sizeof plain);
    assert_memory_not_equal(first.request_hash, plain, sizeof plain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_log_in_opens_a_session_that_logging_out_ends, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(tokens_that_were_never_given_find_nothing, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(unknown_wrong_and_disabled_are_one_answer, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(what_was_typed_as_a_name_is_kept_nowhere, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(five_failures_delay_a_name_whether_it_exists_or_not,
                                        place_make, place_drop),
        cmocka_unit_test_setup_teardown(changing_the_password_ends_the_other_sessions_only,
                                        place_make, place_drop),
        cmocka_unit_test_setup_teardown(a_one_time_password_must_be_changed_by_one_session,
                                        place_make, place_drop),
        cmocka_unit_test_setup_teardown(any_keyboard_spells_the_same_password, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(a_password_replaced_while_it_is_checked_opens_nothing,
                                        place_make, place_drop),
        cmocka_unit_test(passwords_are_long_and_not_famous),
        cmocka_unit_test(failures_are_counted_by_network),
        cmocka_unit_test_setup_teardown(the_wall_funds_and_persons_decide, place_make, place_drop),
        cmocka_unit_test(no_role_stands_on_both_sides_of_the_wall),
        cmocka_unit_test_setup_teardown(a_repeated_key_does_it_once, place_make, place_drop),
        cmocka_unit_test(the_memory_of_a_request_does_not_tell_its_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
