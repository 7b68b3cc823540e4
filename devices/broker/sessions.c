// SPDX-License-Identifier: EUPL-1.2
// The devices that were let in since the broker's start: by what, over which connection, how fast.
#include "broker/sessions.h"

#include <stdlib.h>
#include <string.h>

#define MILLI 1000

// How often something happened in the running minute.
struct tally {
    int64_t since_ms;
    int count;
};

struct session {
    uint8_t id[INBOX_DEVICE_SIZE];
    bool by_certificate;
    uint8_t proof[ROSTER_HASH_SIZE]; // the certificate's fingerprint, or a hash of the secret
    const void *client; // the connection, NULL: none
    const void *begun;  // a handshake that has not been proven yet
    bool over_open;     // … and began while a connection was open
    uint8_t begun_proof[ROSTER_HASH_SIZE];
    struct tally takeovers;
    struct tally handshakes;
    int64_t allowance; // thousandths of a message
    int64_t filled_ms;
};

struct sessions {
    struct session *list; // ascending id
    size_t count;
    size_t room;
    uint32_t rate;
    uint32_t burst;
};

struct sessions *sessions_new(uint32_t rate, uint32_t burst) {
    struct sessions *sessions = calloc(1, sizeof *sessions);
    if (sessions == NULL)
        return NULL;
    sessions->rate = rate;
    sessions->burst = burst;
    return sessions;
}

void sessions_free(struct sessions *sessions) {
    if (sessions == NULL)
        return;
    free(sessions->list);
    free(sessions);
}

static size_t place_of(const struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE]) {
    size_t low = 0;
    size_t high = sessions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(sessions->list[middle].id, id, INBOX_DEVICE_SIZE) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct session *find(const struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE]) {
    size_t at = place_of(sessions, id);
    return at < sessions->count && memcmp(sessions->list[at].id, id, INBOX_DEVICE_SIZE) == 0
               ? &sessions->list[at]
               : NULL;
}

// Password and pre-shared key as one, so that neither can be replaced without being noticed.
static void secret_of(const struct roster_device *device, uint8_t out[ROSTER_HASH_SIZE]) {
    char both[ROSTER_HASH_SIZE + ROSTER_PSK_MAX];
    memcpy(both, device->password_hash, ROSTER_HASH_SIZE);
    memcpy(both + ROSTER_HASH_SIZE, device->psk, ROSTER_PSK_MAX);
    roster_password_hash(device->id, both, sizeof both, out);
    explicit_bzero(both, sizeof both);
}

static struct session *find_or_add(struct sessions *sessions, const struct roster_device *device,
                                   int64_t now_ms) {
    struct session *found = find(sessions, device->id);
    if (found != NULL)
        return found;
    if (sessions->count == sessions->room) {
        size_t room = sessions->room == 0 ? 64 : 2 * sessions->room;
        struct session *grown = realloc(sessions->list, room * sizeof *grown);
        if (grown == NULL)
            return NULL;
        sessions->list = grown;
        sessions->room = room;
    }
    size_t at = place_of(sessions, device->id);
    memmove(&sessions->list[at + 1], &sessions->list[at],
            (sessions->count - at) * sizeof sessions->list[0]);
    sessions->count++;
    sessions->list[at] = (struct session){.allowance = (int64_t)sessions->burst * MILLI,
                                          .filled_ms = now_ms};
    secret_of(device, sessions->list[at].proof);
    memcpy(sessions->list[at].id, device->id, INBOX_DEVICE_SIZE);
    return &sessions->list[at];
}

// True each time a window has seen `limit` of them; the next window begins then.
static bool tally_full(struct tally *tally, int limit, int64_t now_ms) {
    if (tally->count == 0 || now_ms - tally->since_ms >= SESSIONS_WINDOW_MS)
        *tally = (struct tally){.since_ms = now_ms};
    tally->count++;
    if (tally->count < limit)
        return false;
    tally->count = 0;
    return true;
}

static enum session_sign connected(struct session *session, const void *client, bool over_open,
                                   int64_t now_ms) {
    session->client = client;
    session->begun = NULL;
    return over_open && tally_full(&session->takeovers, SESSIONS_TAKEOVERS, now_ms)
               ? SESSION_CLONED
               : SESSION_FINE;
}

