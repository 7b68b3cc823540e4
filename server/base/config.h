// SPDX-License-Identifier: EUPL-1.2
// Settings from one INI file, conf.d/*.conf beside it and the environment, checked against a
// constant table.
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/result.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum config_type {
    CONFIG_TEXT = 0, // min..max: length in bytes
    CONFIG_PATH,     // text; relative paths are taken from the folder of the file that sets them
    CONFIG_INTEGER,  // min..max: value
    CONFIG_BOOL,     // yes no true false on off 1 0
    CONFIG_CHOICE,   // one of `choices`
    CONFIG_ADDRESS,  // "" or an IPv4 or IPv6 address
    CONFIG_ENDPOINT, // address and port, "127.0.0.1:8080" or "[::1]:8080"
    CONFIG_SECRET,   // text, masked by config_print
};

struct config_option {
    const char *section;
    const char *key;
    enum config_type type;
    const char *fallback;       // the default, in the same notation as in a file; NULL means ""
    int64_t min, max;           // both 0: no bound
    const char *const *choices; // CONFIG_CHOICE: ends with NULL
    const char *help;           // one sentence
};

struct config;

enum { CONFIG_MESSAGE_SIZE = 512 };

// Read `file` (NULL: none), then `conf.d/*.conf` in its folder in byte order, then the environment
// (SOSTEGNO_SECTION_KEY, upper case, '-' as '_'). The last one wins; a key twice in one file is an
// error. An unknown section or key, a bad value or an unreadable file gives RC_INVALID / RC_IO and
// a message "file:line: …" (or "environment: …") with the nearest known name. `table` must outlive
// the result and ends with an element whose section is NULL. `message` holds CONFIG_MESSAGE_SIZE
// bytes.
RC_CHECKED enum rc config_load(const struct config_option *table, const char *file,
                               struct config **config, char *message);
void config_free(struct config *config);

// Values, always set (a default counts). Asking for a name or type that is not in the table is our
// bug and aborts. Texts live as long as the config. An unset path or text is "".
const char *config_text(const struct config *config, const char *section, const char *key);
int64_t config_integer(const struct config *config, const char *section, const char *key);
bool config_bool(const struct config *config, const char *section, const char *key);

// The effective settings as an INI file with one comment line each; secrets as "********".
void config_print(const struct config *config, FILE *out);

#endif
