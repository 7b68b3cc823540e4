// SPDX-License-Identifier: EUPL-1.2
// Which of two pre-shared keys a handshake is given while a rotation is under way.
#include "inbox/offers.h"

#include <string.h>

// The device's place, taken from whoever had it. Ids are random.
static struct offer *place_of(struct offers *offers, const uint8_t id[INBOX_DEVICE_SIZE]) {
    struct offer *place = &offers->places[(size_t)(id[0] << 8 | id[1]) % OFFERS_PLACES];
    if (place->next == ROSTER_SECRET_NONE || memcmp(place->device, id, INBOX_DEVICE_SIZE) != 0) {
        memcpy(place->device, id, INBOX_DEVICE_SIZE);
        place->next = ROSTER_SECRET_OLD;
    }
    return place;
}

enum roster_secret offers_make(struct offers *offers, const struct roster_device *device) {
    if (device->old_psk_length == 0)
        return ROSTER_SECRET_NEW;
    struct offer *place = place_of(offers, device->id);
    enum roster_secret which = place->next;
    place->next = which == ROSTER_SECRET_OLD ? ROSTER_SECRET_NEW : ROSTER_SECRET_OLD;
    return which;
}

void offers_proven(struct offers *offers, const uint8_t id[INBOX_DEVICE_SIZE],
                   enum roster_secret which) {
    place_of(offers, id)->next = which;
}
