// SPDX-License-Identifier: EUPL-1.2
// The settings of the subscriber door: one INI file, section [subscriber] (docs/subscriber.md).
#ifndef SUBSCRIBER_SETTINGS_H
#define SUBSCRIBER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SETTINGS_MESSAGE_SIZE 400
#define SETTINGS_PASSWORD_MAX 1024

enum settings_protocol {
    SETTINGS_PROTOCOL_AUTO = 0, // 5, or 3.1.1 when the broker says that it has no 5
    SETTINGS_PROTOCOL_5,
    SETTINGS_PROTOCOL_311,
};

// Texts are owned, NULL when not given.
struct settings {
    char *broker; // mqtts://host[:port], or mqtt://host[:port] on this machine
    char *client_id;
    char *user;
    char *password_file;
    char *ca;
    char *certificate;
    char *key;
    char *share; // name of the group of a shared subscription
    char *inbox;
    char *roster;
    char *door_key;
    char *server_key;
    char *wake;
    enum settings_protocol protocol;
    uint32_t qos;             // 1 or 2
    uint32_t session_expiry;  // seconds
    uint32_t receive_maximum; // messages in flight
    uint32_t keep_alive;      // seconds
    bool receipts;
    // Taken from broker.
    bool tls;
    char *host;
    char *port;
};

// Reads and checks the file. False with one line in message that names file and place or setting;
// then nothing is left to free.
bool settings_read(const char *path, struct settings *out, char *message);

void settings_free(struct settings *settings);

// The password in the file, without the end of its line. False when it cannot be read, is empty,
// too long, or others than owner and group can read it.
bool settings_password(const char *path, uint8_t out[SETTINGS_PASSWORD_MAX], size_t *length);

#endif
