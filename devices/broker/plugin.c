// SPDX-License-Identifier: EUPL-1.2
// The MQTT door: who may connect, what may be published, append and commit before the PUBACK.
//
// mosquitto calls MOSQ_EVT_MESSAGE before it acknowledges (QoS 1: PUBACK, QoS 2: PUBREC). Returning
// MOSQ_ERR_ACL_DENIED there or in the write check would give MQTT 3.1.1 devices a PUBACK that looks
// like success, so a refusal is always another error: the broker closes the connection and the
// device sends again. Wills do not pass through this event and so never become readings.
#include "broker/topic.h"

#include "inbox/door.h"

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <mqtt_protocol.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

// A device that was let in, and by which credential.
struct admission {
    uint8_t id[INBOX_DEVICE_SIZE];
    uint8_t password_hash[ROSTER_HASH_SIZE];
};

// Devices that were let in since the start, ascending; who loses the right is looked up here. Never
// shrinks by a disconnection, since an impostor's failed connection ends with one too.
struct admitted {
    struct admission *list;
    size_t count;
    size_t room;
};

struct plugin {
    mosquitto_plugin_id_t *identifier;
    struct door *door;
    struct admitted admitted;
};

static void log_to_broker(enum door_severity severity, const char *text) {
    int level = MOSQ_LOG_NOTICE;
    switch (severity) {
    case DOOR_NOTE:
        level = MOSQ_LOG_NOTICE;
        break;
    case DOOR_WARNING:
        level = MOSQ_LOG_WARNING;
        break;
    case DOOR_ERROR:
        level = MOSQ_LOG_ERR;
        break;
    }
    mosquitto_log_printf(level, "%s", text);
}

static void log_refusal(const char *what, const uint8_t device[INBOX_DEVICE_SIZE]) {
    char id[33];
    inbox_device_text(device, id);
    mosquitto_log_printf(MOSQ_LOG_NOTICE, "sostegno: refused %s of device %s", what, id);
}

