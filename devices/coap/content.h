// SPDX-License-Identifier: EUPL-1.2
// What a GET is answered with: a few named numbers or texts as JSON or CBOR, with ETag and Block2.
#ifndef COAP_CONTENT_H
#define COAP_CONTENT_H

#include <coap3/coap.h>

#include <stdint.h>

#define CONTENT_FIELDS_MAX 8
#define CONTENT_TEXT_SIZE 40
#define CONTENT_SIZE 512

struct content_field {
    const char *name;             // ASCII, no quotation marks
    char text[CONTENT_TEXT_SIZE]; // printable ASCII without quotation marks; "": `number` holds
    int64_t number;               // not negative
};

// 2.05 in the format asked for (Accept 50 or none: JSON, 60: CBOR), 2.03 when the request brought
// the ETag of what would be sent, 4.06 for another Accept, 4.00 for a block that is not there.
// max_age in seconds.
void content_answer(const coap_pdu_t *request, coap_pdu_t *response,
                    const struct content_field *fields, size_t count, uint32_t max_age);

#endif
