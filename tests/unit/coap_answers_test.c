// SPDX-License-Identifier: EUPL-1.2
// Memory of answered messages: repeats are known for 247 s, look-alikes are not taken for repeats.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coap/answers.h"

static void repeat_is_known_for_the_exchange_lifetime(void **state) {
    (void)state;
    struct answers *answers = answers_new();
    const struct answer_key key = {.session = 1, .fingerprint = 7, .mid = 5};
    assert_non_null(answers);
    assert_int_equal(answers_find(answers, &key, 1000), ANSWER_NONE);
    answers_begin(answers, &key, 1000);
    assert_int_equal(answers_find(answers, &key, 1001), ANSWER_PENDING);
    answers_end(answers, &key, true);
    assert_int_equal(answers_find(answers, &key, 1000 + 246999), ANSWER_STORED);
    assert_int_equal(answers_find(answers, &key, 1000 + 247000), ANSWER_NONE);
    answers_free(answers);
}

static void another_session_or_content_is_another_message(void **state) {
    (void)state;
    struct answers *answers = answers_new();
    const struct answer_key key = {.session = 1, .fingerprint = 7, .mid = 5};
    const struct answer_key others[] = {{.session = 2, .fingerprint = 7, .mid = 5},
                                        {.session = 1, .fingerprint = 8, .mid = 5},
                                        {.session = 1, .fingerprint = 7, .mid = 6}};
    assert_non_null(answers);
    answers_begin(answers, &key, 0);
    answers_end(answers, &key, true);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(answers_find(answers, &others[i], 1), ANSWER_NONE);
    answers_free(answers);
}

static void failed_storing_is_tried_again(void **state) {
    (void)state;
    struct answers *answers = answers_new();
    const struct answer_key key = {.session = 1, .fingerprint = 7, .mid = 5};
    assert_non_null(answers);
    answers_begin(answers, &key, 0);
    answers_end(answers, &key, false);
    assert_int_equal(answers_find(answers, &key, 1), ANSWER_NONE);
    answers_begin(answers, &key, 1);
    answers_end(answers, &key, true);
    assert_int_equal(answers_find(answers, &key, 2), ANSWER_STORED);
    answers_free(answers);
}

// Telemonitoring case 44: what was said of one upload is not said of the next.
static void a_reused_last_block_of_another_upload_is_another_message(void **state) {
    (void)state;
    struct answers *answers = answers_new();
    struct answer_key key = {
        .session = 1, .fingerprint = 7, .mid = 5, .awaited = true, .first_mid = 3};
    assert_non_null(answers);
    answers_begin(answers, &key, 0);
    answers_end(answers, &key, true);
    struct answer_key repeat = {.session = 1, .fingerprint = 7, .mid = 5};
    assert_int_equal(answers_find(answers, &repeat, 1), ANSWER_STORED);
    // The same ids from the first block on, and the upload is waiting: it is the next upload.
    assert_int_equal(answers_find(answers, &key, 1), ANSWER_NONE);
    // Another upload waits, that began with another id: the block is late, and not of this upload.
    struct answer_key late = key;
    late.first_mid = 4;
    assert_int_equal(answers_find(answers, &late, 1), ANSWER_STORED);
    // Both under way: neither is stored before the later one is.
    answers_begin(answers, &key, 2);
    answers_begin(answers, &key, 2);
    answers_end(answers, &key, true);
    assert_int_equal(answers_find(answers, &repeat, 3), ANSWER_PENDING);
    answers_end(answers, &key, false);
    assert_int_equal(answers_find(answers, &repeat, 3), ANSWER_NONE);
    answers_free(answers);
}

static void memory_is_bounded_and_forgets_the_oldest(void **state) {
    (void)state;
    struct answers *answers = answers_new();
    assert_non_null(answers);
    for (uint64_t i = 0; i < 3 * ANSWERS_MAX; i++) {
        const struct answer_key key = {.session = 1 + i / 1000, .mid = (uint16_t)i};
        answers_begin(answers, &key, (int64_t)(i / 100));
        answers_end(answers, &key, true);
    }
    const struct answer_key oldest = {.session = 1, .mid = 0};
    const uint64_t last = 3 * ANSWERS_MAX - 1;
    const struct answer_key newest = {.session = 1 + last / 1000, .mid = (uint16_t)last};
    assert_int_equal(answers_find(answers, &oldest, 2000), ANSWER_NONE);
    assert_int_equal(answers_find(answers, &newest, 2000), ANSWER_STORED);
    answers_free(answers);
}

static void fingerprint_tells_token_from_payload(void **state) {
    (void)state;
    const uint8_t ab[] = {'a', 'b'};
    assert_true(answers_fingerprint(ab, 1, ab + 1, 1) != answers_fingerprint(ab, 2, ab, 0));
    assert_true(answers_fingerprint(ab, 1, ab, 1) != answers_fingerprint(ab, 1, ab + 1, 1));
    assert_true(answers_fingerprint(ab, 2, ab, 2) == answers_fingerprint(ab, 2, ab, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeat_is_known_for_the_exchange_lifetime),
        cmocka_unit_test(another_session_or_content_is_another_message),
        cmocka_unit_test(failed_storing_is_tried_again),
        cmocka_unit_test(a_reused_last_block_of_another_upload_is_another_message),
        cmocka_unit_test(memory_is_bounded_and_forgets_the_oldest),
        cmocka_unit_test(fingerprint_tells_token_from_payload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
