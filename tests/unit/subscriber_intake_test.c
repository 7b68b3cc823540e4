// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz script of broker and storage through the intake: as much stored and answered as
// its name says, and all promises held.
#include "intake_check.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *name, const uint8_t *bytes, size_t length) {
    struct intake_fate fate = intake_check(bytes, length);
    if (strncmp(name, "all.", 4) == 0)
        assert_true(fate.answered > 0);
    else if (strncmp(name, "some.", 5) == 0)
        assert_true(fate.stored > 0 && fate.answered < 40);
    else if (strncmp(name, "none.", 5) == 0)
        assert_int_equal(fate.stored + fate.answered, 0);
}

static void every_seed_keeps_the_promises(void **state) {
    (void)state;
    seeds_replay("intake", 10, check);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
