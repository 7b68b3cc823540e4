// SPDX-License-Identifier: EUPL-1.2
// sostegno-fleet: entrance and signals.
#include "fleet/options.h"
#include "fleet/run.h"

#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t stop = 0;

static void on_signal(int number) {
    (void)number;
    stop = 1;
}

int main(int count, char **arguments) {
    struct options options;
    if (!options_read(count, arguments, &options, stderr)) {
        return 2;
    }
    if (options.help) {
        options_print_help(stdout);
        return 0;
    }
    const struct sigaction end = {.sa_handler = on_signal};
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGTERM, &end, NULL);
    (void)sigaction(SIGINT, &end, NULL);
    // Whoever reads our lines may go away: that is an error of writing, not of life.
    (void)sigaction(SIGPIPE, &ignore, NULL);
    return fleet_run(&options, &stop);
}
