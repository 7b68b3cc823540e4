// SPDX-License-Identifier: EUPL-1.2
// The listening socket: parsed, judged and bound before the library sees it, so that faults have
// clear names.
#ifndef HTTP_LISTENER_H
#define HTTP_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

struct listener {
    int fd;
    uint16_t port; // really bound
    bool loopback;
};

// "host:port" or "[v6]:port" with a numeric host. RC_INVALID listen-malformed, RC_CONFLICT
// address-in-use, RC_IO listen-failed.
RC_CHECKED enum rc listener_open(const char *address, struct fault *fault,
                                 struct listener *listener);

// Is the address (well-formed or not) on loopback? No I/O.
bool listener_loopback(const char *address);

#endif
