// SPDX-License-Identifier: EUPL-1.2
// What must hold for the framing guards, cookies, client addresses and cursors whatever the bytes
// are.
#ifndef FUZZ_HTTP_CHECK_H
#define FUZZ_HTTP_CHECK_H

#include <stddef.h>
#include <stdint.h>

// Takes the bytes as lines (method, target, version, headers) and as a cookie, a forwarded address
// and a cursor; aborts, naming what does not hold.
void http_check(const uint8_t *bytes, size_t length);

#endif
