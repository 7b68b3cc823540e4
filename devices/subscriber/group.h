// SPDX-License-Identifier: EUPL-1.2
// The messages of one commit, and what the broker is told of each afterwards. No copies are made:
// payloads are borrowed from the buffer that they came in until the group is emptied.
#ifndef SUBSCRIBER_GROUP_H
#define SUBSCRIBER_GROUP_H

#include "inbox/door.h"
#include "subscriber/packet.h"

struct group_answer {
    uint16_t id; // packet id; 0: QoS 0, nothing is told
    uint8_t qos;
    uint8_t reason; // enum packet_reason
    size_t entry;   // which entry was stored for it; GROUP_NONE: refused
};

#define GROUP_NONE ((size_t)-1)

struct group {
    size_t entry_count;
    size_t answer_count;
    struct inbox_facts facts[INBOX_GROUP_MAX];
    struct inbox_entry entries[INBOX_GROUP_MAX];
    struct group_answer answers[INBOX_GROUP_MAX];
};

// Judges one message (intake.h says how) and adds it, unless it is refused, and its answer. The
// group must not be full. five: as the connection speaks.
void group_add(struct group *group, struct door *door, const struct packet_publish *publish,
               bool five);

static inline bool group_is_full(const struct group *group) {
    return group->answer_count == INBOX_GROUP_MAX;
}

static inline void group_empty(struct group *group) {
    group->entry_count = 0;
    group->answer_count = 0;
}

#endif
