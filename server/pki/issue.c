// SPDX-License-Identifier: EUPL-1.2
// Issuing a device's certificate.
#include <limits.h>
#include <openssl/bn.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "pki/parts.h"
#include "pki/pki.h"

enum { SERIAL_BITS = 127, DAY_SECONDS = 86400 };

X509 *pki_blank(EVP_PKEY *key, const char *name, const X509_NAME *issuer) {
    X509 *certificate = X509_new();
    BIGNUM *serial = BN_new();
    bool good = certificate != NULL && serial != NULL &&
                BN_rand(serial, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != NULL &&
                X509_set_version(certificate, X509_VERSION_3) == 1 &&
                X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                           (const unsigned char *)name, -1, -1, 0) == 1 &&
                X509_set_pubkey(certificate, key) == 1 &&
                X509_set_issuer_name(certificate, issuer == NULL
                                                      ? X509_get_subject_name(certificate)
                                                      : issuer) == 1;
    BN_free(serial);
    if (!good) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

bool pki_extend(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool good = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return good;
}

static FILE *open_part(const char *folder, const char *name) {
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length > 0 && (size_t)length < sizeof path ? fopen(path, "re") : NULL;
}

// No password is ever asked for: a key that needs one is a key that cannot be read.
static int no_password(char *buffer, int size, int writing, void *context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static enum rc read_issuer(const char *folder, EVP_PKEY **key, X509 **certificate) {
    FILE *file = open_part(folder, "issuing.key");
    if (file != NULL) {
        *key = PEM_read_PrivateKey(file, NULL, no_password, NULL);
        fclose(file); // was read only
    }
    file = open_part(folder, "issuing.crt");
    if (file != NULL) {
        *certificate = PEM_read_X509(file, NULL, no_password, NULL);
        fclose(file); // was read only
    }
    return *key != NULL && *certificate != NULL &&
                   X509_check_private_key(*certificate, *key) == 1
               ? RC_OK
               : RC_NOT_FOUND;
}

// The key of a request that is signed by it. The caller frees it; NULL: not such a request.
static EVP_PKEY *key_of(const char *csr) {
    char group[32] = "";
    size_t length = strlen(csr);
    if (length == 0 || length > PKI_CSR_MAX) {
        return NULL;
    }
    BIO *text = BIO_new_mem_buf(csr, (int)length);
    X509_REQ *request = text == NULL ? NULL : PEM_read_bio_X509_REQ(text, NULL, no_password, NULL);
    EVP_PKEY *key = request == NULL ? NULL : X509_REQ_get_pubkey(request);
    bool good = key != NULL && EVP_PKEY_is_a(key, "EC") == 1 &&
                EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
                strcmp(group, SN_X9_62_prime256v1) == 0 && X509_REQ_verify(request, key) == 1;
    X509_REQ_free(request);
    BIO_free(text);
    if (!good) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

// Until when it shall be valid: not longer than its issuer. False when that has ended.
static bool end_of(const X509 *issuer, int64_t now_s, int64_t *until_s) {
    struct tm end;
    if (ASN1_TIME_to_tm(X509_get0_notAfter(issuer), &end) != 1) {
        return false;
    }
    int64_t issuer_s = (int64_t)timegm(&end);
    *until_s = now_s + (int64_t)PKI_DEVICE_DAYS * DAY_SECONDS;
    if (issuer_s < *until_s) {
        *until_s = issuer_s;
    }
    return *until_s > now_s;
}

static enum rc finish(X509 *certificate, struct arena *arena, struct pki_certificate *out) {
    uint8_t digest[PKI_FINGERPRINT_BYTES];
    char digits[PKI_FINGERPRINT_DIGITS + 1];
    unsigned size = 0;
    char *pem = NULL;
    BIO *text = BIO_new(BIO_s_mem());
    enum rc rc = RC_BUG;
    if (text != NULL && X509_digest(certificate, EVP_sha256(), digest, &size) == 1 &&
        size == sizeof digest && PEM_write_bio_X509(text, certificate) == 1) {
        long length = BIO_get_mem_data(text, &pem);
        for (size_t i = 0; i < sizeof digest; i++) {
            snprintf(digits + 2 * i, 3, "%02x", digest[i]);
        }
        out->pem = arena_printf(arena, "%.*s", (int)length, pem);
        out->fingerprint = arena_strdup(arena, digits);
        rc = out->pem == NULL || out->fingerprint == NULL ? RC_NOMEM : RC_OK;
    }
    BIO_free(text);
    return rc;
}

enum rc pki_issue(const char *folder, const char *csr, const struct public_id *device,
                  int64_t now_us, struct arena *arena, struct pki_certificate *out) {
    EVP_PKEY *issuing_key = NULL;
    X509 *issuing = NULL;
    X509 *certificate = NULL;
    EVP_PKEY *key = NULL;
    int64_t now_s = now_us / CLOCK_SECOND_US;
    int64_t until_s = 0;
    struct pki_certificate made = {0};
    enum rc rc = read_issuer(folder, &issuing_key, &issuing);
    if (rc != RC_OK || !end_of(issuing, now_s, &until_s)) {
        rc = RC_NOT_FOUND;
        goto out;
    }
    key = key_of(csr);
    if (key == NULL) {
        rc = RC_INVALID;
        goto out;
    }
    certificate = pki_blank(key, device->text, X509_get_subject_name(issuing));
    rc = RC_BUG;
    if (certificate == NULL ||
        // An hour back: the broker's clock may be slow.
        ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)(now_s - 3600)) == NULL ||
        ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(until_s - 1)) == NULL ||
        !pki_extend(certificate, issuing, NID_basic_constraints, "critical,CA:FALSE") ||
        !pki_extend(certificate, issuing, NID_key_usage, "critical,digitalSignature") ||
        !pki_extend(certificate, issuing, NID_ext_key_usage, "clientAuth") ||
        !pki_extend(certificate, issuing, NID_authority_key_identifier, "keyid") ||
        X509_sign(certificate, issuing_key, EVP_sha256()) == 0) {
        goto out;
    }
    rc = finish(certificate, arena, &made);
    if (rc == RC_OK) {
        made.issued_us = now_us;
        made.until_us = until_s * CLOCK_SECOND_US;
        *out = made;
    }
out:
    EVP_PKEY_free(key);
    X509_free(certificate);
    X509_free(issuing);
    EVP_PKEY_free(issuing_key);
    return rc;
}

static int digit_of(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                          : -1;
}

bool pki_fingerprint_bytes(const char *text, uint8_t out[PKI_FINGERPRINT_BYTES]) {
    if (strlen(text) != PKI_FINGERPRINT_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < PKI_FINGERPRINT_BYTES; i++) {
        int high = digit_of(text[2 * i]);
        int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}
