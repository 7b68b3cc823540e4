// SPDX-License-Identifier: EUPL-1.2
// How often a device may ask: a long-run rate and a burst after a pause, per device.
#include "coap/paces.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 16384

struct pace {
    struct pace *next; // of the bucket
    uint8_t device[INBOX_DEVICE_SIZE];
    int64_t paid_until_us; // when all that was spent would have been spent at the rate
};

struct paces {
    int64_t cost_us; // of a request; 0: no cap
    int64_t most_us; // how far paid_until may lie ahead
    struct pace *buckets[BUCKETS];
};

struct paces *paces_new(uint32_t rate, uint32_t burst) {
    struct paces *paces = calloc(1, sizeof *paces);
    if (paces != NULL && rate > 0) {
        paces->cost_us = 1000000 / rate > 0 ? 1000000 / rate : 1;
        paces->most_us = paces->cost_us * (burst > 0 ? burst : 1);
    }
    return paces;
}

void paces_free(struct paces *paces) {
    if (paces == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        while (paces->buckets[i] != NULL) {
            struct pace *gone = paces->buckets[i];
            paces->buckets[i] = gone->next;
            free(gone);
        }
    free(paces);
}

static struct pace *of_device(struct paces *paces, const uint8_t device[INBOX_DEVICE_SIZE]) {
    // Device ids are random: any of their bytes spread well.
    struct pace **bucket = &paces->buckets[(device[0] | (unsigned)device[1] << 8) % BUCKETS];
    for (struct pace *at = *bucket; at != NULL; at = at->next)
        if (memcmp(at->device, device, INBOX_DEVICE_SIZE) == 0)
            return at;
    struct pace *pace = calloc(1, sizeof *pace);
    if (pace == NULL)
        return NULL;
    memcpy(pace->device, device, INBOX_DEVICE_SIZE);
    pace->next = *bucket;
    *bucket = pace;
    return pace;
}

bool paces_spend(struct paces *paces, const uint8_t device[INBOX_DEVICE_SIZE], int64_t now_ms,
                 uint32_t *wait_s) {
    if (paces->cost_us == 0)
        return true;
    struct pace *pace = of_device(paces, device);
    if (pace == NULL)
        return true;
    int64_t now_us = now_ms * 1000;
    int64_t from_us = pace->paid_until_us > now_us ? pace->paid_until_us : now_us;
    int64_t ahead_us = from_us + paces->cost_us - now_us;
    if (ahead_us > paces->most_us) {
        *wait_s = (uint32_t)((ahead_us - paces->most_us + 999999) / 1000000);
        return false;
    }
    pace->paid_until_us = from_us + paces->cost_us;
    return true;
}
