// SPDX-License-Identifier: EUPL-1.2
// Reading and replacing the file of the domain clock.
#include "fleet/clock_file.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

bool clock_file_read(const char *path, struct domain_time *out) {
    char line[DOMAIN_TIME_TEXT_SIZE];
    FILE *file = fopen(path, "re");
    if (!file) {
        return false;
    }
    size_t length = fread(line, 1, sizeof line, file);
    bool failed = ferror(file) != 0;
    int why = failed ? errno : 0;
    (void)fclose(file);
    errno = why;
    return !failed && domain_time_parse(line, length, out);
}

bool clock_file_write(const char *path, const struct domain_time *clock) {
    char beside[4096];
    char line[DOMAIN_TIME_TEXT_SIZE];
    size_t length = domain_time_print(clock, line);
    int size = snprintf(beside, sizeof beside, "%s.new", path);
    if (size < 0 || (size_t)size >= sizeof beside) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *file = fopen(beside, "we");
    if (!file) {
        return false;
    }
    bool written =
        fwrite(line, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !written || rename(beside, path) != 0) {
        int why = errno;
        (void)unlink(beside);
        errno = why;
        return false;
    }
    return true;
}

int64_t clock_file_real_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
