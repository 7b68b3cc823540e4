// SPDX-License-Identifier: EUPL-1.2
// Reading scenarios line by line, and filling the places for times.
#include "fleet/scenario.h"

#include "fleet/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 200
#define AGO_MAX INT64_C(4000000000) // seconds
#define PAD_MAX 200000

static bool read_whole(const char *text, int64_t least, int64_t most, int64_t *out) {
    char *end = NULL;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || number < least || number > most)
        return false;
    *out = number;
    return true;
}

static bool copy_word(char *out, size_t size, const char *text) {
    size_t length = strlen(text);
    if (length == 0 || length >= size)
        return false;
    memcpy(out, text, length + 1);
    return true;
}

// One word between "send KIND" and the text. False: the text begins here.
static bool read_manner(const char *word, struct scenario_step *step) {
    int64_t number = 0;
    if (strcmp(word, "retain") == 0)
        step->retain = true;
    else if (strcmp(word, "refused") == 0)
        step->refused = true;
    else if (strcmp(word, "hex") == 0)
        step->hex = true;
    else if (strncmp(word, "qos=", 4) == 0 && read_whole(word + 4, 0, 2, &number))
        step->qos = (int)number;
    else if (strncmp(word, "format=", 7) == 0 && read_whole(word + 7, 0, 65535, &number))
        step->content_format = (int32_t)number;
    else if (strncmp(word, "type=", 5) == 0)
        return copy_word(step->media_type, sizeof step->media_type, word + 5);
    else if (strncmp(word, "topic=", 6) == 0)
        return copy_word(step->topic, sizeof step->topic, word + 6);
    else
        return false;
    return true;
}

static bool read_send(char *rest, const struct scenario_step *now, struct scenario_step *out) {
    struct scenario_step step = *now;
    char *save = NULL;
    const char *kind = strtok_r(rest, " ", &save);
    if (kind == NULL || !copy_word(step.kind, sizeof step.kind, kind))
        return false;
    while (save != NULL && *save != '\0') {
        char word[128];
        size_t length = strcspn(save, " ");
        if (length >= sizeof word)
            break;
        memcpy(word, save, length);
        word[length] = '\0';
        if (!read_manner(word, &step))
            break;
        save += length + (save[length] == ' ');
    }
    step.text = strdup(save == NULL ? "" : save);
    *out = step;
    return step.text != NULL;
}

// What must come of it: a number, for some words behind a code.
static bool is_expectation(char *rest) {
    static const char *const words[] = {"stored", "quarantined", "alerts",
                                        "duplicates"};
    char *save = NULL;
    const char *what = strtok_r(rest, " ", &save);
    bool known = false;
    for (size_t i = 0; what != NULL && i < sizeof words / sizeof *words; i++)
        known = known || strcmp(what, words[i]) == 0;
    const char *last = NULL;
    for (const char *word = strtok_r(NULL, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save))
        last = word;
    int64_t number = 0;
    return known && last != NULL && read_whole(last, 0, 100000, &number);
}

static bool is_origin(const char *text) {
    return strcmp(text, "synthetic") == 0 || strncmp(text, "real-shaped ", 12) == 0;
}

static bool add_step(struct scenario *scenario, const struct scenario_step *step) {
    if (scenario->count == STEPS_MAX) {
        free(step->text);
        return false;
    }
    scenario->steps[scenario->count++] = *step;
    return true;
}

static bool add_again(struct scenario *scenario, const struct scenario_step *now) {
    if (scenario->count == 0)
        return false;
    struct scenario_step step = scenario->steps[scenario->count - 1];
    step.at_s = now->at_s;
    step.device = now->device;
    step.text = strdup(step.text);
    return step.text != NULL && add_step(scenario, &step);
}

static bool read_line(char *line, struct scenario_step *now, struct scenario *scenario) {
    int64_t number = 0;
    struct scenario_step step;
    size_t length = strcspn(line, " ");
    char *rest = line[length] == ' ' ? line + length + 1 : line + length;
    line[length] = '\0';
    if (line[0] == '\0' || line[0] == '#' || strcmp(line, "title") == 0)
        return true;
    if (strcmp(line, "case") == 0 && read_whole(rest, 1, 999, &number)) {
        scenario->number = (int)number;
        return true;
    }
    if (strcmp(line, "at") == 0 && read_whole(rest, 0, AGO_MAX, &number)) {
        now->at_s = number;
        return true;
    }
    if (strcmp(line, "device") == 0 && read_whole(rest, 1, SCENARIO_DEVICES_MAX, &number)) {
        now->device = (size_t)number - 1;
        if (scenario->devices < (size_t)number)
            scenario->devices = (size_t)number;
        return true;
    }
    if (strcmp(line, "series") == 0)
        return is_origin(rest);
    if (strcmp(line, "over") == 0 || strcmp(line, "holder") == 0)
        return rest[0] != '\0';
    if (strcmp(line, "expect") == 0)
        return is_expectation(rest);
    if (strcmp(line, "again") == 0)
        return add_again(scenario, now);
    return strcmp(line, "send") == 0 && read_send(rest, now, &step) && add_step(scenario, &step);
}

