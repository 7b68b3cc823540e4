// SPDX-License-Identifier: EUPL-1.2
// devices.snapshot: which devices the doors may let in, written by the server, read by doors.
#include "inbox/roster.h"

#include "inbox/bytes.h"
#include "inbox/replace.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAGIC_SIZE 8
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define VERSION 4
#define VERSION_WITHOUT_OLD_SECRET 3
#define VERSION_WITHOUT_REPORT_EVERY 2 // read on, so that doors may be renewed first
#define VERSION_WITHOUT_CERTIFICATES 1
#define HEAD_SIZE 16
#define FILE_EXTRA (MAGIC_SIZE + NONCE_SIZE + TAG_SIZE + HEAD_SIZE)

// One record; what comes behind RECORD_SIZE_1, _2 and _3 is not there in versions 1, 2 and 3.
enum {
    AT_ID = 0,
    AT_STATE = 16,
    AT_PASSWORD_PRESENT = 20,
    AT_MAX_MESSAGE = 24,
    AT_PSK_LENGTH = 28,
    AT_PSK = 32,
    AT_PASSWORD_HASH = AT_PSK + ROSTER_PSK_MAX,
    RECORD_SIZE_1 = AT_PASSWORD_HASH + ROSTER_HASH_SIZE,
    AT_CERTIFICATES = RECORD_SIZE_1,
    CERTIFICATE_SIZE = ROSTER_HASH_SIZE + 8,
    RECORD_SIZE_2 = AT_CERTIFICATES + ROSTER_CERTIFICATES_MAX * CERTIFICATE_SIZE,
    AT_REPORT_EVERY = RECORD_SIZE_2,
    AT_OLD_PSK_LENGTH = AT_REPORT_EVERY + 4,
    RECORD_SIZE_3 = AT_REPORT_EVERY + 8,
    AT_OLD_PSK = RECORD_SIZE_3,
    AT_OLD_PASSWORD_HASH = AT_OLD_PSK + ROSTER_PSK_MAX,
    RECORD_SIZE = AT_OLD_PASSWORD_HASH + ROSTER_HASH_SIZE,
};
_Static_assert(RECORD_SIZE_1 == 128, "record size is part of the format");
_Static_assert(RECORD_SIZE_2 == 208, "record size is part of the format");
_Static_assert(RECORD_SIZE_3 == 216, "record size is part of the format");
_Static_assert(RECORD_SIZE == 312, "record size is part of the format");
_Static_assert(INBOX_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "door key");

static const uint8_t magic[MAGIC_SIZE] = "SOSTRO01";

struct roster {
    char *path;
    uint8_t door_key[INBOX_KEY_SIZE];
    int64_t generation;
    struct roster_device *devices; // ascending id
    size_t count;
    struct stat status; // of the file that was read
};

static int by_id(const void *left, const void *right) {
    const struct roster_device *a = left;
    const struct roster_device *b = right;
    return memcmp(a->id, b->id, INBOX_DEVICE_SIZE);
}

void roster_password_hash(const uint8_t id[INBOX_DEVICE_SIZE], const char *password, size_t length,
                          uint8_t out[ROSTER_HASH_SIZE]) {
    // Fails only for sizes outside its range, and ours are constants inside it.
    if (crypto_generichash(out, ROSTER_HASH_SIZE, (const uint8_t *)password, length, id,
                           INBOX_DEVICE_SIZE) != 0)
        abort();
}

static bool device_valid(const struct roster_device *device) {
    return (device->state == ROSTER_ACTIVE || device->state == ROSTER_REVOKED) &&
           (device->psk_length == 0 ||
            (device->psk_length >= ROSTER_PSK_MIN && device->psk_length <= ROSTER_PSK_MAX)) &&
           (device->old_psk_length == 0 || (device->old_psk_length >= ROSTER_PSK_MIN &&
                                            device->old_psk_length <= ROSTER_PSK_MAX)) &&
           device->certificate_count <= ROSTER_CERTIFICATES_MAX;
}

static void put_certificates(uint8_t *at, const struct roster_device *device) {
    for (size_t i = 0; i < device->certificate_count; i++) {
        uint8_t *slot = at + i * CERTIFICATE_SIZE;
        memcpy(slot, device->certificates[i].fingerprint, ROSTER_HASH_SIZE);
        bytes_put_i64(slot + ROSTER_HASH_SIZE, device->certificates[i].until_s);
    }
}

