// SPDX-License-Identifier: EUPL-1.2
// Reads the root key and derives the others; hashes and signs.
#include "vault/vault.h"

#include "vault/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 128 };

_Static_assert(VAULT_SIGN_SECRET_SIZE == crypto_sign_SECRETKEYBYTES, "Ed25519 secret key");
_Static_assert(VAULT_SIGNATURE_SIZE == crypto_sign_BYTES, "Ed25519 signature");
_Static_assert(VAULT_KEY_SIZE == crypto_kdf_KEYBYTES, "root key");

static bool is_credential(const char *file) {
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    size_t length = folder ? strlen(folder) : 0;
    return length > 0 && strncmp(file, folder, length) == 0 && file[length] == '/';
}

static enum rc read_file(const char *file, unsigned char bytes[FILE_MAX], size_t *length,
                         struct fault *fault) {
    int fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return fault_set(fault, RC_NOT_FOUND, "root-key-missing");
    }
    enum rc rc = RC_OK;
    struct stat facts;
    ssize_t count = -1;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        rc = fault_set(fault, RC_INVALID, "root-key-malformed");
    } else if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0 && !is_credential(file)) {
        rc = fault_set(fault, RC_DENIED, "root-key-open");
    } else {
        count = read(fd, bytes, FILE_MAX);
    }
    if (rc == RC_OK && count < 0) {
        rc = fault_set(fault, RC_IO, "root-key-missing");
    }
    close(fd); // read only
    *length = count > 0 ? (size_t)count : 0;
    return rc;
}

// 32 raw bytes, or 64 hex digits and perhaps a line end.
static enum rc parse_root(const unsigned char *bytes, size_t length, uint8_t root[VAULT_KEY_SIZE],
                          struct fault *fault) {
    size_t read = 0;
    const char *end = NULL;
    if (length == VAULT_KEY_SIZE) {
        memcpy(root, bytes, VAULT_KEY_SIZE);
        return RC_OK;
    }
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
    }
    if (length != 2 * VAULT_KEY_SIZE ||
        sodium_hex2bin(root, VAULT_KEY_SIZE, (const char *)bytes, length, NULL, &read, &end) != 0 ||
        read != VAULT_KEY_SIZE || end != (const char *)bytes + length) {
        return fault_set(fault, RC_INVALID, "root-key-malformed");
    }
    return RC_OK;
}

static void derive(uint8_t *out, const char context[crypto_kdf_CONTEXTBYTES + 1],
                   const uint8_t *root) {
    // Fails only for lengths that are constants here.
    if (crypto_kdf_derive_from_key(out, VAULT_KEY_SIZE, 1, context, root) != 0) {
        abort();
    }
}

static void derive_all(struct vault_keys *keys, const uint8_t *root) {
    uint8_t seed[VAULT_KEY_SIZE];
    derive(keys->person, "KEKfield", root);
    derive(keys->system, "SYSfield", root);
    derive(keys->blind, "blindidx", root);
    derive(keys->door, "doorsnap", root);
    derive(seed, "auditsgn", root);
    crypto_sign_seed_keypair(keys->sign_public, keys->sign_secret, seed);
    derive(seed, "inboxbox", root);
    crypto_box_seed_keypair(keys->inbox_public, keys->inbox_secret, seed);
    sodium_memzero(seed, sizeof seed);
}

enum rc vault_open(const struct vault_options *options, struct vault **vault, struct fault *fault) {
    unsigned char bytes[FILE_MAX] = {0};
    uint8_t root[VAULT_KEY_SIZE] = {0};
    size_t length = 0;
    struct vault *made = NULL;
    if (sodium_init() < 0) {
        return fault_set(fault, RC_BUG, "crypto-unavailable");
    }
    enum rc rc = read_file(options->root_key_file, bytes, &length, fault);
    if (rc == RC_OK) {
        rc = parse_root(bytes, length, root, fault);
    }
    if (rc != RC_OK) {
        goto out;
    }
    made = calloc(1, sizeof *made);
    if (!made) {
        rc = RC_NOMEM;
        goto out;
    }
    made->keys = sodium_malloc(sizeof *made->keys);
    if (!made->keys || sem_init(&made->hashing, 0, VAULT_HASHES_AT_ONCE) != 0) {
        sodium_free(made->keys);
        free(made);
        rc = RC_NOMEM;
        goto out;
    }
    made->fast_hash = options->fast_hash;
    derive_all(made->keys, root);
    sodium_mprotect_readonly(made->keys);
    *vault = made;
out:
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(root, sizeof root);
    return rc;
}

