// SPDX-License-Identifier: EUPL-1.2
// Reads INI files through libinih, counting lines so that every complaint names its place.
#include "base/config_entry.h"

#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_FIRST_FRAGMENT = 2, SOURCE_LAST_FRAGMENT = 900 };

struct reading {
    struct config *config;
    int source;
    const char *file;
    const char *folder;
    FILE *stream;
    int line;
    enum rc rc;
    char *message;
};

// libinih calls this once per line and the handler in between, so the count is the handler's line.
static char *next_line(char *line, int size, void *context) {
    struct reading *reading = context;
    if (reading->rc != RC_OK || !fgets(line, size, reading->stream)) {
        return NULL;
    }
    reading->line++;
    size_t length = strlen(line);
    if (length > 0 && line[length - 1] != '\n' && !feof(reading->stream)) {
        snprintf(reading->message, CONFIG_MESSAGE_SIZE, "%s:%d: the line is longer than %d bytes",
                 reading->file, reading->line, size - 2);
        reading->rc = RC_INVALID;
        return NULL;
    }
    return line;
}

static int take(void *context, const char *section, const char *name, const char *value) {
    struct reading *reading = context;
    char origin[PATH_MAX + 16];
    snprintf(origin, sizeof origin, "%s:%d", reading->file, reading->line);
    reading->rc = config_set(reading->config, reading->source, origin, reading->folder, section,
                             name, value ? value : "", reading->message);
    return 1;
}

static void folder_of(const char *file, char out[PATH_MAX]) {
    snprintf(out, PATH_MAX, "%s", file);
    char *slash = strrchr(out, '/');
    if (slash) {
        *slash = '\0';
    } else {
        snprintf(out, PATH_MAX, ".");
    }
}

enum rc config_read_file(struct config *config, int source, const char *file, char *message) {
    char folder[PATH_MAX];
    folder_of(file, folder);
    struct reading reading = {
        .config = config, .source = source, .file = file, .folder = folder, .message = message};
    reading.stream = fopen(file, "re");
    if (!reading.stream) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: cannot be read: %s", file, strerror(errno));
        return RC_IO;
    }
    int malformed = ini_parse_stream(next_line, &reading, take, &reading);
    if (reading.rc == RC_OK && ferror(reading.stream)) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: cannot be read", file);
        reading.rc = RC_IO;
    } else if (reading.rc == RC_OK && malformed != 0) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s:%d: neither [section] nor key = value", file,
                 malformed);
        reading.rc = RC_INVALID;
    }
    fclose(reading.stream); // read only: nothing can be lost here
    return reading.rc;
}

static int is_fragment(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return length > 5 && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + length - 5, ".conf") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

enum rc config_read_folder(struct config *config, const char *file, char *message) {
    char folder[PATH_MAX];
    char path[PATH_MAX + 16 + NAME_MAX];
    folder_of(file, folder);
    snprintf(path, sizeof path, "%s/conf.d", folder);
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_fragment, by_bytes);
    if (count < 0) {
        if (errno == ENOENT) {
            return RC_OK;
        }
        snprintf(message, CONFIG_MESSAGE_SIZE, "%.300s: cannot be read: %s", path,
                 strerror(errno));
        return RC_IO;
    }
    enum rc rc = RC_OK;
    if (count > SOURCE_LAST_FRAGMENT - SOURCE_FIRST_FRAGMENT) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%.300s: holds more than %d files", path,
                 SOURCE_LAST_FRAGMENT - SOURCE_FIRST_FRAGMENT);
        rc = RC_LIMIT;
    }
    for (int i = 0; i < count; i++) {
        if (rc == RC_OK) {
            snprintf(path, sizeof path, "%s/conf.d/%s", folder, entries[i]->d_name);
            rc = config_read_file(config, SOURCE_FIRST_FRAGMENT + i, path, message);
        }
        free(entries[i]);
    }
    free(entries);
    return rc;
}
