// SPDX-License-Identifier: EUPL-1.2
// Log-in, sessions and one's own password, on the store's accounts and the vault's hashes.
#include "service/session.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/mandates.h"
#include "vault/blind.h"
#include "vault/password.h"

_Static_assert((int)LOGIN_NAME_SIZE == (int)VAULT_INDEX_SIZE, "blind indexes are stored whole");
_Static_assert(SESSION_TOKEN_SIZE == VAULT_TOKEN_DIGITS + 1, "a token's text");

enum { LOGIN_PER_SECOND = 50, LOGIN_WAITING_MAX = 6 };

// The one bound on the whole front door, shared by all threads of the process: log-ins in the
// running second, and hashes that wait for the vault. It keeps a flood of log-ins from taking every
// worker.
static struct {
    pthread_mutex_t lock;
    int64_t second;
    int started;
    int waiting;
} door = {.lock = PTHREAD_MUTEX_INITIALIZER};

static enum rc door_enter(struct fault *fault, int64_t *wait_seconds) {
    enum rc rc = RC_OK;
    pthread_mutex_lock(&door.lock);
    int64_t second = clock_monotonic_us() / CLOCK_SECOND_US;
    if (second != door.second) {
        door.second = second;
        door.started = 0;
    }
    if (door.started >= LOGIN_PER_SECOND) {
        *wait_seconds = 1;
        rc = fault_set(fault, RC_LIMIT, "login-rate");
    } else if (door.waiting >= LOGIN_WAITING_MAX) {
        *wait_seconds = 1;
        rc = fault_set(fault, RC_BUSY, "login-busy");
    } else {
        door.started++;
        door.waiting++;
    }
    pthread_mutex_unlock(&door.lock);
    return rc;
}

static void door_leave(void) {
    pthread_mutex_lock(&door.lock);
    door.waiting--;
    pthread_mutex_unlock(&door.lock);
}

void session_network(const char *client, char out[64]) {
    struct in_addr v4;
    struct in6_addr v6;
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET, client, &v4) == 1) {
        uint8_t *b = (uint8_t *)&v4.s_addr;
        snprintf(out, 64, "%u.%u.%u.0/24", b[0], b[1], b[2]);
        return;
    }
    if (inet_pton(AF_INET6, client, &v6) != 1) {
        snprintf(out, 64, "unknown");
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        snprintf(out, 64, "%u.%u.%u.0/24", v6.s6_addr[12], v6.s6_addr[13], v6.s6_addr[14]);
        return;
    }
    memset(v6.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &v6, text, sizeof text);
    snprintf(out, 64, "%s/64", text);
}

