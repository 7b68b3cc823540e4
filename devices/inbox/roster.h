// SPDX-License-Identifier: EUPL-1.2
// devices.snapshot: which devices the doors may let in, written by the server, read by doors.
//
// One file, sealed with XChaCha20-Poly1305 under the door key (inbox/keys.h), replaced as a whole
// by rename. It holds no person. Doors start and go on without the server as long as the file is
// there; a damaged or missing replacement leaves the last good roster in force.
//
// Format, all integers little endian: "SOSTRO01", 24 bytes nonce, then the sealed text (the first 8
// bytes are associated data): u32 version 4, u32 count, i64 generation, then count records of 312
// bytes sorted by id without repetition: id 16, u32 state, u32 password present (0 or 1),
// u32 max_message, u32 psk_length, psk 64 (zero filled), password_hash 32, and two times fingerprint
// 32, i64 end of validity (0: empty slot), u32 report_every, u32 old_psk_length, old_psk 64,
// old_password_hash 32. Version 3, records of 216 bytes without an old secret, version 2, of 208
// without report_every, and version 1, of 128 without certificates, are read too, so that doors may
// be renewed before the server.
//
// A handle belongs to one thread at a time.
#ifndef INBOX_ROSTER_H
#define INBOX_ROSTER_H

#include "inbox/inbox.h"
#include "inbox/keys.h"
#include "inbox/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROSTER_HASH_SIZE 32
#define ROSTER_PSK_MIN 16
#define ROSTER_PSK_MAX 64
#define ROSTER_DEVICES_MAX 1000000
#define ROSTER_CERTIFICATES_MAX 2 // the old and the new one of a rotation
#define ROSTER_MESSAGE_DEFAULT 65536 // bytes

enum roster_state {
    ROSTER_UNKNOWN = 0, // never in a file
    ROSTER_ACTIVE,
    ROSTER_REVOKED, // listed so that doors can tell "revoked" from "never seen" in their counters
};

struct roster_certificate {
    uint8_t fingerprint[ROSTER_HASH_SIZE]; // SHA-256 of the certificate in DER
    int64_t until_s;                       // seconds since 1970, first second it is not valid; > 0
};

struct roster_device {
    uint8_t id[INBOX_DEVICE_SIZE];
    enum roster_state state;
    // TLS-PSK and DTLS-PSK, identity is the id as 32 hex digits. The bytes are used in the
    // handshake as they are; 256 random bits written as 64 hex digits can be typed into any client.
    uint32_t psk_length; // 0: none, else ROSTER_PSK_MIN to ROSTER_PSK_MAX
    uint8_t psk[ROSTER_PSK_MAX];
    // MQTT user (the id as 32 hex digits) and password.
    bool has_password;
    uint8_t password_hash[ROSTER_HASH_SIZE]; // roster_password_hash
    // The secret that a rotation replaces, as good as the one above; the password has one when that
    // one is there.
    uint32_t old_psk_length; // 0: none
    uint8_t old_psk[ROSTER_PSK_MAX];
    uint8_t old_password_hash[ROSTER_HASH_SIZE];
    uint32_t max_message;                    // bytes; 0 means ROSTER_MESSAGE_DEFAULT
    uint32_t report_every; // seconds between two reports, as the device is told; 0: not told
    // Only these certificates speak for the device: the name in one, signed by whomever, does not.
    uint32_t certificate_count;
    struct roster_certificate certificates[ROSTER_CERTIFICATES_MAX];
};

// Keyed BLAKE2b-256 of the password, the device id being the key. Fast by intent: passwords are
// random secrets of 256 bits made by the server (for example 64 hex digits), never chosen by
// people.
void roster_password_hash(const uint8_t id[INBOX_DEVICE_SIZE], const char *password, size_t length,
                          uint8_t out[ROSTER_HASH_SIZE]);

// Server: seals and replaces the snapshot (temporary file in the same directory, flush, rename,
// flush of the directory; mode 0640 minus umask). Devices in any order; the same id twice, a state
// other than active or revoked, a psk_length out of range, more than two certificates or more than
// ROSTER_DEVICES_MAX devices is INBOX_INVALID. generation is shown in the doors' logs, let it grow. On failure the old
// snapshot stands.
enum inbox_result roster_write(const char *path, const uint8_t door_key[INBOX_KEY_SIZE],
                               int64_t generation, const struct roster_device *devices,
                               size_t count) __attribute__((warn_unused_result));

struct roster;

// Door: reads the snapshot. INBOX_MISSING, INBOX_DENIED, INBOX_WRONG_KEY (seal does not open: other
// key or damage), INBOX_CORRUPT (no snapshot at all, or impossible content).
enum inbox_result roster_read(const char *path, const uint8_t door_key[INBOX_KEY_SIZE],
                              struct roster **out) __attribute__((warn_unused_result));

// Reads the file again if it was replaced since. *changed is set on INBOX_OK only. On any error the
// roster in memory stays in force; the next call tries again. Pointers from roster_find end here.
enum inbox_result roster_refresh(struct roster *roster, bool *changed)
    __attribute__((warn_unused_result));

void roster_free(struct roster *roster);

// NULL when never registered. A revoked device is found, with its state. Borrowed until refresh.
const struct roster_device *roster_find(const struct roster *roster,
                                        const uint8_t id[INBOX_DEVICE_SIZE]);

enum roster_secret {
    ROSTER_SECRET_NONE = 0,
    ROSTER_SECRET_NEW, // the device's own, or of a rotation the new one
    ROSTER_SECRET_OLD, // of a rotation
};

// Which of its passwords this is, of a device that is active; constant time in the password.
enum roster_secret roster_password_check(const struct roster *roster, const uint8_t id[INBOX_DEVICE_SIZE],
                           const char *password, size_t length);

// The device as it was before the rotation under way: with its old secret for its own. Only of one
// that has an old secret.
struct roster_device roster_before(const struct roster_device *device);

enum { ROSTER_TAG_SIZE = 8 };
// By which server and door know a device's own secret without naming it.
void roster_secret_tag(const uint8_t id[INBOX_DEVICE_SIZE], const uint8_t *psk, size_t length,
                       uint8_t tag[ROSTER_TAG_SIZE]);

// SHA-256 of a certificate in DER, as in struct roster_certificate.
void roster_certificate_fingerprint(const uint8_t *der, size_t length,
                                    uint8_t out[ROSTER_HASH_SIZE]);

enum roster_certificate_state {
    ROSTER_CERTIFICATE_UNKNOWN = 0, // never issued, or taken back
    ROSTER_CERTIFICATE_EXPIRED,
    ROSTER_CERTIFICATE_VALID,
};
// now_s: seconds since 1970. Says nothing about the device's state.
enum roster_certificate_state
roster_certificate_check(const struct roster_device *device,
                         const uint8_t fingerprint[ROSTER_HASH_SIZE], int64_t now_s);

// Cap of one message for this device, in bytes.
uint32_t roster_message_cap(const struct roster_device *device);

int64_t roster_generation(const struct roster *roster);
size_t roster_count(const struct roster *roster);

#endif
