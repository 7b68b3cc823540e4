// SPDX-License-Identifier: EUPL-1.2
// Which device a client certificate names. The broker has checked the chain and the dates before.
#ifndef BROKER_CERTIFICATE_H
#define BROKER_CERTIFICATE_H

#include "inbox/roster.h"

#include <stdbool.h>
#include <stdint.h>

// certificate: an X509 of libcrypto, borrowed. The one common name of the subject must be a device
// id. *fingerprint: SHA-256 of the certificate in DER.
bool certificate_read(void *certificate, uint8_t id[INBOX_DEVICE_SIZE],
                      uint8_t fingerprint[ROSTER_HASH_SIZE]);

// Gives back what mosquitto_client_certificate gave. NULL is fine.
void certificate_free(void *certificate);

#endif
