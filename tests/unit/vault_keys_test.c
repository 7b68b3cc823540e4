// SPDX-License-Identifier: EUPL-1.2
// The root key file, what is derived from it, hashes and signatures.
#include "vault/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/vault-keys-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state) {
    (void)state;
    static const char *const names[] = {"root.key", "other.key", "link.key", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    unsetenv("CREDENTIALS_DIRECTORY");
    return 0;
}

static const char *path_of(const char *name) {
    static char path[96];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *bytes, size_t length, mode_t mode) {
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static enum rc try_open(const char *name, const char *code) {
    struct fault fault = {0};
    struct vault *vault = NULL;
    enum rc rc =
        vault_open(&(struct vault_options){.root_key_file = path_of(name)}, &vault, &fault);
    assert_string_equal(fault.code, code);
    vault_close(vault);
    return rc;
}

static void a_made_key_opens_and_is_private_and_never_overwritten(void **state) {
    (void)state;
    struct stat facts;
    assert_int_equal(vault_root_key_create(path_of("root.key")), RC_OK);
    assert_int_equal(stat(path_of("root.key"), &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(try_open("root.key", ""), RC_OK);
    assert_int_equal(vault_root_key_create(path_of("root.key")), RC_CONFLICT);
}

static void a_key_readable_by_others_is_refused_except_as_credential(void **state) {
    (void)state;
    char hex[65];
    memset(hex, 'a', 64);
    put("root.key", hex, 64, 0640);
    assert_int_equal(try_open("root.key", "root-key-open"), RC_DENIED);
    setenv("CREDENTIALS_DIRECTORY", folder, 1);
    assert_int_equal(try_open("root.key", ""), RC_OK);
    setenv("CREDENTIALS_DIRECTORY", "/tmp/elsewhere", 1);
    assert_int_equal(try_open("root.key", "root-key-open"), RC_DENIED);
}

static void missing_malformed_and_linked_keys_are_refused(void **state) {
    (void)state;
    char bytes[80];
    memset(bytes, 'a', sizeof bytes);
    assert_int_equal(try_open("root.key", "root-key-missing"), RC_NOT_FOUND);
    put("root.key", bytes, 31, 0600);
    assert_int_equal(try_open("root.key", "root-key-malformed"), RC_INVALID);
    put("root.key", bytes, 66, 0600);
    assert_int_equal(try_open("root.key", "root-key-malformed"), RC_INVALID);
    bytes[5] = 'g';
    put("root.key", bytes, 64, 0600);
    assert_int_equal(try_open("root.key", "root-key-malformed"), RC_INVALID);
    bytes[5] = 'a';
    bytes[64] = '\n';
    put("root.key", bytes, 65, 0600);
    assert_int_equal(try_open("root.key", ""), RC_OK);
    put("other.key", bytes, 32, 0600);
    assert_int_equal(try_open("other.key", ""), RC_OK);
    char target[96];
    snprintf(target, sizeof target, "%s/other.key", folder);
    assert_int_equal(symlink(target, path_of("link.key")), 0);
    assert_int_equal(try_open("link.key", "root-key-missing"), RC_NOT_FOUND);
}

static struct vault *opened(char letter) {
    char hex[64];
    struct fault fault = {0};
    struct vault *vault = NULL;
    memset(hex, letter, sizeof hex);
    put("root.key", hex, sizeof hex, 0600);
    assert_int_equal(
        vault_open(&(struct vault_options){.root_key_file = path_of("root.key")}, &vault, &fault),
        RC_OK);
    return vault;
}

static void derived_keys_depend_on_the_root_alone_and_differ_from_each_other(void **state) {
    (void)state;
    uint8_t keys[3][4][VAULT_KEY_SIZE];
    static const char roots[] = {'a', 'a', 'b'};
    for (size_t i = 0; i < 3; i++) {
        struct vault *vault = opened(roots[i]);
        vault_inbox_keys(vault, keys[i][0], keys[i][1]);
        vault_door_key(vault, keys[i][2]);
        vault_audit_public_key(vault, keys[i][3]);
        vault_close(vault);
    }
    for (size_t k = 0; k < 4; k++) {
        assert_memory_equal(keys[0][k], keys[1][k], VAULT_KEY_SIZE);
        assert_memory_not_equal(keys[0][k], keys[2][k], VAULT_KEY_SIZE);
        for (size_t other = 0; other < k; other++) {
            assert_memory_not_equal(keys[0][k], keys[0][other], VAULT_KEY_SIZE);
        }
    }
}

static void hash_is_blake2b_256(void **state) {
    (void)state;
    // echo -n abc | b2sum -l 256
    static const uint8_t abc[] = {0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef,
                                  0x3f, 0xee, 0x98, 0x57, 0x9b, 0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb,
                                  0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19};
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash("abc", 3, hash);
    assert_memory_equal(hash, abc, sizeof abc);
}

static void a_signature_holds_for_its_text_and_key_alone(void **state) {
    (void)state;
    uint8_t signature[VAULT_SIGNATURE_SIZE];
    struct vault *vault = opened('a');
    vault_sign(vault, "head", 4, signature);
    assert_true(vault_verify(vault, "head", 4, signature));
    assert_false(vault_verify(vault, "heap", 4, signature));
    signature[7] ^= 1;
    assert_false(vault_verify(vault, "head", 4, signature));
    signature[7] ^= 1;
    vault_close(vault);
    vault = opened('b');
    assert_false(vault_verify(vault, "head", 4, signature));
    vault_close(vault);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_made_key_opens_and_is_private_and_never_overwritten,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_key_readable_by_others_is_refused_except_as_credential,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(missing_malformed_and_linked_keys_are_refused, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(
            derived_keys_depend_on_the_root_alone_and_differ_from_each_other, make_folder,
            drop_folder),
        cmocka_unit_test(hash_is_blake2b_256),
        cmocka_unit_test_setup_teardown(a_signature_holds_for_its_text_and_key_alone, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
