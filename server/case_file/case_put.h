// SPDX-License-Identifier: EUPL-1.2
// Members of a result: name and value in one go. Inside, to be included by the writers of a result.
#ifndef CASE_FILE_CASE_PUT_H
#define CASE_FILE_CASE_PUT_H

#include "base/json_stream.h"
#include "scoring/civil_date.h"
#include "scoring/money.h"
#include "scoring/points.h"
#include "scoring/reason.h"

// Names are literals, so that each is written with its comma and colon in one piece.
#define put_text(stream, name, text)                                                               \
    (JSON_STREAM_NAME(stream, name), json_stream_text(stream, text))
#define put_integer(stream, name, value)                                                           \
    (JSON_STREAM_NAME(stream, name), json_stream_integer(stream, value))
#define put_flag(stream, name, value)                                                              \
    (JSON_STREAM_NAME(stream, name), json_stream_flag(stream, value))
#define put_date(stream, name, date) (JSON_STREAM_NAME(stream, name), put_day(stream, date))
#define put_money(stream, name, cents) (JSON_STREAM_NAME(stream, name), put_cents(stream, cents))
#define put_points(stream, name, points)                                                           \
    (JSON_STREAM_NAME(stream, name), put_hundredths(stream, points))
#define put_reason(stream, name, reason) (JSON_STREAM_NAME(stream, name), put_why(stream, reason))

static inline void put_day(struct json_stream *stream, struct civil_date date) {
    char text[1 + CIVIL_DATE_TEXT_SIZE] = "\"";
    if (civil_date_format(date, text + 1) == 0) {
        json_stream_value(stream, "null", 4);
        return;
    }
    text[CIVIL_DATE_TEXT_SIZE] = '"';
    json_stream_value(stream, text, sizeof text);
}

static inline void put_cents(struct json_stream *stream, int64_t cents) {
    if (cents == 0) { // most amounts of most months
        json_stream_value(stream, "\"0.00\"", sizeof "\"0.00\"" - 1);
        return;
    }
    char text[2 + MONEY_TEXT_SIZE] = "\"";
    size_t length = 1 + money_format(cents, text + 1);
    text[length++] = '"';
    json_stream_value(stream, text, length);
}

// As a JSON number without needless zeros: 4000 is 40, 1250 is 12.5, 375 is 3.75.
static inline void put_hundredths(struct json_stream *stream, int32_t points) {
    char text[POINTS_TEXT_SIZE];
    json_stream_value(stream, text, points_format(points, text));
}

static inline void put_why(struct json_stream *stream, const struct reason *reason) {
    if (reason->code == REASON_NONE) {
        json_stream_value(stream, "null", 4);
        return;
    }
    json_stream_open(stream, '{');
    put_text(stream, "rule", reason->rule);
    put_text(stream, "key", reason_key(reason->code));
    json_stream_close(stream, '}');
}

#endif
