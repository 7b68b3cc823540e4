// SPDX-License-Identifier: EUPL-1.2
// Which device a client certificate names.
#include "broker/certificate.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

bool certificate_read(void *certificate, uint8_t id[INBOX_DEVICE_SIZE],
                      uint8_t fingerprint[ROSTER_HASH_SIZE]) {
    const X509_NAME *subject = X509_get_subject_name(certificate);
    int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    // Of two names one could be checked here and the other one shown elsewhere.
    if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
        return false;
    const ASN1_STRING *name = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    int length = ASN1_STRING_length(name);
    unsigned size = 0;
    return length > 0 &&
           inbox_device_parse((const char *)ASN1_STRING_get0_data(name), (size_t)length, id) &&
           X509_digest(certificate, EVP_sha256(), fingerprint, &size) == 1 &&
           size == ROSTER_HASH_SIZE;
}

void certificate_free(void *certificate) {
    X509_free(certificate);
}
