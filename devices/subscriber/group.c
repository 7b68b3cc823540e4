// SPDX-License-Identifier: EUPL-1.2
// The messages of one commit: who sent each, and whether it is taken.
#include "subscriber/group.h"

#include "subscriber/uptopic.h"

#include <string.h>

static uint8_t refuse(struct door *door, const uint8_t *device, enum inbox_trouble trouble,
                      uint8_t reason) {
    door_trouble(door, device, trouble);
    return reason;
}

// PACKET_SUCCESS: to be stored, with device and kind in facts.
static uint8_t judge(struct door *door, const struct packet_publish *publish,
                     struct inbox_facts *facts) {
    switch (uptopic_read(&publish->topic, facts->device, facts->kind)) {
    case UPTOPIC_FOREIGN:
        return refuse(door, NULL, INBOX_TROUBLE_UNKNOWN, PACKET_TOPIC_INVALID);
    case UPTOPIC_ODD:
        return refuse(door, facts->device, INBOX_TROUBLE_TOPIC, PACKET_TOPIC_INVALID);
    case UPTOPIC_GOOD:
        break;
    }
    const struct roster_device *device = roster_find(door_roster(door), facts->device);
    if (device == NULL)
        door_trouble(door, NULL, INBOX_TROUBLE_UNKNOWN);
    else if (device->state != ROSTER_ACTIVE)
        return refuse(door, facts->device, INBOX_TROUBLE_REVOKED, PACKET_NOT_AUTHORISED);
    size_t cap = device == NULL ? ROSTER_MESSAGE_DEFAULT : roster_message_cap(device);
    if (!publish->whole || publish->length > cap || publish->length > INBOX_PAYLOAD_MAX)
        return refuse(door, facts->device, INBOX_TROUBLE_OVERSIZE, PACKET_QUOTA_EXCEEDED);
    return PACKET_SUCCESS;
}

static void read_media_type(const struct packet_text *type, char out[INBOX_MEDIA_TYPE_SIZE]) {
    if (type->length == 0 || type->length >= INBOX_MEDIA_TYPE_SIZE ||
        memchr(type->at, '\0', type->length) != NULL)
        return;
    memcpy(out, type->at, type->length);
    out[type->length] = '\0';
}

void group_add(struct group *group, struct door *door, const struct packet_publish *publish,
               bool five) {
    struct inbox_facts *facts = &group->facts[group->entry_count];
    struct group_answer *answer = &group->answers[group->answer_count++];
    *facts = (struct inbox_facts){
        .door = INBOX_DOOR_SUBSCRIBER,
        .received_us = inbox_now_us(),
        .content_format = INBOX_NO_CONTENT_FORMAT,
        .protocol = five ? 5 : 4,
        .qos = publish->qos,
        .flags = publish->retain ? INBOX_FLAG_RETAIN : INBOX_FLAG_NONE,
    };
    *answer = (struct group_answer){.id = publish->id, .qos = publish->qos, .entry = GROUP_NONE};
    answer->reason = judge(door, publish, facts);
    if (answer->reason != PACKET_SUCCESS)
        return;
    read_media_type(&publish->content_type, facts->media_type);
    group->entries[group->entry_count] = (struct inbox_entry){
        .facts = facts, .payload = publish->payload, .length = publish->length};
    answer->entry = group->entry_count++;
}
