// SPDX-License-Identifier: EUPL-1.2
// The settings: checks each value against its option, reads the environment, prints what is in
// force.
#include "base/config.h"

#include "base/config_entry.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern char **environ;

enum { NAME_SIZE = 120, HINT_DISTANCE = 3, SOURCE_ENVIRONMENT = 1000 };

static const char ENVIRONMENT_PREFIX[] = "SOSTEGNO_";
// Says where the file is, so it cannot be a setting in it.
static const char ENVIRONMENT_FILE[] = "SOSTEGNO_CONFIG";

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

// Levenshtein distance; names longer than the row are compared by their beginning.
static size_t distance(const char *a, const char *b) {
    size_t row[NAME_SIZE + 1];
    size_t columns = smaller(strlen(b), NAME_SIZE);
    for (size_t j = 0; j <= columns; j++) {
        row[j] = j;
    }
    for (size_t i = 0; a[i] && i < NAME_SIZE; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < columns; j++) {
            size_t above = row[j + 1];
            size_t change = diagonal + (a[i] != b[j]);
            row[j + 1] = smaller(change, smaller(above, row[j]) + 1);
            diagonal = above;
        }
    }
    return row[columns];
}

static const struct config_option *nearest(const struct config *config, const char *section,
                                           const char *key) {
    const struct config_option *best = NULL;
    size_t best_distance = HINT_DISTANCE + 1;
    char wanted[NAME_SIZE], known[NAME_SIZE];
    snprintf(wanted, sizeof wanted, "%s.%s", section, key);
    for (size_t i = 0; i < config->count; i++) {
        snprintf(known, sizeof known, "%s.%s", config->table[i].section, config->table[i].key);
        size_t d = distance(wanted, known);
        // The right key under the wrong section is a near miss however far the sections are apart.
        if (strcmp(config->table[i].key, key) == 0) {
            d = smaller(d, HINT_DISTANCE);
        }
        if (d < best_distance) {
            best_distance = d;
            best = &config->table[i];
        }
    }
    return best;
}

static size_t find(const struct config *config, const char *section, const char *key) {
    size_t i = 0;
    while (i < config->count && (strcmp(config->table[i].section, section) != 0 ||
                                 strcmp(config->table[i].key, key) != 0)) {
        i++;
    }
    return i;
}

static bool read_integer(const char *text, int64_t *value) {
    char *end = NULL;
    errno = 0;
    long long parsed = strtoll(text, &end, 10);
    *value = parsed;
    return errno == 0 && end != text && *end == '\0';
}

