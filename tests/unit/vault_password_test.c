// SPDX-License-Identifier: EUPL-1.2
// Passwords and tokens.
#include "vault/password.h"

#include "vault_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_password_is_accepted_exactly(void **state) {
    (void)state;
    char hash[VAULT_PASSWORD_SIZE], again[VAULT_PASSWORD_SIZE];
    bool rehash = true;
    assert_int_equal(vault_password_hash(vault, "parola d'ordine è", 18, hash), RC_OK);
    assert_int_equal(vault_password_hash(vault, "parola d'ordine è", 18, again), RC_OK);
    assert_string_not_equal(hash, again);
    assert_int_equal(vault_password_check(vault, "parola d'ordine è", 18, hash, &rehash), RC_OK);
    assert_false(rehash);
    assert_int_equal(vault_password_check(vault, "parola d'ordine e", 17, hash, NULL), RC_DENIED);
    assert_int_equal(vault_password_check(vault, "", 0, hash, NULL), RC_DENIED);
}

static void an_unknown_user_is_denied(void **state) {
    (void)state;
    assert_int_equal(vault_password_check(vault, "x", 1, NULL, NULL), RC_DENIED);
}

static void an_overlong_password_costs_nothing(void **state) {
    (void)state;
    char hash[VAULT_PASSWORD_SIZE] = "";
    static char text[2000];
    memset(text, 'x', sizeof text);
    assert_int_equal(vault_password_hash(vault, text, 1025, hash), RC_INVALID);
    assert_int_equal(vault_password_check(vault, text, 1025, NULL, NULL), RC_DENIED);
}

static void real_costs_are_three_passes_and_64_mib_also_for_nobody(void **state) {
    (void)state;
    struct fault fault = {0};
    struct vault *real = NULL;
    char hash[VAULT_PASSWORD_SIZE];
    bool rehash = false;
    assert_int_equal(
        vault_open(&(struct vault_options){.root_key_file = vault_key_file}, &real, &fault), RC_OK);
    assert_int_equal(vault_password_hash(real, "x", 1, hash), RC_OK);
    assert_non_null(strstr(hash, "$argon2id$v=19$m=65536,t=3,p=1$"));
    assert_int_equal(vault_password_check(vault, "x", 1, hash, &rehash), RC_OK);
    assert_true(rehash); // the cheap vault wants other costs
    assert_int_equal(vault_password_check(real, "x", 1, NULL, NULL), RC_DENIED);
    vault_close(real);
}

static void letters_composed_and_decomposed_are_one_password(void **state) {
    (void)state;
    static const struct {
        const char *typed, *normal;
    } rows[] = {
        {"perche\u0301", "perch\u00e9"}, // a base letter and its mark
        {"perch\u00e9", "perch\u00e9"},
        {"\u212b ngstrom", "\u00c5 ngstrom"}, // a sign that is only another name of a letter
        {"a\u0323\u0302", "\u1ead"},          // marks in another order
        {"plain", "plain"},
        {"", ""},
        {"no \xff text", "no \xff text"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(vault_password_nfc(arena, rows[i].typed), rows[i].normal);
    }
    arena_free(arena);
}

static void a_token_is_known_by_its_hash_alone(void **state) {
    (void)state;
    struct token a = vault_token_new(), b = vault_token_new();
    uint8_t hash[VAULT_HASH_SIZE];
    assert_int_equal(vault_token_hash(a.text, strlen(a.text), hash), RC_OK);
    assert_true(vault_equal(hash, a.hash, sizeof hash));
    assert_false(vault_equal(hash, b.hash, sizeof hash));
    assert_int_equal(vault_token_hash(a.text, 63, hash), RC_INVALID);
    a.text[0] = 'G';
    assert_int_equal(vault_token_hash(a.text, 64, hash), RC_INVALID);
}

static void suggested_passwords_are_typable_and_differ(void **state) {
    (void)state;
    char a[25], b[25];
    vault_password_suggest(5, a);
    vault_password_suggest(5, b);
    assert_int_equal(strlen(a), 24);
    assert_string_not_equal(a, b);
    assert_int_equal(a[4], '-');
    assert_null(strpbrk(a, "0O1lIio"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_accepted_exactly),
        cmocka_unit_test(an_unknown_user_is_denied),
        cmocka_unit_test(an_overlong_password_costs_nothing),
        cmocka_unit_test(real_costs_are_three_passes_and_64_mib_also_for_nobody),
        cmocka_unit_test(letters_composed_and_decomposed_are_one_password),
        cmocka_unit_test(a_token_is_known_by_its_hash_alone),
        cmocka_unit_test(suggested_passwords_are_typable_and_differ),
    };
    return cmocka_run_group_tests(tests, vault_place_open, vault_place_close);
}
