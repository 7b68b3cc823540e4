// SPDX-License-Identifier: EUPL-1.2
// Reading and writing the options of a message (RFC 7252 §5.10, RFC 7959 §2.2).
#ifndef COAP_OPTIONS_H
#define COAP_OPTIONS_H

#include "inbox/inbox.h"

#include <coap3/coap.h>

struct options_block {
    bool present;
    bool more;
    uint8_t szx; // 7 is not refused here
    uint32_t number;
};

// Block1 or Block2.
struct options_block options_block(const coap_pdu_t *pdu, coap_option_num_t number);

// Adds Block1 as it was asked; nothing when the request had none.
void options_echo_block1(coap_pdu_t *response, const struct options_block *block);

// An unsigned integer option, `otherwise` when it is not there.
uint32_t options_number(const coap_pdu_t *pdu, coap_option_num_t number, uint32_t otherwise);

// INBOX_NO_CONTENT_FORMAT when it is not there.
int32_t options_content_format(const coap_pdu_t *request);

// Whether a message can be in it: not told, or one that devices/payload reads (docs/payload.md). A
// test holds the two together; doors do not parse.
bool options_format_known(int32_t content_format);

// False when a critical option is there that neither libcoap nor this door understands, or one of
// those that may stand only once, twice (RFC 7252 §5.4.1, §5.4.5).
bool options_understood(const coap_pdu_t *request);

// Fingerprint of what makes transfers of one session different ones: what for, and Request-Tag.
uint64_t options_transfer_tag(const coap_pdu_t *request, const char *kind);

#endif
