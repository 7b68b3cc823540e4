// SPDX-License-Identifier: EUPL-1.2
// Client address, origin and cookie of a request.
#include "http/origin.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// Strip spaces, quotes, brackets and a port: what proxies wrap an address in. False when no address
// is left.
static bool address_of(const char *text, size_t length, char out[CLIENT_SIZE]) {
    while (length > 0 && (*text == ' ' || *text == '\t' || *text == '"')) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\"", text[length - 1]) != NULL) {
        length--;
    }
    if (length > 0 && *text == '[') {
        const char *close = memchr(text, ']', length);
        if (close == NULL) {
            return false;
        }
        text++;
        length = (size_t)(close - text);
    } else {
        const char *colon = memchr(text, ':', length);
        if (colon != NULL && memchr(colon + 1, ':', length - (size_t)(colon + 1 - text)) == NULL) {
            length = (size_t)(colon - text);
        }
    }
    if (length == 0 || length >= CLIENT_SIZE) {
        return false;
    }
    char copy[CLIENT_SIZE];
    unsigned char binary[16];
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (inet_pton(AF_INET, copy, binary) != 1 && inet_pton(AF_INET6, copy, binary) != 1) {
        return false;
    }
    memcpy(out, copy, length + 1);
    return true;
}

bool origin_same(const char *a, const char *b) {
    unsigned char left[16];
    unsigned char right[16];
    if (inet_pton(AF_INET, a, left) == 1) {
        return inet_pton(AF_INET, b, right) == 1 && memcmp(left, right, 4) == 0;
    }
    return inet_pton(AF_INET6, a, left) == 1 && inet_pton(AF_INET6, b, right) == 1 &&
           memcmp(left, right, 16) == 0;
}

void origin_client(const char *peer, const char *trusted_proxy, const char *x_forwarded_for,
                   const char *forwarded, char client[CLIENT_SIZE]) {
    snprintf(client, CLIENT_SIZE, "%s", peer);
    if (trusted_proxy[0] == '\0' || !origin_same(peer, trusted_proxy)) {
        return;
    }
    // Only the last element was written by the proxy itself; those before it are anybody's claim.
    if (x_forwarded_for != NULL) {
        const char *comma = strrchr(x_forwarded_for, ',');
        const char *last = comma == NULL ? x_forwarded_for : comma + 1;
        address_of(last, strlen(last), client);
        return;
    }
    if (forwarded == NULL) {
        return;
    }
    const char *comma = strrchr(forwarded, ',');
    const char *at = comma == NULL ? forwarded : comma + 1;
    while (*at != '\0') {
        size_t length = strcspn(at, ";");
        while (length > 0 && *at == ' ') {
            at++;
            length--;
        }
        if (length > 4 && strncasecmp(at, "for=", 4) == 0) {
            address_of(at + 4, length - 4, client);
            return;
        }
        at += length + (at[length] == ';');
    }
}

bool origin_allowed(const char *sec_fetch_site, const char *origin, const char *host, bool https) {
    if (sec_fetch_site != NULL && strcmp(sec_fetch_site, "same-origin") != 0) {
        return false;
    }
    if (origin == NULL) {
        return true;
    }
    const char *scheme = https ? "https://" : "http://";
    size_t length = strlen(scheme);
    return host != NULL && strncmp(origin, scheme, length) == 0 &&
           strcasecmp(origin + length, host) == 0;
}

static bool cookie_char(char c) {
    unsigned char u = (unsigned char)c;
    return u > 0x20 && u < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

const char *origin_cookie(struct arena *arena, const char *header, const char *name) {
    const char *found = NULL;
    size_t found_length = 0;
    size_t name_length = strlen(name);
    if (header == NULL) {
        return NULL;
    }
    for (const char *at = header; *at != '\0';) {
        while (*at == ' ' || *at == ';') {
            at++;
        }
        size_t length = strcspn(at, ";");
        if (length > name_length && strncmp(at, name, name_length) == 0 && at[name_length] == '=') {
            // Two of one name: a neighbour site planted the other. Neither is believed.
            if (found != NULL) {
                return NULL;
            }
            found = at + name_length + 1;
            found_length = length - name_length - 1;
        }
        at += length;
    }
    if (found == NULL || found_length == 0) {
        return NULL;
    }
    for (size_t i = 0; i < found_length; i++) {
        if (!cookie_char(found[i])) {
            return NULL;
        }
    }
    return arena_strndup(arena, found, found_length);
}

bool origin_loopback(const char *address) {
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, address, &v4) == 1) {
        return (ntohl(v4.s_addr) >> 24) == 127;
    }
    return inet_pton(AF_INET6, address, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}
