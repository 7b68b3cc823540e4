// SPDX-License-Identifier: EUPL-1.2
// Who speaks in a session: the device that the handshake proved, and whether it still may.
#include "coap/speaker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum proof {
    PROOF_NONE = 0,
    PROOF_SECRET,
    PROOF_CERTIFICATE,
};

struct claim {
    enum proof proof;
    uint8_t id[INBOX_DEVICE_SIZE];
    size_t length;                // of `with`
    uint8_t with[ROSTER_PSK_MAX]; // the key, or the fingerprint
};
_Static_assert(ROSTER_HASH_SIZE <= ROSTER_PSK_MAX, "a fingerprint fits where a key does");

struct speaker {
    uint64_t number;
    struct claim claimed;
    struct claim proven;
};

static struct speaker *of(coap_session_t *session) {
    struct speaker *speaker = coap_session_get_app_data(session);
    if (speaker == NULL) {
        speaker = calloc(1, sizeof *speaker);
        coap_session_set_app_data(session, speaker);
    }
    return speaker;
}

static bool claim(coap_session_t *session, enum proof proof, const uint8_t id[INBOX_DEVICE_SIZE],
                  const uint8_t *with, size_t length) {
    struct speaker *speaker = of(session);
    if (speaker == NULL)
        return false;
    speaker->claimed = (struct claim){.proof = proof, .length = length};
    memcpy(speaker->claimed.id, id, INBOX_DEVICE_SIZE);
    memcpy(speaker->claimed.with, with, length);
    return true;
}

bool speaker_claims_secret(coap_session_t *session, const struct roster_device *device,
                           enum roster_secret which) {
    return which == ROSTER_SECRET_OLD
               ? claim(session, PROOF_SECRET, device->id, device->old_psk, device->old_psk_length)
               : claim(session, PROOF_SECRET, device->id, device->psk, device->psk_length);
}

static bool is_key(const struct claim *proven, const uint8_t *key, size_t length) {
    return proven->proof == PROOF_SECRET && length > 0 && proven->length == length &&
           memcmp(proven->with, key, length) == 0;
}

static enum roster_secret which_secret(const struct claim *proven,
                                       const struct roster_device *device) {
    return is_key(proven, device->psk, device->psk_length)           ? ROSTER_SECRET_NEW
           : is_key(proven, device->old_psk, device->old_psk_length) ? ROSTER_SECRET_OLD
                                                                     : ROSTER_SECRET_NONE;
}

enum roster_secret speaker_secret(const coap_session_t *session,
                                  const struct roster_device *device) {
    const struct speaker *speaker = coap_session_get_app_data(session);
    return speaker == NULL ? ROSTER_SECRET_NONE : which_secret(&speaker->proven, device);
}

bool speaker_claims_certificate(coap_session_t *session, const uint8_t id[INBOX_DEVICE_SIZE],
                                const uint8_t fingerprint[ROSTER_HASH_SIZE]) {
    return claim(session, PROOF_CERTIFICATE, id, fingerprint, ROSTER_HASH_SIZE);
}

void speaker_proven(coap_session_t *session, uint64_t number) {
    struct speaker *speaker = of(session);
    if (speaker == NULL)
        return; // stays nobody: every request is refused
    speaker->number = number;
    speaker->proven = speaker->claimed;
    explicit_bzero(&speaker->claimed, sizeof speaker->claimed);
}

void speaker_forget(coap_session_t *session) {
    struct speaker *speaker = coap_session_get_app_data(session);
    if (speaker == NULL)
        return;
    coap_session_set_app_data(session, NULL);
    explicit_bzero(speaker, sizeof *speaker);
    free(speaker);
}

uint64_t speaker_handshake(const coap_session_t *session) {
    const struct speaker *speaker = coap_session_get_app_data(session);
    return speaker == NULL ? 0 : speaker->number;
}

#ifdef COAP_PLAIN_PROBE
// The probe of the tests has no handshake: everybody is the device named by its caller.
bool speaker_device(const coap_session_t *session, uint8_t out[INBOX_DEVICE_SIZE]) {
    const char *id = getenv("HOUSE_COAP_SPEAKER");
    (void)session;
    return id != NULL && inbox_device_parse(id, strlen(id), out);
}

const struct roster_device *speaker_admitted(const struct door *door, const coap_session_t *session,
                                             const uint8_t id[INBOX_DEVICE_SIZE]) {
    (void)session;
    return door_admits(door, id);
}
#else
bool speaker_device(const coap_session_t *session, uint8_t out[INBOX_DEVICE_SIZE]) {
    const struct speaker *speaker = coap_session_get_app_data(session);
    if (speaker == NULL || speaker->proven.proof == PROOF_NONE)
        return false;
    memcpy(out, speaker->proven.id, INBOX_DEVICE_SIZE);
    return true;
}

static bool still_good(const struct roster_device *device, const struct claim *proven) {
    switch (proven->proof) {
    case PROOF_SECRET:
        return which_secret(proven, device) != ROSTER_SECRET_NONE;
    case PROOF_CERTIFICATE:
        return roster_certificate_check(device, proven->with, (int64_t)time(NULL)) ==
               ROSTER_CERTIFICATE_VALID;
    case PROOF_NONE:
        return false;
    }
    return false;
}

const struct roster_device *speaker_admitted(const struct door *door, const coap_session_t *session,
                                             const uint8_t id[INBOX_DEVICE_SIZE]) {
    const struct speaker *speaker = coap_session_get_app_data(session);
    const struct roster_device *device = door_admits(door, id);
    if (device == NULL || speaker == NULL || !still_good(device, &speaker->proven))
        return NULL;
    return device;
}
#endif
