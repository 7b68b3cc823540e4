// SPDX-License-Identifier: EUPL-1.2
// The MQTT door: who may connect, what may be published, append and commit before the PUBACK.
//
// mosquitto calls MOSQ_EVT_MESSAGE before it acknowledges (QoS 1: PUBACK, QoS 2: PUBREC). Returning
// MOSQ_ERR_ACL_DENIED there or in the write check would give MQTT 3.1.1 devices a PUBACK that looks
// like success, so a refusal is always another error: the broker closes the connection and the
// device sends again. Wills do not pass through this event and so never become readings.
#include "broker/certificate.h"
#include "broker/sessions.h"
#include "broker/topic.h"

#include "inbox/acks.h"
#include "inbox/door.h"

#include <limits.h>
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <mqtt_protocol.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

#define REVIEW_MS 5000
#define CROWD_MS 100
#define STRANGERS_MAX 1000
#define BURST_DEFAULT 2000

struct plugin {
    mosquitto_plugin_id_t *identifier;
    struct door *door;
    struct sessions *sessions;
    int64_t review_at; // monotonic milliseconds
    int64_t crowd_at;
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

static void log_about(const char *what, const uint8_t device[INBOX_DEVICE_SIZE]) {
    char id[33];
    inbox_device_text(device, id);
    mosquitto_log_printf(MOSQ_LOG_NOTICE, "sostegno: %s, device %s", what, id);
}

static void refuse(struct plugin *plugin, const char *what, const uint8_t *device,
                   enum inbox_trouble trouble) {
    log_about(what, device);
    door_trouble(plugin->door, device, trouble);
}

// False when the connection must end.
static bool note(struct plugin *plugin, enum session_sign sign, const uint8_t *device) {
    switch (sign) {
    case SESSION_FINE:
        return true;
    case SESSION_CLONED:
        refuse(plugin, "two clients take one session from each other", device,
               INBOX_TROUBLE_CLONED);
        return true;
    case SESSION_GUESSED:
        refuse(plugin, "handshakes failed again and again", device, INBOX_TROUBLE_CREDENTIAL);
        return true;
    case SESSION_STRANGER:
    case SESSION_NO_MEMORY:
        break;
    }
    return false;
}

// The device that a connected client is: its client id, which on_auth bound to the credential.
static bool device_of(const struct mosquitto *client, uint8_t out[INBOX_DEVICE_SIZE]) {
    const char *id = client == NULL ? NULL : mosquitto_client_id(client);
    return id != NULL && inbox_device_parse(id, strlen(id), out);
}

// What a connection has shown, and whose it is.
struct proof {
    uint8_t device[INBOX_DEVICE_SIZE];
    uint8_t fingerprint[ROSTER_HASH_SIZE];
    bool by_certificate;
    enum roster_secret secret; // otherwise
};

static bool check_certificate(struct plugin *plugin, void *certificate, const char *username,
                              struct proof *out) {
    uint8_t named[INBOX_DEVICE_SIZE];
    if (!certificate_read(certificate, out->device, out->fingerprint))
        return false;
    const struct roster_device *device = roster_find(door_roster(plugin->door), out->device);
    enum roster_certificate_state state =
        device == NULL ? ROSTER_CERTIFICATE_UNKNOWN
                       : roster_certificate_check(device, out->fingerprint, (int64_t)time(NULL));
    if (state != ROSTER_CERTIFICATE_VALID) {
        refuse(plugin, "refused a certificate that is not in force", out->device,
               state == ROSTER_CERTIFICATE_EXPIRED ? INBOX_TROUBLE_EXPIRED
                                                   : INBOX_TROUBLE_CREDENTIAL);
        return false;
    }
    if (username != NULL && (!inbox_device_parse(username, strlen(username), named) ||
                             memcmp(named, out->device, sizeof named) != 0)) {
        refuse(plugin, "refused a foreign user name", out->device, INBOX_TROUBLE_IDENTITY);
        return false;
    }
    out->by_certificate = true;
    return true;
}

static bool check_password(struct plugin *plugin, const struct mosquitto_evt_basic_auth *event,
                           struct proof *out) {
    if (event->username == NULL || event->password == NULL ||
        !inbox_device_parse(event->username, strlen(event->username), out->device)) {
        door_trouble(plugin->door, NULL, INBOX_TROUBLE_CREDENTIAL);
        return false;
    }
    out->secret = roster_password_check(door_roster(plugin->door), out->device, event->password,
                                        strlen(event->password));
    if (out->secret != ROSTER_SECRET_NONE)
        return true;
    refuse(plugin, "refused a password", out->device, INBOX_TROUBLE_CREDENTIAL);
    return false;
}

// Which device this connection proves to be: a certificate if the listener asked for one, otherwise
// user and password. Listeners with pre-shared keys do not come here (mosquitto.conf.in).
static bool identify(struct plugin *plugin, const struct mosquitto_evt_basic_auth *event,
                     struct proof *out) {
    void *certificate = mosquitto_client_certificate(event->client);
    if (certificate == NULL)
        return check_password(plugin, event, out);
    bool proven = check_certificate(plugin, certificate, event->username, out);
    certificate_free(certificate);
    return proven;
}

// The device with the secret that it uses for its own, as sessions wants it.
static struct roster_device used_secret(const struct roster_device *device,
                                        enum roster_secret which) {
    return which == ROSTER_SECRET_OLD ? roster_before(device) : *device;
}

static int on_auth(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    struct mosquitto_evt_basic_auth *event = event_data;
    struct proof proof = {0};
    uint8_t named[INBOX_DEVICE_SIZE];
    (void)event_kind;
    if (!identify(plugin, event, &proof))
        return MOSQ_ERR_AUTH;
    // A client id is a claim about who speaks and takes over that client's session.
    if (!device_of(event->client, named) || memcmp(named, proof.device, sizeof named) != 0) {
        refuse(plugin, "refused a foreign client id", proof.device, INBOX_TROUBLE_IDENTITY);
        return MOSQ_ERR_AUTH;
    }
    const struct roster_device *device = door_admits(plugin->door, proof.device);
    if (device == NULL) {
        refuse(plugin, "refused a revoked device", proof.device, INBOX_TROUBLE_REVOKED);
        return MOSQ_ERR_AUTH;
    }
    int64_t now = inbox_monotonic_ms();
    if (!sessions_may_spend(plugin->sessions, proof.device, now)) {
        refuse(plugin, "refused a connection above the rate", proof.device, INBOX_TROUBLE_RATE);
        return MOSQ_ERR_AUTH;
    }
    // Who has no user name is a stranger to send_strangers_away().
    char id[33];
    inbox_device_text(proof.device, id);
    if (event->username == NULL &&
        mosquitto_set_username(event->client, id) != MOSQ_ERR_SUCCESS)
        return MOSQ_ERR_AUTH;
    const uint8_t *fingerprint = proof.by_certificate ? proof.fingerprint : NULL;
    const struct roster_device used = used_secret(device, proof.secret);
    if (!proof.by_certificate)
        door_proven(plugin->door, device, proof.secret);
    return note(plugin,
                sessions_admit(plugin->sessions, &used, fingerprint, event->client, now),
                proof.device)
               ? MOSQ_ERR_SUCCESS
               : MOSQ_ERR_AUTH;
}

// The key of an identity, in hexadecimal as the broker wants it. On such a listener the broker
// itself makes the identity both user name and client id.
static int on_psk(int event_kind, void *event_data, void *user) {
    static const char digits[] = "0123456789abcdef";
    struct plugin *plugin = user;
    struct mosquitto_evt_psk_key *event = event_data;
    uint8_t id[INBOX_DEVICE_SIZE];
    (void)event_kind;
    if (event->identity == NULL ||
        !inbox_device_parse(event->identity, strlen(event->identity), id)) {
        door_trouble(plugin->door, NULL, INBOX_TROUBLE_CREDENTIAL);
        return MOSQ_ERR_AUTH;
    }
    const struct roster_device *device = door_admits(plugin->door, id);
    if (device == NULL || device->psk_length == 0 ||
        event->max_key_len < (int)(2 * device->psk_length)) {
        refuse(plugin, "refused a pre-shared key identity", id, INBOX_TROUBLE_CREDENTIAL);
        return MOSQ_ERR_AUTH;
    }
    int64_t now = inbox_monotonic_ms();
    if (!sessions_may_spend(plugin->sessions, id, now)) {
        refuse(plugin, "refused a connection above the rate", id, INBOX_TROUBLE_RATE);
        return MOSQ_ERR_AUTH;
    }
    const struct roster_device used = used_secret(device, door_offer(plugin->door, device));
    if (event->max_key_len < (int)(2 * used.psk_length) ||
        !note(plugin, sessions_begin(plugin->sessions, &used, event->client, now), id))
        return MOSQ_ERR_NOMEM;
    // The broker's buffer was cleared and is one byte longer than it says.
    for (uint32_t i = 0; i < used.psk_length; i++) {
        event->key[2 * i] = digits[used.psk[i] >> 4];
        event->key[2 * i + 1] = digits[used.psk[i] & 15];
    }
    return MOSQ_ERR_SUCCESS;
}

static int on_disconnect(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    const struct mosquitto_evt_disconnect *event = event_data;
    uint8_t device[INBOX_DEVICE_SIZE];
    (void)event_kind;
    if (device_of(event->client, device))
        sessions_gone(plugin->sessions, device, event->client);
    return MOSQ_ERR_SUCCESS;
}

// While a rotation is under way each act of the device says which secret it has by now.
static void tell_secret(struct plugin *plugin, const uint8_t id[INBOX_DEVICE_SIZE]) {
    const struct roster_device *device = roster_find(door_roster(plugin->door), id);
    if (device == NULL || device->old_psk_length == 0)
        return;
    const struct roster_device before = roster_before(device);
    if (sessions_by_secret(plugin->sessions, device))
        door_proven(plugin->door, device, ROSTER_SECRET_NEW);
    else if (sessions_by_secret(plugin->sessions, &before))
        door_proven(plugin->door, device, ROSTER_SECRET_OLD);
}

static int on_acl(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    struct mosquitto_evt_acl_check *event = event_data;
    uint8_t device[INBOX_DEVICE_SIZE];
    char kind[INBOX_KIND_SIZE];
    (void)event_kind;
    bool known = device_of(event->client, device) && door_admits(plugin->door, device) != NULL &&
                 note(plugin,
                      sessions_heard(plugin->sessions, device, event->client, inbox_monotonic_ms()),
                      device);
    if (known)
        tell_secret(plugin, device);
    switch (event->access) {
    case MOSQ_ACL_WRITE:
        if (known && topic_publish(event->topic, device, kind))
            return MOSQ_ERR_SUCCESS;
        if (known)
            refuse(plugin, "refused a foreign topic", device, INBOX_TROUBLE_TOPIC);
        return MOSQ_ERR_AUTH;
    case MOSQ_ACL_SUBSCRIBE:
        if (known && topic_subscribe(event->topic, device))
            return MOSQ_ERR_SUCCESS;
        if (known)
            refuse(plugin, "refused a foreign subscription", device, INBOX_TROUBLE_TOPIC);
        return MOSQ_ERR_ACL_DENIED;
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
        refuse(plugin, "refused a message", facts.device, INBOX_TROUBLE_REVOKED);
        return MOSQ_ERR_AUTH;
    }
    if (event->payloadlen > roster_message_cap(device)) {
        refuse(plugin, "refused an oversized message", facts.device, INBOX_TROUBLE_OVERSIZE);
        return MOSQ_ERR_OVERSIZE_PACKET;
    }
    if (!sessions_spend(plugin->sessions, facts.device, inbox_monotonic_ms())) {
        refuse(plugin, "refused a message above the rate", facts.device, INBOX_TROUBLE_RATE);
        return MOSQ_ERR_UNKNOWN;
    }
    facts.protocol = (uint8_t)mosquitto_client_protocol_version(event->client);
    read_media_type(event, facts.media_type);
    struct inbox_entry entry = {
        .facts = &facts, .payload = event->payload, .length = event->payloadlen};
    return door_take(plugin->door, &entry, 1) == INBOX_OK ? MOSQ_ERR_SUCCESS : MOSQ_ERR_UNKNOWN;
}

static void kick(void *context, const uint8_t device[INBOX_DEVICE_SIZE]) {
    char id[33];
    (void)context;
    inbox_device_text(device, id);
    if (mosquitto_kick_client_by_clientid(id, false) == MOSQ_ERR_SUCCESS)
        log_about("disconnected, its credential ended", device);
}

// On the device's own branch, for whoever listens there: never kept, once at most, since the next
// message brings it again.
static void tell_ack(void *context, const struct inbox_ack *ack) {
    char topic[ACKS_TOPIC_SIZE];
    char text[ACKS_TEXT_SIZE];
    (void)context;
    acks_message(ack, topic, text);
    (void)mosquitto_broker_publish_copy(NULL, topic, (int)strlen(text), text, 0, false, NULL);
}

// How many descriptors the broker has open, at least: a new one gets the lowest number that is free.
static int open_descriptors(void) {
    int next = eventfd(0, EFD_CLOEXEC);
    if (next < 0)
        return INT_MAX; // none is free
    (void)close(next);  // nothing was written
    return next;
}

// The broker closes a connection that says nothing after 90 s, and has no setting for it. So that
// nobody keeps devices out with such connections, all of them end when there are more than devices
// could have: each one that is open and one that has died without a word, and STRANGERS_MAX. A
// device that was about to say who it is, is cut off, too, and comes again (decision 0034).
static void send_strangers_away(const struct plugin *plugin) {
    size_t room = 2 * roster_count(door_roster(plugin->door)) + STRANGERS_MAX;
    int open = open_descriptors();
    if ((size_t)open <= room)
        return;
    mosquitto_log_printf(MOSQ_LOG_WARNING,
                         "sostegno: too many connections that do not say who they are; all of "
                         "them are closed");
    (void)mosquitto_kick_client_by_username(NULL, false); // fails for no reason that it tells
}

static int on_tick(int event_kind, void *event_data, void *user) {
    struct plugin *plugin = user;
    bool roster_changed = false;
    int64_t now = inbox_monotonic_ms();
    (void)event_kind;
    (void)event_data;
    door_tick(plugin->door, &roster_changed);
    if (now >= plugin->crowd_at) {
        send_strangers_away(plugin);
        plugin->crowd_at = now + CROWD_MS;
    }
    // Certificates end by themselves, too.
    if (roster_changed || now >= plugin->review_at) {
        sessions_review(plugin->sessions, door_roster(plugin->door), (int64_t)time(NULL), kick,
                        NULL);
        plugin->review_at = now + REVIEW_MS;
    }
    return MOSQ_ERR_SUCCESS;
}

static const char *option(const struct mosquitto_opt *options, int count, const char *key) {
    for (int i = 0; i < count; i++)
        if (strcmp(options[i].key, key) == 0)
            return options[i].value;
    return NULL;
}

// A whole number from least to a million; `fallback` when the option is not given.
static bool number_option(const struct mosquitto_opt *options, int count, const char *key,
                          uint32_t least, uint32_t fallback, uint32_t *out) {
    const char *text = option(options, count, key);
    char *end = NULL;
    *out = fallback;
    if (text == NULL)
        return true;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < least || value > 1000000) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sostegno: %s is no number from %u to 1000000", key,
                             (unsigned)least);
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

