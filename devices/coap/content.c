// SPDX-License-Identifier: EUPL-1.2
// What a GET is answered with: a few named numbers or texts as JSON or CBOR, with ETag and Block2.
#include "coap/content.h"

#include "coap/answers.h"
#include "coap/options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define FORMAT_JSON 50
#define FORMAT_CBOR 60
#define ETAG_SIZE 8

struct written {
    uint8_t bytes[CONTENT_SIZE];
    size_t length;
};

// The fields are ours and bounded: all of them together fit.
static void put(struct written *out, const void *bytes, size_t length) {
    if (length <= sizeof out->bytes - out->length) {
        memcpy(out->bytes + out->length, bytes, length);
        out->length += length;
    }
}

static void put_text(struct written *out, const char *text) {
    put(out, text, strlen(text));
}

static void write_json(const struct content_field *fields, size_t count, struct written *out) {
    char number[24];
    put_text(out, "{");
    for (size_t i = 0; i < count; i++) {
        put_text(out, i == 0 ? "\"" : ",\"");
        put_text(out, fields[i].name);
        if (fields[i].text[0] != '\0') {
            put_text(out, "\":\"");
            put_text(out, fields[i].text);
            put_text(out, "\"");
        } else {
            (void)snprintf(number, sizeof number, "\":%" PRId64, fields[i].number);
            put_text(out, number);
        }
    }
    put_text(out, "}");
}

// Head of an item in its shortest form (RFC 8949 §4.2.1).
static void put_head(struct written *out, uint8_t major, uint64_t value) {
    unsigned more = value < 24            ? 0
                    : value <= 0xff       ? 1
                    : value <= 0xffff     ? 2
                    : value <= 0xffffffff ? 4
                                          : 8;
    uint8_t head[9] = {(uint8_t)(major << 5 | (more == 0   ? (uint8_t)value
                                               : more == 1 ? 24
                                               : more == 2 ? 25
                                               : more == 4 ? 26
                                                           : 27))};
    for (unsigned i = 0; i < more; i++)
        head[1 + i] = (uint8_t)(value >> 8 * (more - 1 - i));
    put(out, head, 1 + more);
}

static void write_cbor(const struct content_field *fields, size_t count, struct written *out) {
    enum { UNSIGNED = 0, TEXT = 3, MAP = 5 };
    put_head(out, MAP, count);
    for (size_t i = 0; i < count; i++) {
        put_head(out, TEXT, strlen(fields[i].name));
        put_text(out, fields[i].name);
        if (fields[i].text[0] != '\0') {
            put_head(out, TEXT, strlen(fields[i].text));
            put_text(out, fields[i].text);
        } else {
            put_head(out, UNSIGNED, (uint64_t)fields[i].number);
        }
    }
}

static void etag_of(const struct written *written, uint8_t etag[ETAG_SIZE]) {
    uint64_t print = answers_fingerprint(NULL, 0, written->bytes, written->length);
    for (size_t i = 0; i < ETAG_SIZE; i++)
        etag[i] = (uint8_t)(print >> 8 * i);
}

static bool brings_etag(const coap_pdu_t *request, const uint8_t etag[ETAG_SIZE]) {
    coap_opt_filter_t filter;
    coap_opt_iterator_t iterator;
    coap_option_filter_clear(&filter);
    (void)coap_option_filter_set(&filter, COAP_OPTION_ETAG); // one entry always fits
    if (coap_option_iterator_init(request, &iterator, &filter) == NULL)
        return false;
    for (const coap_opt_t *option; (option = coap_option_next(&iterator)) != NULL;)
        if (coap_opt_length(option) == ETAG_SIZE &&
            memcmp(coap_opt_value(option), etag, ETAG_SIZE) == 0)
            return true;
    return false;
}

static void add_number(coap_pdu_t *response, coap_option_num_t option, uint32_t value) {
    uint8_t bytes[4];
    // Fails only without memory; the client then sees defaults.
    (void)coap_add_option(response, option, coap_encode_var_safe(bytes, sizeof bytes, value),
                          bytes);
}

void content_answer(const coap_pdu_t *request, coap_pdu_t *response,
                    const struct content_field *fields, size_t count, uint32_t max_age) {
    struct written written = {.length = 0};
    uint8_t etag[ETAG_SIZE];
    uint32_t format = options_number(request, COAP_OPTION_ACCEPT, FORMAT_JSON);
    if (format != FORMAT_JSON && format != FORMAT_CBOR) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_NOT_ACCEPTABLE);
        return;
    }
    (format == FORMAT_JSON ? write_json : write_cbor)(fields, count, &written);
    etag_of(&written, etag);
    struct options_block block = options_block(request, COAP_OPTION_BLOCK2);
    size_t size = block.present ? (size_t)16 << block.szx : sizeof written.bytes;
    uint64_t offset = (uint64_t)block.number * size;
    if (block.szx == 7 || (offset > 0 && offset >= written.length)) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_BAD_REQUEST);
        return;
    }
    bool known = brings_etag(request, etag);
    coap_pdu_set_code(response, known ? COAP_RESPONSE_CODE_VALID : COAP_RESPONSE_CODE_CONTENT);
    (void)coap_add_option(response, COAP_OPTION_ETAG, sizeof etag, etag); // as in add_number
    if (!known)
        add_number(response, COAP_OPTION_CONTENT_FORMAT, format);
    add_number(response, COAP_OPTION_MAXAGE, max_age);
    if (known)
        return;
    size_t length = written.length - (size_t)offset;
    bool more = length > size;
    if (block.present)
        add_number(response, COAP_OPTION_BLOCK2, block.number << 4 | (more ? 8u : 0) | block.szx);
    (void)coap_add_data(response, more ? size : length, written.bytes + offset);
}