enum session_sign sessions_admit(struct sessions *sessions, const struct roster_device *device,
                                 const uint8_t *fingerprint, const void *client, int64_t now_ms) {
    struct session *session = find_or_add(sessions, device, now_ms);
    if (session == NULL)
        return SESSION_NO_MEMORY;
    session->by_certificate = fingerprint != NULL;
    if (fingerprint != NULL)
        memcpy(session->proof, fingerprint, ROSTER_HASH_SIZE);
    else
        secret_of(device, session->proof);
    return connected(session, client, session->client != NULL && session->client != client, now_ms);
}

enum session_sign sessions_begin(struct sessions *sessions, const struct roster_device *device,
                                 const void *client, int64_t now_ms) {
    struct session *session = find_or_add(sessions, device, now_ms);
    if (session == NULL)
        return SESSION_NO_MEMORY;
    bool unproven = session->begun != NULL;
    session->begun = client;
    session->over_open = session->client != NULL;
    secret_of(device, session->begun_proof);
    return unproven && tally_full(&session->handshakes, SESSIONS_HANDSHAKES, now_ms)
               ? SESSION_GUESSED
               : SESSION_FINE;
}

enum session_sign sessions_heard(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                                 const void *client, int64_t now_ms) {
    struct session *session = find(sessions, id);
    if (session == NULL)
        return SESSION_STRANGER;
    if (session->client == client)
        return SESSION_FINE;
    // A handshake that another has followed since, or that a review has forgotten, may stand on a
    // secret that was replaced: which one it was is no longer known.
    if (session->begun != client)
        return SESSION_STRANGER;
    session->by_certificate = false;
    memcpy(session->proof, session->begun_proof, ROSTER_HASH_SIZE);
    return connected(session, client, session->over_open, now_ms);
}

void sessions_gone(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                   const void *client) {
    struct session *session = find(sessions, id);
    if (session == NULL)
        return;
    if (session->client == client)
        session->client = NULL;
    if (session->begun == client)
        session->begun = NULL; // it was proven: only those connections end with a word
}

static void fill(const struct sessions *sessions, struct session *session, int64_t now_ms) {
    int64_t most = (int64_t)sessions->burst * MILLI;
    int64_t waited = now_ms - session->filled_ms;
    session->filled_ms = now_ms;
    // A rate is in messages a second, which is thousandths of a message a millisecond.
    if (sessions->rate == 0 || waited >= most / sessions->rate)
        session->allowance = most;
    else if (waited > 0)
        session->allowance += waited * sessions->rate;
    if (session->allowance > most)
        session->allowance = most;
}

bool sessions_may_spend(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                        int64_t now_ms) {
    struct session *session = find(sessions, id);
    if (session == NULL || sessions->rate == 0)
        return true;
    fill(sessions, session, now_ms);
    return session->allowance >= MILLI;
}

bool sessions_spend(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                    int64_t now_ms) {
    if (!sessions_may_spend(sessions, id, now_ms))
        return false;
    struct session *session = find(sessions, id);
    if (session != NULL && sessions->rate != 0)
        session->allowance -= MILLI;
    return true;
}

static bool is_by(const struct session *session, const struct roster_device *device) {
    uint8_t secret[ROSTER_HASH_SIZE];
    secret_of(device, secret);
    return memcmp(secret, session->proof, ROSTER_HASH_SIZE) == 0;
}

static bool may_speak(const struct session *session, const struct roster *roster, int64_t now_s) {
    const struct roster_device *device = roster_find(roster, session->id);
    if (device == NULL || device->state != ROSTER_ACTIVE)
        return false;
    if (session->by_certificate)
        return roster_certificate_check(device, session->proof, now_s) == ROSTER_CERTIFICATE_VALID;
    if (is_by(session, device))
        return true;
    const struct roster_device before = roster_before(device);
    return device->old_psk_length > 0 && is_by(session, &before);
}

bool sessions_by_secret(const struct sessions *sessions, const struct roster_device *device) {
    const struct session *session = find(sessions, device->id);
    return session != NULL && !session->by_certificate && is_by(session, device);
}

void sessions_review(struct sessions *sessions, const struct roster *roster, int64_t now_s,
                     session_ended *ended, void *context) {
    size_t kept = 0;
    for (size_t i = 0; i < sessions->count; i++) {
        if (may_speak(&sessions->list[i], roster, now_s))
            sessions->list[kept++] = sessions->list[i];
        else
            ended(context, sessions->list[i].id);
    }
    sessions->count = kept;
}
