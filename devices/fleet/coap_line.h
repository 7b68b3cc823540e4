// SPDX-License-Identifier: EUPL-1.2
// All members' CoAP sessions: DTLS with pre-shared keys, POST /v1/r, one message in flight each.
#ifndef FLEET_COAP_LINE_H
#define FLEET_COAP_LINE_H

#include "fleet/mqtt_line.h"

struct coap_line;
struct coap_lines;

// The shared context; NULL when the address cannot be resolved or there is no memory. setup must
// outlive it.
struct coap_lines *coap_lines_new(const struct line_setup *setup);
void coap_lines_free(struct coap_lines *lines);

// The socket to wait on, or -1 when libcoap has none to offer and must be served by time.
int coap_lines_socket(const struct coap_lines *lines);

// Receives, answers, retransmits.
void coap_lines_serve(struct coap_lines *lines);

// One member's session; freed before the shared context.
struct coap_line *coap_line_new(struct coap_lines *lines, struct member *member);
void coap_line_tick(struct coap_line *line, int64_t now_ms);
void coap_line_free(struct coap_line *line);

#endif
