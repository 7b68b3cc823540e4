// SPDX-License-Identifier: EUPL-1.2
// sostegno-subscriber: the door for brokers that are not ours, as a program. Settings, signals,
// loop.
#include "subscriber/intake.h"
#include "subscriber/settings.h"

#include "inbox/door.h"
#include "inbox/supervisor.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define TURN_MS 50
#define EXIT_USAGE 2
#define EXIT_SETTINGS 78

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
    (void)fputs("usage: sostegno-subscriber --config FILE [--check]\n"
                "Subscribes to a broker that is not ours and takes what devices publish to\n"
                "ltc/v1/<device>/up/<kind> into the inbox; the broker is acknowledged after the\n"
                "commit. docs/subscriber.md says what FILE contains. --check only reads it.\n"
                "The trim socket is <inbox>.sock beside the inbox.\n",
                stderr);
    return EXIT_USAGE;
}

static bool take_signals(void) {
    struct sigaction stop = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    // A broker that is gone is met as an error of the write.
    return sigaction(SIGTERM, &stop, NULL) == 0 && sigaction(SIGINT, &stop, NULL) == 0 &&
           sigaction(SIGPIPE, &ignore, NULL) == 0;
}

// context: where the intake stands, once there is one.
static void tell(void *context, const struct inbox_ack *ack) {
    struct intake **intake = context;
    intake_tell(*intake, ack);
}

static int run(const struct settings *settings) {
    struct intake *intake = NULL;
    const struct door_options options = {
        .kind = INBOX_DOOR_SUBSCRIBER,
        .inbox = settings->inbox,
        .roster = settings->roster,
        .door_key = settings->door_key,
        .server_key = settings->server_key,
        .wake = settings->wake,
        .log = log_line,
        .acked = tell,
        .acked_context = &intake,
    };
    struct door *door = NULL;
    if (!take_signals() || door_open(&options, &door) != INBOX_OK)
        return EXIT_FAILURE;
    intake = intake_new(door, settings, log_line);
    if (intake != NULL) {
        // Ready to take custody; the broker may come and go.
        log_line(DOOR_NOTE, "sostegno: subscriber door ready");
        (void)supervisor_tell("READY=1"); // nobody listens when it was started by hand
        while (!stopping)
            intake_turn(intake, TURN_MS);
        (void)supervisor_tell("STOPPING=1");
    }
    int status = intake == NULL ? EXIT_FAILURE : EXIT_SUCCESS;
    intake_close(intake);
    door_close(door);
    return status;
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
                                          {"check", no_argument, NULL, 'k'},
                                          {NULL, 0, NULL, 0}};
    const char *path = NULL;
    bool check = false;
    for (int word; (word = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (word) {
        case 'c':
            path = optarg;
            break;
        case 'k':
            check = true;
            break;
        default:
            return usage();
        }
    }
    if (optind != argc || path == NULL)
        return usage();
    struct settings settings;
    char message[SETTINGS_MESSAGE_SIZE];
    if (!settings_read(path, &settings, message)) {
        log_line(DOOR_ERROR, message);
        return EXIT_SETTINGS;
    }
    int status = check ? EXIT_SUCCESS : run(&settings);
    settings_free(&settings);
    return status;
}
