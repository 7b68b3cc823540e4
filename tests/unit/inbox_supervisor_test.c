// SPDX-License-Identifier: EUPL-1.2
// What the service manager hears.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "inbox/supervisor.h"
#include "inbox/wake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void assert_heard(int socket, const char *state) {
    char heard[64] = {0};
    assert_int_equal(recv(socket, heard, sizeof heard - 1, MSG_DONTWAIT), strlen(state));
    assert_string_equal(heard, state);
}

static void a_manager_with_a_path_is_told(void **state) {
    (void)state;
    char folder[] = "/tmp/sostegno-supervisor-XXXXXX";
    char path[64];
    int manager = -1;
    assert_non_null(mkdtemp(folder));
    assert_true((size_t)snprintf(path, sizeof path, "%s/notify", folder) < sizeof path);
    assert_int_equal(inbox_socket_bind(path, &manager), INBOX_OK);
    assert_int_equal(setenv("NOTIFY_SOCKET", path, 1), 0);
    assert_true(supervisor_tell("READY=1"));
    assert_heard(manager, "READY=1");
    assert_int_equal(close(manager), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_false(supervisor_tell("STOPPING=1"));
}

static void a_manager_with_an_abstract_name_is_told(void **state) {
    (void)state;
    char name[64];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int length = snprintf(name, sizeof name, "@sostegno/supervisor/%ld", (long)getpid());
    memcpy(address.sun_path + 1, name + 1, (size_t)length - 1);
    assert_int_equal(bind(manager, (const struct sockaddr *)&address,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)length)),
                     0);
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
    assert_true(supervisor_tell("READY=1"));
    assert_heard(manager, "READY=1");
    assert_int_equal(close(manager), 0);
}

static void without_a_manager_or_with_an_impossible_one_nothing_happens(void **state) {
    (void)state;
    char endless[200];
    memset(endless, 'x', sizeof endless);
    endless[0] = '/';
    endless[sizeof endless - 1] = '\0';
    const char *const names[] = {"", "/", "@", "relative", endless};
    assert_int_equal(unsetenv("NOTIFY_SOCKET"), 0);
    assert_false(supervisor_tell("READY=1"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(setenv("NOTIFY_SOCKET", names[i], 1), 0);
        assert_false(supervisor_tell("READY=1"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manager_with_a_path_is_told),
        cmocka_unit_test(a_manager_with_an_abstract_name_is_told),
        cmocka_unit_test(without_a_manager_or_with_an_impossible_one_nothing_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
