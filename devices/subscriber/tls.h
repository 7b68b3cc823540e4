// SPDX-License-Identifier: EUPL-1.2
// The client's side of TLS on a connected, non-blocking socket: version 1.2 or newer, the broker's
// certificate and name always checked, no renegotiation. One thread; SIGPIPE must be ignored.
#ifndef SUBSCRIBER_TLS_H
#define SUBSCRIBER_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tls;

struct tls_options {
    const char *host;        // what the certificate must be for; an address is checked as one
    const char *ca;          // PEM file; NULL: the system's store
    const char *certificate; // PEM files of ours, or both NULL
    const char *key;
};

enum tls_io {
    TLS_LATER = 0, // when the socket is ready for what it waits for
    TLS_DONE,
    TLS_GONE,
};

// NULL with the reason in why. The descriptor stays the caller's.
struct tls *tls_new(const struct tls_options *options, int fd, char *why, size_t why_size);
void tls_free(struct tls *tls);

// why is written on TLS_GONE.
enum tls_io tls_shake(struct tls *tls, char *why, size_t why_size);

// *count is written on TLS_DONE.
enum tls_io tls_read(struct tls *tls, uint8_t *out, size_t room, size_t *count);
enum tls_io tls_write(struct tls *tls, const uint8_t *bytes, size_t length, size_t *count);

// Whether what was tried last waits for the socket to be writable.
bool tls_wants_write(const struct tls *tls);

#endif
