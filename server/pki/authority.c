// SPDX-License-Identifier: EUPL-1.2
// Making the certificate authority of devices: root and issuing authority.
#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pki/parts.h"
#include "pki/pki.h"

enum { ROOT_YEARS = 20, ISSUING_YEARS = 5, DAYS_OF_YEAR = 365, PATH_SIZE = 1024 };

static bool path_of(const char *folder, const char *name, char path[PATH_SIZE]) {
    int length = snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return length > 0 && length < PATH_SIZE;
}

static bool is_there(const char *folder, const char *name) {
    char path[PATH_SIZE];
    struct stat status;
    // What cannot be looked at counts as there: nothing is overwritten.
    return !path_of(folder, name, path) || lstat(path, &status) == 0 || errno != ENOENT;
}

// O_EXCL: a file that came between the look and here is not overwritten either.
static enum rc write_file(const char *folder, const char *name, mode_t mode, EVP_PKEY *key,
                          X509 *first, X509 *second) {
    char path[PATH_SIZE];
    if (!path_of(folder, name, path)) {
        return RC_INVALID;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) {
        return errno == EEXIST ? RC_CONFLICT : RC_IO;
    }
    FILE *file = fdopen(fd, "w");
    if (file == NULL) {
        close(fd);
        return RC_IO;
    }
    bool good = (key == NULL ||
                 PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1) &&
                (first == NULL || PEM_write_X509(file, first) == 1) &&
                (second == NULL || PEM_write_X509(file, second) == 1) && fflush(file) == 0 &&
                fsync(fd) == 0;
    good = fclose(file) == 0 && good;
    return good ? RC_OK : RC_IO;
}

static X509 *make(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *signer, int years,
                  const char *constraints) {
    X509 *certificate = pki_blank(key, name, issuer == NULL ? NULL : X509_get_subject_name(issuer));
    if (certificate == NULL) {
        return NULL;
    }
    X509 *signed_by = issuer == NULL ? certificate : issuer;
    if (X509_gmtime_adj(X509_getm_notBefore(certificate), 0) == NULL ||
        X509_time_adj_ex(X509_getm_notAfter(certificate), years * DAYS_OF_YEAR, 0, NULL) == NULL ||
        !pki_extend(certificate, signed_by, NID_basic_constraints, constraints) ||
        !pki_extend(certificate, signed_by, NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !pki_extend(certificate, signed_by, NID_subject_key_identifier, "hash") ||
        !pki_extend(certificate, signed_by, NID_authority_key_identifier, "keyid") ||
        X509_sign(certificate, signer, EVP_sha256()) == 0) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

enum rc pki_authority_create(const char *folder) {
    static const char *const names[] = {"root.key", "root.crt", "issuing.key", "issuing.crt",
                                        "devices.crt"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_there(folder, names[i])) {
            return RC_CONFLICT;
        }
    }
    enum rc rc = RC_BUG;
    EVP_PKEY *root_key = EVP_EC_gen("P-256");
    EVP_PKEY *issuing_key = EVP_EC_gen("P-256");
    X509 *root = NULL;
    X509 *issuing = NULL;
    if (root_key == NULL || issuing_key == NULL) {
        goto out;
    }
    root = make(root_key, "Sostegno devices root", NULL, root_key, ROOT_YEARS,
                "critical,CA:TRUE,pathlen:1");
    if (root == NULL) {
        goto out;
    }
    issuing = make(issuing_key, "Sostegno devices issuing", root, root_key, ISSUING_YEARS,
                   "critical,CA:TRUE,pathlen:0");
    if (issuing == NULL) {
        goto out;
    }
    rc = write_file(folder, "root.key", 0600, root_key, NULL, NULL);
    rc = rc == RC_OK ? write_file(folder, "root.crt", 0644, NULL, root, NULL) : rc;
    rc = rc == RC_OK ? write_file(folder, "issuing.key", 0600, issuing_key, NULL, NULL) : rc;
    rc = rc == RC_OK ? write_file(folder, "issuing.crt", 0644, NULL, issuing, NULL) : rc;
    rc = rc == RC_OK ? write_file(folder, "devices.crt", 0644, NULL, issuing, root) : rc;
out:
    X509_free(issuing);
    X509_free(root);
    EVP_PKEY_free(issuing_key);
    EVP_PKEY_free(root_key);
    return rc;
}
