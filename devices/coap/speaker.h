// SPDX-License-Identifier: EUPL-1.2
// Who speaks in a session: the device that the handshake proved, and whether it still may.
//
// A handshake first claims (an identity with its key, or a certificate) and proves at its end. What
// libcoap keeps of a claim it keeps before the proof, and somebody who forges the address of a
// device may begin a handshake in its session; so what was proven is kept here, as the session's
// application data.
#ifndef COAP_SPEAKER_H
#define COAP_SPEAKER_H

#include "inbox/door.h"

#include <coap3/coap.h>

// The claim of the handshake under way: the device with the pre-shared key it was given, or with a
// certificate of that fingerprint. False without memory.
bool speaker_claims_secret(coap_session_t *session, const struct roster_device *device,
                           enum roster_secret which);
bool speaker_claims_certificate(coap_session_t *session, const uint8_t id[INBOX_DEVICE_SIZE],
                                const uint8_t fingerprint[ROSTER_HASH_SIZE]);

// Which of the device's secrets this session was opened with; by a certificate, or one that is not
// in force any more: ROSTER_SECRET_NONE.
enum roster_secret speaker_secret(const coap_session_t *session,
                                  const struct roster_device *device);

// The handshake has ended well. number: never used twice.
void speaker_proven(coap_session_t *session, uint64_t number);

// The session ends.
void speaker_forget(coap_session_t *session);

// The number of the session's handshake, 0 before one.
uint64_t speaker_handshake(const coap_session_t *session);

// False for a session without a device.
bool speaker_device(const coap_session_t *session, uint8_t out[INBOX_DEVICE_SIZE]);

// The device, if it may speak and with what this session was opened with: the same key, or a
// certificate that is in force now. Otherwise NULL. Borrowed until the next door_tick.
const struct roster_device *speaker_admitted(const struct door *door, const coap_session_t *session,
                                             const uint8_t id[INBOX_DEVICE_SIZE]);

#endif
