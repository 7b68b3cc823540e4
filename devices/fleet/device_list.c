// SPDX-License-Identifier: EUPL-1.2
// Reading the list of devices.
#include "fleet/device_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS 5
#define WORD_SIZE 160

// Splits the first WORDS words off; returns how many there are, WORDS + 1 when one is too long.
static size_t split(const char *line, char words[WORDS][WORD_SIZE]) {
    static const char separators[] = " \t\r";
    size_t count = 0;
    line += strspn(line, separators);
    while (count < WORDS && *line != '\0' && *line != '#') {
        size_t length = strcspn(line, " \t\r#");
        if (length >= WORD_SIZE) {
            return WORDS + 1;
        }
        memcpy(words[count], line, length);
        words[count++][length] = '\0';
        line += length;
        line += strspn(line, separators);
    }
    return count;
}

static bool is_device(const char *text) {
    return strlen(text) == PAYLOAD_DEVICE_LENGTH &&
           strspn(text, "0123456789abcdef") == PAYLOAD_DEVICE_LENGTH;
}

static bool copy(char *out, size_t size, const char *text) {
    size_t length = strlen(text);
    if (length >= size) {
        return false;
    }
    memcpy(out, text, length + 1);
    return true;
}

static bool transport_find(const char *text, enum transport *out) {
    if (strcmp(text, "mqtt") == 0) {
        *out = TRANSPORT_MQTT;
    } else if (strcmp(text, "coap") == 0) {
        *out = TRANSPORT_COAP;
    } else {
        return false;
    }
    return true;
}

int device_list_line(const char *line, struct device *out) {
    char words[WORDS][WORD_SIZE];
    size_t count = split(line, words);
    if (count == 0) {
        return 0;
    }
    struct device device = {.transport = TRANSPORT_NONE};
    if (count != WORDS || !is_device(words[0]) || !copy(device.id, sizeof device.id, words[0]) ||
        !copy(device.secret, sizeof device.secret, words[1]) ||
        !transport_find(words[2], &device.transport) ||
        !condition_find(words[3], &device.condition)) {
        return -1;
    }
    if (strcmp(words[4], "-") != 0 &&
        !payload_meter_canonical(words[4], strlen(words[4]), device.meter)) {
        return -1;
    }
    *out = device;
    return 1;
}

static bool append(struct device_list *list, size_t *capacity, const struct device *device) {
    if (list->count == *capacity) {
        size_t grown = *capacity ? *capacity * 2 : 64;
        struct device *devices = realloc(list->devices, grown * sizeof *devices);
        if (!devices) {
            return false;
        }
        list->devices = devices;
        *capacity = grown;
    }
    list->devices[list->count++] = *device;
    return true;
}

bool device_list_read(const char *path, struct device_list *out, size_t *fault_line) {
    struct device_list list = {NULL, 0};
    size_t capacity = 0;
    size_t number = 0;
    bool good = false;
    char *line = NULL;
    size_t line_size = 0;
    *fault_line = 0;
    FILE *file = fopen(path, "re");
    if (!file) {
        return false;
    }
    for (ssize_t length = getline(&line, &line_size, file); length >= 0;
         length = getline(&line, &line_size, file)) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        struct device device;
        int kind = device_list_line(line, &device);
        if (kind < 0) {
            *fault_line = number;
            goto out;
        }
        if (kind > 0 && !append(&list, &capacity, &device)) {
            goto out;
        }
    }
    if (ferror(file)) {
        goto out;
    }
    *out = list;
    good = true;
out:
    free(line);
    (void)fclose(file);
    if (!good) {
        device_list_free(&list);
    }
    return good;
}

void device_list_free(struct device_list *list) {
    free(list->devices);
    *list = (struct device_list){NULL, 0};
}

const char *transport_text(enum transport transport) {
    switch (transport) {
    case TRANSPORT_NONE:
        return "";
    case TRANSPORT_MQTT:
        return "mqtt";
    case TRANSPORT_COAP:
        return "coap";
    }
    return "";
}
