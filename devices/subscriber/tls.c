// SPDX-License-Identifier: EUPL-1.2
// The client's side of TLS on a connected, non-blocking socket.
#include "subscriber/tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

struct tls {
    SSL_CTX *context;
    SSL *session;
    bool wants_write;
};

static void explain(const char *what, char *why, size_t size) {
    unsigned long code = ERR_peek_error();
    const char *reason = code == 0 ? NULL : ERR_reason_error_string(code);
    (void)snprintf(why, size, "%s: %s", what, reason == NULL ? "failed" : reason); // cut is fine
}

// Returns what could not be done, or NULL.
static const char *set_up(struct tls *tls, const struct tls_options *options) {
    if (SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) != 1)
        return "version";
    SSL_CTX_set_options(tls->context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(tls->context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
    int trusted = options->ca == NULL ? SSL_CTX_set_default_verify_paths(tls->context)
                                      : SSL_CTX_load_verify_file(tls->context, options->ca);
    if (trusted != 1)
        return "the file of the authority";
    if (options->certificate != NULL &&
        SSL_CTX_use_certificate_chain_file(tls->context, options->certificate) != 1)
        return "our certificate";
    if (options->key != NULL &&
        SSL_CTX_use_PrivateKey_file(tls->context, options->key, SSL_FILETYPE_PEM) != 1)
        return "our key";
    return NULL;
}

static bool is_address(const char *host) {
    struct in6_addr bytes;
    return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1;
}

static const char *begin_session(struct tls *tls, const struct tls_options *options, int fd) {
    tls->session = SSL_new(tls->context);
    if (tls->session == NULL || SSL_set_fd(tls->session, fd) != 1)
        return "session";
    SSL_set_connect_state(tls->session);
    if (is_address(options->host))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls->session), options->host) == 1
                   ? NULL
                   : "the broker's address";
    char name[256]; // OpenSSL's macro wants one that is not const; names have at most 253 bytes
    int length = snprintf(name, sizeof name, "%s", options->host);
    SSL_set_hostflags(tls->session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool named = length > 0 && (size_t)length < sizeof name &&
                 SSL_set1_host(tls->session, name) == 1 &&
                 SSL_set_tlsext_host_name(tls->session, name) == 1;
    return named ? NULL : "the broker's name";
}

struct tls *tls_new(const struct tls_options *options, int fd, char *why, size_t why_size) {
    struct tls *tls = calloc(1, sizeof *tls);
    const char *what = "memory";
    ERR_clear_error();
    if (tls != NULL && (tls->context = SSL_CTX_new(TLS_client_method())) != NULL) {
        what = set_up(tls, options);
        if (what == NULL)
            what = begin_session(tls, options, fd);
    }
    if (what == NULL)
        return tls;
    explain(what, why, why_size);
    tls_free(tls);
    return NULL;
}

void tls_free(struct tls *tls) {
    if (tls == NULL)
        return;
    SSL_free(tls->session);
    SSL_CTX_free(tls->context);
    free(tls);
}

static enum tls_io judge(struct tls *tls, int result) {
    tls->wants_write = false;
    if (result > 0)
        return TLS_DONE;
    switch (SSL_get_error(tls->session, result)) {
    case SSL_ERROR_WANT_READ:
        return TLS_LATER;
    case SSL_ERROR_WANT_WRITE:
        tls->wants_write = true;
        return TLS_LATER;
    default:
        return TLS_GONE;
    }
}

enum tls_io tls_shake(struct tls *tls, char *why, size_t why_size) {
    ERR_clear_error();
    enum tls_io result = judge(tls, SSL_do_handshake(tls->session));
    if (result != TLS_GONE)
        return result;
    long verified = SSL_get_verify_result(tls->session);
    if (verified != X509_V_OK)
        (void)snprintf(why, why_size, "the broker's certificate: %s",
                       X509_verify_cert_error_string(verified));
    else
        explain("handshake", why, why_size);
    return result;
}

enum tls_io tls_read(struct tls *tls, uint8_t *out, size_t room, size_t *count) {
    ERR_clear_error();
    return judge(tls, SSL_read_ex(tls->session, out, room, count));
}

enum tls_io tls_write(struct tls *tls, const uint8_t *bytes, size_t length, size_t *count) {
    ERR_clear_error();
    return judge(tls, SSL_write_ex(tls->session, bytes, length, count));
}

bool tls_wants_write(const struct tls *tls) {
    return tls->wants_write;
}
