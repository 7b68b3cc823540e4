// SPDX-License-Identifier: EUPL-1.2
// Parsing the command line strictly: numbers in their range, addresses with a port.
#include "fleet/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPTION_DEVICES = 1,
    OPTION_MQTT,
    OPTION_CAFILE,
    OPTION_COAP,
    OPTION_CLOCK,
    OPTION_WRITE_CLOCK,
    OPTION_SPEED,
    OPTION_SEED,
    OPTION_DAYS_BACK,
    OPTION_DURATION,
    OPTION_HISTORY_ONLY,
    OPTION_SCENARIO,
    OPTION_ORACLE,
    OPTION_PLAY,
    OPTION_HELP,
};

static const struct option long_options[] = {
    {"devices", required_argument, NULL, OPTION_DEVICES},
    {"mqtt", required_argument, NULL, OPTION_MQTT},
    {"cafile", required_argument, NULL, OPTION_CAFILE},
    {"coap", required_argument, NULL, OPTION_COAP},
    {"clock", required_argument, NULL, OPTION_CLOCK},
    {"write-clock", no_argument, NULL, OPTION_WRITE_CLOCK},
    {"speed", required_argument, NULL, OPTION_SPEED},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"days-back", required_argument, NULL, OPTION_DAYS_BACK},
    {"duration", required_argument, NULL, OPTION_DURATION},
    {"history-only", no_argument, NULL, OPTION_HISTORY_ONLY},
    {"scenario", required_argument, NULL, OPTION_SCENARIO},
    {"oracle", required_argument, NULL, OPTION_ORACLE},
    {"play", required_argument, NULL, OPTION_PLAY},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

void options_print_help(FILE *out) {
    (void)fputs(
        "sostegno-fleet: plays the meters of members and prints what was acknowledged.\n"
        "\n"
        "  --devices FILE     device, secret, mqtt|coap, condition, meter: one device a line\n"
        "  --mqtt HOST:PORT   the broker, for the mqtt devices\n"
        "  --cafile FILE      speak TLS to the broker and trust this authority\n"
        "  --coap HOST:PORT   the CoAP door (DTLS with pre-shared keys), for the coap devices\n"
        "  --clock FILE       the domain clock shared with the server (default: real time)\n"
        "  --write-clock      write that file first: domain time starts now, at --speed\n"
        "  --speed N          with --write-clock: domain seconds in a real second (default 1)\n"
        "  --seed N           another fleet for every number (default 1)\n"
        "  --days-back N      first send the readings of the last N domain days, in batches\n"
        "  --history-only     end when those have been acknowledged\n"
        "  --duration S       end after S real seconds (default: at SIGTERM)\n"
        "  --scenario NAME    everyday: one exacerbation, one silent device, unsteady members,\n"
        "                     repetitions, late batches; calm: none of these\n"
        "                     (default everyday)\n"
        "  --oracle FILE      append a flushed line for every acknowledged message\n"
        "  --play FILE        play scenarios instead (docs/fleet.md), and end when all is said:\n"
        "                     a scenario file and the ids of its devices, one scenario a line\n",
        out);
}

static bool read_number(const char *text, int64_t least, int64_t most, int64_t *out) {
    char *end = NULL;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < least || number > most) {
        return false;
    }
    *out = number;
    return true;
}

static bool read_address(const char *text, struct address *out) {
    const char *colon = strrchr(text, ':');
    int64_t port = 0;
    size_t length = colon ? (size_t)(colon - text) : 0;
    if (length == 0 || length >= sizeof out->host || !read_number(colon + 1, 1, 65535, &port)) {
        return false;
    }
    // "[::1]:8883": the brackets belong to the notation, not to the host.
    bool bracketed = text[0] == '[' && text[length - 1] == ']' && length > 2;
    memcpy(out->host, text + bracketed, length - (bracketed ? 2 : 0));
    out->host[length - (bracketed ? 2 : 0)] = '\0';
    out->port = (int)port;
    return true;
}

static bool read_scenario(const char *text, struct options *options) {
    options->calm = strcmp(text, "calm") == 0;
    return options->calm || strcmp(text, "everyday") == 0;
}

// One option; false when its value is wrong.
static bool take(int option, const char *value, struct options *options) {
    int64_t number = 0;
    switch (option) {
    case OPTION_DEVICES:
        options->devices = value;
        return true;
    case OPTION_MQTT:
        return read_address(value, &options->mqtt);
    case OPTION_CAFILE:
        options->cafile = value;
        return true;
    case OPTION_COAP:
        return read_address(value, &options->coap);
    case OPTION_CLOCK:
        options->clock = value;
        return true;
    case OPTION_WRITE_CLOCK:
        options->write_clock = true;
        return true;
    case OPTION_SPEED:
        return read_number(value, 1, 1000000, &options->speed);
    case OPTION_SEED:
        if (!read_number(value, 0, INT64_MAX, &number)) {
            return false;
        }
        options->seed = (uint64_t)number;
        return true;
    case OPTION_DAYS_BACK:
        if (!read_number(value, 0, 365, &number)) {
            return false;
        }
        options->days_back = (int)number;
        return true;
    case OPTION_DURATION:
        return read_number(value, 1, 31536000, &options->duration_s);
    case OPTION_HISTORY_ONLY:
        options->history_only = true;
        return true;
    case OPTION_SCENARIO:
        return read_scenario(value, options);
    case OPTION_ORACLE:
        options->oracle = value;
        return true;
    case OPTION_PLAY:
        options->play = value;
        return true;
    case OPTION_HELP:
        options->help = true;
        return true;
    default:
        return false;
    }
}

static const char *contradiction(const struct options *options) {
    if (!options->devices) {
        return "--devices FILE is needed";
    }
    if (options->mqtt.port == 0 && options->coap.port == 0) {
        return "--mqtt HOST:PORT or --coap HOST:PORT is needed";
    }
    if (options->play && (options->history_only || options->days_back > 0)) {
        return "--play goes with neither --days-back nor --history-only";
    }
    if (options->write_clock && !options->clock) {
        return "--write-clock needs --clock FILE";
    }
    if (options->speed != 1 && !options->write_clock) {
        return "--speed is written into the shared clock: it needs --clock FILE --write-clock";
    }
    return NULL;
}

bool options_read(int count, char **arguments, struct options *out, FILE *errors) {
    struct options options = {.speed = 1, .seed = 1};
    optind = 0;
    opterr = 0;
    for (;;) {
        int at = optind ? optind : 1;
        int option = getopt_long(count, arguments, "", long_options, NULL);
        if (option == -1) {
            break;
        }
        if (!take(option, optarg, &options)) {
            (void)fprintf(errors,
                          "sostegno-fleet: cannot use '%s%s%s' (--help lists the options)\n",
                          arguments[at], option != '?' && optarg ? " " : "",
                          option != '?' && optarg && optarg == arguments[at + 1] ? optarg : "");
            return false;
        }
    }
    if (optind < count) {
        (void)fprintf(errors, "sostegno-fleet: cannot use '%s'\n", arguments[optind]);
        return false;
    }
    const char *wrong = options.help ? NULL : contradiction(&options);
    if (wrong) {
        (void)fprintf(errors, "sostegno-fleet: %s\n", wrong);
        return false;
    }
    *out = options;
    return true;
}
