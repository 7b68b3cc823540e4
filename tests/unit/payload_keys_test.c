// SPDX-License-Identifier: EUPL-1.2
// Identity of readings: the same reading is the same whichever way it came, and no two others are.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DEVICE "0123456789abcdef0123456789abcdef"
#define GATEWAY "ffffffffffffffffffffffffffffffff"
#define SENT "\"sent\":\"2026-11-21T08:30:05+01:00\""
#define TIME "\"t\":\"2026-11-21T08:29:50+01:00\","
#define WEIGHT(v, u) "\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":" v ",\"u\":\"" u "\"}}"

static struct payload_keys keys_at(const char *text, const char *device, size_t index) {
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(payload_decode(text, strlen(text), &message, &fault), PAYLOAD_OK);
    struct payload_keys keys;
    assert_true(payload_reading_keys(&message, index, device, &keys));
    payload_release(&message);
    return keys;
}

static struct payload_keys keys_of(const char *text, const char *device) {
    return keys_at(text, device, 0);
}

static void case2_a_retry_in_another_message_is_the_same_reading(void **state) {
    (void)state;
    struct payload_keys first = keys_of(
        "{\"seq\":5,\"boot\":1," SENT ",\"readings\":[{" TIME WEIGHT("79.3", "kg") "}]}", DEVICE);
    struct payload_keys again =
        keys_at("{\"seq\":9,\"boot\":2,\"sent\":\"2026-11-22T10:00:00Z\",\"battery\":3,"
                "\"readings\":[{" TIME WEIGHT(
                    "80", "kg") "},{\"t\":\"2026-11-21T07:29:50.000Z\","
                                "\"slot\":2,\"flags\":[\"movement\"]," WEIGHT("79.300", "kg") "}]}",
                DEVICE, 1);
    assert_string_equal(first.slot, again.slot);
    assert_string_equal(first.values, again.values);
    assert_string_not_equal(first.sequence, again.sequence);
    assert_string_equal(first.slot, "device " DEVICE " weight at 1795246190000000");
    assert_string_equal(first.values, "weight=79300");
    assert_string_equal(first.sequence, DEVICE " 1 5 0");
}

static void case5_a_meter_is_the_same_behind_two_gateways(void **state) {
    (void)state;
    struct payload_keys one = keys_of("{" SENT ",\"readings\":[{" TIME
                                      "\"meter\":\"aa:bb:cc:dd:ee:0f\"," WEIGHT("79.3", "kg") "}]}",
                                      DEVICE);
    struct payload_keys two = keys_of("{" SENT ",\"readings\":[{" TIME
                                      "\"meter\":\"AABBCCDDEE0F\"," WEIGHT("79300", "g") "}]}",
                                      GATEWAY);
    assert_string_equal(one.slot, two.slot);
    assert_string_equal(one.values, two.values);
    assert_string_equal(one.sequence, "");
}

static void case30_two_devices_or_kinds_or_times_are_not_the_same(void **state) {
    (void)state;
    static const char text[] = "{" SENT ",\"readings\":[{" TIME WEIGHT("79.3", "kg") "}]}";
    struct payload_keys base = keys_of(text, DEVICE);
    assert_string_not_equal(keys_of(text, GATEWAY).slot, base.slot);
    assert_string_not_equal(
        keys_of("{" SENT ",\"readings\":[{\"t\":\"2026-11-21T08:29:50.000001+01:00\"," WEIGHT(
                    "79.3", "kg") "}]}",
                DEVICE)
            .slot,
        base.slot);
    assert_string_not_equal(keys_of("{" SENT ",\"readings\":[{" TIME
                                    "\"kind\":\"temperature\",\"values\":"
                                    "{\"temperature\":{\"v\":36.6,\"u\":\"Cel\"}}}]}",
                                    DEVICE)
                                .slot,
                            base.slot);
    // A meter named like a device id is not that device.
    assert_string_not_equal(keys_of("{" SENT ",\"readings\":[{" TIME "\"meter\":\"" DEVICE
                                    "\"," WEIGHT("79.3", "kg") "}]}",
                                    GATEWAY)
                                .slot,
                            base.slot);
}

static void case6_same_moment_other_values_share_the_slot_only(void **state) {
    (void)state;
    static const char text[] =
        "{\"seq\":5," SENT
        ",\"readings\":[{" TIME WEIGHT("79.3", "kg") "},{" TIME WEIGHT("79.4", "kg") "}]}";
    struct payload_keys one = keys_at(text, DEVICE, 0);
    struct payload_keys two = keys_at(text, DEVICE, 1);
    assert_string_equal(one.slot, two.slot);
    assert_string_not_equal(one.values, two.values);
    assert_string_not_equal(one.sequence, two.sequence);
}

