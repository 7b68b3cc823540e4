// SPDX-License-Identifier: EUPL-1.2
// What every door has behind its transport: keys, roster, inbox, sockets, housekeeping.
#include "inbox/door.h"

#include "inbox/acks.h"
#include "inbox/offers.h"
#include "inbox/troubles.h"
#include "inbox/wake.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UPKEEP_MS 50
#define ROSTER_MS 1000
#define LOG_SIZE 400

struct door {
    struct inbox_writer *writer;
    struct roster *roster;
    char *wake; // NULL: nobody to wake
    int sender;
    int socket;
    door_log *log;
    int64_t upkeep_at; // monotonic milliseconds
    int64_t roster_at;
    enum inbox_result take_said; // last troubles, so that each is logged once
    enum inbox_result upkeep_said;
    enum inbox_result checkpoint_said;
    enum inbox_result roster_said;
    bool away;
    bool woken;    // the drain, since the last tick
    bool wake_due; // messages came after that
    struct troubles troubles;
    struct acks acks;
    struct offers offers;
    inbox_acked *acked;
    void *acked_context;
};

static void say(door_log *log, enum door_severity severity, const char *what, const char *path,
                enum inbox_result result) {
    char text[LOG_SIZE];
    // A cut line is good enough for a log.
    (void)snprintf(text, sizeof text, "sostegno: %s %s: %s", what, path, inbox_result_text(result));
    log(severity, text);
}

static enum inbox_result open_roster(const struct door_options *options, struct door *door) {
    uint8_t key[INBOX_KEY_SIZE];
    enum inbox_result result = inbox_key_read(options->door_key, INBOX_KEY_DOOR, key);
    if (result != INBOX_OK) {
        say(options->log, DOOR_ERROR, "door key", options->door_key, result);
        return result;
    }
    result = roster_read(options->roster, key, &door->roster);
    sodium_memzero(key, sizeof key);
    if (result != INBOX_OK)
        say(options->log, DOOR_ERROR, "roster", options->roster, result);
    return result;
}

static enum inbox_result open_inbox(const struct door_options *options, struct door *door) {
    struct inbox_writer_options inbox = {.path = options->inbox, .door = options->kind};
    enum inbox_result result =
        inbox_key_read(options->server_key, INBOX_KEY_PUBLIC, inbox.server_public);
    if (result != INBOX_OK) {
        say(options->log, DOOR_ERROR, "server key", options->server_key, result);
        return result;
    }
    result = inbox_writer_open(&inbox, &door->writer);
    if (result != INBOX_OK)
        say(options->log, DOOR_ERROR, "inbox", options->inbox, result);
    return result;
}

static enum inbox_result open_sockets(const struct door_options *options, struct door *door) {
    size_t size = strlen(options->inbox) + sizeof ".sock";
    char *path = malloc(size);
    if (path == NULL)
        return INBOX_NO_MEMORY;
    (void)snprintf(path, size, "%s.sock", options->inbox); // sized above, cannot truncate
    enum inbox_result result = inbox_socket_bind(path, &door->socket);
    if (result == INBOX_OK)
        result = inbox_socket_sender(&door->sender);
    if (result != INBOX_OK)
        say(options->log, DOOR_ERROR, "door socket", path, result);
    free(path);
    return result;
}

enum inbox_result door_open(const struct door_options *options, struct door **out) {
    if (options->inbox == NULL || options->roster == NULL || options->door_key == NULL ||
        options->server_key == NULL) {
        options->log(DOOR_ERROR, "sostegno: inbox, roster, door key and server key must be given");
        return INBOX_INVALID;
    }
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    struct door *door = calloc(1, sizeof *door);
    if (door == NULL)
        return INBOX_NO_MEMORY;
    door->sender = -1;
    door->socket = -1;
    door->log = options->log;
    door->acked = options->acked;
    door->acked_context = options->acked_context;
    enum inbox_result result = INBOX_OK;
    if (options->wake != NULL) {
        door->wake = strdup(options->wake);
        if (door->wake == NULL)
            result = INBOX_NO_MEMORY;
    }
    if (result == INBOX_OK)
        result = open_roster(options, door);
    if (result == INBOX_OK)
        result = open_inbox(options, door);
    if (result == INBOX_OK)
        result = open_sockets(options, door);
    if (result != INBOX_OK) {
        door_close(door);
        return result;
    }
    *out = door;
    return INBOX_OK;
}

void door_close(struct door *door) {
    if (door == NULL)
        return;
    inbox_writer_close(door->writer);
    roster_free(door->roster);
    if (door->socket >= 0)
        (void)close(door->socket); // datagrams: nothing can be lost
    if (door->sender >= 0)
        (void)close(door->sender);
    free(door->wake);
    free(door);
}

// A broker takes one message after the other: the first of a round wakes the drain at once, the
// last of it at the tick, those between would cost each sender time for nothing.
static void wake_drain(struct door *door, bool due) {
    if (due && door->wake != NULL)
        (void)inbox_wake_send(door->sender, door->wake, inbox_writer_id(door->writer));
}

