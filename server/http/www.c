// SPDX-License-Identifier: EUPL-1.2
// Static files from memory: types, tags, compressed forms, history fallback.
#include "http/www.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "http/exchange.h"

enum { FILES_MAX = 2000, DEPTH_MAX = 6, PATH_SIZE = 256 };

static const size_t BYTES_MAX = (size_t)64 << 20;

struct file {
    char path[PATH_SIZE]; // "/staff/index.html"
    const char *type;
    char *bytes;
    size_t length;
    char tag[24]; // with its quotes
    bool hashed;  // the name changes with the content
    char *gz;     // compressed form, NULL: none
    size_t gz_length;
    char gz_tag[24];
};

struct http_www {
    struct file *files; // sorted by path
    size_t count;
    size_t capacity;
    size_t bytes;
};

static const char *type_of(const char *path) {
    static const struct {
        const char *extension;
        const char *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(dot, types[i].extension) == 0) {
            return types[i].type;
        }
    }
    return NULL;
}

// "app-7K2M4QXZ.js": eight or more letters and digits between the last '-' and the extension.
static bool name_hashed(const char *path) {
    const char *dot = strrchr(path, '.');
    const char *name = strrchr(path, '/');
    size_t run = 0;
    for (const char *c = dot - 1; c > name; c--) {
        bool digit = *c >= '0' && *c <= '9';
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (!digit && !letter) {
            return *c == '-' && run >= 8;
        }
        run++;
    }
    return false;
}

static void tag_write(const char *bytes, size_t length, char tag[24]) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)bytes[i]) * 1099511628211u;
    }
    snprintf(tag, 24, "\"%016llx\"", (unsigned long long)hash);
}

static enum rc read_all(int fd, size_t size, char **bytes) {
    char *data = malloc(size + 1);
    size_t used = 0;
    if (data == NULL) {
        return RC_NOMEM;
    }
    while (used < size) {
        ssize_t got = read(fd, data + used, size - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            free(data);
            return RC_IO;
        }
        used += (size_t)got;
    }
    *bytes = data;
    return RC_OK;
}

static enum rc add_file(struct http_www *www, int folder, const char *name, const char *path,
                        size_t size) {
    if (www->count == FILES_MAX || size > BYTES_MAX - www->bytes) {
        return RC_LIMIT;
    }
    if (www->count == www->capacity) {
        size_t capacity = www->capacity == 0 ? 64 : www->capacity * 2;
        struct file *files = realloc(www->files, capacity * sizeof *files);
        if (files == NULL) {
            return RC_NOMEM;
        }
        www->files = files;
        www->capacity = capacity;
    }
    struct file *file = &www->files[www->count];
    *file = (struct file){.length = size};
    snprintf(file->path, sizeof file->path, "%s", path);
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return RC_IO;
    }
    enum rc rc = read_all(fd, size, &file->bytes);
    close(fd);
    if (rc == RC_OK) {
        www->count++;
        www->bytes += size;
    }
    return rc;
}

static bool is_gz(const char *path) {
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".gz") == 0;
}

