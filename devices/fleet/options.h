// SPDX-License-Identifier: EUPL-1.2
// The command line of sostegno-fleet.
#ifndef FLEET_OPTIONS_H
#define FLEET_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define OPTIONS_HOST_SIZE 256

struct address {
    char host[OPTIONS_HOST_SIZE]; // "" when not given
    int port;
};

struct options {
    const char *devices; // path
    struct address mqtt;
    struct address coap;
    const char *cafile; // TLS to the broker when given
    const char *clock;  // path of the domain clock, or NULL for real time
    bool write_clock;
    int64_t speed; // with write_clock: domain seconds in a real second
    uint64_t seed;
    int days_back;
    int64_t duration_s; // 0: until a signal
    bool history_only;  // end when the days back are acknowledged
    bool calm;
    const char *oracle; // path, or NULL
    const char *play;   // path of a list of scenarios and who plays them, or NULL
    bool help;
};

// Reads the arguments. False when they are wrong; then one clear line has been written to `errors`.
bool options_read(int count, char **arguments, struct options *out, FILE *errors);

void options_print_help(FILE *out);

#endif
