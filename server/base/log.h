// SPDX-License-Identifier: EUPL-1.2
// Structured log to standard error: an event name and a few typed pairs; never health data, codes
// or tokens.
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/result.h"

#include <stdbool.h>
#include <stdint.h>

// Numbers are the syslog priorities written as "<n>" prefix, which journald understands.
enum log_level {
    LOG_LEVEL_NONE = 0,
    LOG_LEVEL_CRITICAL = 2,
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_NOTICE = 5,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7,
};

enum log_format { LOG_FORMAT_JSON = 0, LOG_FORMAT_TEXT };

enum log_kind { LOG_KIND_END = 0, LOG_KIND_TEXT, LOG_KIND_INT, LOG_KIND_FLAG };

struct log_pair {
    const char *key;
    enum log_kind kind;
    const char *text;
    int64_t integer;
};

static inline struct log_pair log_text(const char *key, const char *value) {
    return (struct log_pair){.key = key, .kind = LOG_KIND_TEXT, .text = value};
}

static inline struct log_pair log_int(const char *key, int64_t value) {
    return (struct log_pair){.key = key, .kind = LOG_KIND_INT, .integer = value};
}

static inline struct log_pair log_flag(const char *key, bool value) {
    return (struct log_pair){.key = key, .kind = LOG_KIND_FLAG, .integer = value};
}

static inline struct log_pair log_rc(enum rc rc) {
    return log_text("rc", rc_name(rc));
}

// Call once before threads start; the default is JSON lines at INFO, to standard error.
void log_configure(enum log_format format, enum log_level least);

// Every line this thread writes carries this request id until it is cleared with NULL. Copied (63
// bytes).
void log_request(const char *request_id);

// One line, written with one write(2), safe from many threads. `pairs` ends with a zeroed element;
// control characters are escaped, a line is cut at 4 KiB. Event names are dotted nouns:
// "store.migrated".
void log_event(enum log_level level, const char *event, const struct log_pair *pairs);

#define LOG_PAIRS(...) ((const struct log_pair[]){__VA_ARGS__ __VA_OPT__(, ){0}})
#define log_error(event, ...) log_event(LOG_LEVEL_ERROR, event, LOG_PAIRS(__VA_ARGS__))
#define log_warning(event, ...) log_event(LOG_LEVEL_WARNING, event, LOG_PAIRS(__VA_ARGS__))
#define log_notice(event, ...) log_event(LOG_LEVEL_NOTICE, event, LOG_PAIRS(__VA_ARGS__))
#define log_info(event, ...) log_event(LOG_LEVEL_INFO, event, LOG_PAIRS(__VA_ARGS__))
#define log_debug(event, ...) log_event(LOG_LEVEL_DEBUG, event, LOG_PAIRS(__VA_ARGS__))

// Two markers of blame: our own mistake, with its place; and a peer's (device, browser, bank).
#define log_bug(event, ...)                                                                        \
    log_event(LOG_LEVEL_CRITICAL, event,                                                           \
              LOG_PAIRS(log_text("blame", "ours"), log_text("file", __FILE__),                     \
                        log_int("line", __LINE__) __VA_OPT__(, ) __VA_ARGS__))
#define log_peer(event, ...)                                                                       \
    log_event(LOG_LEVEL_NOTICE, event,                                                             \
              LOG_PAIRS(log_text("blame", "peer") __VA_OPT__(, ) __VA_ARGS__))

#endif
