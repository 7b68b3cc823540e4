// SPDX-License-Identifier: EUPL-1.2
// Sealed fields: they open in their place alone, and no damage goes unseen.
#include "vault/seal.h"

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

static void a_sealed_field_swapped_between_rows_fails(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct public_id anna = public_id_new(), bruno = public_id_new();
    uint8_t wrapped[VAULT_WRAPPED_SIZE];
    struct data_key key;
    size_t length = 0, plain_length = 0;
    char *plain = NULL;
    vault_person_key_new(vault, &anna, wrapped, &key);
    const struct seal_place here = {"persons", "note", &anna};
    void *sealed = vault_seal_text(&key, &here, "ictus", arena, &length);
    assert_int_equal(length, 5 + VAULT_SEAL_OVERHEAD);
    assert_int_equal(vault_unseal(&key, &here, sealed, length, arena, &plain, &plain_length),
                     RC_OK);
    assert_string_equal(plain, "ictus");
    assert_int_equal(plain_length, 5);
    const struct seal_place elsewhere[] = {
        {"persons", "note", &bruno}, {"persons", "phone", &anna}, {"claims", "note", &anna}};
    for (size_t i = 0; i < 3; i++) {
        plain = NULL;
        assert_int_equal(vault_unseal(&key, &elsewhere[i], sealed, length, arena, &plain, NULL),
                         RC_CONFLICT);
        assert_null(plain);
    }
    arena_free(arena);
}

static void every_changed_byte_and_every_cut_is_found(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct public_id row = public_id_new();
    const struct seal_place place = {"claims", "answers", &row};
    struct data_key key;
    size_t length = 0;
    char *plain = NULL;
    vault_system_key(vault, &key);
    unsigned char *sealed = vault_seal(&key, &place, "{\"a\":1}", 7, arena, &length);
    for (size_t i = 0; i < length; i++) {
        sealed[i] ^= 1;
        assert_int_equal(vault_unseal(&key, &place, sealed, length, arena, &plain, NULL),
                         RC_CONFLICT);
        sealed[i] ^= 1;
        assert_int_equal(vault_unseal(&key, &place, sealed, i, arena, &plain, NULL), RC_CONFLICT);
    }
    assert_int_equal(vault_unseal(&key, &place, sealed, length, arena, &plain, NULL), RC_OK);
    arena_free(arena);
}

static void sealing_twice_gives_different_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct public_id row = public_id_new();
    const struct seal_place place = {"persons", "iban", &row};
    struct data_key key;
    size_t length = 0;
    vault_system_key(vault, &key);
    void *a = vault_seal_text(&key, &place, "x", arena, &length);
    void *b = vault_seal_text(&key, &place, "x", arena, &length);
    assert_memory_not_equal(a, b, length);
    arena_free(arena);
}

static void a_wrapped_key_opens_for_its_owner_alone(void **state) {
    (void)state;
    struct public_id anna = public_id_new(), bruno = public_id_new();
    uint8_t wrapped[VAULT_WRAPPED_SIZE];
    struct data_key key, again = {{0}, 0};
    vault_person_key_new(vault, &anna, wrapped, &key);
    assert_int_equal(vault_person_key_open(vault, &anna, wrapped, sizeof wrapped, &again), RC_OK);
    assert_memory_equal(key.bytes, again.bytes, sizeof key.bytes);
    assert_int_equal(vault_person_key_open(vault, &bruno, wrapped, sizeof wrapped, &again),
                     RC_CONFLICT);
    assert_int_equal(vault_person_key_open(vault, &anna, wrapped, sizeof wrapped - 1, &again),
                     RC_CONFLICT);
    wrapped[40] ^= 0x80;
    assert_int_equal(vault_person_key_open(vault, &anna, wrapped, sizeof wrapped, &again),
                     RC_CONFLICT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_field_swapped_between_rows_fails),
        cmocka_unit_test(every_changed_byte_and_every_cut_is_found),
        cmocka_unit_test(sealing_twice_gives_different_bytes),
        cmocka_unit_test(a_wrapped_key_opens_for_its_owner_alone),
    };
    return cmocka_run_group_tests(tests, vault_place_open, vault_place_close);
}