// The CSRF token is a function of the session token, so a reloaded page gets the same one again and
// only its hash need be kept. From it the session token cannot be computed.
static void csrf_of(const char *token, char csrf[SESSION_TOKEN_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    char text[16 + SESSION_TOKEN_SIZE];
    uint8_t hash[VAULT_HASH_SIZE];
    int length = snprintf(text, sizeof text, "sostegno-csrf:%s", token);
    vault_hash(text, (size_t)length, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        csrf[2 * i] = digits[hash[i] >> 4];
        csrf[2 * i + 1] = digits[hash[i] & 15];
    }
    csrf[2 * sizeof hash] = '\0';
    vault_wipe(text, sizeof text);
}

static void view_of(const struct session *session, const char *token, int64_t now_us,
                    struct session_view *view) {
    const struct user *user = &session->user;
    *view = (struct session_view){
        .id = session->public_id,
        .actor = {.role = role_from_name(user_role_name(user->role)),
                  .user = user->public_id,
                  .fund = user->fund},
        .name = user->display_name,
        .language = user->language,
        .password_change = user->password_once,
        .idle_us = user_role_idle_us(user->role),
        .absolute_us = session->expires_us,
    };
    snprintf(view->actor.username, sizeof view->actor.username, "%s", user->username);
    csrf_of(token, view->csrf);
    int64_t seen = session->last_seen_us > now_us ? now_us : session->last_seen_us;
    view->ends_us = seen + view->idle_us;
    if (view->ends_us > view->absolute_us) {
        view->ends_us = view->absolute_us;
    }
}

struct finding {
    uint8_t hash[VAULT_HASH_SIZE];
    int64_t now_us;
    struct arena *arena;
    struct session session;
    struct public_id person; // of a family account; unset for somebody who acts by mandate only
};

static enum rc find_by_token(struct tx *tx, void *context) {
    struct finding *f = context;
    f->person = (struct public_id){0};
    enum rc rc = session_by_token(tx, f->hash, f->now_us, f->arena, &f->session);
    if (rc != RC_OK || f->session.user.role != USER_ROLE_FAMILY) {
        return rc;
    }
    rc = user_person(tx, &f->session.user.public_id, &f->person);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc session_find(const struct service *service, const char *token, bool touch,
                     struct arena *arena, struct session_view *view) {
    struct finding f = {.now_us = clock_technical_us(), .arena = arena};
    enum rc rc = vault_token_hash(token, strlen(token), f.hash);
    if (rc != RC_OK) {
        return RC_NOT_FOUND;
    }
    rc = store_read(service->store, STORE_OFFICE, "session.find", find_by_token, &f);
    if (rc != RC_OK) {
        return rc;
    }
    if (touch) {
        rc = session_touch(service->store, &f.session, f.now_us);
        if (rc != RC_OK) {
            // The request itself is fine; at worst the session ends a minute early.
            log_warning("session.touch", log_rc(rc));
        } else if (f.now_us - f.session.last_seen_us >= CLOCK_MINUTE_US) {
            f.session.last_seen_us = f.now_us;
        }
    }
    view_of(&f.session, token, f.now_us, view);
    view->actor.person = f.person;
    return RC_OK;
}

bool session_csrf_matches(const struct session_view *view, const char *csrf) {
    return csrf != NULL && strlen(csrf) == VAULT_TOKEN_DIGITS &&
           vault_equal(csrf, view->csrf, VAULT_TOKEN_DIGITS);
}

struct knock {
    const char *username;
    struct login_name name;
    const char *network;
    int64_t now_us;
    struct arena *arena;
    int64_t wait_us;
    bool known;
    struct user user;
};

static enum rc look_up(struct tx *tx, void *context) {
    struct knock *k = context;
    enum rc rc = login_wait(tx, &k->name, k->network, k->now_us, &k->wait_us);
    if (rc != RC_OK) {
        return rc;
    }
    rc = user_by_username(tx, k->username, k->arena, &k->user);
    k->known = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

// The name is counted in the whole installation, whichever fund it belongs to.
static struct login_name name_of(const struct service *service, const char *username) {
    const struct public_id no_fund = {{0}};
    struct blind_index blind = vault_blind(service->vault, &no_fund, "login-name", username);
    struct login_name name;
    memcpy(name.index, blind.bytes, sizeof name.index);
    return name;
}

// Name and password against the account, with the delays. `*rehash` when the stored hash is out of
// date.
static enum rc knock_at(const struct service *service, struct knock *k, const char *password,
                        struct fault *fault, int64_t *wait_seconds, bool *rehash) {
    enum rc rc = store_read(service->store, STORE_OFFICE, "login.look", look_up, k);
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc_name(rc));
    }
    if (k->wait_us > 0) {
        *wait_seconds = (k->wait_us + CLOCK_SECOND_US - 1) / CLOCK_SECOND_US;
        return fault_set(fault, RC_LIMIT, "login-delayed");
    }
    rc = door_enter(fault, wait_seconds);
    if (rc != RC_OK) {
        return rc;
    }
    bool usable = k->known && !k->user.disabled;
    rc = vault_password_check(service->vault, password, strlen(password),
                              usable ? k->user.password_hash : NULL, rehash);
    door_leave();
    if (rc == RC_OK) {
        return RC_OK;
    }
    if (rc != RC_DENIED && rc != RC_INVALID) {
        return fault_set(fault, rc, rc_name(rc));
    }
    log_notice("login.failed", log_text("network", k->network),
               log_text("user", k->known ? k->user.public_id.text : ""));
    rc = login_failed(service->store, &k->name, k->network, k->now_us);
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc_name(rc));
    }
    return fault_set(fault, RC_DENIED, "login-failed");
}

struct opening {
    const struct user *user;
    uint8_t token_hash[VAULT_HASH_SIZE];
    const char *new_password_hash; // log-in: the same password under newer costs, or NULL
    int64_t now_us;
    struct arena *arena;
};

