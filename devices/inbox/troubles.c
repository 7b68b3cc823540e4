// SPDX-License-Identifier: EUPL-1.2
// What a door refused, counted per device until the server has been told.
#include "inbox/troubles.h"

#include <string.h>

static const uint8_t nobody[INBOX_DEVICE_SIZE];

static struct inbox_trouble_report *find(struct troubles *troubles, const uint8_t *device,
                                         enum inbox_trouble trouble) {
    for (size_t i = 0; i < troubles->count; i++)
        if (troubles->list[i].trouble == trouble &&
            memcmp(troubles->list[i].device, device, INBOX_DEVICE_SIZE) == 0)
            return &troubles->list[i];
    return NULL;
}

void troubles_add(struct troubles *troubles, const uint8_t device[INBOX_DEVICE_SIZE],
                  enum inbox_trouble trouble) {
    const uint8_t *whose = device == NULL ? nobody : device;
    struct inbox_trouble_report *report = find(troubles, whose, trouble);
    // The last rows are kept for "some device": one for each kind of trouble.
    if (report == NULL && troubles->count + INBOX_TROUBLE_KINDS >= TROUBLES_MAX) {
        whose = nobody;
        report = find(troubles, nobody, trouble);
    }
    if (report == NULL) {
        report = &troubles->list[troubles->count++];
        *report = (struct inbox_trouble_report){.trouble = trouble};
        memcpy(report->device, whose, INBOX_DEVICE_SIZE);
    }
    if (report->count < INBOX_TROUBLE_COUNT_MAX)
        report->count++;
}

void troubles_tell(struct troubles *troubles, int sender, const char *drain_path,
                   const uint8_t inbox[INBOX_ID_SIZE]) {
    size_t told = 0;
    while (told < troubles->count &&
           inbox_trouble_send(sender, drain_path, inbox, &troubles->list[told]))
        told++;
    troubles->count -= told;
    memmove(troubles->list, troubles->list + told, troubles->count * sizeof troubles->list[0]);
}
