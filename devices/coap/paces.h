// SPDX-License-Identifier: EUPL-1.2
// How often a device may ask: a long-run rate and a burst after a pause, per device. One thread.
#ifndef COAP_PACES_H
#define COAP_PACES_H

#include "inbox/inbox.h"

#include <stdbool.h>
#include <stdint.h>

struct paces;

// rate: requests a second in the long run, 0: no cap; burst: how many at once after a pause, at
// least 1. NULL when out of memory. Memory: one entry for each device that ever asked.
struct paces *paces_new(uint32_t rate, uint32_t burst);
void paces_free(struct paces *paces);

// Spends one request of the device. False when it has none left: *wait_s is then in how many
// seconds it has one (at least 1), and nothing was spent. Without memory for a new device: true.
bool paces_spend(struct paces *paces, const uint8_t device[INBOX_DEVICE_SIZE], int64_t now_ms,
                 uint32_t *wait_s);

#endif
