// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz seed through the packets of a foreign broker: as many read, or broken, as its
// name says, and all promises held; also cut at each of its bytes.
#include "packet_check.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS HOUSE_SOURCE_DIR "/tests/fuzz/seeds/packet"

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
        struct packet_fate fate = packet_check(bytes, length);
        if (strncmp(entry->d_name, "broken.", 7) == 0)
            assert_int_equal(fate.broken, 1);
        if (strncmp(entry->d_name, "whole", 5) == 0) {
            assert_int_equal(fate.broken, 0);
            assert_int_equal(fate.read, entry->d_name[5] - '0');
            for (size_t cut = 0; cut < length && length < 1000; cut++)
                assert_int_equal(packet_check(bytes, cut).broken, 0);
        }
        count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(count >= 33);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_keeps_the_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
