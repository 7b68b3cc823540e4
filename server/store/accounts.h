// SPDX-License-Identifier: EUPL-1.2
// Funds, users, sessions and the counting of failed logins (office database).
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum user_role {
    USER_ROLE_NONE = 0,
    USER_ROLE_FAMILY,
    USER_ROLE_OPERATOR,
    USER_ROLE_MONITORING_CLINICIAN,
    USER_ROLE_CLAIMS_CLINICIAN,
    USER_ROLE_CLAIMS_HANDLER,
    USER_ROLE_PAYMENTS_OFFICER,
    USER_ROLE_ADMIN,
};
enum { USER_ROLES = 8 }; // with the named zero

const char *user_role_name(enum user_role role);    // "monitoring-clinician"; "" for none
enum user_role user_role_of(const char *name);      // USER_ROLE_NONE if unknown
int64_t user_role_idle_us(enum user_role role);     // staff 15 min, family 30 min
int64_t user_role_absolute_us(enum user_role role); // staff 8 h, family 12 h

struct fund {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    const char *name;
};

RC_CHECKED enum rc fund_insert(struct tx *tx, const struct public_id *public_id, const char *name,
                               int64_t *id); // RC_CONFLICT: the name exists
RC_CHECKED enum rc fund_by_public_id(struct tx *tx, const struct public_id *public_id,
                                     struct arena *arena, struct fund *fund);
RC_CHECKED enum rc fund_by_name(struct tx *tx, const char *name, struct arena *arena,
                                struct fund *fund);
RC_CHECKED enum rc fund_list(struct tx *tx, struct arena *arena, struct fund **funds,
                             size_t *count);

enum { USER_USERNAME_MAX = 64, USER_NAME_MAX = 120 };

struct user {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    int64_t fund_id;
    struct public_id fund;
    const char *username; // lower case, unique in the installation
    enum user_role role;
    const char
        *display_name; // staff name in clear; "" for family users, whose person is sealed elsewhere
    const char *password_hash; // Argon2id string
    const char *language;      // "it" or "en"
    bool disabled;
    bool password_once; // made by somebody else: must be changed at the next login
    int64_t password_set_us;
    int64_t created_us;
    int64_t version; // grows with every change (ETag)
};

// id, created_us, password_set_us and version of `user` are ignored. RC_CONFLICT: the username is
// taken.
RC_CHECKED enum rc user_insert(struct tx *tx, const struct user *user, int64_t *id);
RC_CHECKED enum rc user_by_username(struct tx *tx, const char *username, struct arena *arena,
                                    struct user *user);
RC_CHECKED enum rc user_by_public_id(struct tx *tx, const struct public_id *public_id,
                                     struct arena *arena, struct user *user);
// All users of the installation by username, after `after` ("" for the start), at most `limit`.
RC_CHECKED enum rc user_list(struct tx *tx, const char *after, size_t limit, struct arena *arena,
                             struct user **users, size_t *count);
// Users of one fund by username, after the user `after` (unset: from the start), at most `limit`.
// RC_NOT_FOUND: the fund has no such user.
RC_CHECKED enum rc user_list_of_fund(struct tx *tx, int64_t fund_id, const struct public_id *after,
                                     size_t limit, struct arena *arena, struct user **users,
                                     size_t *count);
// Both also end all sessions of the user.
RC_CHECKED enum rc user_set_disabled(struct tx *tx, int64_t user_id, bool disabled);
RC_CHECKED enum rc user_set_password(struct tx *tx, int64_t user_id, const char *password_hash,
                                     bool once);
// The same password under newer hash costs; its age and the sessions stay.
RC_CHECKED enum rc user_rehash(struct tx *tx, int64_t user_id, const char *password_hash);

struct session {
    int64_t id;
    struct public_id public_id; // for the list of one's sessions; says nothing about the token
    int64_t user_id;
    int64_t created_us, last_seen_us, expires_us; // expires: absolute bound
    struct user user;
};

// `token_hash` is the only trace of the token. Times are technical. The role's idle and absolute
// bounds apply.
RC_CHECKED enum rc session_insert(struct tx *tx, int64_t user_id, enum user_role role,
                                  const uint8_t token_hash[STORE_HASH_SIZE], int64_t now_us);
// The live session and its enabled user. RC_NOT_FOUND: unknown, idle too long, past its bound, user
// disabled.
RC_CHECKED enum rc session_by_token(struct tx *tx, const uint8_t token_hash[STORE_HASH_SIZE],
                                    int64_t now_us, struct arena *arena, struct session *session);
// Note that the session is alive; writes at most once a minute per session. Own system write.
RC_CHECKED enum rc session_touch(struct store *store, const struct session *session,
                                 int64_t now_us);
RC_CHECKED enum rc session_delete(struct tx *tx, int64_t session_id);
RC_CHECKED enum rc session_list(struct tx *tx, int64_t user_id, int64_t now_us, struct arena *arena,
                                struct session **sessions, size_t *count); // without `user`
// Drop sessions that ended more than a day ago and failures older than a day. Own system write.
RC_CHECKED enum rc session_prune(struct store *store, int64_t now_us);

// A blind index of the name that was typed (vault/blind.h), which is kept nowhere: it may be nobody's
// name, or a password in the wrong field.
enum { LOGIN_NAME_SIZE = 16 };
struct login_name {
    uint8_t index[LOGIN_NAME_SIZE];
};

// Failed logins are counted per name (whether a user has it or not) and per network
// ("192.0.2.0/24", "2001:db8:1:2::/64").
// `*wait_us` is how long the next try must wait: 0 below 5 failures of the name and 20 of the
// network in 15 minutes; then doubling from 1 s to 15 min since the last failure. A delay, never a
// lock-out.
RC_CHECKED enum rc login_wait(struct tx *tx, const struct login_name *name, const char *network,
                              int64_t now_us, int64_t *wait_us);
RC_CHECKED enum rc login_failed(struct store *store, const struct login_name *name,
                                const char *network, int64_t now_us);
// Forget the name's failures after a success. Own system write.
RC_CHECKED enum rc login_succeeded(struct store *store, const struct login_name *name);

#endif