static const struct {
    int event;
    MOSQ_FUNC_generic_callback call;
} callbacks[] = {
    {MOSQ_EVT_BASIC_AUTH, on_auth},
    {MOSQ_EVT_ACL_CHECK, on_acl},
    {MOSQ_EVT_MESSAGE, on_message},
    {MOSQ_EVT_TICK, on_tick},
    {MOSQ_EVT_PSK_KEY, on_psk},
    {MOSQ_EVT_DISCONNECT, on_disconnect},
};

EXPORT int mosquitto_plugin_version(int supported_version_count, const int *supported_versions) {
    for (int i = 0; i < supported_version_count; i++)
        if (supported_versions[i] == MOSQ_PLUGIN_VERSION)
            return MOSQ_PLUGIN_VERSION;
    return -1;
}

static void forget(struct plugin *plugin) {
    door_close(plugin->door);
    sessions_free(plugin->sessions);
    free(plugin);
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
    forget(plugin);
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
        .acked = tell_ack,
    };
    uint32_t rate = 0;
    uint32_t burst = 0;
    int result = MOSQ_ERR_UNKNOWN;
    if (number_option(options, option_count, "rate", 0, 0, &rate) &&
        number_option(options, option_count, "burst", 1, BURST_DEFAULT, &burst) &&
        (plugin->sessions = sessions_new(rate, burst)) != NULL &&
        door_open(&door, &plugin->door) == INBOX_OK)
        result = MOSQ_ERR_SUCCESS;
    for (size_t i = 0; i < sizeof callbacks / sizeof callbacks[0] && result == MOSQ_ERR_SUCCESS;
         i++)
        result = mosquitto_callback_register(identifier, callbacks[i].event, callbacks[i].call,
                                             NULL, plugin);
    if (result != MOSQ_ERR_SUCCESS) {
        forget(plugin);
        return result;
    }
    *user_data = plugin;
    return MOSQ_ERR_SUCCESS;
}
