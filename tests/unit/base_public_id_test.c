// SPDX-License-Identifier: EUPL-1.2
// Public ids: strict in, canonical out, never the same twice.
#include "base/public_id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void new_ids_parse_and_differ(void **state) {
    (void)state;
    struct public_id a = public_id_new(), b = public_id_new(), read;
    assert_int_equal(public_id_parse(a.text, strlen(a.text), &read), RC_OK);
    assert_true(public_id_equal(&a, &read));
    assert_false(public_id_equal(&a, &b));
    assert_true(public_id_is_set(&a));
}

static void only_32_lower_hex_digits_are_an_id(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "00112233445566778899aabbccddeef",
        "00112233445566778899aabbccddeeff0",
        "00112233445566778899AABBCCDDEEFF",
        "00112233445566778899aabbccddeefg",
        "00112233-4455-6677-8899-aabbccddee",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct public_id id = {{0}};
        assert_int_equal(public_id_parse(wrong[i], strlen(wrong[i]), &id), RC_INVALID);
        assert_false(public_id_is_set(&id));
    }
}

static void bytes_and_text_are_the_same_id(void **state) {
    (void)state;
    uint8_t bytes[PUBLIC_ID_BYTES], again[PUBLIC_ID_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * 17);
    }
    struct public_id id = public_id_of_bytes(bytes);
    assert_string_equal(id.text, "00112233445566778899aabbccddeeff");
    public_id_to_bytes(&id, again);
    assert_memory_equal(bytes, again, sizeof bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_ids_parse_and_differ),
        cmocka_unit_test(only_32_lower_hex_digits_are_an_id),
        cmocka_unit_test(bytes_and_text_are_the_same_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
