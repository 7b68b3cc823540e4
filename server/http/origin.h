// SPDX-License-Identifier: EUPL-1.2
// Who really asks: the client's address behind a trusted proxy, the origin of a browser's request,
// its cookie.
#ifndef HTTP_ORIGIN_H
#define HTTP_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { CLIENT_SIZE = 46 };

// Are both texts one address, however spelled? Never for what is no address.
bool origin_same(const char *a, const char *b);

// The client's address: `peer`, or what the trusted proxy says of it (last element of
// X-Forwarded-For, else of Forwarded) when `peer` is that proxy and the claim is an address. NULL
// headers are absent ones.
void origin_client(const char *peer, const char *trusted_proxy, const char *x_forwarded_for,
                   const char *forwarded, char client[CLIENT_SIZE]);

// May a request that changes something come from there? Browsers send Sec-Fetch-Site or Origin
// (ASVS 3.5.1): it must be our own page. Programs send neither, and carry no one else's cookie.
bool origin_allowed(const char *sec_fetch_site, const char *origin, const char *host, bool https);

// The value of one cookie in a Cookie header, in the arena; NULL when absent, empty, malformed or
// given twice.
const char *origin_cookie(struct arena *arena, const char *header, const char *name);

// Is it an address of this machine's loopback? ("127.…", "::1")
bool origin_loopback(const char *address);

#endif
