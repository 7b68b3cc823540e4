// SPDX-License-Identifier: EUPL-1.2
// Client address behind a proxy, origin of unsafe requests (ASVS 3.5.1), cookies that somebody else
// planted.
#include "http/origin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void only_the_trusted_proxy_may_speak_for_others(void **state) {
    (void)state;
    static const struct {
        const char *peer, *proxy, *xff, *forwarded, *want;
    } cases[] = {
        {"192.0.2.1", "", "10.0.0.1", NULL, "192.0.2.1"},
        {"192.0.2.1", "192.0.2.9", "10.0.0.1", NULL, "192.0.2.1"},
        {"192.0.2.9", "192.0.2.9", "10.0.0.1", NULL, "10.0.0.1"},
        {"192.0.2.9", "192.0.2.9", "6.6.6.6, 10.0.0.1", NULL, "10.0.0.1"},
        {"192.0.2.9", "192.0.2.9", "not an address", NULL, "192.0.2.9"},
        {"192.0.2.9", "192.0.2.9", "", NULL, "192.0.2.9"},
        {"192.0.2.9", "192.0.2.9", NULL, "for=6.6.6.6, for=\"[2001:db8::1]:80\";proto=https",
         "2001:db8::1"},
        {"192.0.2.9", "192.0.2.9", NULL, "proto=https; For=10.0.0.2:99", "10.0.0.2"},
        {"192.0.2.9", "192.0.2.9", NULL, "for=_hidden", "192.0.2.9"},
        {"::1", "0:0::1", "2001:db8::2", NULL, "2001:db8::2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char client[CLIENT_SIZE];
        origin_client(cases[i].peer, cases[i].proxy, cases[i].xff, cases[i].forwarded, client);
        assert_string_equal(client, cases[i].want);
    }
}

static void foreign_pages_may_not_write(void **state) {
    (void)state;
    assert_true(origin_allowed("same-origin", "http://a:80", "a:80", false));
    assert_true(origin_allowed(NULL, NULL, "a:80", false));
    assert_true(origin_allowed(NULL, "https://A.example", "a.example", true));
    assert_false(origin_allowed("cross-site", NULL, "a", false));
    assert_false(origin_allowed("same-site", "http://a", "a", false));
    assert_false(origin_allowed("none", NULL, "a", false));
    assert_false(origin_allowed(NULL, "null", "a", false));
    assert_false(origin_allowed(NULL, "http://a", "a", true));
    assert_false(origin_allowed(NULL, "http://a.evil.example", "a", false));
    assert_false(origin_allowed(NULL, "http://a:81", "a:80", false));
    assert_false(origin_allowed(NULL, "http://a", NULL, false));
}

static void planted_cookies_are_not_believed(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    assert_string_equal(origin_cookie(arena, "a=1; sid=xyz; b=2", "sid"), "xyz");
    assert_string_equal(origin_cookie(arena, "sid=xyz", "sid"), "xyz");
    assert_null(origin_cookie(arena, "sid=xyz; sid=abc", "sid"));
    assert_null(origin_cookie(arena, "xsid=xyz", "sid"));
    assert_null(origin_cookie(arena, "sid=", "sid"));
    assert_null(origin_cookie(arena, "sid=a b", "sid"));
    assert_null(origin_cookie(arena, "sid=\"a\"", "sid"));
    assert_null(origin_cookie(arena, "", "sid"));
    assert_null(origin_cookie(arena, NULL, "sid"));
    assert_null(origin_cookie(arena, "__Host-sid=x", "sid"));
    arena_free(arena);
}

static void loopback_is_known(void **state) {
    (void)state;
    assert_true(origin_loopback("127.0.0.1"));
    assert_true(origin_loopback("127.9.9.9"));
    assert_true(origin_loopback("::1"));
    assert_false(origin_loopback("0.0.0.0"));
    assert_false(origin_loopback("::"));
    assert_false(origin_loopback("128.0.0.1"));
    assert_false(origin_loopback("localhost"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_trusted_proxy_may_speak_for_others),
        cmocka_unit_test(foreign_pages_may_not_write),
        cmocka_unit_test(planted_cookies_are_not_believed),
        cmocka_unit_test(loopback_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
