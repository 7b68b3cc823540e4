// SPDX-License-Identifier: EUPL-1.2
// Test probe: a device that sends each line of standard input as one confirmable CoAP message over
// DTLS, eight in flight, and writes every line that was answered with 2.04 to a file ("-": none),
// flushed. coap_burst PORT IDENTITY KEY ORACLE SECONDS. Exit 0: all lines were answered in time.
#include <coap3/coap.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINES_MAX 20000
#define LINE_SIZE 1200
#define IN_FLIGHT 8

struct device {
    char **lines;
    bool *answered;
    size_t count;
    size_t next;
    size_t done;
    size_t refused;
    uint16_t first_mid;
    int oracle;
    bool failed;
};

static coap_response_t on_answer(coap_session_t *session, const coap_pdu_t *sent,
                                 const coap_pdu_t *received, const coap_mid_t mid) {
    struct device *device = coap_session_get_app_data(session);
    (void)sent;
    size_t index = (size_t)(uint16_t)(mid - device->first_mid);
    if (index >= device->count)
        return COAP_RESPONSE_OK;
    if (coap_pdu_get_code(received) != COAP_RESPONSE_CODE_CHANGED) {
        coap_opt_iterator_t options;
        coap_opt_t *age = coap_check_option(received, COAP_OPTION_MAXAGE, &options);
        device->refused++;
        fprintf(stderr, "refused %d.%02d", coap_pdu_get_code(received) >> 5,
                coap_pdu_get_code(received) & 31);
        if (age != NULL)
            fprintf(stderr, " max-age %u",
                    coap_decode_var_bytes(coap_opt_value(age), coap_opt_length(age)));
        fputc('\n', stderr);
        return COAP_RESPONSE_OK;
    }
    if (device->answered[index])
        return COAP_RESPONSE_OK;
    device->answered[index] = true;
    device->done++;
    if (device->oracle >= 0 && (dprintf(device->oracle, "%s\n", device->lines[index]) < 0 ||
                                fdatasync(device->oracle) != 0))
        device->failed = true;
    return COAP_RESPONSE_OK;
}

static int on_event(coap_session_t *session, const coap_event_t event) {
    struct device *device = coap_session_get_app_data(session);
    if (device != NULL && (event == COAP_EVENT_DTLS_CLOSED || event == COAP_EVENT_DTLS_ERROR))
        device->failed = true;
    return 0;
}

static bool send_line(coap_session_t *session, struct device *device, size_t index) {
    static const uint8_t json = 50;
    const uint8_t token[4] = {(uint8_t)index, (uint8_t)(index >> 8), 7, 7};
    coap_pdu_t *pdu =
        coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST,
                      (coap_mid_t)(uint16_t)(device->first_mid + index), LINE_SIZE + 100);
    return pdu != NULL && coap_add_token(pdu, sizeof token, token) != 0 &&
           coap_add_option(pdu, COAP_OPTION_URI_PATH, 2, (const uint8_t *)"v1") != 0 &&
           coap_add_option(pdu, COAP_OPTION_URI_PATH, 1, (const uint8_t *)"r") != 0 &&
           coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT, 1, &json) != 0 &&
           coap_add_data(pdu, strlen(device->lines[index]),
                         (const uint8_t *)device->lines[index]) != 0 &&
           coap_send(session, pdu) != COAP_INVALID_MID;
}

static bool read_lines(struct device *device) {
    static char line[LINE_SIZE];
    device->lines = calloc(LINES_MAX, sizeof *device->lines);
    device->answered = calloc(LINES_MAX, sizeof *device->answered);
    if (device->lines == NULL || device->answered == NULL)
        return false;
    while (device->count < LINES_MAX && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        device->lines[device->count] = strdup(line);
        if (device->lines[device->count++] == NULL)
            return false;
    }
    return true;
}

static coap_session_t *connect_to(coap_context_t *context, const char *port, const char *identity,
                                  const char *key) {
    coap_address_t address;
    coap_dtls_cpsk_t psk = {
        .version = COAP_DTLS_CPSK_SETUP_VERSION,
        .psk_info = {.identity = {.length = strlen(identity), .s = (const uint8_t *)identity},
                     .key = {.length = strlen(key), .s = (const uint8_t *)key}},
    };
    coap_address_init(&address);
    address.addr.sin.sin_family = AF_INET;
    address.addr.sin.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
    address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.size = sizeof address.addr.sin;
    return coap_new_client_session_psk2(context, NULL, &address, COAP_PROTO_DTLS, &psk);
}

int main(int argc, char **argv) {
    struct device device = {.first_mid = 1};
    if (argc < 6 || !read_lines(&device))
        return 2;
    device.oracle = -1;
    if (strcmp(argv[4], "-") != 0 &&
        (device.oracle = open(argv[4], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) < 0)
        return 2;
    time_t until = time(NULL) + (time_t)strtol(argv[5], NULL, 10);
    coap_startup();
    coap_set_log_level(LOG_CRIT);
    coap_dtls_set_log_level(LOG_CRIT);
    coap_context_t *context = coap_new_context(NULL);
    if (context == NULL)
        return 2;
    coap_register_response_handler(context, on_answer);
    coap_register_event_handler(context, on_event);
    coap_session_t *session = connect_to(context, argv[1], argv[2], argv[3]);
    if (session == NULL)
        return 2;
    coap_session_set_app_data(session, &device);
    coap_session_set_nstart(session, IN_FLIGHT);
    while (!device.failed && time(NULL) < until && device.done < device.count &&
           device.refused == 0) {
        while (device.next < device.count && device.next - device.done < IN_FLIGHT) {
            device.failed |= !send_line(session, &device, device.next);
            device.next++;
        }
        if (coap_io_process(context, 20) < 0)
            break;
    }
    bool all = device.done == device.count;
    coap_session_release(session);
    coap_free_context(context);
    coap_cleanup();
    for (size_t i = 0; i < device.count; i++)
        free(device.lines[i]);
    free(device.lines);
    free(device.answered);
    return all ? 0 : 1;
}
