// SPDX-License-Identifier: EUPL-1.2
// Keyed indexes of exact values and of name prefixes.
#include "vault/blind.h"

#include "vault/keys.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { PREFIX_LEAST = 3, PREFIX_MOST = 12, NAME_BYTES_MAX = 1024 };

static const char NAME_DOMAIN[] = "name";

struct word {
    const char *start;
    size_t letters;
    size_t cut[PREFIX_MOST + 1]; // bytes of the prefix of n letters; 0 for more than it has
};

static void index_key(const struct vault *vault, const struct public_id *fund, const char *domain,
                      uint8_t key[VAULT_KEY_SIZE]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, vault->keys->blind, VAULT_KEY_SIZE, VAULT_KEY_SIZE);
    crypto_generichash_update(&state, (const unsigned char *)fund->text, strlen(fund->text));
    crypto_generichash_update(&state, (const unsigned char *)"|", 1);
    crypto_generichash_update(&state, (const unsigned char *)domain, strlen(domain));
    crypto_generichash_final(&state, key, VAULT_KEY_SIZE);
}

static struct blind_index index_of(const uint8_t key[VAULT_KEY_SIZE], const char *text,
                                   size_t length) {
    struct blind_index index;
    crypto_generichash(index.bytes, sizeof index.bytes, (const unsigned char *)text, length, key,
                       VAULT_KEY_SIZE);
    return index;
}

struct blind_index vault_blind(const struct vault *vault, const struct public_id *fund,
                               const char *domain, const char *text) {
    uint8_t key[VAULT_KEY_SIZE];
    index_key(vault, fund, domain, key);
    struct blind_index index = index_of(key, text, strlen(text));
    sodium_memzero(key, sizeof key);
    return index;
}

static bool is_apostrophe(ucs4_t c) {
    return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x00b4;
}

char *vault_normal_name(struct arena *arena, const char *text) {
    size_t length = strlen(text), parted_length = 0, used = 0;
    if (length > NAME_BYTES_MAX || u8_check((const uint8_t *)text, length) != NULL) {
        return NULL;
    }
    // Apostrophes go before the decomposition, which would turn U+00B4 into a space and a mark.
    uint8_t bare[NAME_BYTES_MAX];
    size_t bare_length = 0;
    ucs4_t c = 0;
    for (size_t at = 0; at < length;) {
        int step = u8_mbtouc(&c, (const uint8_t *)text + at, length - at);
        if (!is_apostrophe(c)) {
            memcpy(bare + bare_length, text + at, (size_t)step);
            bare_length += (size_t)step;
        }
        at += (size_t)step;
    }
    uint8_t *parted = u8_normalize(UNINORM_NFKD, bare, bare_length, NULL, &parted_length);
    if (!parted) {
        return NULL;
    }
    // Lower case can take a byte more than upper case in rare scripts; four a character always
    // suffice.
    uint8_t *out = arena_alloc(arena, parted_length * 4 + 1);
    bool gap = false;
    for (size_t at = 0; out && at < parted_length;) {
        at += (size_t)u8_mbtouc(&c, parted + at, parted_length - at);
        if (uc_is_general_category(c, UC_MARK)) {
            continue;
        }
        if (!uc_is_general_category(c, UC_LETTER) && !uc_is_general_category(c, UC_NUMBER)) {
            gap = used > 0;
            continue;
        }
        if (gap) {
            out[used++] = ' ';
            gap = false;
        }
        used += (size_t)u8_uctomb(out + used, uc_tolower(c), 6);
    }
    free(parted);
    return (char *)out;
}

// The next word of a normalised text, or letters 0.
static struct word next_word(const char **cursor) {
    const char *at = *cursor + strspn(*cursor, " ");
    struct word word = {.start = at};
    while (*at && *at != ' ') {
        at++;
        while (((unsigned char)*at & 0xc0) == 0x80) {
            at++;
        }
        word.letters++;
        if (word.letters <= PREFIX_MOST) {
            word.cut[word.letters] = (size_t)(at - word.start);
        }
    }
    *cursor = at;
    return word;
}

static void add(struct blind_index *out, size_t *count, size_t max, struct blind_index index) {
    for (size_t i = 0; i < *count; i++) {
        if (memcmp(out[i].bytes, index.bytes, sizeof index.bytes) == 0) {
            return;
        }
    }
    if (*count < max) {
        out[(*count)++] = index;
    }
}

enum rc vault_blind_name(const struct vault *vault, const struct public_id *fund, const char *name,
                         struct blind_index out[VAULT_PREFIXES_MAX], size_t *count) {
    struct arena *arena = arena_new(0);
    const char *cursor = arena ? vault_normal_name(arena, name) : NULL;
    if (!cursor) {
        arena_free(arena);
        return RC_INVALID;
    }
    uint8_t key[VAULT_KEY_SIZE];
    index_key(vault, fund, NAME_DOMAIN, key);
    *count = 0;
    for (struct word word = next_word(&cursor); word.letters > 0; word = next_word(&cursor)) {
        size_t least = word.letters < PREFIX_LEAST ? word.letters : PREFIX_LEAST;
        size_t most = word.letters < PREFIX_MOST ? word.letters : PREFIX_MOST;
        for (size_t letters = least; letters <= most; letters++) {
            add(out, count, VAULT_PREFIXES_MAX, index_of(key, word.start, word.cut[letters]));
        }
    }
    sodium_memzero(key, sizeof key);
    arena_free(arena);
    return RC_OK;
}

enum rc vault_blind_query(const struct vault *vault, const struct public_id *fund,
                          const char *query, struct blind_index out[VAULT_QUERY_WORDS],
                          size_t *count) {
    struct arena *arena = arena_new(0);
    const char *cursor = arena ? vault_normal_name(arena, query) : NULL;
    if (!cursor) {
        arena_free(arena);
        return RC_INVALID;
    }
    uint8_t key[VAULT_KEY_SIZE];
    index_key(vault, fund, NAME_DOMAIN, key);
    size_t found = 0;
    for (struct word word = next_word(&cursor); word.letters > 0; word = next_word(&cursor)) {
        bool last = *cursor == '\0';
        bool still_typed = last && word.letters < PREFIX_LEAST && (found > 0 || word.letters < 2);
        if (!still_typed) {
            size_t letters = word.letters < PREFIX_MOST ? word.letters : PREFIX_MOST;
            add(out, &found, VAULT_QUERY_WORDS, index_of(key, word.start, word.cut[letters]));
        }
    }
    sodium_memzero(key, sizeof key);
    arena_free(arena);
    *count = found;
    return found > 0 ? RC_OK : RC_INVALID;
}
