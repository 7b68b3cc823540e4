// SPDX-License-Identifier: EUPL-1.2
// SIGKILL at any moment keeps every acknowledged write, and the chain whole.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/audit.h"

enum { CYCLES = 20, WRITERS = 4 };

struct child {
    struct place *place;
    int pipe, cycle, number;
};

// Tells the parent each name after its write was acknowledged; one write(2) below PIPE_BUF is
// whole.
static void *write_for_ever(void *context) {
    const struct child *child = context;
    for (int i = 0;; i++) {
        char name[64] = {0};
        snprintf(name, sizeof name, "c%d-w%d-%d", child->cycle, child->number, i);
        if (place_fund(child->place, name) != RC_OK ||
            write(child->pipe, name, sizeof name) != (ssize_t)sizeof name) {
            _exit(2);
        }
    }
    return NULL;
}

static void run_child(struct place *place, int pipe, int cycle) {
    pthread_t threads[WRITERS];
    struct child children[WRITERS];
    struct fault fault = {0};
    if (store_open(&place->options, &place->store, &fault) != RC_OK) {
        _exit(3);
    }
    for (int i = 0; i < WRITERS; i++) {
        children[i] = (struct child){place, pipe, cycle, i};
        if (pthread_create(&threads[i], NULL, write_for_ever, &children[i]) != 0) {
            _exit(4);
        }
    }
    pause();
    _exit(5);
}

static int kill_in_the_middle(struct place *place, int cycle, unsigned *seed, FILE *acknowledged) {
    int ends[2];
    char name[64];
    int count = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(ends[0]);
        run_child(place, ends[1], cycle);
    }
    close(ends[1]);
    // After its first acknowledgement it lives for a random while, up to 60 ms.
    int64_t left = rand_r(seed) % 60000;
    if (read(ends[0], name, sizeof name) == (ssize_t)sizeof name) {
        fprintf(acknowledged, "%s\n", name);
        count++;
    }
    nanosleep(&(struct timespec){.tv_nsec = left * 1000}, NULL);
    kill(pid, SIGKILL);
    while (read(ends[0], name, sizeof name) == (ssize_t)sizeof name) {
        fprintf(acknowledged, "%s\n", name);
        count++;
    }
    close(ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status));
    return count;
}

static void killed_at_random_it_keeps_every_acknowledged_write(void **state) {
    struct place *place = *state;
    struct store_crypto crypto = place_crypto(place->vault);
    struct audit_report report;
    unsigned seed = 20261121;
    char name[64], sql[256];
    int64_t count = 0;
    place_close(place);
    FILE *acknowledged = fopen(place_path(place, "acknowledged"), "w+");
    assert_non_null(acknowledged);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
        count += kill_in_the_middle(place, cycle, &seed, acknowledged);
    }
    assert_true(count >= CYCLES);
    place_open(place);
    place_close(place);
    rewind(acknowledged);
    while (fgets(name, sizeof name, acknowledged)) {
        name[strcspn(name, "\n")] = '\0';
        snprintf(sql, sizeof sql, "SELECT count(*) FROM funds WHERE name = '%s'", name);
        assert_int_equal(place_sql(place, "office.db", sql), 1);
    }
    fclose(acknowledged);
    // At most the closures in flight at each kill were written and not acknowledged.
    assert_true(place_sql(place, "office.db", "SELECT count(*) FROM funds") <=
                count + CYCLES * WRITERS);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM audit"),
                     place_sql(place, "office.db", "SELECT count(*) FROM funds"));
    assert_int_equal(audit_verify(place->folder, &crypto, NULL, &report), RC_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(killed_at_random_it_keeps_every_acknowledged_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
