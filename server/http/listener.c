// SPDX-License-Identifier: EUPL-1.2
// Parsing and binding of the listen address.
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/origin.h"

enum { BACKLOG = 512 };

static bool split(const char *address, char host[CLIENT_SIZE], uint16_t *port) {
    const char *colon = strrchr(address, ':');
    if (colon == NULL || colon == address) {
        return false;
    }
    const char *start = address;
    size_t length = (size_t)(colon - address);
    if (address[0] == '[') {
        if (length < 3 || address[length - 1] != ']') {
            return false;
        }
        start++;
        length -= 2;
    }
    size_t digits = strlen(colon + 1);
    if (length >= CLIENT_SIZE || digits == 0 || digits > 5 ||
        strspn(colon + 1, "0123456789") != digits) {
        return false;
    }
    long number = strtol(colon + 1, NULL, 10);
    if (number > 65535) {
        return false;
    }
    memcpy(host, start, length);
    host[length] = '\0';
    *port = (uint16_t)number;
    return true;
}

bool listener_loopback(const char *address) {
    char host[CLIENT_SIZE];
    uint16_t port = 0;
    return split(address, host, &port) && origin_loopback(host);
}

enum rc listener_open(const char *address, struct fault *fault, struct listener *listener) {
    char host[CLIENT_SIZE];
    uint16_t port = 0;
    struct sockaddr_storage place = {0};
    socklen_t length = 0;
    if (!split(address, host, &port)) {
        return fault_set(fault, RC_INVALID, "listen-malformed");
    }
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) {
        memcpy(&place, &v4, sizeof v4);
        length = sizeof v4;
    } else if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
        memcpy(&place, &v6, sizeof v6);
        length = sizeof v6;
    } else {
        return fault_set(fault, RC_INVALID, "listen-malformed");
    }
    int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int yes = 1;
    if (fd < 0) {
        return fault_set(fault, RC_IO, "listen-failed");
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&place, length) != 0 || listen(fd, BACKLOG) != 0) {
        bool taken = errno == EADDRINUSE;
        close(fd);
        return taken ? fault_set(fault, RC_CONFLICT, "address-in-use")
                     : fault_set(fault, RC_IO, "listen-failed");
    }
    length = sizeof place;
    if (getsockname(fd, (struct sockaddr *)&place, &length) != 0) {
        close(fd);
        return fault_set(fault, RC_IO, "listen-failed");
    }
    if (place.ss_family == AF_INET) {
        memcpy(&v4, &place, sizeof v4);
        port = ntohs(v4.sin_port);
    } else {
        memcpy(&v6, &place, sizeof v6);
        port = ntohs(v6.sin6_port);
    }
    *listener = (struct listener){.fd = fd, .port = port, .loopback = origin_loopback(host)};
    return RC_OK;
}
