// SPDX-License-Identifier: EUPL-1.2
// Whole-file reads and durable whole-file replacement, for keys and roster.
#include "inbox/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum inbox_result replace_errno(int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return INBOX_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP:
        return INBOX_DENIED;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return INBOX_FULL;
    case ENOMEM:
        return INBOX_NO_MEMORY;
    case ENAMETOOLONG:
        return INBOX_INVALID;
    }
    return INBOX_IO;
}

static char *path_with(const char *path, const char *suffix) {
    size_t size = strlen(path) + strlen(suffix) + 1;
    char *text = malloc(size);
    if (text != NULL)
        (void)snprintf(text, size, "%s%s", path, suffix); // sized above, cannot truncate
    return text;
}

enum inbox_result replace_flush_directory(const char *path) {
    enum inbox_result result = INBOX_OK;
    int fd = -1;
    char *folder = path_with(path, "");
    if (folder == NULL)
        return INBOX_NO_MEMORY;
    char *slash = strrchr(folder, '/');
    if (slash == folder)
        slash[1] = '\0';
    else if (slash != NULL)
        *slash = '\0';
    fd = open(slash == NULL ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        result = replace_errno(errno);
    if (fd >= 0)
        (void)close(fd); // read-only descriptor: nothing can be lost here
    free(folder);
    return result;
}

static int write_all(int fd, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        bytes += done;
        length -= (size_t)done;
    }
    return 0;
}

enum inbox_result replace_file(const char *path, mode_t mode, const uint8_t *bytes, size_t length) {
    enum inbox_result result = INBOX_OK;
    int fd = -1;
    bool made = false;
    char *fresh = path_with(path, ".new");
    if (fresh == NULL)
        return INBOX_NO_MEMORY;
    // Left over from a killed writer; made anew so that mode and owner are ours.
    if (unlink(fresh) != 0 && errno != ENOENT) {
        result = replace_errno(errno);
        goto out;
    }
    fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) {
        result = replace_errno(errno);
        goto out;
    }
    made = true;
    if (write_all(fd, bytes, length) != 0 || fsync(fd) != 0) {
        result = replace_errno(errno);
        goto out;
    }
    if (rename(fresh, path) != 0) {
        result = replace_errno(errno);
        goto out;
    }
    made = false;
    result = replace_flush_directory(path);
out:
    if (fd >= 0 && close(fd) != 0 && result == INBOX_OK)
        result = INBOX_IO;
    if (made)
        (void)unlink(fresh); // best effort: the next call removes it too
    free(fresh);
    return result;
}

enum inbox_result replace_read(const char *path, size_t limit, uint8_t **out, size_t *length,
                               struct stat *status) {
    enum inbox_result result = INBOX_OK;
    uint8_t *bytes = NULL;
    size_t used = 0;
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return replace_errno(errno);
    if (fstat(fd, &found) != 0) {
        result = replace_errno(errno);
        goto out;
    }
    if (!S_ISREG(found.st_mode) || (uintmax_t)found.st_size > limit) {
        result = INBOX_CORRUPT;
        goto out;
    }
    size_t size = (size_t)found.st_size;
    bytes = malloc(size + 1);
    if (bytes == NULL) {
        result = INBOX_NO_MEMORY;
        goto out;
    }
    while (used < size) {
        ssize_t got = read(fd, bytes + used, size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            result = got == 0 ? INBOX_CORRUPT : replace_errno(errno);
            goto out;
        }
        used += (size_t)got;
    }
    *out = bytes;
    *length = used;
    *status = found;
    bytes = NULL;
out:
    free(bytes);
    (void)close(fd); // read-only descriptor: nothing can be lost here
    return result;
}
