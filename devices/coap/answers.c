// SPDX-License-Identifier: EUPL-1.2
// Which confirmable messages were answered in the last 247 s.
#include "coap/answers.h"

#include <stdlib.h>

#define BUCKETS 65536
#define NOBODY UINT32_MAX

struct entry {
    struct answer_key key;
    int64_t until_ms;
    enum answer answer;
    uint32_t waiting; // begun and not ended
    uint32_t next; // in the bucket
};

// A ring in order of arrival, which is the order of expiry, with hash chains through it.
struct answers {
    struct entry entries[ANSWERS_MAX];
    uint32_t buckets[BUCKETS];
    uint32_t first;
    uint32_t count;
};

struct answers *answers_new(void) {
    struct answers *answers = calloc(1, sizeof *answers);
    if (answers == NULL)
        return NULL;
    for (size_t i = 0; i < BUCKETS; i++)
        answers->buckets[i] = NOBODY;
    return answers;
}

void answers_free(struct answers *answers) {
    free(answers);
}

uint64_t answers_fingerprint(const uint8_t *token, size_t token_length, const uint8_t *payload,
                             size_t length) {
    // FNV-1a: only the device itself could make two of its own messages collide.
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < token_length; i++)
        hash = (hash ^ token[i]) * 1099511628211u;
    hash = (hash ^ token_length) * 1099511628211u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ payload[i]) * 1099511628211u;
    return hash;
}

static uint32_t bucket_of(const struct answer_key *key) {
    uint64_t mixed = (key->session * 65599u + key->mid) * 11400714819323198485u;
    return (uint32_t)(mixed >> 48) % BUCKETS;
}

static bool same(const struct answer_key *a, const struct answer_key *b) {
    return a->session == b->session && a->mid == b->mid && a->fingerprint == b->fingerprint;
}

static struct entry *find(struct answers *answers, const struct answer_key *key) {
    for (uint32_t at = answers->buckets[bucket_of(key)]; at != NOBODY;
         at = answers->entries[at].next)
        if (same(&answers->entries[at].key, key))
            return &answers->entries[at];
    return NULL;
}

static void drop_oldest(struct answers *answers) {
    uint32_t index = answers->first;
    uint32_t *link = &answers->buckets[bucket_of(&answers->entries[index].key)];
    while (*link != index)
        link = &answers->entries[*link].next;
    *link = answers->entries[index].next;
    answers->first = (index + 1) % ANSWERS_MAX;
    answers->count--;
}

enum answer answers_find(struct answers *answers, const struct answer_key *key, int64_t now_ms) {
    while (answers->count > 0 && answers->entries[answers->first].until_ms <= now_ms)
        drop_oldest(answers);
    const struct entry *entry = find(answers, key);
    if (entry == NULL || (key->awaited && entry->key.first_mid == key->first_mid))
        return ANSWER_NONE;
    return entry->answer;
}

void answers_begin(struct answers *answers, const struct answer_key *key, int64_t now_ms) {
    struct entry *entry = find(answers, key);
    if (entry != NULL) {
        // Forgotten after a failure, or another upload with its ids; keeps its place in the ring.
        entry->answer = ANSWER_PENDING;
        entry->key.first_mid = key->first_mid;
        entry->waiting++;
        return;
    }
    if (answers->count == ANSWERS_MAX)
        drop_oldest(answers);
    uint32_t index = (answers->first + answers->count) % ANSWERS_MAX;
    uint32_t bucket = bucket_of(key);
    answers->entries[index] = (struct entry){
        .key = *key,
        .until_ms = now_ms + ANSWERS_LIFETIME_MS,
        .answer = ANSWER_PENDING,
        .waiting = 1,
        .next = answers->buckets[bucket],
    };
    answers->buckets[bucket] = index;
    answers->count++;
}

void answers_end(struct answers *answers, const struct answer_key *key, bool stored) {
    struct entry *entry = find(answers, key);
    if (entry != NULL && (entry->waiting == 0 || --entry->waiting == 0))
        entry->answer = stored ? ANSWER_STORED : ANSWER_NONE;
}
