// SPDX-License-Identifier: EUPL-1.2
// Reading and writing the options of a message (RFC 7252 §5.10, RFC 7959 §2.2).
#include "coap/options.h"

#include <string.h>

enum { FORMAT_TEXT = 0, FORMAT_OCTETS = 42, FORMAT_JSON = 50, FORMAT_CBOR = 60 };
enum { FORMAT_SENML_JSON = 110, FORMAT_SENML_CBOR = 112 };
// Of gateways (docs/payload.md), in the range for experiments of RFC 7252 §12.3.
enum { FORMAT_GATEWAY_REPORT = 65001, FORMAT_HUB_RECORD = 65002 };

uint32_t options_number(const coap_pdu_t *pdu, coap_option_num_t number, uint32_t otherwise) {
    coap_opt_iterator_t iterator;
    const coap_opt_t *option = coap_check_option(pdu, number, &iterator);
    if (option == NULL)
        return otherwise;
    return coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option));
}

struct options_block options_block(const coap_pdu_t *pdu, coap_option_num_t number) {
    coap_opt_iterator_t iterator;
    const coap_opt_t *option = coap_check_option(pdu, number, &iterator);
    if (option == NULL)
        return (struct options_block){0};
    uint32_t value = coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option));
    return (struct options_block){
        .present = true, .more = (value & 8) != 0, .szx = value & 7, .number = value >> 4};
}

void options_echo_block1(coap_pdu_t *response, const struct options_block *block) {
    uint8_t bytes[4];
    if (!block->present)
        return;
    uint32_t value = block->number << 4 | (block->more ? 8u : 0) | block->szx;
    unsigned length = coap_encode_var_safe(bytes, sizeof bytes, value);
    // Without it the client would take the answer for one to another block and ask again.
    (void)coap_add_option(response, COAP_OPTION_BLOCK1, length, bytes);
}

int32_t options_content_format(const coap_pdu_t *request) {
    coap_opt_iterator_t iterator;
    const coap_opt_t *option = coap_check_option(request, COAP_OPTION_CONTENT_FORMAT, &iterator);
    if (option == NULL)
        return INBOX_NO_CONTENT_FORMAT;
    return (int32_t)coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option));
}

bool options_format_known(int32_t content_format) {
    static const int32_t known[] = {
        INBOX_NO_CONTENT_FORMAT,
        FORMAT_TEXT,
        FORMAT_OCTETS,
        FORMAT_JSON,
        FORMAT_CBOR,
        FORMAT_SENML_JSON,
        FORMAT_SENML_CBOR,
        FORMAT_GATEWAY_REPORT,
        FORMAT_HUB_RECORD,
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == content_format)
            return true;
    return false;
}

bool options_understood(const coap_pdu_t *request) {
    // Uri-Path may stand several times. Proxy-Uri and Proxy-Scheme were answered with 5.05 before.
    static const coap_option_num_t once[] = {COAP_OPTION_URI_HOST, COAP_OPTION_URI_PORT,
                                             COAP_OPTION_ACCEPT, COAP_OPTION_BLOCK1,
                                             COAP_OPTION_BLOCK2};
    coap_opt_iterator_t iterator;
    coap_option_num_t before = 0;
    if (coap_option_iterator_init(request, &iterator, COAP_OPT_ALL) == NULL)
        return true; // no option at all
    while (coap_option_next(&iterator) != NULL) {
        coap_option_num_t number = iterator.number;
        bool good = number % 2 == 0 || number == COAP_OPTION_URI_PATH;
        for (size_t i = 0; i < sizeof once / sizeof *once; i++)
            good |= number == once[i] && number != before;
        if (!good)
            return false;
        before = number;
    }
    return true;
}

uint64_t options_transfer_tag(const coap_pdu_t *request, const char *kind) {
    // FNV-1a: only the device itself could make two of its own transfers collide.
    uint64_t hash = 14695981039346656037u;
    for (const char *at = kind; *at != '\0'; at++)
        hash = (hash ^ (uint8_t)*at) * 1099511628211u;
    coap_opt_filter_t filter;
    coap_opt_iterator_t iterator;
    coap_option_filter_clear(&filter);
    (void)coap_option_filter_set(&filter, COAP_OPTION_RTAG); // one entry always fits
    if (coap_option_iterator_init(request, &iterator, &filter) == NULL)
        return hash;
    for (const coap_opt_t *option; (option = coap_option_next(&iterator)) != NULL;) {
        const uint8_t *value = coap_opt_value(option);
        uint32_t length = coap_opt_length(option);
        hash = (hash ^ (length + 1)) * 1099511628211u;
        for (uint32_t i = 0; i < length; i++)
            hash = (hash ^ value[i]) * 1099511628211u;
    }
    return hash;
}
