// SPDX-License-Identifier: EUPL-1.2
// Who may connect: a bound for each address, and plain HTTP beyond loopback from the proxy alone.
#include "http/connections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>

static bool admit(struct http_connections *connections, const char *text) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    struct sockaddr_storage place = {0};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(&place, &v4, sizeof v4);
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
        memcpy(&place, &v6, sizeof v6);
    }
    return http_connections_admit(connections, (struct sockaddr *)&place, sizeof place);
}

static struct http_connections *make(const char *proxy, bool alone) {
    struct http_connections_options options = {
        .per_address = 2, .proxy = proxy, .proxy_alone = alone};
    struct http_connections *connections = http_connections_new(&options);
    assert_non_null(connections);
    return connections;
}

static void plain_http_is_taken_from_the_proxy_alone(void **state) {
    (void)state;
    struct http_connections *connections = make("2001:DB8:0::2", true);
    assert_true(admit(connections, "2001:db8::2"));
    assert_true(admit(connections, "127.0.0.1"));
    assert_true(admit(connections, "::1"));
    assert_false(admit(connections, "2001:db8::3"));
    assert_false(admit(connections, "192.0.2.7"));
    assert_false(admit(connections, "::ffff:192.0.2.7"));
    http_connections_free(connections);
    connections = make("192.0.2.7", true);
    assert_true(admit(connections, "192.0.2.7"));
    assert_true(admit(connections, "::ffff:192.0.2.7"));
    assert_false(admit(connections, "192.0.2.8"));
    http_connections_free(connections);
}

static void each_address_has_its_bound_and_the_proxy_none(void **state) {
    (void)state;
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct http_connections *connections = make("192.0.2.9", false);
    struct http_connection *held[4];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(inet_pton(AF_INET, i < 2 ? "192.0.2.7" : "192.0.2.9", &from.sin_addr), 1);
        held[i] = http_connections_add(connections, -1, (struct sockaddr *)&from);
        assert_non_null(held[i]);
    }
    assert_false(admit(connections, "192.0.2.7"));
    assert_true(admit(connections, "192.0.2.8"));
    assert_true(admit(connections, "192.0.2.9"));
    http_connections_remove(connections, held[0]);
    assert_true(admit(connections, "192.0.2.7"));
    for (int i = 1; i < 4; i++) {
        http_connections_remove(connections, held[i]);
    }
    assert_int_equal(http_connections_count(connections), 0);
    http_connections_free(connections);
}

static void addresses_of_one_ipv6_network_count_as_one(void **state) {
    (void)state;
    struct sockaddr_in6 from = {.sin6_family = AF_INET6};
    struct http_connections *connections = make("", false);
    struct http_connection *held[2];
    for (int i = 0; i < 2; i++) {
        const char *address = i == 0 ? "2001:db8:1:2::1" : "2001:db8:1:2:aaaa::77";
        assert_int_equal(inet_pton(AF_INET6, address, &from.sin6_addr), 1);
        held[i] = http_connections_add(connections, -1, (struct sockaddr *)&from);
        assert_non_null(held[i]);
    }
    assert_false(admit(connections, "2001:db8:1:2:ffff::3"));
    assert_true(admit(connections, "2001:db8:1:3::1"));
    for (int i = 0; i < 2; i++) {
        http_connections_remove(connections, held[i]);
    }
    http_connections_free(connections);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_http_is_taken_from_the_proxy_alone),
        cmocka_unit_test(addresses_of_one_ipv6_network_count_as_one),
        cmocka_unit_test(each_address_has_its_bound_and_the_proxy_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
