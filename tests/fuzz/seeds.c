// SPDX-License-Identifier: EUPL-1.2
// Reading the kept inputs of the fuzz targets.
#include "seeds.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEED_MAX = 1 << 20 };

static uint8_t *read_seed(const char *path, size_t *length) {
    static uint8_t buffer[SEED_MAX];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    *length = fread(buffer, 1, sizeof buffer, file);
    assert_int_equal(fclose(file), 0);
    assert_in_range(*length, 0, sizeof buffer - 1);
    uint8_t *exact = malloc(*length > 0 ? *length : 1);
    assert_non_null(exact);
    memcpy(exact, buffer, *length);
    return exact;
}

void seeds_replay(const char *target, size_t least, seed_check *check) {
    char folder_path[1024], path[2048];
    assert_in_range(snprintf(folder_path, sizeof folder_path, "%s/tests/fuzz/seeds/%s",
                             HOUSE_SOURCE_DIR, target),
                    1, sizeof folder_path - 1);
    DIR *folder = opendir(folder_path);
    assert_non_null(folder);
    size_t replayed = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        assert_in_range(snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name), 1,
                        sizeof path - 1);
        size_t length = 0;
        uint8_t *bytes = read_seed(path, &length);
        check(entry->d_name, bytes, length);
        free(bytes);
        replayed++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(replayed >= least);
}
