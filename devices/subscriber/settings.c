// SPDX-License-Identifier: EUPL-1.2
// The settings of the subscriber door.
#include "subscriber/settings.h"

#include "inbox/inbox.h"

#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define SECTION "subscriber"
#define CLIENT_ID_MAX 256
#define WEEK_SECONDS 604800

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"broker", offsetof(struct settings, broker)},
    {"client-id", offsetof(struct settings, client_id)},
    {"user", offsetof(struct settings, user)},
    {"password-file", offsetof(struct settings, password_file)},
    {"ca", offsetof(struct settings, ca)},
    {"certificate", offsetof(struct settings, certificate)},
    {"key", offsetof(struct settings, key)},
    {"share", offsetof(struct settings, share)},
    {"inbox", offsetof(struct settings, inbox)},
    {"roster", offsetof(struct settings, roster)},
    {"door-key", offsetof(struct settings, door_key)},
    {"server-key", offsetof(struct settings, server_key)},
    {"wake-socket", offsetof(struct settings, wake)},
};

static const struct {
    const char *name;
    size_t offset;
    uint32_t least;
    uint32_t most;
} numbers[] = {
    {"qos", offsetof(struct settings, qos), 1, 2},
    {"session-expiry", offsetof(struct settings, session_expiry), 60, UINT32_MAX},
    {"receive-maximum", offsetof(struct settings, receive_maximum), 1, INBOX_GROUP_MAX},
    {"keep-alive", offsetof(struct settings, keep_alive), 1, 3600},
};

struct reading {
    struct settings *settings;
    FILE *file;
    int line;    // read last
    int refused; // line of the first setting that is wrong, 0: none
    char *message;
};

// The parser tells the first wrong line and goes on: the words must be about that one.
static int refuse(struct reading *reading, const char *name, const char *what) {
    if (reading->refused == 0) {
        reading->refused = reading->line;
        (void)snprintf(reading->message, SETTINGS_MESSAGE_SIZE, "%s %s", name, what); // cut is fine
    }
    return 0;
}

static char *next_line(char *text, int size, void *context) {
    struct reading *reading = context;
    reading->line++;
    return fgets(text, size, reading->file);
}

static int take_text(struct reading *reading, size_t offset, const char *name,
                     const char *value) {
    char *copy = value[0] == '\0' ? NULL : strdup(value);
    if (copy == NULL)
        return refuse(reading, name, "is empty");
    char **place = (char **)(void *)((char *)reading->settings + offset);
    free(*place);
    *place = copy;
    return 1;
}

static int take_number(struct reading *reading, size_t at, const char *value) {
    char *end = NULL;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || strlen(value) > 10 ||
        number < numbers[at].least || number > numbers[at].most) {
        char what[80];
        (void)snprintf(what, sizeof what, "is no number from %u to %u", (unsigned)numbers[at].least,
                       (unsigned)numbers[at].most);
        return refuse(reading, numbers[at].name, what);
    }
    memcpy((char *)reading->settings + numbers[at].offset, &(uint32_t){(uint32_t)number},
           sizeof(uint32_t));
    return 1;
}

static int take_protocol(struct reading *reading, const char *value) {
    if (strcmp(value, "auto") == 0)
        reading->settings->protocol = SETTINGS_PROTOCOL_AUTO;
    else if (strcmp(value, "5") == 0)
        reading->settings->protocol = SETTINGS_PROTOCOL_5;
    else if (strcmp(value, "3.1.1") == 0)
        reading->settings->protocol = SETTINGS_PROTOCOL_311;
    else
        return refuse(reading, "protocol", "is auto, 5 or 3.1.1");
    return 1;
}

static int take_receipts(struct reading *reading, const char *value) {
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return refuse(reading, "receipts", "is yes or no");
    reading->settings->receipts = strcmp(value, "yes") == 0;
    return 1;
}

static int take(void *context, const char *section, const char *name, const char *value) {
    struct reading *reading = context;
    if (strcmp(section, SECTION) != 0)
        return refuse(reading, section, "is no section of this file");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(name, texts[i].name) == 0)
            return take_text(reading, texts[i].offset, name, value);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(name, numbers[i].name) == 0)
            return take_number(reading, i, value);
    if (strcmp(name, "protocol") == 0)
        return take_protocol(reading, value);
    if (strcmp(name, "receipts") == 0)
        return take_receipts(reading, value);
    return refuse(reading, name, "is no setting");
}

