// SPDX-License-Identifier: EUPL-1.2
// The certificate authority of devices: an own root kept offline, an issuing authority below it,
// and certificates for the keys that devices make themselves. EC P-256, SHA-256, X.509 v3.
//
// A folder holds root.key and root.crt (to be taken away), issuing.key and issuing.crt (for the
// server), and devices.crt: both certificates, for the brokers' cafile.
#ifndef PKI_PKI_H
#define PKI_PKI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"

enum {
    PKI_FINGERPRINT_BYTES = 32,
    PKI_FINGERPRINT_DIGITS = 64,
    PKI_CSR_MAX = 4096, // bytes of PEM
    PKI_DEVICE_DAYS = 398,
};

// Makes the five files in an existing folder, keys with mode 0600. RC_CONFLICT: one of them is there
// already, nothing is ever overwritten. RC_IO: they could not be written; RC_BUG: libcrypto failed.
RC_CHECKED enum rc pki_authority_create(const char *folder);

struct pki_certificate {
    const char *pem;         // arena text
    const char *fingerprint; // SHA-256 of the DER, hexadecimal; arena text
    int64_t issued_us;       // real time
    int64_t until_us;
};

// A certificate of PKI_DEVICE_DAYS days from now_us for the key in the request, with the device id
// as its one name, whatever name the request has, and clientAuth as its one purpose. It never
// outlives the issuing authority. RC_NOT_FOUND: the folder has no issuing.key or issuing.crt that
// belong together, or the authority has ended; RC_INVALID: no request in PEM, not signed with its
// own key, or another key than EC P-256.
RC_CHECKED enum rc pki_issue(const char *folder, const char *csr, const struct public_id *device,
                             int64_t now_us, struct arena *arena,
                             struct pki_certificate *certificate);

// False unless it is 64 hex digits.
bool pki_fingerprint_bytes(const char *text, uint8_t out[PKI_FINGERPRINT_BYTES]);

#endif
