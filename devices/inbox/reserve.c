// SPDX-License-Identifier: EUPL-1.2
// Space set aside beside an inbox.
#include "inbox/reserve.h"

#include "inbox/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define STAT_BLOCK 512 // the unit of st_blocks

enum inbox_result reserve_open(const char *inbox, int *out) {
    size_t size = strlen(inbox) + sizeof ".reserve";
    char *path = malloc(size);
    if (path == NULL)
        return INBOX_NO_MEMORY;
    (void)snprintf(path, size, "%s.reserve", inbox); // sized above, cannot truncate
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    enum inbox_result result = fd < 0 ? replace_errno(errno) : INBOX_OK;
    free(path);
    if (result == INBOX_OK)
        *out = fd;
    return result;
}

enum inbox_result reserve_hold(int reserve) {
    struct stat status;
    struct statvfs space;
    if (fstat(reserve, &status) != 0 || fstatvfs(reserve, &space) != 0)
        return replace_errno(errno);
    long long held = (long long)status.st_blocks * STAT_BLOCK;
    if (held >= RESERVE_SIZE)
        return INBOX_OK;
    // Asked first, so that a look every moment does not take the last space from others in between.
    if (space.f_bavail < (RESERVE_SIZE - (unsigned long)held) / space.f_frsize)
        return reserve_release(reserve) == INBOX_OK ? INBOX_FULL : INBOX_IO;
    int error = posix_fallocate(reserve, 0, RESERVE_SIZE);
    if (error == 0)
        return INBOX_OK;
    // What was got before the space ran out is wanted elsewhere more.
    enum inbox_result released = reserve_release(reserve);
    return released == INBOX_OK ? replace_errno(error) : released;
}

enum inbox_result reserve_release(int reserve) {
    return ftruncate(reserve, 0) == 0 ? INBOX_OK : replace_errno(errno);
}
