// SPDX-License-Identifier: EUPL-1.2
// Which of two pre-shared keys a handshake is given while a rotation is under way.
//
// The identity does not say which key the device has, and a handshake can be given one only. So a
// handshake gets the key that was proven last (the old one, if none was), and after one that proved
// nothing the other: a device that has changed its key comes in at its second try. A table of fixed
// size; who has lost the place begins with the old key again. One thread.
#ifndef INBOX_OFFERS_H
#define INBOX_OFFERS_H

#include "inbox/roster.h"

enum { OFFERS_PLACES = 1024 };

struct offers {
    struct offer {
        uint8_t device[INBOX_DEVICE_SIZE];
        enum roster_secret next; // zeroed: an empty place
    } places[OFFERS_PLACES];
};

// The key for the handshake that begins: ROSTER_SECRET_NEW for a device without an old one.
enum roster_secret offers_make(struct offers *offers, const struct roster_device *device);

// The device has proven that it has this one.
void offers_proven(struct offers *offers, const uint8_t id[INBOX_DEVICE_SIZE],
                   enum roster_secret which);

#endif
