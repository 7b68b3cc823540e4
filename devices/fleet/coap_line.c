// SPDX-License-Identifier: EUPL-1.2
// libcoap as a client: a session is thrown away when it stays silent, the message is not.
#include "fleet/coap_line.h"

#include <coap3/coap.h>

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MS 5000
#define BACKOFF_FIRST_MS 500
#define BACKOFF_LAST_MS 20000
#define TOKEN_SIZE 8
#define IDLE_MS 1000

struct coap_lines {
    const struct line_setup *setup;
    coap_context_t *context;
    coap_address_t address;
};

struct coap_line {
    struct coap_lines *lines;
    struct member *member;
    coap_session_t *session;
    bool in_flight;
    bool broken; // noted in a callback of libcoap, where a session must not be released
    bool refusal_told;
    uint8_t token[TOKEN_SIZE];
    size_t token_length;
    int64_t asked_ms;
    int64_t next_try_ms;
    int64_t wait_ms; // before the next try, set by the answer or by failures
};

static void failed(struct coap_line *line) {
    line->in_flight = false;
    line->broken = true;
    line->wait_ms = line->wait_ms * 2 > BACKOFF_LAST_MS ? BACKOFF_LAST_MS : line->wait_ms * 2;
}

static bool answers_ours(const struct coap_line *line, const coap_pdu_t *received) {
    coap_bin_const_t token = coap_pdu_get_token(received);
    return line->in_flight && token.length == line->token_length &&
           memcmp(token.s, line->token, token.length) == 0;
}

// Max-Age of an answer that asks us to wait (RFC 7252 §5.9.3.4, RFC 8516), in milliseconds.
static int64_t wait_of(const coap_pdu_t *received) {
    coap_opt_iterator_t iterator;
    coap_opt_t *option = coap_check_option(received, COAP_OPTION_MAXAGE, &iterator);
    int64_t seconds =
        option ? coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option)) : 5;
    return (seconds > 60 ? 60 : seconds) * 1000;
}

static coap_response_t on_response(coap_session_t *session, const coap_pdu_t *sent,
                                   const coap_pdu_t *received, const coap_mid_t mid) {
    struct coap_line *line = coap_session_get_app_data(session);
    (void)sent;
    (void)mid;
    if (!line || !answers_ours(line, received) || !line->member->first) {
        return COAP_RESPONSE_OK;
    }
    line->in_flight = false;
    coap_pdu_code_t code = coap_pdu_get_code(received);
    if (COAP_RESPONSE_CLASS(code) == 2) {
        line->wait_ms = BACKOFF_FIRST_MS;
        line->next_try_ms = 0;
        line->refusal_told = false;
        line->lines->setup->acknowledged(line->member, line->lines->setup->context);
        member_acknowledged(line->member);
        return COAP_RESPONSE_OK;
    }
    if (line->member->first->step && line->member->first->step->refused) {
        line->lines->setup->refused(line->member, line->lines->setup->context);
        member_drop(line->member);
        return COAP_RESPONSE_OK;
    }
    if (!line->refusal_told) {
        (void)fprintf(stderr, "sostegno-fleet: device %s: the CoAP door answers %d.%02d\n",
                      line->member->device->id, COAP_RESPONSE_CLASS(code), code & 0x1f);
        line->refusal_told = true;
    }
    line->next_try_ms = line->asked_ms + wait_of(received);
    return COAP_RESPONSE_OK;
}

static void on_nack(coap_session_t *session, const coap_pdu_t *sent,
                    const coap_nack_reason_t reason, const coap_mid_t mid) {
    struct coap_line *line = coap_session_get_app_data(session);
    (void)sent;
    (void)reason;
    (void)mid;
    if (line) {
        failed(line);
    }
}

static bool resolve(const struct address *address, coap_address_t *out) {
    char port[8];
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found = NULL;
    (void)snprintf(port, sizeof port, "%d", address->port);
    if (getaddrinfo(address->host, port, &hints, &found) != 0) {
        return false;
    }
    bool fits = found->ai_addrlen <= sizeof out->addr;
    if (fits) {
        coap_address_init(out);
        out->size = found->ai_addrlen;
        memcpy(&out->addr, found->ai_addr, found->ai_addrlen);
    }
    freeaddrinfo(found);
    return fits;
}

struct coap_lines *coap_lines_new(const struct line_setup *setup) {
    struct coap_lines *lines = calloc(1, sizeof *lines);
    if (!lines) {
        return NULL;
    }
    coap_startup();
    coap_set_log_level(LOG_EMERG);
    coap_dtls_set_log_level(LOG_EMERG);
    lines->setup = setup;
    lines->context = coap_new_context(NULL);
    if (!lines->context || !resolve(&setup->options->coap, &lines->address)) {
        coap_lines_free(lines);
        return NULL;
    }
    coap_register_response_handler(lines->context, on_response);
    coap_register_nack_handler(lines->context, on_nack);
    return lines;
}