// A slot whose end is zero is empty.
static void get_certificates(const uint8_t *at, struct roster_device *out) {
    for (size_t i = 0; i < ROSTER_CERTIFICATES_MAX; i++) {
        const uint8_t *slot = at + i * CERTIFICATE_SIZE;
        int64_t until_s = bytes_get_i64(slot + ROSTER_HASH_SIZE);
        if (until_s == 0)
            continue;
        struct roster_certificate *certificate = &out->certificates[out->certificate_count++];
        memcpy(certificate->fingerprint, slot, ROSTER_HASH_SIZE);
        certificate->until_s = until_s;
    }
}

static void put_record(uint8_t *at, const struct roster_device *device) {
    memset(at, 0, RECORD_SIZE);
    memcpy(at + AT_ID, device->id, INBOX_DEVICE_SIZE);
    bytes_put_u32(at + AT_STATE, (uint32_t)device->state);
    bytes_put_u32(at + AT_PASSWORD_PRESENT, device->has_password ? 1 : 0);
    bytes_put_u32(at + AT_MAX_MESSAGE, device->max_message);
    bytes_put_u32(at + AT_PSK_LENGTH, device->psk_length);
    memcpy(at + AT_PSK, device->psk, device->psk_length);
    if (device->has_password)
        memcpy(at + AT_PASSWORD_HASH, device->password_hash, ROSTER_HASH_SIZE);
    put_certificates(at + AT_CERTIFICATES, device);
    bytes_put_u32(at + AT_REPORT_EVERY, device->report_every);
    bytes_put_u32(at + AT_OLD_PSK_LENGTH, device->old_psk_length);
    memcpy(at + AT_OLD_PSK, device->old_psk, device->old_psk_length);
    if (device->old_psk_length > 0 && device->has_password)
        memcpy(at + AT_OLD_PASSWORD_HASH, device->old_password_hash, ROSTER_HASH_SIZE);
}

static bool get_record(const uint8_t *at, size_t size, struct roster_device *out) {
    uint32_t state = bytes_get_u32(at + AT_STATE);
    uint32_t present = bytes_get_u32(at + AT_PASSWORD_PRESENT);
    if (state > ROSTER_REVOKED || present > 1)
        return false;
    memcpy(out->id, at + AT_ID, INBOX_DEVICE_SIZE);
    out->state = (enum roster_state)state;
    out->has_password = present == 1;
    out->max_message = bytes_get_u32(at + AT_MAX_MESSAGE);
    out->psk_length = bytes_get_u32(at + AT_PSK_LENGTH);
    memcpy(out->psk, at + AT_PSK, ROSTER_PSK_MAX);
    memcpy(out->password_hash, at + AT_PASSWORD_HASH, ROSTER_HASH_SIZE);
    if (size >= RECORD_SIZE_2)
        get_certificates(at + AT_CERTIFICATES, out);
    if (size >= RECORD_SIZE_3)
        out->report_every = bytes_get_u32(at + AT_REPORT_EVERY);
    if (size >= RECORD_SIZE) {
        out->old_psk_length = bytes_get_u32(at + AT_OLD_PSK_LENGTH);
        memcpy(out->old_psk, at + AT_OLD_PSK, ROSTER_PSK_MAX);
        memcpy(out->old_password_hash, at + AT_OLD_PASSWORD_HASH, ROSTER_HASH_SIZE);
    }
    return device_valid(out);
}