static size_t place_of(const struct admitted *admitted, const uint8_t id[INBOX_DEVICE_SIZE]) {
    size_t low = 0;
    size_t high = admitted->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(admitted->list[middle].id, id, INBOX_DEVICE_SIZE) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool admit(struct admitted *admitted, const struct roster_device *device) {
    struct admission fresh;
    memcpy(fresh.id, device->id, sizeof fresh.id);
    memcpy(fresh.password_hash, device->password_hash, sizeof fresh.password_hash);
    size_t at = place_of(admitted, fresh.id);
    if (at < admitted->count && memcmp(admitted->list[at].id, fresh.id, sizeof fresh.id) == 0) {
        admitted->list[at] = fresh; // the broker ends the connection that was there before
        return true;
    }
    if (admitted->count == admitted->room) {
        size_t room = admitted->room == 0 ? 64 : 2 * admitted->room;
        struct admission *grown = realloc(admitted->list, room * sizeof *grown);
        if (grown == NULL)
            return false;
        admitted->list = grown;
        admitted->room = room;
    }
    memmove(&admitted->list[at + 1], &admitted->list[at],
            (admitted->count - at) * sizeof admitted->list[0]);
    admitted->list[at] = fresh;
    admitted->count++;
    return true;
}

// The device that a connected client is: its client id, which on_auth bound to the credential.
static bool device_of(const struct mosquitto *client, uint8_t out[INBOX_DEVICE_SIZE]) {
    const char *id = client == NULL ? NULL : mosquitto_client_id(client);
    return id != NULL && inbox_device_parse(id, strlen(id), out);
}

// Which device this connection proves to be. One credential today: user and password over TLS.
static bool identify(const struct plugin *plugin, const struct mosquitto_evt_basic_auth *event,
                     uint8_t out[INBOX_DEVICE_SIZE]) {
    return event->username != NULL && event->password != NULL &&
           inbox_device_parse(event->username, strlen(event->username), out) &&
           roster_password_check(door_roster(plugin->door), out, event->password,
                                 strlen(event->password));
}

static int on_auth(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    struct mosquitto_evt_basic_auth *event = event_data;
    uint8_t proven[INBOX_DEVICE_SIZE];
    uint8_t named[INBOX_DEVICE_SIZE];
    (void)event_kind;
    if (!identify(plugin, event, proven))
        return MOSQ_ERR_AUTH;
    // A client id is a claim about who speaks and takes over that client's session.
    if (!device_of(event->client, named) || memcmp(named, proven, sizeof named) != 0) {
        log_refusal("a foreign client id", proven);
        return MOSQ_ERR_AUTH;
    }
    const struct roster_device *device = door_admits(plugin->door, proven);
    return device != NULL && admit(&plugin->admitted, device) ? MOSQ_ERR_SUCCESS : MOSQ_ERR_AUTH;
}

static int on_acl(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    struct mosquitto_evt_acl_check *event = event_data;
    uint8_t device[INBOX_DEVICE_SIZE];
    char kind[INBOX_KIND_SIZE];
    (void)event_kind;
    bool known = device_of(event->client, device) && door_admits(plugin->door, device) != NULL;
    switch (event->access) {
    case MOSQ_ACL_WRITE:
        if (known && topic_publish(event->topic, device, kind))
            return MOSQ_ERR_SUCCESS;
        if (known)
            log_refusal("a foreign topic", device);
        return MOSQ_ERR_AUTH;
    case MOSQ_ACL_SUBSCRIBE:
        return known && topic_subscribe(event->topic, device) ? MOSQ_ERR_SUCCESS
                                                              : MOSQ_ERR_ACL_DENIED;
    case MOSQ_ACL_READ:
        return known && topic_receive(event->topic, device) ? MOSQ_ERR_SUCCESS
                                                            : MOSQ_ERR_ACL_DENIED;
    case MOSQ_ACL_UNSUBSCRIBE:
        return MOSQ_ERR_SUCCESS;
    }
    return MOSQ_ERR_ACL_DENIED;
}

static void read_media_type(const struct mosquitto_evt_message *event,
                            char out[INBOX_MEDIA_TYPE_SIZE]) {
    char *text = NULL;
    if (mosquitto_property_read_string(event->properties, MQTT_PROP_CONTENT_TYPE, &text, false) ==
            NULL ||
        text == NULL)
        return;
    size_t length = strlen(text);
    if (length < INBOX_MEDIA_TYPE_SIZE)
        memcpy(out, text, length + 1);
    free(text);
}

static int on_message(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    struct mosquitto_evt_message *event = event_data;
    struct inbox_facts facts = {
        .door = INBOX_DOOR_MQTT,
        .received_us = inbox_now_us(),
        .content_format = INBOX_NO_CONTENT_FORMAT,
        .qos = event->qos,
        .flags = event->retain ? INBOX_FLAG_RETAIN : INBOX_FLAG_NONE,
    };
    (void)event_kind;
    event->retain = false;
    if (!device_of(event->client, facts.device) ||
        !topic_publish(event->topic, facts.device, facts.kind))
        return MOSQ_ERR_AUTH;
    const struct roster_device *device = door_admits(plugin->door, facts.device);
    if (device == NULL) {
        log_refusal("a message", facts.device);
        return MOSQ_ERR_AUTH;
    }
    if (event->payloadlen > roster_message_cap(device)) {
        log_refusal("an oversized message", facts.device);
        return MOSQ_ERR_OVERSIZE_PACKET;
    }
    facts.protocol = (uint8_t)mosquitto_client_protocol_version(event->client);
    read_media_type(event, facts.media_type);
    struct inbox_entry entry = {
        .facts = &facts, .payload = event->payload, .length = event->payloadlen};
    return door_take(plugin->door, &entry, 1) == INBOX_OK ? MOSQ_ERR_SUCCESS : MOSQ_ERR_UNKNOWN;
}

static bool still_admitted(const struct plugin *plugin, const struct admission *admission) {
    const struct roster_device *device = door_admits(plugin->door, admission->id);
    return device != NULL && device->has_password &&
           memcmp(device->password_hash, admission->password_hash, ROSTER_HASH_SIZE) == 0;
}

// Whoever was revoked, and whoever came in with a secret that has been replaced.
static void kick_the_revoked(struct plugin *plugin) {
    struct admitted *admitted = &plugin->admitted;
    size_t kept = 0;
    for (size_t i = 0; i < admitted->count; i++) {
        if (still_admitted(plugin, &admitted->list[i])) {
            admitted->list[kept++] = admitted->list[i];
            continue;
        }
        char id[33];
        inbox_device_text(admitted->list[i].id, id);
        if (mosquitto_kick_client_by_clientid(id, false) == MOSQ_ERR_SUCCESS)
            mosquitto_log_printf(MOSQ_LOG_NOTICE,
                                 "sostegno: disconnected device %s, its credential ended", id);
    }
    admitted->count = kept;
}

static int on_tick(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    bool roster_changed = false;
    (void)event_kind;
    (void)event_data;
    door_tick(plugin->door, &roster_changed);
    if (roster_changed)
        kick_the_revoked(plugin);
    return MOSQ_ERR_SUCCESS;
}

static const char *option(const struct mosquitto_opt *options, int count, const char *key) {
    for (int i = 0; i < count; i++)
        if (strcmp(options[i].key, key) == 0)
            return options[i].value;
    return NULL;
}

static const struct {
    int event;
    MOSQ_FUNC_generic_callback call;
} callbacks[] = {
    {MOSQ_EVT_BASIC_AUTH, on_auth},
    {MOSQ_EVT_ACL_CHECK, on_acl},
    {MOSQ_EVT_MESSAGE, on_message},
    {MOSQ_EVT_TICK, on_tick},
};

EXPORT int mosquitto_plugin_version(int supported_version_count, const int *supported_versions) {
    for (int i = 0; i < supported_version_count; i++)
        if (supported_versions[i] == MOSQ_PLUGIN_VERSION)
            return MOSQ_PLUGIN_VERSION;
    return -1;
}

EXPORT int mosquitto_plugin_cleanup(void *user_data, struct mosquitto_opt *options,
                                    int option_count) {
    struct plugin *plugin = user_data;
    (void)options;
    (void)option_count;
    if (plugin == NULL)
        return MOSQ_ERR_SUCCESS;
    // The broker forgets its callbacks with the plugin; a second goodbye cannot fail usefully.
    for (size_t i = 0; i < sizeof callbacks / sizeof callbacks[0]; i++)
        (void)mosquitto_callback_unregister(plugin->identifier, callbacks[i].event,
                                            callbacks[i].call, NULL);
    door_close(plugin->door);
    free(plugin->admitted.list);
    free(plugin);
    return MOSQ_ERR_SUCCESS;
}

EXPORT int mosquitto_plugin_init(mosquitto_plugin_id_t *identifier, void **user_data,
                                 struct mosquitto_opt *options, int option_count) {
    struct plugin *plugin = calloc(1, sizeof *plugin);
    if (plugin == NULL)
        return MOSQ_ERR_NOMEM;
    plugin->identifier = identifier;
    struct door_options door = {
        .kind = INBOX_DOOR_MQTT,
        .inbox = option(options, option_count, "inbox"),
        .roster = option(options, option_count, "roster"),
        .door_key = option(options, option_count, "door_key"),
        .server_key = option(options, option_count, "server_key"),
        .wake = option(options, option_count, "wake_socket"),
        .log = log_to_broker,
    };
    int result = door_open(&door, &plugin->door) == INBOX_OK ? MOSQ_ERR_SUCCESS : MOSQ_ERR_UNKNOWN;
    for (size_t i = 0; i < sizeof callbacks / sizeof callbacks[0] && result == MOSQ_ERR_SUCCESS;
         i++)
        result = mosquitto_callback_register(identifier, callbacks[i].event, callbacks[i].call,
                                             NULL, plugin);
    if (result != MOSQ_ERR_SUCCESS) {
        door_close(plugin->door);
        free(plugin->admitted.list);
        free(plugin);
        return result;
    }
    *user_data = plugin;
    return MOSQ_ERR_SUCCESS;
}
