// SPDX-License-Identifier: EUPL-1.2
// sostegno-coap: the CoAP door as a program. Options, signals, loop.
#include "coap/endpoint.h"
#include "inbox/supervisor.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define TURN_MS 50
#define BURST_DEFAULT 2000
#define NUMBER_MAX 1000000

static volatile sig_atomic_t stopping;

static void on_signal(int number) {
    (void)number;
    stopping = 1;
}

static void log_line(enum door_severity severity, const char *text) {
    static const char *const names[] = {"note", "warning", "error"};
    (void)fprintf(stderr, "%s: %s\n", names[severity], text); // nowhere else to say it
}

static int usage(void) {
    (void)fputs(
        "usage: sostegno-coap --listen ADDRESS:PORT --inbox FILE --roster FILE\n"
        "                     --door-key FILE --server-key FILE [--wake-socket PATH]\n"
        "                     [--clock FILE] [--rate N] [--burst N]\n"
        "                     [--certificate FILE --key FILE --device-ca FILE]\n"
        "Takes messages of the roster's devices by CoAP over DTLS into the inbox, and tells\n"
        "them their configuration and the time; --clock maps it, as [clock] file does for\n"
        "the server.\n"
        "--rate is how many messages a second one device may send in the long run (0: any\n"
        "number), --burst how many at once after a pause (2000).\n"
        "The trim socket is FILE.sock beside the inbox.\n",
        stderr);
    return 2;
}

// Read once, as the server does.
static bool read_clock(const char *path, struct domain_time *out) {
    char line[DOMAIN_TIME_TEXT_SIZE];
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(line, 1, sizeof line, file);
    if (file != NULL)
        (void)fclose(file); // only read
    if (domain_time_parse(line, length, out))
        return true;
    log_line(DOOR_ERROR, "sostegno: the clock file is not there or is not one");
    return false;
}

static bool read_number(const char *text, long least, uint32_t *out) {
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < least || number > NUMBER_MAX)
        return false;
    *out = (uint32_t)number;
    return true;
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"listen", required_argument, NULL, 'l'},
                                          {"inbox", required_argument, NULL, 'i'},
                                          {"roster", required_argument, NULL, 'r'},
                                          {"door-key", required_argument, NULL, 'd'},
                                          {"server-key", required_argument, NULL, 's'},
                                          {"wake-socket", required_argument, NULL, 'w'},
                                          {"clock", required_argument, NULL, 'c'},
                                          {"rate", required_argument, NULL, 'n'},
                                          {"burst", required_argument, NULL, 'b'},
                                          {"certificate", required_argument, NULL, 't'},
                                          {"key", required_argument, NULL, 'k'},
                                          {"device-ca", required_argument, NULL, 'a'},
                                          {NULL, 0, NULL, 0}};
    struct door_options options = {.kind = INBOX_DOOR_COAP, .log = log_line};
    struct endpoint_options network = {
        .clock = domain_time_real(), .burst = BURST_DEFAULT, .log = log_line};
    for (int word; (word = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (word) {
        case 'l':
            network.listen = optarg;
            break;
        case 'i':
            options.inbox = optarg;
            break;
        case 'r':
            options.roster = optarg;
            break;
        case 'd':
            options.door_key = optarg;
            break;
        case 's':
            options.server_key = optarg;
            break;
        case 'w':
            options.wake = optarg;
            break;
        case 'c':
            if (!read_clock(optarg, &network.clock))
                return 1;
            break;
        case 'n':
            if (!read_number(optarg, 0, &network.rate))
                return usage();
            break;
        case 'b':
            if (!read_number(optarg, 1, &network.burst))
                return usage();
            break;
        case 't':
            network.certificate = optarg;
            break;
        case 'k':
            network.key = optarg;
            break;
        case 'a':
            network.device_ca = optarg;
            break;
        default:
            return usage();
        }
    }
    if (optind != argc || network.listen == NULL || options.inbox == NULL ||
        options.roster == NULL || options.door_key == NULL || options.server_key == NULL)
        return usage();
    if ((network.certificate == NULL) != (network.key == NULL) ||
        (network.certificate == NULL) != (network.device_ca == NULL))
        return usage();

    struct sigaction action = {.sa_handler = on_signal};
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0)
        return 1;
    struct door *door = NULL;
    if (door_open(&options, &door) != INBOX_OK)
        return 1;
    int status = 1;
    network.door = door;
    struct endpoint *endpoint = endpoint_open(&network);
    if (endpoint != NULL) {
        log_line(DOOR_NOTE, "sostegno: CoAP door ready");
        (void)supervisor_tell("READY=1"); // nobody listens when it was started by hand
        bool well = true;
        while (!stopping && well)
            well = endpoint_turn(endpoint, TURN_MS);
        (void)supervisor_tell("STOPPING=1");
        if (!stopping)
            log_line(DOOR_ERROR, "sostegno: the network side failed");
        status = stopping ? 0 : 1;
    }
    endpoint_close(endpoint);
    door_close(door);
    return status;
}
