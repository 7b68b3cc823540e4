// SPDX-License-Identifier: EUPL-1.2
// Whole files, written once and synced.
#include "store/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, COPY_STEP = 65536 };

enum rc file_sync(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return RC_IO;
    }
    enum rc rc = fsync(fd) == 0 ? RC_OK : RC_IO;
    close(fd); // read only
    return rc;
}

enum rc file_sync_folder_of(const char *path) {
    char folder[PATH_SIZE];
    if (snprintf(folder, sizeof folder, "%s", path) >= PATH_SIZE) {
        return RC_LIMIT;
    }
    char *slash = strrchr(folder, '/');
    if (slash) {
        *slash = '\0';
    }
    return file_sync(slash ? folder : ".");
}

static enum rc create(const char *path, int *fd) {
    *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0) {
        return errno == EEXIST ? RC_CONFLICT : RC_IO;
    }
    return RC_OK;
}

static enum rc write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written <= 0) {
            return RC_IO;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return RC_OK;
}

// Sync, close, sync the folder: only then is a new file there to stay.
static enum rc finish(int fd, const char *path, enum rc rc) {
    if (rc == RC_OK && fsync(fd) != 0) {
        rc = RC_IO;
    }
    if (close(fd) != 0 && rc == RC_OK) {
        rc = RC_IO;
    }
    return rc == RC_OK ? file_sync_folder_of(path) : rc;
}

enum rc file_write(const char *path, const void *bytes, size_t length) {
    int fd = -1;
    enum rc rc = create(path, &fd);
    return rc == RC_OK ? finish(fd, path, write_all(fd, bytes, length)) : rc;
}

enum rc file_read(const char *path, size_t most, char **bytes, size_t *length) {
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? RC_NOT_FOUND : RC_IO;
    }
    enum rc rc = RC_IO;
    char *read_bytes = NULL;
    if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
        size_t size = (size_t)facts.st_size;
        size_t at = 0;
        ssize_t got = 1;
        read_bytes = size <= most ? calloc(1, size + 1) : NULL;
        while (read_bytes && at < size && (got = read(fd, read_bytes + at, size - at)) > 0) {
            at += (size_t)got;
        }
        if (read_bytes) {
            rc = at == size ? RC_OK : RC_IO;
        } else {
            rc = size <= most ? RC_NOMEM : RC_LIMIT;
        }
        *length = at;
    }
    close(fd); // read only
    if (rc != RC_OK) {
        free(read_bytes);
        return rc;
    }
    *bytes = read_bytes;
    return RC_OK;
}

enum rc file_copy(const char *from, const char *to) {
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int target = -1;
    if (source < 0) {
        return RC_IO;
    }
    enum rc rc = create(to, &target);
    if (rc == RC_OK) {
        char bytes[COPY_STEP];
        ssize_t got = 0;
        while (rc == RC_OK && (got = read(source, bytes, sizeof bytes)) > 0) {
            rc = write_all(target, bytes, (size_t)got);
        }
        rc = finish(target, to, got < 0 ? RC_IO : rc);
    }
    close(source); // read only
    return rc;
}

enum rc file_hash(const char *path, const struct store_crypto *crypto,
                  uint8_t hash[STORE_HASH_SIZE], int64_t *size) {
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return RC_IO;
    }
    enum rc rc = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) ? RC_OK : RC_IO;
    if (rc == RC_OK && facts.st_size == 0) {
        crypto->hash(crypto->context, "", 0, hash);
    } else if (rc == RC_OK) {
        void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED) {
            rc = RC_IO;
        } else {
            crypto->hash(crypto->context, bytes, (size_t)facts.st_size, hash);
            munmap(bytes, (size_t)facts.st_size);
        }
    }
    close(fd); // read only
    *size = rc == RC_OK ? facts.st_size : 0;
    return rc;
}

enum rc file_empty_folder(const char *path) {
    if (mkdir(path, 0700) == 0) {
        return RC_OK;
    }
    if (errno != EEXIST) {
        return RC_IO;
    }
    DIR *folder = opendir(path);
    if (!folder) {
        return RC_IO;
    }
    enum rc rc = RC_OK;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            rc = RC_CONFLICT;
        }
    }
    closedir(folder);
    return rc;
}
