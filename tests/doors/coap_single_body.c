// SPDX-License-Identifier: EUPL-1.2
// Test probe: a CoAP server as one writes it who leaves the reassembly of blocks to libcoap
// (COAP_BLOCK_SINGLE_BODY), so that the faults which our door must survive can be seen on it.
// coap_single_body PORT. Prints "offset length total" for every call of its handler.
#include <coap3/coap.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

static void on_post(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                    const coap_string_t *query, coap_pdu_t *response) {
    const uint8_t *data = NULL;
    size_t length = 0;
    size_t offset = 0;
    size_t total = 0;
    (void)resource;
    (void)session;
    (void)query;
    (void)coap_get_data_large(request, &length, &data, &offset, &total);
    (void)printf("%zu %zu %zu\n", offset, length, total);
    (void)fflush(stdout);
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
}

int main(int argc, char **argv) {
    static const uint8_t path[] = "v1/r";
    coap_str_const_t name = {.length = sizeof path - 1, .s = path};
    coap_address_t address;
    if (argc != 2)
        return 2;
    coap_address_init(&address);
    address.addr.sin.sin_family = AF_INET;
    address.addr.sin.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10));
    address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.size = sizeof address.addr.sin;
    coap_startup();
    coap_set_log_level(LOG_EMERG);
    coap_context_t *context = coap_new_context(NULL);
    coap_resource_t *resource = coap_resource_init(&name, 0);
    if (context == NULL || resource == NULL ||
        coap_new_endpoint(context, &address, COAP_PROTO_UDP) == NULL)
        return 1;
    coap_context_set_block_mode(context, COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY);
    coap_register_handler(resource, COAP_REQUEST_POST, on_post);
    coap_add_resource(context, resource);
    while (coap_io_process(context, 1000) >= 0)
        continue;
    return 1;
}
