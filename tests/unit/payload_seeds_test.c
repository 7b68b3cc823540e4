// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz seed through the decoder: the answer its name promises, and all promises held.
#include "payload_check.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

// "ok.hub-record.pressure.json" is of the topic kind hub-record; most seeds need none.
static const char *kind_of(const char *name) {
    static const char *const kinds[] = {"gateway-report", "hub-record"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strstr(name, kinds[i])) {
            return kinds[i];
        }
    }
    return "";
}

static void check(const char *name, const uint8_t *bytes, size_t length) {
    const char *answer = payload_fault_text(payload_check(bytes, length, kind_of(name)));
    size_t size = strlen(answer);
    if (strncmp(name, answer, size) != 0 || name[size] != '.') {
        fail_msg("seed %s: the decoder says '%s'", name, answer);
    }
}

static void every_seed_gives_the_answer_in_its_name(void **state) {
    (void)state;
    seeds_replay("payload", 70, check);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_gives_the_answer_in_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
