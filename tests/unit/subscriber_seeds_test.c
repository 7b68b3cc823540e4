// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz seed through the packets of a foreign broker: as many read, or broken, as its
// name says, and all promises held; also cut at each of its bytes.
#include "packet_check.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *name, const uint8_t *bytes, size_t length) {
    struct packet_fate fate = packet_check(bytes, length);
    if (strncmp(name, "broken.", 7) == 0)
        assert_int_equal(fate.broken, 1);
    if (strncmp(name, "whole", 5) == 0) {
        assert_int_equal(fate.broken, 0);
        assert_int_equal(fate.read, name[5] - '0');
        for (size_t cut = 0; cut < length && length < 1000; cut++)
            assert_int_equal(packet_check(bytes, cut).broken, 0);
    }
}

static void every_seed_keeps_the_promises(void **state) {
    (void)state;
    seeds_replay("packet", 33, check);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
