// SPDX-License-Identifier: EUPL-1.2
// The kept inputs of the fuzz targets for topics, exports, numbers of IEEE 11073 and changed
// inboxes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv_check.h"
#include "replay_check.h"
#include "seeds.h"
#include "sfloat_check.h"
#include "topic_check.h"

#define REPLAY(noun)                                                                               \
    static void replay_##noun(const char *name, const uint8_t *bytes, size_t length) {             \
        (void)name;                                                                                \
        noun##_check(bytes, length);                                                               \
    }
REPLAY(topic)
REPLAY(csv)
REPLAY(sfloat)
REPLAY(replay)

static void no_kept_topic_breaks_a_promise(void **state) {
    (void)state;
    seeds_replay("topic", 6, replay_topic);
}

static void no_kept_export_breaks_a_promise(void **state) {
    (void)state;
    seeds_replay("csv", 4, replay_csv);
}

static void no_kept_number_breaks_a_promise(void **state) {
    (void)state;
    seeds_replay("sfloat", 4, replay_sfloat);
}

static void no_kept_inbox_breaks_a_promise(void **state) {
    (void)state;
    seeds_replay("replay", 5, replay_replay);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_kept_topic_breaks_a_promise),
        cmocka_unit_test(no_kept_export_breaks_a_promise),
        cmocka_unit_test(no_kept_number_breaks_a_promise),
        cmocka_unit_test(no_kept_inbox_breaks_a_promise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
