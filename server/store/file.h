// SPDX-License-Identifier: EUPL-1.2
// Inside store: whole files, written once and synced.
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "store/store.h"

// fsync a file or a folder; fsync the folder that holds `path`.
RC_CHECKED enum rc file_sync(const char *path);
RC_CHECKED enum rc file_sync_folder_of(const char *path);

// A new file (0600), synced with its folder. RC_CONFLICT if it exists.
RC_CHECKED enum rc file_write(const char *path, const void *bytes, size_t length);

// The whole file with a NUL behind it, to be freed; RC_NOT_FOUND, RC_LIMIT beyond `most`.
RC_CHECKED enum rc file_read(const char *path, size_t most, char **bytes, size_t *length);

// A synced copy under a new name. RC_CONFLICT if it exists.
RC_CHECKED enum rc file_copy(const char *from, const char *to);

RC_CHECKED enum rc file_hash(const char *path, const struct store_crypto *crypto,
                             uint8_t hash[STORE_HASH_SIZE], int64_t *size);

// Make a folder (0700) or accept an empty one; RC_CONFLICT if it holds anything.
RC_CHECKED enum rc file_empty_folder(const char *path);

#endif
