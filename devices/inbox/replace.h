// SPDX-License-Identifier: EUPL-1.2
// Whole-file reads and durable whole-file replacement, for keys and roster.
#ifndef INBOX_REPLACE_H
#define INBOX_REPLACE_H

#include "inbox/result.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

// Maps errno of a failed file call to a result.
enum inbox_result replace_errno(int error);

// Writes `<path>.new`, flushes, renames over path, flushes the directory. One caller per path at a
// time. On failure the old file stands.
enum inbox_result replace_file(const char *path, mode_t mode, const uint8_t *bytes, size_t length)
    __attribute__((warn_unused_result));

// Reads a regular file of at most limit bytes. The caller frees *out, also when length is 0;
// *status is of the very file that was read.
enum inbox_result replace_read(const char *path, size_t limit, uint8_t **out, size_t *length,
                               struct stat *status) __attribute__((warn_unused_result));

// Flushes the directory that holds path, so that names made or replaced in it are durable.
enum inbox_result replace_flush_directory(const char *path) __attribute__((warn_unused_result));

#endif
