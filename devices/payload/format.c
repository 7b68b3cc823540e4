// SPDX-License-Identifier: EUPL-1.2
// Which format a message is in.
#include "payload/format.h"

#include "payload/adapter.h"
#include "payload/heartbeat.h"
#include "payload/profile.h"
#include "payload/senml.h"

#include <string.h>

#define NONE PAYLOAD_NO_CONTENT_FORMAT

// Content formats 110 and 112 are of RFC 8428 §12.3; 65001 and 65002 of the range for experiments
// (RFC 7252 §12.3), since a vendor's format has no number of its own.
static const struct format formats[] = {
    {NULL, NONE, NULL, false, false, false, true, profile_read},
    {NULL, NONE, NULL, true, false, false, true, profile_read},
    {NULL, NONE, "hb", false, false, false, false, heartbeat_read},
    {NULL, NONE, "hb", true, false, false, false, heartbeat_read},
    {"application/senml+json", 110, "senml", false, true, false, true, senml_read},
    {"application/senml+cbor", 112, "senml", true, true, true, true, senml_read},
    {"application/vnd.sostegno.gateway-report+json", 65001, "gateway-report", false, false, false,
     false, adapter_read_gateway_report},
    {"application/vnd.sostegno.hub-record+json", 65002, "hub-record", false, false, false, false,
     adapter_read_hub_record},
};
#define FORMATS (sizeof formats / sizeof *formats)

enum hint {
    HINT_NONE = 0, // says nothing about the format
    HINT_FOUND,
    HINT_UNKNOWN, // names something that we do not read
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

// Compares a content type without its parameters; case does not matter (RFC 9110 §8.3.1).
static bool same_type(const char *sent, const char *type) {
    while (*type != '\0' && lower(*sent) == *type) {
        sent++;
        type++;
    }
    return *type == '\0' && (*sent == '\0' || *sent == ';' || *sent == ' ');
}

static enum hint by_media_type(const char *sent, const struct format **out) {
    static const char *const general[] = {"application/json", "application/cbor",
                                          "application/octet-stream", "text/plain"};
    if (!sent || *sent == '\0') {
        return HINT_NONE;
    }
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        if (same_type(sent, general[i])) {
            return HINT_NONE;
        }
    }
    for (size_t i = 0; i < FORMATS; i++) {
        if (formats[i].media_type && same_type(sent, formats[i].media_type)) {
            *out = &formats[i];
            return HINT_FOUND;
        }
    }
    return HINT_UNKNOWN;
}

static enum hint by_content_format(int32_t sent, const struct format **out) {
    // 0 text/plain, 42 octet-stream, 50 JSON, 60 CBOR.
    if (sent == NONE || sent == 0 || sent == 42 || sent == 50 || sent == 60) {
        return HINT_NONE;
    }
    for (size_t i = 0; i < FORMATS; i++) {
        if (formats[i].content_format == sent) {
            *out = &formats[i];
            return HINT_FOUND;
        }
    }
    return HINT_UNKNOWN;
}

static bool begins_like(const struct format *format, const unsigned char *bytes, size_t length) {
    if (format->cbor) {
        // A map or an array, of definite or indefinite length.
        return format->array ? bytes[0] >= 0x80 && bytes[0] <= 0x9f
                             : bytes[0] >= 0xa0 && bytes[0] <= 0xbf;
    }
    size_t at = 0;
    while (at < length &&
           (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
        at++;
    }
    // Nothing but white space is JSON that was cut short.
    return at == length ? !format->array : bytes[at] == (format->array ? '[' : '{');
}

const struct format *format_of(const struct payload_envelope *envelope, const void *bytes,
                               size_t length) {
    const struct format *found = NULL;
    enum hint hint = by_media_type(envelope->media_type, &found);
    if (hint == HINT_NONE) {
        hint = by_content_format(envelope->content_format, &found);
    }
    if (hint != HINT_NONE) {
        return found;
    }
    const char *kind = envelope->kind ? envelope->kind : "";
    for (size_t i = 0; i < FORMATS; i++) {
        bool named = formats[i].kind && strcmp(formats[i].kind, kind) == 0;
        if (named && begins_like(&formats[i], bytes, length)) {
            return &formats[i];
        }
    }
    for (size_t i = 0; i < FORMATS; i++) {
        if (formats[i].sniffed && begins_like(&formats[i], bytes, length)) {
            return &formats[i];
        }
    }
    return NULL;
}
