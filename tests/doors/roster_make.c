// SPDX-License-Identifier: EUPL-1.2
// Test probe in the server's place: `roster_make keys FOLDER` makes server.key, server.pub and
// door.key; `roster_make roster DOOR_KEY SNAPSHOT` seals the devices of standard input, one a line:
// "id active|revoked password-or-- psk-or-- max-message[/report-every] certificates", the last one
// "-" or one or two of "fingerprint:end" with commas; `roster_make trim SOCKET INBOX_ID UPTO`.
#include "inbox/roster.h"
#include "inbox/wake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICES_MAX 20000

static int done(const char *what, enum inbox_result result) {
    if (result == INBOX_OK)
        return 0;
    fprintf(stderr, "roster_make: %s: %s\n", what, inbox_result_text(result));
    return 1;
}

static enum inbox_result write_key(const char *folder, const char *name, enum inbox_key_kind kind,
                                   const uint8_t key[INBOX_KEY_SIZE]) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return inbox_key_write(path, kind, key);
}

static int make_keys(const char *folder) {
    struct inbox_keypair pair;
    uint8_t door[INBOX_KEY_SIZE];
    enum inbox_result result = inbox_keypair(&pair);
    if (result == INBOX_OK)
        result = inbox_key_random(door);
    if (result == INBOX_OK)
        result = write_key(folder, "server.key", INBOX_KEY_SECRET, pair.secret);
    if (result == INBOX_OK)
        result = write_key(folder, "server.pub", INBOX_KEY_PUBLIC, pair.public);
    if (result == INBOX_OK)
        result = write_key(folder, "door.key", INBOX_KEY_DOOR, door);
    return done(folder, result);
}

// Cuts a line at its spaces; false unless there are exactly count words.
static bool cut(char *line, char *words[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(line, " \n");
        bool last = line[length] != ' ';
        if (length == 0 || last != (i + 1 == count))
            return false;
        words[i] = line;
        line[length] = '\0';
        line += length + 1;
    }
    return true;
}

static bool read_certificates(char *text, struct roster_device *device) {
    char *save = NULL;
    for (char *word = strtok_r(text, ",", &save); word != NULL; word = strtok_r(NULL, ",", &save)) {
        if (strlen(word) < 66 || device->certificate_count == ROSTER_CERTIFICATES_MAX)
            return false;
        struct roster_certificate *certificate = &device->certificates[device->certificate_count++];
        for (size_t i = 0; i < ROSTER_HASH_SIZE; i++) {
            char digits[3] = {word[2 * i], word[2 * i + 1], '\0'};
            certificate->fingerprint[i] = (uint8_t)strtoul(digits, NULL, 16);
        }
        certificate->until_s = strtoll(word + 65, NULL, 10);
    }
    return true;
}

static bool read_device(struct roster_device *device) {
    char line[1024];
    char *words[6];
    char *every = NULL;
    if (fgets(line, sizeof line, stdin) == NULL || !cut(line, words, 6))
        return false;
    *device = (struct roster_device){.max_message = (uint32_t)strtoul(words[4], &every, 10)};
    if (*every == '/')
        device->report_every = (uint32_t)strtoul(every + 1, NULL, 10);
    if (!inbox_device_parse(words[0], strlen(words[0]), device->id))
        return false;
    device->state = strcmp(words[1], "active") == 0 ? ROSTER_ACTIVE : ROSTER_REVOKED;
    device->has_password = strcmp(words[2], "-") != 0;
    roster_password_hash(device->id, words[2], strlen(words[2]), device->password_hash);
    size_t length = strcmp(words[3], "-") == 0 ? 0 : strlen(words[3]);
    if (length > ROSTER_PSK_MAX)
        return false;
    device->psk_length = (uint32_t)length;
    memcpy(device->psk, words[3], length);
    return strcmp(words[5], "-") == 0 || read_certificates(words[5], device);
}

static int make_roster(const char *key_path, const char *snapshot) {
    uint8_t key[INBOX_KEY_SIZE];
    size_t count = 0;
    struct roster_device *devices = calloc(DEVICES_MAX, sizeof *devices);
    enum inbox_result result = inbox_key_read(key_path, INBOX_KEY_DOOR, key);
    if (devices == NULL || result != INBOX_OK) {
        free(devices);
        return done(key_path, result == INBOX_OK ? INBOX_NO_MEMORY : result);
    }
    while (count < DEVICES_MAX && read_device(&devices[count]))
        count++;
    result = roster_write(snapshot, key, 1, devices, count);
    free(devices);
    return done(snapshot, result);
}

static int send_trim(const char *socket_path, const char *id_text, const char *upto) {
    uint8_t id[INBOX_ID_SIZE];
    int sender = -1;
    if (!inbox_device_parse(id_text, strlen(id_text), id))
        return done(id_text, INBOX_INVALID);
    enum inbox_result result = inbox_socket_sender(&sender);
    if (result == INBOX_OK && !inbox_trim_send(sender, socket_path, id, strtoll(upto, NULL, 10)))
        result = INBOX_MISSING;
    return done(socket_path, result);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "keys") == 0)
        return make_keys(argv[2]);
    if (argc == 4 && strcmp(argv[1], "roster") == 0)
        return make_roster(argv[2], argv[3]);
    if (argc == 5 && strcmp(argv[1], "trim") == 0)
        return send_trim(argv[2], argv[3], argv[4]);
    return done("usage: keys FOLDER | roster DOOR_KEY SNAPSHOT | trim SOCKET INBOX_ID UPTO",
                INBOX_INVALID);
}
