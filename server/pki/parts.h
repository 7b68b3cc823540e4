// SPDX-License-Identifier: EUPL-1.2
// What all certificates of the house have in common.
#ifndef PKI_PARTS_H
#define PKI_PARTS_H

#include <openssl/x509v3.h>
#include <stdbool.h>

// Version 3, a random serial of 127 bits, the name and the key; unsigned and without dates. issuer
// NULL: itself. The caller frees it. NULL: libcrypto failed.
X509 *pki_blank(EVP_PKEY *key, const char *name, const X509_NAME *issuer);

// Adds an extension in libcrypto's text form.
bool pki_extend(X509 *certificate, X509 *issuer, int nid, const char *value);

#endif
