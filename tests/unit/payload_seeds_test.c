// SPDX-License-Identifier: EUPL-1.2
// Every kept fuzz seed through the decoder: the answer its name promises, and all promises held.
#include "payload_check.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS HOUSE_SOURCE_DIR "/tests/fuzz/seeds/payload"

// The bytes on the heap in exactly their length, so that the address sanitiser sees a read past the
// end.
static unsigned char *read_seed(const char *name, size_t *length) {
    char path[4096];
    assert_in_range(snprintf(path, sizeof path, "%s/%s", SEEDS, name), 1, sizeof path - 1);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    unsigned char *buffer = malloc(PAYLOAD_BYTES_MAX + 2);
    assert_non_null(buffer);
    *length = fread(buffer, 1, PAYLOAD_BYTES_MAX + 2, file);
    assert_int_equal(fclose(file), 0);
    unsigned char *exact = malloc(*length ? *length : 1);
    assert_non_null(exact);
    memcpy(exact, buffer, *length);
    free(buffer);
    return exact;
}

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

static void every_seed_gives_the_answer_in_its_name(void **state) {
    (void)state;
    DIR *folder = opendir(SEEDS);
    assert_non_null(folder);
    size_t replayed = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        size_t length = 0;
        unsigned char *bytes = read_seed(entry->d_name, &length);
        const char *answer =
            payload_fault_text(payload_check(bytes, length, kind_of(entry->d_name)));
        free(bytes);
        size_t size = strlen(answer);
        if (strncmp(entry->d_name, answer, size) != 0 || entry->d_name[size] != '.') {
            fail_msg("seed %s: the decoder says '%s'", entry->d_name, answer);
        }
        replayed++;
    }
    assert_int_equal(closedir(folder), 0);
    // A folder that was lost would otherwise pass in silence.
    assert_true(replayed >= 70);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_gives_the_answer_in_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