static bool read_bool(const char *text, bool *value) {
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
            *value = strcasecmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

static bool in_bounds(const struct config_option *option, int64_t value) {
    return (option->min == 0 && option->max == 0) || (value >= option->min && value <= option->max);
}

static bool is_address(const char *text) {
    struct in6_addr address;
    return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1;
}

static bool is_endpoint(const char *text) {
    char host[INET6_ADDRSTRLEN];
    int64_t port = -1;
    const char *colon = strrchr(text, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    if (length > 1 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    if (length == 0 || length >= sizeof host || strspn(colon + 1, "0123456789") > 5) {
        return false;
    }
    memcpy(host, text, length);
    host[length] = '\0';
    return is_address(host) && colon[1] >= '0' && colon[1] <= '9' &&
           read_integer(colon + 1, &port) && port <= UINT16_MAX;
}

// What is wrong with the value, or NULL.
static const char *complaint(const struct config_option *option, const char *value) {
    int64_t integer = 0;
    bool flag = false;
    switch (option->type) {
    case CONFIG_TEXT:
    case CONFIG_PATH:
    case CONFIG_SECRET:
        return in_bounds(option, (int64_t)strlen(value)) ? NULL : "its length is out of bounds";
    case CONFIG_INTEGER:
        if (!read_integer(value, &integer)) {
            return "it is not a whole number";
        }
        return in_bounds(option, integer) ? NULL : "it is out of bounds";
    case CONFIG_BOOL:
        return read_bool(value, &flag) ? NULL : "it is neither yes nor no";
    case CONFIG_CHOICE:
        for (size_t i = 0; option->choices[i]; i++) {
            if (strcmp(option->choices[i], value) == 0) {
                return NULL;
            }
        }
        return "it is not one of the choices";
    case CONFIG_ADDRESS:
        return *value == '\0' || is_address(value) ? NULL : "it is not an IP address";
    case CONFIG_ENDPOINT:
        return is_endpoint(value) ? NULL : "it is not an IP address with a port (127.0.0.1:8080)";
    }
    return "its type is unknown";
}

static enum rc explain_value(const struct config_option *option, const char *origin,
                             const char *problem, char *message) {
    int used = snprintf(message, CONFIG_MESSAGE_SIZE, "%s: value of '%s.%s': %s", origin,
                        option->section, option->key, problem);
    size_t at = smaller((size_t)used, CONFIG_MESSAGE_SIZE - 1);
    if (option->type == CONFIG_CHOICE) {
        for (size_t i = 0; option->choices[i] && at < CONFIG_MESSAGE_SIZE - 1; i++) {
            used = snprintf(message + at, CONFIG_MESSAGE_SIZE - at, "%s%s", i ? ", " : ": ",
                            option->choices[i]);
            at = smaller(at + (size_t)used, CONFIG_MESSAGE_SIZE - 1);
        }
    } else if (option->min != 0 || option->max != 0) {
        snprintf(message + at, CONFIG_MESSAGE_SIZE - at, " (%lld to %lld)", (long long)option->min,
                 (long long)option->max);
    }
    return RC_INVALID;
}

static enum rc explain_unknown(const struct config *config, const char *origin, const char *section,
                               const char *key, char *message) {
    const struct config_option *near = nearest(config, section, key);
    if (near) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: unknown key '%s.%s'; did you mean '%s.%s'?",
                 origin, section, key, near->section, near->key);
    } else {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: unknown key '%s.%s'", origin, section, key);
    }
    return RC_INVALID;
}

enum rc config_set(struct config *config, int source, const char *origin, const char *folder,
                   const char *section, const char *key, const char *value, char *message) {
    size_t i = find(config, section, key);
    if (i == config->count) {
        return explain_unknown(config, origin, section, key, message);
    }
    const struct config_option *option = &config->table[i];
    if (config->set_by[i] == source) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: '%s.%s' is set twice", origin, section, key);
        return RC_INVALID;
    }
    const char *problem = complaint(option, value);
    if (problem) {
        return explain_value(option, origin, problem, message);
    }
    bool relative = option->type == CONFIG_PATH && folder && value[0] != '/' && value[0] != '\0';
    size_t size = strlen(value) + 1 + (relative ? strlen(folder) + 1 : 0);
    char *copy = malloc(size);
    if (!copy) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: out of memory", origin);
        return RC_NOMEM;
    }
    snprintf(copy, size, "%s%s%s", relative ? folder : "", relative ? "/" : "", value);
    free(config->values[i]);
    config->values[i] = copy;
    config->set_by[i] = source;
    return RC_OK;
}

static void environment_name(const struct config_option *option, char out[NAME_SIZE]) {
    snprintf(out, NAME_SIZE, "%s%s_%s", ENVIRONMENT_PREFIX, option->section, option->key);
    for (char *p = out; *p; p++) {
        if (*p >= 'a' && *p <= 'z') {
            *p = (char)(*p - 'a' + 'A');
        } else if (*p == '-') {
            *p = '_';
        }
    }
}

static enum rc take_variable(struct config *config, const char *variable, size_t name_length,
                             const char *value, char *message) {
    char origin[NAME_SIZE + 16];
    for (size_t i = 0; i < config->count; i++) {
        char name[NAME_SIZE];
        environment_name(&config->table[i], name);
        if (strlen(name) == name_length && strncmp(name, variable, name_length) == 0) {
            snprintf(origin, sizeof origin, "environment: %s", name);
            return config_set(config, SOURCE_ENVIRONMENT, origin, NULL, config->table[i].section,
                              config->table[i].key, value, message);
        }
    }
    snprintf(message, CONFIG_MESSAGE_SIZE, "environment: %.*s names no setting", (int)name_length,
             variable);
    return RC_INVALID;
}

