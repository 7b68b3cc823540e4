// SPDX-License-Identifier: EUPL-1.2
// Log-in, sessions and one's own password (security §3.1). All times here are technical.
#ifndef SERVICE_SESSION_H
#define SERVICE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

enum {
    SESSION_TOKEN_SIZE = 65,
    SESSION_PASSWORD_MIN = 12,
    SESSION_PASSWORD_MAX = 128,
    SESSION_ONCE_DAYS = 7, // how long a one-time password opens a session
};

// A live session as its request sees it. Texts live in the arena given.
struct session_view {
    struct public_id id; // names the session in lists; says nothing about the token
    struct actor actor;
    const char *name;     // display name; "" for family users
    const char *language; // "it" or "en"
    bool password_change; // opened with a one-time password: nothing but its change is open
    int64_t idle_us;      // it ends after this much silence …
    int64_t absolute_us;  // … and at this instant in any case
    int64_t ends_us;      // the earlier of both, as known now
    char csrf[SESSION_TOKEN_SIZE]; // derived from the token; who has the page has it, a foreign
                                   // site has not
};

// Check name and password and open a session with a new token. Unknown name, wrong password and
// disabled account are one fault, of equal cost: RC_DENIED "login-failed". RC_DENIED
// "password-expired" is for who knows a one-time password that was made too long ago. RC_LIMIT
// "login-delayed" (5 failures of the name or 20 of the network in 15 minutes) or "login-rate" (50 a
// second in all), with `*wait_seconds`. RC_BUSY when too many hashes wait already. `client` is the
// address in text.
RC_CHECKED enum rc session_open(const struct service *service, const char *username,
                                const char *password, const char *client, struct arena *arena,
                                struct fault *fault, int64_t *wait_seconds,
                                char token[SESSION_TOKEN_SIZE], struct session_view *view);

// The session of a token. RC_NOT_FOUND: unknown, ended, or account disabled. `touch`: the request
// counts as activity (written at most once a minute).
RC_CHECKED enum rc session_find(const struct service *service, const char *token, bool touch,
                                struct arena *arena, struct session_view *view);

// Does the header's value belong to the session? Constant time; NULL is false.
bool session_csrf_matches(const struct session_view *view, const char *csrf);

// Log out on the server. Ends the session at once, everywhere.
RC_CHECKED enum rc session_close(const struct service *service, const struct session_view *view,
                                 const char *token, struct fault *fault);

// Change one's own password, a one-time one above all; all other sessions of the account end.
// Faults: login-failed at /current, login-delayed, RC_DENIED "session-ended" when the session ended
// meanwhile, and at /new: too-short, too-long, too-common, contains-username, unchanged.
RC_CHECKED enum rc session_change_password(const struct service *service,
                                           const struct session_view *view, const char *token,
                                           const char *client, const char *current,
                                           const char *wanted, struct fault *fault,
                                           int64_t *wait_seconds);

// The name of the actor's fund, in the arena.
RC_CHECKED enum rc session_fund_name(const struct service *service, const struct actor *actor,
                                     struct arena *arena, const char **name);

// May this text in NFC be a password? RC_OK or the fault's places at `pointer`. Length counts
// Unicode characters.
RC_CHECKED enum rc session_password_check(const char *username, const char *password,
                                          const char *pointer, struct fault *fault);

// The network a log-in is counted under: "192.0.2.0/24", "2001:db8:1:2::/64"; "unknown" if not an
// address.
void session_network(const char *client, char out[64]);

#endif
