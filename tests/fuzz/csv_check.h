// SPDX-License-Identifier: EUPL-1.2
// What must hold for exports of meters, whatever the bytes are.
#ifndef FUZZ_CSV_CHECK_H
#define FUZZ_CSV_CHECK_H

#include <stddef.h>

// Aborts, naming what does not hold, when a promise of payload/csv.h or payload/export.h is broken.
void csv_check(const void *bytes, size_t length);

#endif
