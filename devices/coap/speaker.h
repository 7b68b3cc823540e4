// SPDX-License-Identifier: EUPL-1.2
// Who speaks in a session: the device that the handshake proved, and whether it still may.
#ifndef COAP_SPEAKER_H
#define COAP_SPEAKER_H

#include "inbox/door.h"

#include <coap3/coap.h>

// False for a session without a device identity.
bool speaker_device(const coap_session_t *session, uint8_t out[INBOX_DEVICE_SIZE]);

// The device, if it may speak and with the key that this session was opened with; otherwise NULL.
// Borrowed until the next door_tick.
const struct roster_device *speaker_admitted(const struct door *door, const coap_session_t *session,
                                             const uint8_t id[INBOX_DEVICE_SIZE]);

#endif