static enum rc read_environment(struct config *config, char *message) {
    size_t prefix = sizeof ENVIRONMENT_PREFIX - 1;
    for (char **variable = environ; variable && *variable; variable++) {
        const char *equals = strchr(*variable, '=');
        if (!equals || strncmp(*variable, ENVIRONMENT_PREFIX, prefix) != 0) {
            continue;
        }
        size_t length = (size_t)(equals - *variable);
        if (length == sizeof ENVIRONMENT_FILE - 1 &&
            strncmp(*variable, ENVIRONMENT_FILE, length) == 0) {
            continue;
        }
        enum rc rc = take_variable(config, *variable, length, equals + 1, message);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc make(const struct config_option *table, struct config **config) {
    struct config *made = calloc(1, sizeof *made);
    if (!made) {
        return RC_NOMEM;
    }
    made->table = table;
    while (table[made->count].section) {
        made->count++;
    }
    made->values = calloc(made->count + 1, sizeof *made->values);
    made->set_by = calloc(made->count + 1, sizeof *made->set_by);
    bool whole = made->values && made->set_by;
    for (size_t i = 0; whole && i < made->count; i++) {
        made->values[i] = strdup(table[i].fallback ? table[i].fallback : "");
        whole = made->values[i] != NULL;
    }
    if (!whole) {
        config_free(made);
        return RC_NOMEM;
    }
    *config = made;
    return RC_OK;
}

enum rc config_load(const struct config_option *table, const char *file, struct config **config,
                    char *message) {
    struct config *made = NULL;
    message[0] = '\0';
    enum rc rc = make(table, &made);
    if (rc == RC_OK && file) {
        rc = config_read_file(made, 1, file, message);
    }
    if (rc == RC_OK && file) {
        rc = config_read_folder(made, file, message);
    }
    if (rc == RC_OK) {
        rc = read_environment(made, message);
    }
    if (rc != RC_OK) {
        config_free(made);
        return rc;
    }
    *config = made;
    return RC_OK;
}

void config_free(struct config *config) {
    if (!config) {
        return;
    }
    for (size_t i = 0; config->values && i < config->count; i++) {
        free(config->values[i]);
    }
    free(config->values);
    free(config->set_by);
    free(config);
}

static const char *value_of(const struct config *config, const char *section, const char *key,
                            bool wanted_type[CONFIG_SECRET + 1]) {
    size_t i = find(config, section, key);
    if (i == config->count || !wanted_type[config->table[i].type]) {
        abort(); // a name or type that the table does not have is a mistake in our code
    }
    return config->values[i];
}

const char *config_text(const struct config *config, const char *section, const char *key) {
    bool types[CONFIG_SECRET + 1] = {
        [CONFIG_TEXT] = true,    [CONFIG_PATH] = true,     [CONFIG_CHOICE] = true,
        [CONFIG_ADDRESS] = true, [CONFIG_ENDPOINT] = true, [CONFIG_SECRET] = true};
    return value_of(config, section, key, types);
}

int64_t config_integer(const struct config *config, const char *section, const char *key) {
    bool types[CONFIG_SECRET + 1] = {[CONFIG_INTEGER] = true};
    int64_t value = 0;
    if (!read_integer(value_of(config, section, key, types), &value)) {
        abort(); // only a fallback in the table can be malformed
    }
    return value;
}

bool config_bool(const struct config *config, const char *section, const char *key) {
    bool types[CONFIG_SECRET + 1] = {[CONFIG_BOOL] = true};
    bool value = false;
    if (!read_bool(value_of(config, section, key, types), &value)) {
        abort();
    }
    return value;
}

void config_print(const struct config *config, FILE *out) {
    const char *section = "";
    for (size_t i = 0; i < config->count; i++) {
        const struct config_option *option = &config->table[i];
        if (strcmp(section, option->section) != 0) {
            section = option->section;
            fprintf(out, "%s[%s]\n", i ? "\n" : "", section);
        }
        const char *shown = config->values[i];
        if (option->type == CONFIG_SECRET && shown[0]) {
            shown = "********";
        }
        fprintf(out, "# %s\n%s = %s\n", option->help ? option->help : "", option->key, shown);
    }
}