enum inbox_result door_take(struct door *door, const struct inbox_entry *entries, size_t count) {
    bool latched = inbox_writer_latched(door->writer);
    enum inbox_result result = inbox_writer_append_group(door->writer, entries, count, NULL);
    if (result == INBOX_OK) {
        door->take_said = INBOX_OK;
        wake_drain(door, !door->woken);
        door->wake_due = door->woken;
        door->woken = true;
    } else if (!latched && result != door->take_said) {
        // A full disk meets every message; a line for each would fill it further.
        say(door->log, DOOR_ERROR, "inbox", "refused a message", result);
        door->take_said = result;
        if (inbox_writer_latched(door->writer))
            door->log(DOOR_ERROR, "sostegno: the storage failed; everything is refused until this "
                                  "process is restarted");
    }
    return result;
}

enum roster_secret door_offer(struct door *door, const struct roster_device *device) {
    return offers_make(&door->offers, device);
}

void door_proven(struct door *door, const struct roster_device *device, enum roster_secret which) {
    uint8_t tag[ROSTER_TAG_SIZE];
    if (device->old_psk_length == 0 || which == ROSTER_SECRET_NONE)
        return;
    offers_proven(&door->offers, device->id, which);
    if (which != ROSTER_SECRET_NEW || door->wake == NULL)
        return;
    // Lost words come again: the device goes on proving itself.
    roster_secret_tag(device->id, device->psk, device->psk_length, tag);
    (void)inbox_renewed_send(door->sender, door->wake, inbox_writer_id(door->writer), device->id,
                             tag);
}

static void keep_ack(void *context, const struct inbox_ack *ack) {
    struct door *door = context;
    acks_keep(&door->acks, ack);
    if (door->acked != NULL)
        door->acked(door->acked_context, ack);
}

const struct inbox_ack *door_ack(const struct door *door, const uint8_t device[INBOX_DEVICE_SIZE]) {
    if (door->wake != NULL)
        (void)inbox_ask_send(door->sender, door->wake, inbox_writer_id(door->writer), device);
    return acks_find(&door->acks, device);
}

static void said_once(struct door *door, const char *what, enum inbox_result result,
                      enum inbox_result *said) {
    if (result != INBOX_OK && result != *said)
        say(door->log, DOOR_ERROR, "inbox", what, result);
    *said = result;
}

static void upkeep(struct door *door) {
    int64_t upto = 0;
    if (inbox_words_receive(door->socket, inbox_writer_id(door->writer), keep_ack, door, &upto)) {
        // A word beyond what we gave is from a confused or hostile sender; losing nothing by it.
        enum inbox_result trimmed = inbox_writer_trim(door->writer, upto);
        if (trimmed == INBOX_INVALID)
            say(door->log, DOOR_WARNING, "trim word", "beyond the newest message", trimmed);
    }
    bool more = false;
    said_once(door, "upkeep", inbox_writer_upkeep(door->writer, &more), &door->upkeep_said);
}

static void tell_state(struct door *door) {
    enum inbox_state state = inbox_writer_latched(door->writer) ? INBOX_STATE_LATCHED
                             : inbox_writer_full(door->writer)  ? INBOX_STATE_FULL
                             : door->away                       ? INBOX_STATE_AWAY
                                                                : INBOX_STATE_WELL;
    if (door->wake == NULL)
        return;
    (void)inbox_state_send(door->sender, door->wake, inbox_writer_id(door->writer), state);
    troubles_tell(&door->troubles, door->sender, door->wake, inbox_writer_id(door->writer));
}

void door_set_away(struct door *door, bool away) {
    door->away = away;
}

bool door_was_used(const struct door *door) {
    return inbox_writer_used(door->writer);
}

void door_trouble(struct door *door, const uint8_t device[INBOX_DEVICE_SIZE],
                  enum inbox_trouble trouble) {
    const struct roster_device *known = device == NULL ? NULL : roster_find(door->roster, device);
    if (known == NULL)
        troubles_add(&door->troubles, NULL, INBOX_TROUBLE_UNKNOWN);
    else
        troubles_add(&door->troubles, device,
                     known->state == ROSTER_REVOKED ? INBOX_TROUBLE_REVOKED : trouble);
}

void door_tick(struct door *door, bool *roster_changed) {
    int64_t now = inbox_monotonic_ms();
    *roster_changed = false;
    // First, since a drain that reads keeps the WAL from beginning anew.
    said_once(door, "checkpoint", inbox_writer_checkpoint(door->writer), &door->checkpoint_said);
    wake_drain(door, door->wake_due);
    door->wake_due = false;
    door->woken = false;
    if (now >= door->upkeep_at) {
        upkeep(door);
        door->upkeep_at = now + UPKEEP_MS;
    }
    if (now >= door->roster_at) {
        bool changed = false;
        enum inbox_result result = roster_refresh(door->roster, &changed);
        if (result == INBOX_OK)
            *roster_changed = changed;
        else if (result != door->roster_said)
            say(door->log, DOOR_WARNING, "roster", "not taken over, the last good one stays",
                result);
        door->roster_said = result;
        door->roster_at = now + ROSTER_MS;
        tell_state(door);
    }
}

const struct roster_device *door_admits(const struct door *door,
                                        const uint8_t id[INBOX_DEVICE_SIZE]) {
    const struct roster_device *device = roster_find(door->roster, id);
    return device != NULL && device->state == ROSTER_ACTIVE ? device : NULL;
}

const struct roster *door_roster(const struct door *door) {
    return door->roster;
}