void coap_lines_free(struct coap_lines *lines) {
    if (lines) {
        coap_free_context(lines->context);
        coap_cleanup();
        free(lines);
    }
}

int coap_lines_socket(const struct coap_lines *lines) {
    return coap_context_get_coap_fd(lines->context);
}

void coap_lines_serve(struct coap_lines *lines) {
    (void)coap_io_process(lines->context, COAP_IO_NO_WAIT);
}

struct coap_line *coap_line_new(struct coap_lines *lines, struct member *member) {
    struct coap_line *line = calloc(1, sizeof *line);
    if (line) {
        line->lines = lines;
        line->member = member;
        line->wait_ms = BACKOFF_FIRST_MS;
    }
    return line;
}

static void hang_up(struct coap_line *line) {
    if (line->session) {
        coap_session_set_app_data(line->session, NULL);
        coap_session_release(line->session);
        line->session = NULL;
        if (line->lines->setup->open) {
            --*line->lines->setup->open;
        }
    }
    line->in_flight = false;
    line->broken = false;
}

static bool dial(struct coap_line *line) {
    const struct device *device = line->member->device;
    coap_dtls_cpsk_t setup = {
        .version = COAP_DTLS_CPSK_SETUP_VERSION,
        .psk_info =
            {
                .identity = {strlen(device->id), (const uint8_t *)device->id},
                .key = {strlen(device->secret), (const uint8_t *)device->secret},
            },
    };
    line->session = coap_new_client_session_psk2(line->lines->context, NULL, &line->lines->address,
                                                 COAP_PROTO_DTLS, &setup);
    if (line->session) {
        coap_session_set_app_data(line->session, line);
        if (line->lines->setup->open) {
            ++*line->lines->setup->open;
        }
    }
    return line->session != NULL;
}

static coap_pdu_t *make_request(struct coap_line *line) {
    const struct outgoing *message = line->member->first;
    const struct scenario_step *step = message->step;
    bool heartbeat = step && strcmp(step->kind, "hb") == 0;
    uint8_t format[2];
    size_t format_length = coap_encode_var_safe(
        format, sizeof format,
        step && step->content_format != SCENARIO_NO_FORMAT ? (unsigned)step->content_format
                                                           : COAP_MEDIATYPE_APPLICATION_JSON);
    coap_pdu_t *pdu = coap_new_pdu(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST, line->session);
    if (!pdu) {
        return NULL;
    }
    coap_session_new_token(line->session, &line->token_length, line->token);
    if (!coap_add_token(pdu, line->token_length, line->token) ||
        !coap_add_option(pdu, COAP_OPTION_URI_PATH, 2, (const uint8_t *)"v1") ||
        !coap_add_option(pdu, COAP_OPTION_URI_PATH, heartbeat ? 2 : 1,
                         (const uint8_t *)(heartbeat ? "hb" : "r")) ||
        !coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT, format_length, format) ||
        !coap_add_data(pdu, message->length, (const uint8_t *)message->text)) {
        coap_delete_pdu(pdu);
        return NULL;
    }
    return pdu;
}

static void send_first(struct coap_line *line, int64_t now_ms) {
    coap_pdu_t *pdu = line->session || dial(line) ? make_request(line) : NULL;
    line->in_flight = true;
    line->asked_ms = now_ms;
    // coap_send may call on_nack at once; it owns the PDU in any case.
    if (!pdu || coap_send(line->session, pdu) == COAP_INVALID_MID) {
        failed(line);
    }
}

void coap_line_tick(struct coap_line *line, int64_t now_ms) {
    if (line->in_flight && now_ms - line->asked_ms > ANSWER_MS) {
        failed(line);
    }
    if (line->broken) {
        hang_up(line);
        line->next_try_ms = now_ms + line->wait_ms;
    }
    const struct line_setup *setup = line->lines->setup;
    bool sparing = setup->open_max > 0;
    if (sparing && line->session && !line->in_flight && !line->member->first &&
        now_ms - line->asked_ms > IDLE_MS) {
        hang_up(line);
    }
    bool may = !sparing || line->session || *setup->open < setup->open_max;
    if (may && !line->in_flight && line->member->first && now_ms >= line->next_try_ms) {
        send_first(line, now_ms);
    }
}

void coap_line_free(struct coap_line *line) {
    if (line) {
        hang_up(line);
        free(line);
    }
}