bool scenario_read(const char *path, struct scenario *out, size_t *fault_line) {
    struct scenario_step now = {.qos = 1, .content_format = SCENARIO_NO_FORMAT};
    struct scenario scenario = {.devices = 1};
    char *line = NULL;
    size_t size = 0;
    size_t number = 0;
    bool good = false;
    *fault_line = 0;
    FILE *file = fopen(path, "re");
    scenario.steps = calloc(STEPS_MAX, sizeof *scenario.steps);
    if (!file || !scenario.steps)
        goto out;
    while (getline(&line, &size, file) >= 0) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        if (!read_line(line, &now, &scenario)) {
            *fault_line = number;
            goto out;
        }
    }
    good = !ferror(file) && scenario.number > 0;
    *fault_line = good ? 0 : number + 1;
    if (good)
        *out = scenario;
out:
    free(line);
    if (file)
        (void)fclose(file);
    if (!good)
        scenario_free(&scenario);
    return good;
}

void scenario_free(struct scenario *scenario) {
    for (size_t i = 0; scenario->steps && i < scenario->count; i++)
        free(scenario->steps[i].text);
    free(scenario->steps);
    *scenario = (struct scenario){0};
}

static bool put_hex(const char *text, char *out, size_t *length) {
    static const char digits[] = "0123456789abcdef";
    *length = 0;
    for (const char *at = text; *at != '\0'; at += 2) {
        const char *high = strchr(digits, at[0]);
        const char *low = at[1] == '\0' ? NULL : strchr(digits, at[1]);
        if (!high || !low)
            return false;
        out[(*length)++] = (char)((high - digits) << 4 | (low - digits));
    }
    return true;
}

// A place: a form and seconds from the start, such as "-60", "s-60", "ms-60", "local-60"; or "pad70000".
static bool put_place(const char *place, int64_t start_us, FILE *out) {
    char text[MESSAGE_TIME_SIZE];
    int64_t seconds = 0;
    size_t form = strspn(place, "abcdefghijklmnopqrstuvwxyz");
    if (!read_whole(place + form, -AGO_MAX, AGO_MAX, &seconds))
        return false;
    if (form == 3 && strncmp(place, "pad", form) == 0) {
        for (int64_t i = 0; i < seconds && i < PAD_MAX; i++)
            (void)fputc('x', out);
        return true;
    }
    int64_t at_us = start_us + seconds * 1000000;
    message_time(at_us, text);
    if (form == 5 && strncmp(place, "local", form) == 0)
        return fprintf(out, "%.19s", text) > 0;
    if (form == 1 && place[0] == 's')
        return fprintf(out, "%" PRId64, at_us / 1000000) > 0;
    if (form == 2 && strncmp(place, "ms", form) == 0)
        return fprintf(out, "%" PRId64, at_us / 1000) > 0;
    return form == 0 && fprintf(out, "%s", text) > 0;
}

char *scenario_bytes(const struct scenario_step *step, int64_t start_us, size_t *length) {
    char *bytes = NULL;
    bool good = true;
    if (step->hex) {
        bytes = calloc(1, strlen(step->text) / 2 + 1);
        if (bytes && !put_hex(step->text, bytes, length)) {
            free(bytes);
            bytes = NULL;
        }
        return bytes;
    }
    FILE *out = open_memstream(&bytes, length);
    if (!out)
        return NULL;
    for (const char *at = step->text; *at != '\0' && good;) {
        char place[32];
        const char *end = *at == '@' ? strchr(at + 1, '@') : NULL;
        if (*at != '@') {
            (void)fputc(*at++, out);
        } else if (end && (size_t)(end - at) <= sizeof place) {
            memcpy(place, at + 1, (size_t)(end - at - 1));
            place[end - at - 1] = '\0';
            good = put_place(place, start_us, out);
            at = end + 1;
        } else {
            good = false;
        }
    }
    if (fclose(out) != 0 || !good) {
        free(bytes);
        return NULL;
    }
    return bytes;
}