// The password was checked outside of the transaction, which takes a while: RC_DENIED if it was
// replaced or the account disabled meanwhile.
static enum rc check_still_good(struct tx *tx, const struct opening *o) {
    struct user user = {0};
    enum rc rc = user_by_public_id(tx, &o->user->public_id, o->arena, &user);
    if (rc == RC_OK && (user.disabled || user.password_set_us != o->user->password_set_us)) {
        rc = RC_DENIED;
    }
    return rc;
}

static enum rc write_session(struct tx *tx, void *context) {
    const struct opening *o = context;
    enum rc rc = check_still_good(tx, o);
    if (rc == RC_OK) {
        rc = session_insert(tx, o->user->id, o->user->role, o->token_hash, o->now_us);
    }
    if (rc == RC_OK && o->new_password_hash != NULL) {
        rc = user_rehash(tx, o->user->id, o->new_password_hash);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, o->user->public_id.text, "session.open", o->user->public_id.text,
                          NULL);
    }
    return rc;
}

static bool expired(const struct user *user, int64_t now_us) {
    return user->password_once &&
           now_us - user->password_set_us >= SESSION_ONCE_DAYS * CLOCK_DAY_US;
}

static void lower_name(const char *username, char out[USER_USERNAME_MAX + 1]) {
    size_t i = 0;
    for (; username[i] != '\0' && i < USER_USERNAME_MAX; i++) {
        out[i] = (char)tolower((unsigned char)username[i]);
    }
    out[i] = '\0';
}

