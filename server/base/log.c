// SPDX-License-Identifier: EUPL-1.2
// Writes one log line per event, as JSON or as text, with the priority prefix journald reads.
#include "base/log.h"

#include "base/clock.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 4096, REQUEST_SIZE = 64 };

static enum log_format chosen_format = LOG_FORMAT_JSON;
static enum log_level chosen_level = LOG_LEVEL_INFO;
static _Thread_local char thread_request[REQUEST_SIZE];

struct line {
    char bytes[LINE_SIZE];
    size_t length;
};

void log_configure(enum log_format format, enum log_level least) {
    chosen_format = format;
    chosen_level = least;
}

void log_request(const char *request_id) {
    snprintf(thread_request, sizeof thread_request, "%s", request_id ? request_id : "");
}

// The last four bytes stay free, so that a cut line can still be closed.
static void put_char(struct line *line, char c) {
    if (line->length < LINE_SIZE - 4) {
        line->bytes[line->length++] = c;
    }
}

static void put_text(struct line *line, const char *text) {
    for (; *text; text++) {
        put_char(line, *text);
    }
}

// JSON string escapes serve both formats: nothing in a value can start a new line or close a quote.
static void put_quoted(struct line *line, const char *text) {
    put_char(line, '"');
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\') {
            put_char(line, '\\');
            put_char(line, (char)*p);
        } else if (*p < 0x20 || *p == 0x7f) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", *p);
            put_text(line, escape);
        } else {
            put_char(line, (char)*p);
        }
    }
    put_char(line, '"');
}

static void put_key(struct line *line, const char *key) {
    if (chosen_format == LOG_FORMAT_JSON) {
        put_char(line, ',');
        put_quoted(line, key);
        put_char(line, ':');
    } else {
        put_char(line, ' ');
        put_text(line, key);
        put_char(line, '=');
    }
}

static void put_pair(struct line *line, const struct log_pair *pair) {
    char number[24];
    put_key(line, pair->key);
    switch (pair->kind) {
    case LOG_KIND_END:
        break;
    case LOG_KIND_TEXT:
        put_quoted(line, pair->text ? pair->text : "");
        break;
    case LOG_KIND_INT:
        snprintf(number, sizeof number, "%lld", (long long)pair->integer);
        put_text(line, number);
        break;
    case LOG_KIND_FLAG:
        put_text(line, pair->integer ? "true" : "false");
        break;
    }
}

static const char *level_name(enum log_level level) {
    switch (level) {
    case LOG_LEVEL_NONE:
        return "none";
    case LOG_LEVEL_CRITICAL:
        return "critical";
    case LOG_LEVEL_ERROR:
        return "error";
    case LOG_LEVEL_WARNING:
        return "warning";
    case LOG_LEVEL_NOTICE:
        return "notice";
    case LOG_LEVEL_INFO:
        return "info";
    case LOG_LEVEL_DEBUG:
        return "debug";
    }
    return "unknown";
}

static void put_head(struct line *line, enum log_level level, const char *event) {
    char prefix[8];
    char at[CLOCK_TEXT_SIZE];
    clock_text(clock_technical_us(), at);
    snprintf(prefix, sizeof prefix, "<%d>", level);
    put_text(line, prefix);
    if (chosen_format == LOG_FORMAT_JSON) {
        put_text(line, "{\"at\":");
        put_quoted(line, at);
        put_text(line, ",\"level\":");
        put_quoted(line, level_name(level));
        put_text(line, ",\"event\":");
        put_quoted(line, event);
    } else {
        put_text(line, at);
        put_char(line, ' ');
        put_text(line, level_name(level));
        put_char(line, ' ');
        put_text(line, event);
    }
}

void log_event(enum log_level level, const char *event, const struct log_pair *pairs) {
    if (level > chosen_level) {
        return;
    }
    struct line line = {.length = 0};
    put_head(&line, level, event);
    if (thread_request[0]) {
        put_pair(&line, &(struct log_pair){"request", LOG_KIND_TEXT, thread_request, 0});
    }
    for (const struct log_pair *pair = pairs; pair && pair->kind != LOG_KIND_END; pair++) {
        size_t before = line.length;
        put_pair(&line, pair);
        if (line.length >= LINE_SIZE - 4) {
            line.length = before; // a pair that does not fit is left out whole: the line stays JSON
            break;
        }
    }
    if (chosen_format == LOG_FORMAT_JSON) {
        line.bytes[line.length++] = '}';
    }
    line.bytes[line.length++] = '\n';
    // A log that cannot be written has nowhere to complain.
    ssize_t written = write(STDERR_FILENO, line.bytes, line.length);
    (void)written;
}
