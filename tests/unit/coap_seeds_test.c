// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz seed through the block reassembly: whole or not as its name says, and all
// promises held.
#include "blocks_check.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *name, const uint8_t *bytes, size_t length) {
    size_t whole = blocks_check(bytes, length);
    if (strncmp(name, "whole.", 6) == 0)
        assert_int_not_equal(whole, 0);
    else if (strncmp(name, "none.", 5) == 0)
        assert_int_equal(whole, 0);
}

static void every_seed_keeps_the_promises(void **state) {
    (void)state;
    seeds_replay("blocks", 18, check);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