enum rc session_open(const struct service *service, const char *username, const char *password,
                     const char *client, struct arena *arena, struct fault *fault,
                     int64_t *wait_seconds, char token[SESSION_TOKEN_SIZE],
                     struct session_view *view) {
    char name[USER_USERNAME_MAX + 1];
    char network[64];
    char fresh_hash[VAULT_PASSWORD_SIZE];
    bool rehash = false;
    lower_name(username, name);
    session_network(client, network);
    struct knock k = {.username = name,
                      .name = name_of(service, name),
                      .network = network,
                      .now_us = clock_technical_us(),
                      .arena = arena};
    password = vault_password_nfc(arena, password);
    if (password == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    enum rc rc = knock_at(service, &k, password, fault, wait_seconds, &rehash);
    if (rc == RC_OK && expired(&k.user, k.now_us)) {
        log_notice("login.password-expired", log_text("user", k.user.public_id.text));
        rc = fault_set(fault, RC_DENIED, "password-expired");
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct token secret = vault_token_new();
    struct opening o = {.user = &k.user, .now_us = k.now_us, .arena = arena};
    memcpy(o.token_hash, secret.hash, sizeof o.token_hash);
    if (rehash &&
        vault_password_hash(service->vault, password, strlen(password), fresh_hash) == RC_OK) {
        o.new_password_hash = fresh_hash;
    }
    rc = store_write(service->store, STORE_OFFICE, "session.open", write_session, &o);
    if (rc == RC_OK) {
        rc = login_succeeded(service->store, &k.name);
    }
    if (rc == RC_OK) {
        rc = session_find(service, secret.text, false, arena, view);
    }
    if (rc != RC_OK) {
        vault_wipe(&secret, sizeof secret);
        return fault_set(fault, rc, rc == RC_DENIED ? "login-failed" : rc_name(rc));
    }
    memcpy(token, secret.text, SESSION_TOKEN_SIZE);
    vault_wipe(&secret, sizeof secret);
    return RC_OK;
}

struct closing {
    struct finding finding;
    struct public_id user;
};

static enum rc write_close(struct tx *tx, void *context) {
    struct closing *c = context;
    enum rc rc = find_by_token(tx, &c->finding);
    if (rc == RC_OK) {
        rc = session_delete(tx, c->finding.session.id);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, c->user.text, "session.close", c->user.text, NULL);
    }
    return rc;
}

enum rc session_close(const struct service *service, const struct session_view *view,
                      const char *token, struct fault *fault) {
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    struct closing c = {.finding = {.now_us = clock_technical_us(), .arena = arena},
                        .user = view->actor.user};
    enum rc rc = vault_token_hash(token, strlen(token), c.finding.hash);
    if (rc == RC_OK) {
        rc = store_write(service->store, STORE_OFFICE, "session.close", write_close, &c);
    }
    arena_free(arena);
    // Gone already is what was asked for.
    return rc == RC_OK || rc == RC_NOT_FOUND ? RC_OK : fault_set(fault, rc, rc_name(rc));
}

struct changing {
    struct opening opening;
    struct finding finding;
    const char *password_hash;
};

static enum rc write_password(struct tx *tx, void *context) {
    struct changing *c = context;
    const struct opening *o = &c->opening;
    // Of two changes at once the first ends the session of the second.
    enum rc rc = find_by_token(tx, &c->finding);
    if (rc == RC_OK) {
        rc = user_set_password(tx, o->user->id, c->password_hash, false);
    }
    if (rc == RC_OK) {
        rc = session_insert(tx, o->user->id, o->user->role, o->token_hash, o->now_us);
    }
    if (rc == RC_OK) {
        rc = audit_append(tx, o->user->public_id.text, "password.change", o->user->public_id.text,
                          NULL);
    }
    return rc;
}

// Both in NFC, and the wanted one judged.
static enum rc normal_passwords(struct arena *arena, const char *username, const char **current,
                                const char **wanted, struct fault *fault) {
    *current = vault_password_nfc(arena, *current);
    *wanted = vault_password_nfc(arena, *wanted);
    if (*current == NULL || *wanted == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    enum rc rc = session_password_check(username, *wanted, "/new", fault);
    return rc == RC_OK && strcmp(*current, *wanted) == 0 ? fault_at(fault, "/new", "unchanged")
                                                         : rc;
}

enum rc session_change_password(const struct service *service, const struct session_view *view,
                                const char *token, const char *client, const char *current,
                                const char *wanted, struct fault *fault, int64_t *wait_seconds) {
    char network[64];
    session_network(client, network);
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    enum rc rc = normal_passwords(arena, view->actor.username, &current, &wanted, fault);
    if (rc != RC_OK) {
        arena_free(arena);
        return rc;
    }
    struct knock k = {.username = view->actor.username,
                      .name = name_of(service, view->actor.username),
                      .network = network,
                      .now_us = clock_technical_us(),
                      .arena = arena};
    bool rehash = false;
    rc = knock_at(service, &k, current, fault, wait_seconds, &rehash);
    if (rc == RC_DENIED) {
        // The session is fine, a field is wrong: a web app must not take this for the end of the
        // session.
        fault_clear(fault);
        rc = fault_at(fault, "/current", "login-failed");
    }
    char hash[VAULT_PASSWORD_SIZE];
    if (rc == RC_OK) {
        rc = vault_password_hash(service->vault, wanted, strlen(wanted), hash);
        if (rc == RC_OK) {
            struct changing c = {.opening = {.user = &k.user, .now_us = k.now_us},
                                 .finding = {.now_us = k.now_us, .arena = arena},
                                 .password_hash = hash};
            rc = vault_token_hash(token, strlen(token), c.opening.token_hash);
            if (rc == RC_OK) {
                memcpy(c.finding.hash, c.opening.token_hash, sizeof c.finding.hash);
                rc = store_write(service->store, STORE_OFFICE, "password.change", write_password,
                                 &c);
            }
        }
        if (rc == RC_NOT_FOUND) {
            rc = fault_set(fault, RC_DENIED, "session-ended");
        } else if (rc != RC_OK) {
            fault_set(fault, rc, rc_name(rc));
        }
    }
    arena_free(arena);
    return rc;
}

struct naming {
    const struct public_id *fund;
    struct arena *arena;
    struct fund found;
};

static enum rc find_fund(struct tx *tx, void *context) {
    struct naming *n = context;
    return fund_by_public_id(tx, n->fund, n->arena, &n->found);
}

enum rc session_fund_name(const struct service *service, const struct actor *actor,
                          struct arena *arena, const char **name) {
    struct naming n = {.fund = &actor->fund, .arena = arena};
    enum rc rc = store_read(service->store, STORE_OFFICE, "fund.name", find_fund, &n);
    if (rc == RC_OK) {
        *name = n.found.name;
    }
    return rc;
}