void vault_close(struct vault *vault) {
    if (vault) {
        sodium_free(vault->keys); // wipes
        sem_destroy(&vault->hashing);
        free(vault);
    }
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
    return fsync(fd) == 0 ? RC_OK : RC_IO;
}

// The name of a new file is on disk only when its folder is.
static enum rc sync_folder_of(const char *file) {
    const char *slash = strrchr(file, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - file);
    char folder[4096] = ".";
    if (length >= sizeof folder) {
        return RC_LIMIT;
    }
    if (slash != NULL) {
        memcpy(folder, length == 0 ? "/" : file, length == 0 ? 1 : length);
        folder[length == 0 ? 1 : length] = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return RC_IO;
    }
    enum rc rc = fsync(fd) == 0 ? RC_OK : RC_IO;
    close(fd); // read only
    return rc;
}

enum rc vault_root_key_create(const char *file) {
    uint8_t root[VAULT_KEY_SIZE];
    char text[2 * VAULT_KEY_SIZE + 2];
    if (sodium_init() < 0) {
        return RC_BUG;
    }
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST ? RC_CONFLICT : RC_IO;
    }
    randombytes_buf(root, sizeof root);
    sodium_bin2hex(text, sizeof text - 1, root, sizeof root);
    text[2 * VAULT_KEY_SIZE] = '\n';
    enum rc rc = write_all(fd, text, sizeof text - 1);
    if (close(fd) != 0 && rc == RC_OK) {
        rc = RC_IO;
    }
    if (rc == RC_OK) {
        rc = sync_folder_of(file);
    }
    if (rc != RC_OK) {
        unlink(file); // half a key must not be found later
    }
    sodium_memzero(root, sizeof root);
    sodium_memzero(text, sizeof text);
    return rc;
}

void vault_hash(const void *bytes, size_t length, uint8_t hash[VAULT_HASH_SIZE]) {
    // Fails only for lengths that are constants here.
    if (crypto_generichash(hash, VAULT_HASH_SIZE, bytes, length, NULL, 0) != 0) {
        abort();
    }
}

void vault_sign(const struct vault *vault, const void *bytes, size_t length,
                uint8_t signature[VAULT_SIGNATURE_SIZE]) {
    crypto_sign_detached(signature, NULL, bytes, length, vault->keys->sign_secret);
}

bool vault_verify(const struct vault *vault, const void *bytes, size_t length,
                  const uint8_t signature[VAULT_SIGNATURE_SIZE]) {
    return crypto_sign_verify_detached(signature, bytes, length, vault->keys->sign_public) == 0;
}

void vault_audit_public_key(const struct vault *vault, uint8_t key[VAULT_KEY_SIZE]) {
    memcpy(key, vault->keys->sign_public, VAULT_KEY_SIZE);
}

void vault_inbox_keys(const struct vault *vault, uint8_t public_key[VAULT_KEY_SIZE],
                      uint8_t secret_key[VAULT_KEY_SIZE]) {
    memcpy(public_key, vault->keys->inbox_public, VAULT_KEY_SIZE);
    memcpy(secret_key, vault->keys->inbox_secret, VAULT_KEY_SIZE);
}

void vault_door_key(const struct vault *vault, uint8_t key[VAULT_KEY_SIZE]) {
    memcpy(key, vault->keys->door, VAULT_KEY_SIZE);
}

void vault_wipe(void *secret, size_t length) {
    sodium_memzero(secret, length);
}
