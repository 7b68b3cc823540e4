// SPDX-License-Identifier: EUPL-1.2
// Rotations that end: a door saw the device use its new secret, so the old one goes.
#ifndef SERVICE_DRAIN_RENEWALS_H
#define SERVICE_DRAIN_RENEWALS_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "inbox/wake.h"

struct service;

enum { DRAIN_RENEWALS_MAX = 64 };

struct drain_renewals {
    struct drain_renewal {
        uint8_t device[INBOX_DEVICE_SIZE];
        uint8_t tag[INBOX_TAG_SIZE];
    } list[DRAIN_RENEWALS_MAX];
    size_t count;
};

// An inbox_renewed; context is a struct drain_renewals. What does not fit is told again.
void drain_renewals_heard(void *context, const uint8_t device[INBOX_DEVICE_SIZE],
                          const uint8_t tag[INBOX_TAG_SIZE]);

// Ends the old secret of each whose present secret has that tag, and forgets all that was heard.
RC_CHECKED enum rc drain_renewals_write(struct drain_renewals *renewals,
                                        const struct service *service);

#endif