static void case7_a_reused_sequence_can_be_seen(void **state) {
    (void)state;
    struct payload_keys one = keys_of(
        "{\"seq\":5,\"boot\":1," SENT ",\"readings\":[{" WEIGHT("79.3", "kg") "}]}", DEVICE);
    struct payload_keys two =
        keys_of("{\"seq\":5,\"boot\":1,\"sent\":\"2026-11-21T09:00:00Z\",\"readings\":[{" WEIGHT(
                    "81", "kg") "}]}",
                DEVICE);
    assert_string_equal(one.slot, two.slot);
    assert_string_equal(one.sequence, two.sequence);
    assert_string_not_equal(one.values, two.values);
    assert_string_equal(one.slot, "device " DEVICE " weight of " DEVICE " sequence 1 5");
}

static void a_sequence_without_boot_does_not_hide_a_later_reading(void **state) {
    (void)state;
    struct payload_keys one =
        keys_of("{\"seq\":0," SENT ",\"readings\":[{" WEIGHT("79.3", "kg") "}]}", DEVICE);
    struct payload_keys two = keys_of(
        "{\"seq\":0,\"sent\":\"2026-11-22T08:30:05Z\",\"readings\":[{" WEIGHT("79.3", "kg") "}]}",
        DEVICE);
    assert_string_not_equal(one.slot, two.slot);
}

static void values_are_in_one_order_however_they_came(void **state) {
    (void)state;
    struct payload_keys one =
        keys_of("{" SENT ",\"readings\":[{" TIME "\"kind\":\"blood-pressure\",\"values\":{"
                "\"pulse\":{\"v\":71,\"u\":\"/min\"},\"diastolic\":{\"v\":88,\"u\":\"mm[Hg]\"},"
                "\"systolic\":{\"v\":142,\"u\":\"mm[Hg]\"}}}]}",
                DEVICE);
    assert_string_equal(one.values, "systolic=142000 diastolic=88000 pulse=71000");
}

static void a_faulty_reading_or_a_wrong_device_has_no_keys(void **state) {
    (void)state;
    static const char text[] =
        "{" SENT
        ",\"readings\":[{\"kind\":\"weight\",\"values\":{}},{" TIME WEIGHT("79.3", "kg") "}]}";
    struct payload_message message = {0};
    struct payload_fault fault;
    struct payload_keys keys;
    assert_int_equal(payload_decode(text, strlen(text), &message, &fault), PAYLOAD_OK);
    assert_false(payload_reading_keys(&message, 0, DEVICE, &keys));
    assert_true(payload_reading_keys(&message, 1, DEVICE, &keys));
    assert_false(payload_reading_keys(&message, 2, DEVICE, &keys));
    assert_false(payload_reading_keys(&message, 1, "", &keys));
    assert_false(payload_reading_keys(&message, 1, "0123456789ABCDEF0123456789ABCDEF", &keys));
    assert_false(payload_reading_keys(&message, 1, DEVICE "0", &keys));
    payload_release(&message);
}

static void case54_meters_have_one_spelling(void **state) {
    (void)state;
    static const struct {
        const char *sent;
        const char *canonical;
    } cases[] = {
        {"SN123", "SN123"},
        {"sn123", "SN123"},
        {"AA:BB:CC:DD:EE:0F", "AABBCCDDEE0F"},
        {"aa-bb-cc-dd-ee-0f", "AABBCCDDEE0F"},
        {"aabbccddee0f", "AABBCCDDEE0F"},
        {"aa:bb:cc-dd:ee:0f", "AA:BB:CC-DD:EE:0F"},
        {"aa:bb:cc:dd:ee:0g", "AA:BB:CC:DD:EE:0G"},
        {"12-34", "12-34"},
        {"x", "X"},
        {"0123456789012345678901234567890123456789012345678901234567890123",
         "0123456789012345678901234567890123456789012345678901234567890123"},
        {"01234567890123456789012345678901234567890123456789012345678901234", NULL},
        {"", NULL},
        {"SN 1", NULL},
        {"SN/1", NULL},
        {"SN\n", NULL},
        {"SN\xc3\xa9", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[PAYLOAD_METER_SIZE] = "untouched";
        bool good = payload_meter_canonical(cases[i].sent, strlen(cases[i].sent), out);
        assert_int_equal(good, cases[i].canonical != NULL);
        assert_string_equal(out, good ? cases[i].canonical : "untouched");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case2_a_retry_in_another_message_is_the_same_reading),
        cmocka_unit_test(case5_a_meter_is_the_same_behind_two_gateways),
        cmocka_unit_test(case30_two_devices_or_kinds_or_times_are_not_the_same),
        cmocka_unit_test(case6_same_moment_other_values_share_the_slot_only),
        cmocka_unit_test(case7_a_reused_sequence_can_be_seen),
        cmocka_unit_test(a_sequence_without_boot_does_not_hide_a_later_reading),
        cmocka_unit_test(values_are_in_one_order_however_they_came),
        cmocka_unit_test(a_faulty_reading_or_a_wrong_device_has_no_keys),
        cmocka_unit_test(case54_meters_have_one_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
