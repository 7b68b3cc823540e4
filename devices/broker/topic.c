// SPDX-License-Identifier: EUPL-1.2
// Topic rules of the MQTT door, compared byte by byte.
#include "broker/topic.h"

#include <string.h>

// The rest of text after "ltc/v1/<device>/<branch>/", or NULL.
static const char *after_branch(const char *text, const uint8_t device[INBOX_DEVICE_SIZE],
                                const char *branch) {
    static const char head[] = "ltc/v1/";
    char id[33];
    size_t length = strlen(branch);
    if (text == NULL || strncmp(text, head, sizeof head - 1) != 0)
        return NULL;
    text += sizeof head - 1;
    inbox_device_text(device, id);
    if (strncmp(text, id, 32) != 0)
        return NULL;
    text += 32;
    return strncmp(text, branch, length) == 0 ? text + length : NULL;
}

static bool is_kind_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '_';
}

bool topic_publish(const char *topic, const uint8_t device[INBOX_DEVICE_SIZE],
                   char kind[INBOX_KIND_SIZE]) {
    const char *rest = after_branch(topic, device, "/up/");
    if (rest == NULL)
        return false;
    size_t length = strlen(rest);
    if (length == 0 || length >= INBOX_KIND_SIZE)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_kind_byte(rest[i]))
            return false;
    memcpy(kind, rest, length + 1);
    return true;
}

bool topic_subscribe(const char *filter, const uint8_t device[INBOX_DEVICE_SIZE]) {
    // The head is literal, so wildcards further down cannot leave the device's own branch.
    const char *rest = after_branch(filter, device, "/down/");
    return rest != NULL && rest[0] != '\0';
}

bool topic_receive(const char *topic, const uint8_t device[INBOX_DEVICE_SIZE]) {
    const char *rest = after_branch(topic, device, "/down/");
    return rest != NULL && rest[0] != '\0';
}
