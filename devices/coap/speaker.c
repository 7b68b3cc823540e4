// SPDX-License-Identifier: EUPL-1.2
// Who speaks in a session: the device that the handshake proved, and whether it still may.
#include "coap/speaker.h"

#include <stdlib.h>
#include <string.h>

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
    const coap_bin_const_t *identity = coap_session_get_psk_identity(session);
    return identity != NULL && inbox_device_parse((const char *)identity->s, identity->length, out);
}

const struct roster_device *speaker_admitted(const struct door *door, const coap_session_t *session,
                                             const uint8_t id[INBOX_DEVICE_SIZE]) {
    const struct roster_device *device = door_admits(door, id);
    const coap_bin_const_t *key = coap_session_get_psk_key(session);
    if (device == NULL || key == NULL || key->length != device->psk_length ||
        memcmp(key->s, device->psk, key->length) != 0)
        return NULL;
    return device;
}
#endif
