// SPDX-License-Identifier: EUPL-1.2
// What must hold for request bodies whatever the bytes are.
#ifndef FUZZ_JSON_CHECK_H
#define FUZZ_JSON_CHECK_H

#include <stddef.h>

// Reads, fills a struct, writes and reads again; aborts when a promise of base/json.h does not
// hold.
void json_check(const char *bytes, size_t length);

#endif
