// SPDX-License-Identifier: EUPL-1.2
// What must hold for commit and acknowledgement whatever a broker sends and the storage does.
#ifndef FUZZ_INTAKE_CHECK_H
#define FUZZ_INTAKE_CHECK_H

#include <stddef.h>
#include <stdint.h>

// What became of a script.
struct intake_fate {
    size_t stored;
    size_t answered;
};

// Reads the bytes as a script (intake_check.c says how), plays broker and storage to the intake of
// the subscriber door and aborts, naming what does not hold, when it breaks a promise of
// subscriber/intake.h.
struct intake_fate intake_check(const uint8_t *bytes, size_t length);

#endif
