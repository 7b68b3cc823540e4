// SPDX-License-Identifier: EUPL-1.2
// Certificates issued to devices and not taken back (monitoring database).
#ifndef STORE_DEVICE_CERTIFICATES_H
#define STORE_DEVICE_CERTIFICATES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "store/store.h"

struct device_certificate {
    int64_t device_id;
    const char *fingerprint; // SHA-256 of the certificate in DER, 64 hex digits
    const char *pem;
    int64_t issued_us; // real time: TLS looks at no other clock
    int64_t until_us;
};

// RC_CONFLICT: that fingerprint is there already. Both make roster_version grow.
RC_CHECKED enum rc device_certificate_insert(struct tx *tx,
                                             const struct device_certificate *certificate);
// RC_NOT_FOUND: the device has no such certificate.
RC_CHECKED enum rc device_certificate_remove(struct tx *tx, int64_t device_id,
                                             const char *fingerprint);

// Newest first.
RC_CHECKED enum rc device_certificate_list(struct tx *tx, int64_t device_id, struct arena *arena,
                                           struct device_certificate **certificates,
                                           size_t *count);
// Of all devices, by device, newest first.
RC_CHECKED enum rc device_certificate_roster(struct tx *tx, struct arena *arena,
                                             struct device_certificate **certificates,
                                             size_t *count);

#endif
