// SPDX-License-Identifier: EUPL-1.2
// Acknowledged messages as lines, flushed before anything else happens.
#include "fleet/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct oracle {
    FILE *file; // NULL: standard output only
};

struct oracle *oracle_open(const char *path) {
    struct oracle *oracle = calloc(1, sizeof *oracle);
    if (oracle && path) {
        oracle->file = fopen(path, "ae");
        if (!oracle->file) {
            free(oracle);
            return NULL;
        }
    }
    return oracle;
}

static bool write_line(FILE *file, const char *time, const struct member *member) {
    const struct outgoing *message = member->first;
    if (message->step) {
        return fprintf(file,
                       "{\"acknowledged\":\"%s\",\"device\":\"%s\",\"transport\":\"%s\","
                       "\"bytes\":%zu}\n",
                       time, member->device->id, transport_text(member->device->transport),
                       message->length) > 0 &&
               fflush(file) == 0;
    }
    return fprintf(file,
                   "{\"acknowledged\":\"%s\",\"device\":\"%s\",\"transport\":\"%s\",\"repeat\":%s,"
                   "\"message\":%s}\n",
                   time, member->device->id, transport_text(member->device->transport),
                   message->repeat ? "true" : "false", message->text) > 0 &&
           fflush(file) == 0;
}

bool oracle_note(struct oracle *oracle, const struct member *member) {
    struct timespec now;
    struct tm utc;
    char date[32];
    char time[64];
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &utc);
    (void)strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
    (void)snprintf(time, sizeof time, "%s.%06ldZ", date, now.tv_nsec / 1000);
    if (oracle->file && (!write_line(oracle->file, time, member) || fsync(fileno(oracle->file)))) {
        return false;
    }
    return write_line(stdout, time, member);
}

void oracle_close(struct oracle *oracle) {
    if (oracle) {
        if (oracle->file) {
            (void)fclose(oracle->file);
        }
        free(oracle);
    }
}
