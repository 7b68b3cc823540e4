// SPDX-License-Identifier: EUPL-1.2
// Who published, by the topic.
#include "subscriber/uptopic.h"

#include <string.h>

#define HEAD "ltc/v1/"
#define BRANCH "/up/"
#define ID_LENGTH 32

static bool is_kind_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '_';
}

enum uptopic uptopic_read(const struct packet_text *topic, uint8_t device[INBOX_DEVICE_SIZE],
                          char kind[INBOX_KIND_SIZE]) {
    const size_t head = sizeof HEAD - 1;
    const size_t branch = sizeof BRANCH - 1;
    if (topic->length < head + ID_LENGTH || memcmp(topic->at, HEAD, head) != 0 ||
        !inbox_device_parse(topic->at + head, ID_LENGTH, device))
        return UPTOPIC_FOREIGN;
    const char *rest = topic->at + head + ID_LENGTH;
    size_t left = topic->length - head - ID_LENGTH;
    if (left <= branch || memcmp(rest, BRANCH, branch) != 0)
        return UPTOPIC_ODD;
    rest += branch;
    left -= branch;
    if (left >= INBOX_KIND_SIZE)
        return UPTOPIC_ODD;
    for (size_t i = 0; i < left; i++)
        if (!is_kind_byte(rest[i]))
            return UPTOPIC_ODD;
    memcpy(kind, rest, left);
    kind[left] = '\0';
    return UPTOPIC_GOOD;
}