enum inbox_result roster_write(const char *path, const uint8_t door_key[INBOX_KEY_SIZE],
                               int64_t generation, const struct roster_device *devices,
                               size_t count) {
    enum inbox_result result = INBOX_OK;
    uint8_t *file = NULL;
    struct roster_device *sorted = NULL;
    if (count > ROSTER_DEVICES_MAX || (devices == NULL && count > 0))
        return INBOX_INVALID;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    size_t text_length = HEAD_SIZE + count * RECORD_SIZE;
    size_t length = FILE_EXTRA + count * RECORD_SIZE;
    sorted = calloc(count + 1, sizeof *sorted);
    file = malloc(length);
    if (sorted == NULL || file == NULL) {
        result = INBOX_NO_MEMORY;
        goto out;
    }
    if (count > 0)
        memcpy(sorted, devices, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_id);
    // The text is laid out where its ciphertext will be; libsodium allows sealing in place.
    uint8_t *nonce = file + MAGIC_SIZE;
    uint8_t *text = nonce + NONCE_SIZE;
    bytes_put_u32(text, VERSION);
    bytes_put_u32(text + 4, (uint32_t)count);
    bytes_put_i64(text + 8, generation);
    for (size_t i = 0; i < count; i++) {
        if (!device_valid(&sorted[i]) || (i > 0 && by_id(&sorted[i - 1], &sorted[i]) == 0)) {
            result = INBOX_INVALID;
            goto out;
        }
        put_record(text + HEAD_SIZE + i * RECORD_SIZE, &sorted[i]);
    }
    memcpy(file, magic, MAGIC_SIZE);
    randombytes_buf(nonce, NONCE_SIZE);
    if (crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, text, text_length, magic, MAGIC_SIZE,
                                                   NULL, nonce, door_key) != 0) {
        result = INBOX_INVALID;
        goto out;
    }
    result = replace_file(path, 0640, file, length);
out:
    if (sorted != NULL)
        sodium_memzero(sorted, count * sizeof *sorted);
    if (file != NULL)
        sodium_memzero(file, length);
    free(sorted);
    free(file);
    return result;
}

// 0: a version that is not known.
static size_t record_size(uint32_t version) {
    return version == VERSION                        ? RECORD_SIZE
           : version == VERSION_WITHOUT_OLD_SECRET   ? RECORD_SIZE_3
           : version == VERSION_WITHOUT_REPORT_EVERY ? RECORD_SIZE_2
           : version == VERSION_WITHOUT_CERTIFICATES ? RECORD_SIZE_1
                                                     : 0;
}

static enum inbox_result read_text(struct roster *roster, const uint8_t *text, size_t length) {
    size_t size = length < HEAD_SIZE ? 0 : record_size(bytes_get_u32(text));
    if (size == 0)
        return INBOX_CORRUPT;
    size_t count = bytes_get_u32(text + 4);
    if (count > ROSTER_DEVICES_MAX || length != HEAD_SIZE + count * size)
        return INBOX_CORRUPT;
    struct roster_device *devices = calloc(count + 1, sizeof *devices);
    if (devices == NULL)
        return INBOX_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (!get_record(text + HEAD_SIZE + i * size, size, &devices[i]) ||
            (i > 0 && by_id(&devices[i - 1], &devices[i]) >= 0)) {
            sodium_memzero(devices, count * sizeof *devices);
            free(devices);
            return INBOX_CORRUPT;
        }
    }
    if (roster->devices != NULL)
        sodium_memzero(roster->devices, roster->count * sizeof *roster->devices);
    free(roster->devices);
    roster->devices = devices;
    roster->count = count;
    roster->generation = bytes_get_i64(text + 8);
    return INBOX_OK;
}

static enum inbox_result load(struct roster *roster) {
    uint8_t *file = NULL;
    size_t length = 0;
    struct stat status;
    enum inbox_result result =
        replace_read(roster->path, FILE_EXTRA + (size_t)ROSTER_DEVICES_MAX * RECORD_SIZE, &file,
                     &length, &status);
    if (result != INBOX_OK)
        return result;
    if (length < FILE_EXTRA || memcmp(file, magic, MAGIC_SIZE) != 0) {
        result = INBOX_CORRUPT;
        goto out;
    }
    uint8_t *nonce = file + MAGIC_SIZE;
    uint8_t *text = nonce + NONCE_SIZE;
    unsigned long long text_length = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(text, &text_length, NULL, text,
                                                   length - MAGIC_SIZE - NONCE_SIZE, magic,
                                                   MAGIC_SIZE, nonce, roster->door_key) != 0) {
        result = INBOX_WRONG_KEY;
        goto out;
    }
    result = read_text(roster, text, (size_t)text_length);
    if (result == INBOX_OK)
        roster->status = status;
out:
    sodium_memzero(file, length);
    free(file);
    return result;
}

