// SPDX-License-Identifier: EUPL-1.2
// Curves and messages: repeatable, plausible, and exactly what the decoder accepts.
#include "fleet/curve.h"
#include "fleet/message.h"
#include "payload/payload.h"
#include "scoring/plausibility.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY_US INT64_C(86400000000)

static void the_same_seed_gives_the_same_day_in_any_order(void **state) {
    (void)state;
    const struct curve curve = {.seed = 7, .member = 3, .condition = CONDITION_DIABETES};
    struct curve other = curve;
    other.seed = 8;
    struct civil_date first = civil_date_of(2026, 11, 20);
    struct civil_date second = civil_date_of(2026, 11, 21);
    struct sample once[CURVE_SAMPLES_A_DAY];
    struct sample again[CURVE_SAMPLES_A_DAY];
    struct sample unlike[CURVE_SAMPLES_A_DAY];
    memset(once, 0, sizeof once);
    memset(again, 0, sizeof again);
    memset(unlike, 0, sizeof unlike);
    size_t count = curve_day(&curve, first, once);
    (void)curve_day(&curve, second, again);
    assert_int_equal(curve_day(&curve, first, again), count);
    assert_memory_equal(once, again, count * sizeof *once);
    (void)curve_day(&other, first, unlike);
    assert_memory_not_equal(once, unlike, sizeof once);
}

// One sample through message and decoder; returns its values, checked to be exact and plausible.
static struct payload_reading travel(const struct sample *sample) {
    const struct message_head head = {1, 2, sample->time_us, 80, "SN1"};
    size_t used = 0;
    char *text = message_build(&head, sample, 1, 1024, &used);
    assert_non_null(text);
    assert_int_equal(used, 1);
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(payload_decode(text, strlen(text), &message, &fault), PAYLOAD_OK);
    assert_int_equal(message.reading_count, 1);
    struct payload_reading reading = message.readings[0];
    assert_int_equal(reading.fault.code, PAYLOAD_OK);
    assert_true(reading.time_us == sample->time_us);
    assert_int_equal(reading.flags, sample->flags);
    assert_int_equal(reading.value_count, sample->value_count);
    struct plausibility_finding finding;
    plausibility_reading(reading.values, reading.value_count, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    payload_release(&message);
    free(text);
    return reading;
}

static void every_sample_of_a_year_is_accepted_and_plausible(void **state) {
    (void)state;
    size_t total = 0;
    for (uint64_t member = 0; member < 12; member++) {
        enum condition condition = (enum condition)(CONDITION_HYPERTENSION + member % 3);
        const struct curve curve = {
            .seed = 1, .member = member, .condition = condition, .unsteady = member >= 9};
        int64_t last = 0;
        for (int32_t day = 0; day < 366; day++) {
            struct sample samples[CURVE_SAMPLES_A_DAY];
            struct civil_date date = civil_date_add_days(civil_date_of(2026, 1, 1), day);
            size_t count = curve_day(&curve, date, samples);
            for (size_t i = 0; i < count; i++) {
                assert_true(samples[i].time_us > last);
                last = samples[i].time_us;
                (void)travel(&samples[i]);
                total++;
            }
        }
    }
    // About 13 of 14 measurements are taken: 2, 4 and 2 a day by condition.
    assert_in_range(total, 10500, 11500);
}

static void the_exacerbation_falls_below_88_within_five_days(void **state) {
    (void)state;
    const int64_t begin = INT64_C(1795248000000000); // 2026-11-21T09:00+01:00
    const struct curve ill = {1, 2, CONDITION_COPD, false, true, begin};
    const struct curve well = {1, 2, CONDITION_COPD, false, false, 0};
    struct sample samples[CURVE_SAMPLES_A_DAY];
    int64_t low_before = INT64_MAX;
    int64_t low_after = INT64_MAX;
    int64_t low_well = INT64_MAX;
    for (int32_t day = -10; day <= 6; day++) {
        struct civil_date date = civil_date_add_days(civil_date_of(2026, 11, 21), day);
        size_t count = curve_day(&ill, date, samples);
        for (size_t i = 0; i < count; i++) {
            int64_t spo2 = travel(&samples[i]).values[1].canonical;
            int64_t *low = samples[i].time_us <= begin ? &low_before : &low_after;
            *low = spo2 < *low ? spo2 : *low;
        }
        count = curve_day(&well, date, samples);
        for (size_t i = 0; i < count; i++) {
            int64_t spo2 = travel(&samples[i]).values[1].canonical;
            low_well = spo2 < low_well ? spo2 : low_well;
        }
    }
    assert_true(low_before >= 91000);
    assert_true(low_after < 88000 && low_after >= 80000);
    assert_true(low_well >= 91000);
}

static void a_message_takes_what_fits_and_no_more(void **state) {
    (void)state;
    const struct curve curve = {.seed = 1, .member = 0, .condition = CONDITION_HYPERTENSION};
    struct sample samples[120];
    size_t count = 0;
    for (int32_t day = 0; count < 110; day++) {
        count +=
            curve_day(&curve, civil_date_add_days(civil_date_of(2026, 1, 1), day), samples + count);
    }
    const struct message_head head = {9007199254740991, 9007199254740991, 0, 100, ""};
    size_t used = 0;
    char *text = message_build(&head, samples, count, 60000, &used);
    assert_non_null(text);
    assert_int_equal(used, 50);
    free(text);
    for (size_t limit = 400; limit < 1200; limit += 7) {
        text = message_build(&head, samples, count, limit, &used);
        assert_non_null(text);
        assert_true(used >= 1 && strlen(text) <= limit);
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_int_equal(payload_decode(text, strlen(text), &message, &fault), PAYLOAD_OK);
        assert_int_equal(message.reading_count, used);
        payload_release(&message);
        free(text);
    }
}

static void case14_times_carry_the_offset_of_italy_also_in_the_double_hour(void **state) {
    (void)state;
    static const struct {
        int64_t instant;
        const char *text;
    } cases[] = {
        {INT64_C(1792888200000000), "2026-10-25T02:30:00+02:00"},
        {INT64_C(1792891800000000), "2026-10-25T02:30:00+01:00"},
        {INT64_C(1774745999999999), "2026-03-29T01:59:59+01:00"},
        {INT64_C(1774746000000000), "2026-03-29T03:00:00+02:00"},
        {INT64_C(1798757999000000), "2026-12-31T23:59:59+01:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[MESSAGE_TIME_SIZE];
        message_time(cases[i].instant, text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_day_in_any_order),
        cmocka_unit_test(every_sample_of_a_year_is_accepted_and_plausible),
        cmocka_unit_test(the_exacerbation_falls_below_88_within_five_days),
        cmocka_unit_test(a_message_takes_what_fits_and_no_more),
        cmocka_unit_test(case14_times_carry_the_offset_of_italy_also_in_the_double_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
