// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz script of broker and storage through the intake: as much stored and answered as
// its name says, and all promises held.
#include "intake_check.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS HOUSE_SOURCE_DIR "/tests/fuzz/seeds/intake"

static void every_seed_keeps_the_promises(void **state) {
    (void)state;
    static uint8_t bytes[131072];
    DIR *folder = opendir(SEEDS);
    size_t count = 0;
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", SEEDS, entry->d_name);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        size_t length = fread(bytes, 1, sizeof bytes, file);
        assert_int_equal(fclose(file), 0);
        struct intake_fate fate = intake_check(bytes, length);
        if (strncmp(entry->d_name, "all.", 4) == 0)
            assert_true(fate.answered > 0);
        else if (strncmp(entry->d_name, "some.", 5) == 0)
            assert_true(fate.stored > 0 && fate.answered < 40);
        else if (strncmp(entry->d_name, "none.", 5) == 0)
            assert_int_equal(fate.stored + fate.answered, 0);
        count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(count >= 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
