// SPDX-License-Identifier: EUPL-1.2
// The kept inputs of the fuzz targets for topics, exports, numbers of IEEE 11073 and changed
// inboxes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "csv_check.h"
#include "replay_check.h"
#include "sfloat_check.h"
#include "topic_check.h"

#define SEED_MAX 4096

static void replay_all(const char *target, void (*check)(const void *, size_t), size_t least) {
    static unsigned char bytes[SEED_MAX];
    char path[512];
    (void)snprintf(path, sizeof path, "%s/tests/fuzz/seeds/%s", HOUSE_SOURCE_DIR, target);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    size_t replayed = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char name[1024];
        (void)snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        FILE *file = fopen(name, "rb");
        assert_non_null(file);
        check(bytes, fread(bytes, 1, sizeof bytes, file));
        assert_int_equal(fclose(file), 0);
        replayed++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(replayed >= least); // a folder that was lost would otherwise pass in silence
}

static void no_kept_topic_breaks_a_promise(void **state) {
    (void)state;
    replay_all("topic", topic_check, 6);
}

static void no_kept_export_breaks_a_promise(void **state) {
    (void)state;
    replay_all("csv", csv_check, 4);
}

static void no_kept_number_breaks_a_promise(void **state) {
    (void)state;
    replay_all("sfloat", sfloat_check, 4);
}

static void no_kept_inbox_breaks_a_promise(void **state) {
    (void)state;
    replay_all("replay", replay_check, 5);
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