static enum rc read_folder(struct http_www *www, int folder, const char *prefix, int depth) {
    enum rc rc = RC_OK;
    DIR *stream = fdopendir(folder);
    if (stream == NULL) {
        close(folder);
        return RC_IO;
    }
    for (struct dirent *entry; rc == RC_OK && (entry = readdir(stream)) != NULL;) {
        char path[PATH_SIZE];
        struct stat about;
        if (entry->d_name[0] == '.') {
            continue;
        }
        int length = snprintf(path, sizeof path, "%s/%s", prefix, entry->d_name);
        if (length >= (int)sizeof path ||
            fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
            rc = RC_IO;
        } else if (S_ISDIR(about.st_mode) && depth < DEPTH_MAX) {
            int inner =
                openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            rc = inner < 0 ? RC_IO : read_folder(www, inner, path, depth + 1);
        } else if (S_ISREG(about.st_mode) && (is_gz(path) || type_of(path) != NULL)) {
            rc = add_file(www, folder, entry->d_name, path, (size_t)about.st_size);
        } else {
            log_notice("www.left-out", log_text("path", path));
        }
    }
    closedir(stream);
    return rc;
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static struct file *find(const struct http_www *www, const char *path) {
    struct file key;
    if (www == NULL || strlen(path) >= sizeof key.path) {
        return NULL;
    }
    snprintf(key.path, sizeof key.path, "%s", path);
    return bsearch(&key, www->files, www->count, sizeof *www->files, by_path);
}

// Give each "x.gz" to its "x" and drop it from the list.
static void settle(struct http_www *www) {
    qsort(www->files, www->count, sizeof *www->files, by_path);
    for (size_t i = 0; i < www->count; i++) {
        struct file *file = &www->files[i];
        if (is_gz(file->path)) {
            continue;
        }
        file->type = type_of(file->path);
        file->hashed = name_hashed(file->path);
        tag_write(file->bytes, file->length, file->tag);
    }
    for (size_t i = 0; i < www->count; i++) {
        struct file *file = &www->files[i];
        if (!is_gz(file->path)) {
            continue;
        }
        char plain[PATH_SIZE];
        snprintf(plain, sizeof plain, "%.*s", (int)strlen(file->path) - 3, file->path);
        struct file *owner = find(www, plain);
        if (owner != NULL && owner->gz == NULL && file->bytes != NULL) {
            owner->gz = file->bytes;
            owner->gz_length = file->length;
            tag_write(owner->gz, owner->gz_length, owner->gz_tag);
            file->bytes = NULL;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < www->count; i++) {
        if (is_gz(www->files[i].path)) {
            free(www->files[i].bytes);
        } else {
            www->files[kept++] = www->files[i];
        }
    }
    www->count = kept;
}

enum rc www_load(const char *folder, struct fault *fault, struct http_www **www) {
    if (folder[0] == '\0') {
        *www = NULL;
        return RC_OK;
    }
    struct http_www *loaded = calloc(1, sizeof *loaded);
    if (loaded == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        www_free(loaded);
        return fault_set(fault, RC_NOT_FOUND, "www-missing");
    }
    enum rc rc = read_folder(loaded, fd, "", 0);
    if (rc != RC_OK) {
        www_free(loaded);
        return fault_set(fault, rc, rc == RC_LIMIT ? "www-too-large" : "www-unreadable");
    }
    settle(loaded);
    if (find(loaded, "/index.html") == NULL) {
        www_free(loaded);
        return fault_set(fault, RC_NOT_FOUND, "www-missing");
    }
    log_info("www.loaded", log_int("files", (int64_t)loaded->count),
             log_int("bytes", (int64_t)loaded->bytes));
    *www = loaded;
    return RC_OK;
}

void www_free(struct http_www *www) {
    if (www == NULL) {
        return;
    }
    for (size_t i = 0; i < www->count; i++) {
        free(www->files[i].bytes);
        free(www->files[i].gz);
    }
    free(www->files);
    free(www);
}

static const struct file *file_for(const struct http_www *www, const char *path) {
    const struct file *file = find(www, path);
    const char *name = strrchr(path, '/');
    if (file != NULL || strchr(name, '.') != NULL) {
        return file;
    }
    bool staff = strcmp(path, "/staff") == 0 || strncmp(path, "/staff/", 7) == 0;
    return find(www, staff ? "/staff/index.html" : "/index.html");
}

// "gzip" in Accept-Encoding, unless with q=0 (RFC 9110 §12.5.3).
static bool takes_gzip(const char *accept) {
    const char *at = accept == NULL ? NULL : strstr(accept, "gzip");
    if (at == NULL) {
        return false;
    }
    at += 4;
    while (*at == ' ' || *at == ';') {
        at++;
    }
    return !(at[0] == 'q' && at[1] == '=' && at[2] == '0' &&
             strspn(at + 2, "0.") == strcspn(at + 2, ", "));
}

void www_reply(const struct http_www *www, struct http_exchange *exchange) {
    struct http_reply *rp = &exchange->reply;
    const struct file *file = file_for(www, exchange->path);
    if (file == NULL) {
        reply_problem(rp, 404, "page-unknown", NULL);
        return;
    }
    if (exchange->request.method != HTTP_GET && exchange->request.method != HTTP_HEAD) {
        reply_problem(rp, 405, "method-not-allowed", NULL);
        http_reply_header(rp, "Allow", "GET, HEAD");
        return;
    }
    bool gz = file->gz != NULL && takes_gzip(exchange->headers[HEADER_ACCEPT_ENCODING]);
    const char *tag = gz ? file->gz_tag : file->tag;
    const char *known = exchange->headers[HEADER_IF_NONE_MATCH];
    if (known != NULL && reply_tag_known(known, tag)) {
        http_reply_empty(rp, 304);
    } else if (gz) {
        reply_static(rp, 200, file->type, file->gz, file->gz_length);
        http_reply_header(rp, "Content-Encoding", "gzip");
    } else {
        reply_static(rp, 200, file->type, file->bytes, file->length);
    }
    rp->cache = file->hashed ? "public, max-age=31536000, immutable" : "no-cache";
    http_reply_header(rp, "ETag", tag);
    if (file->gz != NULL) {
        http_reply_header(rp, "Vary", "Accept-Encoding");
    }
}