enum inbox_result roster_read(const char *path, const uint8_t door_key[INBOX_KEY_SIZE],
                              struct roster **out) {
    enum inbox_result result = INBOX_OK;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    struct roster *roster = calloc(1, sizeof *roster);
    if (roster == NULL)
        return INBOX_NO_MEMORY;
    memcpy(roster->door_key, door_key, INBOX_KEY_SIZE);
    roster->path = strdup(path);
    result = roster->path == NULL ? INBOX_NO_MEMORY : load(roster);
    if (result != INBOX_OK) {
        roster_free(roster);
        return result;
    }
    *out = roster;
    return INBOX_OK;
}

static bool same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

enum inbox_result roster_refresh(struct roster *roster, bool *changed) {
    struct stat status;
    if (stat(roster->path, &status) != 0)
        return replace_errno(errno);
    if (same_file(&status, &roster->status)) {
        *changed = false;
        return INBOX_OK;
    }
    enum inbox_result result = load(roster);
    if (result == INBOX_OK)
        *changed = true;
    return result;
}

void roster_free(struct roster *roster) {
    if (roster == NULL)
        return;
    if (roster->devices != NULL)
        sodium_memzero(roster->devices, roster->count * sizeof *roster->devices);
    free(roster->devices);
    free(roster->path);
    sodium_memzero(roster, sizeof *roster);
    free(roster);
}

const struct roster_device *roster_find(const struct roster *roster,
                                        const uint8_t id[INBOX_DEVICE_SIZE]) {
    struct roster_device wanted = {0};
    memcpy(wanted.id, id, INBOX_DEVICE_SIZE);
    return bsearch(&wanted, roster->devices, roster->count, sizeof *roster->devices, by_id);
}

enum roster_secret roster_password_check(const struct roster *roster,
                                         const uint8_t id[INBOX_DEVICE_SIZE], const char *password,
                                         size_t length) {
    uint8_t hash[ROSTER_HASH_SIZE];
    const struct roster_device *device = roster_find(roster, id);
    if (device == NULL || device->state != ROSTER_ACTIVE || !device->has_password)
        return ROSTER_SECRET_NONE;
    roster_password_hash(id, password, length, hash);
    if (sodium_memcmp(hash, device->password_hash, sizeof hash) == 0)
        return ROSTER_SECRET_NEW;
    return device->old_psk_length > 0 &&
                   sodium_memcmp(hash, device->old_password_hash, sizeof hash) == 0
               ? ROSTER_SECRET_OLD
               : ROSTER_SECRET_NONE;
}

struct roster_device roster_before(const struct roster_device *device) {
    struct roster_device before = *device;
    before.psk_length = device->old_psk_length;
    memcpy(before.psk, device->old_psk, sizeof before.psk);
    memcpy(before.password_hash, device->old_password_hash, sizeof before.password_hash);
    return before;
}

void roster_secret_tag(const uint8_t id[INBOX_DEVICE_SIZE], const uint8_t *psk, size_t length,
                       uint8_t tag[ROSTER_TAG_SIZE]) {
    uint8_t hash[ROSTER_HASH_SIZE];
    roster_password_hash(id, (const char *)psk, length, hash);
    memcpy(tag, hash, ROSTER_TAG_SIZE);
}

enum roster_certificate_state
roster_certificate_check(const struct roster_device *device,
                         const uint8_t fingerprint[ROSTER_HASH_SIZE], int64_t now_s) {
    for (size_t i = 0; i < device->certificate_count; i++)
        if (memcmp(device->certificates[i].fingerprint, fingerprint, ROSTER_HASH_SIZE) == 0)
            return now_s < device->certificates[i].until_s ? ROSTER_CERTIFICATE_VALID
                                                           : ROSTER_CERTIFICATE_EXPIRED;
    return ROSTER_CERTIFICATE_UNKNOWN;
}

uint32_t roster_message_cap(const struct roster_device *device) {
    return device->max_message == 0 ? ROSTER_MESSAGE_DEFAULT : device->max_message;
}

int64_t roster_generation(const struct roster *roster) {
    return roster->generation;
}

size_t roster_count(const struct roster *roster) {
    return roster->count;
}

void roster_certificate_fingerprint(const uint8_t *der, size_t length,
                                    uint8_t out[ROSTER_HASH_SIZE]) {
    _Static_assert(ROSTER_HASH_SIZE == crypto_hash_sha256_BYTES, "fingerprint");
    (void)crypto_hash_sha256(out, der, length); // cannot fail
}