// mqtts://host[:port]; an IPv6 address stands in brackets.
static bool cut_broker(struct settings *settings) {
    const char *rest = settings->broker;
    settings->tls = strncasecmp(rest, "mqtts://", 8) == 0;
    if (!settings->tls && strncasecmp(rest, "mqtt://", 7) != 0)
        return false;
    rest += settings->tls ? 8 : 7;
    const char *close = rest[0] == '[' ? strchr(rest, ']') : NULL;
    const char *host = close == NULL ? rest : rest + 1;
    size_t length = close == NULL ? strcspn(rest, ":") : (size_t)(close - host);
    const char *colon = close == NULL ? rest + length : close + 1;
    const char *port = settings->tls ? "8883" : "1883";
    if (colon[0] == ':')
        port = colon + 1;
    else if (colon[0] != '\0')
        return false;
    char *end = NULL;
    unsigned long number = strtoul(port, &end, 10);
    if (length == 0 || port[0] < '0' || port[0] > '9' || *end != '\0' || number == 0 ||
        number > 65535 || strchr(port, '/') != NULL)
        return false;
    settings->host = strndup(host, length);
    settings->port = strdup(port);
    return settings->host != NULL && settings->port != NULL && strchr(settings->host, '/') == NULL;
}

static bool is_group_name(const char *name) {
    return strlen(name) <= CLIENT_ID_MAX && strpbrk(name, "/+#") == NULL;
}

// Returns what is wrong, or NULL.
static const char *judge(struct settings *settings) {
    if (settings->broker == NULL)
        return "broker must be given";
    if (!cut_broker(settings))
        return "broker is no address like mqtts://broker.example:8883";
    if (settings->client_id == NULL || strlen(settings->client_id) > CLIENT_ID_MAX)
        return "client-id must be given, and be short; the broker keeps the session by it";
    if (settings->inbox == NULL || settings->roster == NULL || settings->door_key == NULL ||
        settings->server_key == NULL)
        return "inbox, roster, door-key and server-key must be given";
    if ((settings->certificate == NULL) != (settings->key == NULL))
        return "certificate and key belong together";
    if (settings->password_file != NULL && settings->user == NULL)
        return "a password needs a user";
    if (!settings->tls && (settings->ca != NULL || settings->certificate != NULL))
        return "ca, certificate and key need mqtts://";
    if (settings->share != NULL && !is_group_name(settings->share))
        return "share is the name of a group, without / + and #";
    return NULL;
}

bool settings_read(const char *path, struct settings *out, char *message) {
    struct settings settings = {
        .qos = 1,
        .session_expiry = WEEK_SECONDS,
        .receive_maximum = INBOX_GROUP_MAX,
        .keep_alive = 60,
    };
    char what[SETTINGS_MESSAGE_SIZE] = "";
    struct reading reading = {.settings = &settings, .file = fopen(path, "re"), .message = what};
    int line = -1;
    if (reading.file != NULL) {
        line = ini_parse_stream(next_line, &reading, take, &reading);
        if (ferror(reading.file))
            line = -1;
        (void)fclose(reading.file); // only read
    }
    const char *wrong = NULL;
    if (line < 0)
        (void)snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: cannot be read", path);
    else if (line > 0)
        (void)snprintf(message, SETTINGS_MESSAGE_SIZE, "%s:%d: %.200s", path, line,
                       line == reading.refused ? what : "neither [section] nor name = value");
    else if ((wrong = judge(&settings)) != NULL)
        (void)snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: %s", path, wrong);
    if (line != 0 || wrong != NULL) {
        settings_free(&settings);
        return false;
    }
    *out = settings;
    return true;
}

void settings_free(struct settings *settings) {
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        free(*(char **)(void *)((char *)settings + texts[i].offset));
    free(settings->host);
    free(settings->port);
    *settings = (struct settings){0};
}

bool settings_password(const char *path, uint8_t out[SETTINGS_PASSWORD_MAX], size_t *length) {
    struct stat facts;
    FILE *file = fopen(path, "re");
    size_t got = 0;
    if (file == NULL)
        return false;
    if (fstat(fileno(file), &facts) == 0 && (facts.st_mode & 07) == 0)
        got = fread(out, 1, SETTINGS_PASSWORD_MAX, file);
    (void)fclose(file); // only read
    bool fits = got < SETTINGS_PASSWORD_MAX;
    while (got > 0 && (out[got - 1] == '\n' || out[got - 1] == '\r'))
        got--;
    if (!fits || got == 0)
        return false;
    *length = got;
    return true;
}
