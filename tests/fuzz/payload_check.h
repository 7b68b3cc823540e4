// SPDX-License-Identifier: EUPL-1.2
// What must hold for the payload decoder whatever the bytes are.
#ifndef FUZZ_PAYLOAD_CHECK_H
#define FUZZ_PAYLOAD_CHECK_H

#include "payload/payload.h"

#include <stddef.h>

// Decodes the bytes as each format and aborts, naming what does not hold, when the result breaks a
// promise of payload/payload.h. Returns the answer for a message of this topic kind.
enum payload_fault_code payload_check(const void *bytes, size_t length, const char *kind);

// The same with what tells CBOR of the primary profile and of SenML apart: content format 112.
void payload_check_cbor(const void *bytes, size_t length);

#endif
