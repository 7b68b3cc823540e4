// SPDX-License-Identifier: EUPL-1.2
// Use cases on user accounts of a fund.
#ifndef SERVICE_ACCOUNT_ADMIN_H
#define SERVICE_ACCOUNT_ADMIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct once;
struct service;

enum { ACCOUNT_PASSWORD_SIZE = 20 };

struct account_view {
    struct public_id id;
    const char *username;
    const char *name; // of a family account: the username, since names of members are sealed
    enum role role;
    bool disabled;
    int64_t created_us; // technical instant
};

struct account_new {
    const char *username;
    const char *name; // of staff, then required; of a family user it is not kept: NULL will do
    enum role role;
    struct public_id person; // family only, may be unset: somebody who only acts by mandate
};

// What can be typed and told by phone: 3 to 64 of a-z 0-9 . _ -, a letter first.
bool account_username_valid(const char *text);

// Create an account with a one-time password, which is shown in this reply (and in its repetition
// under the same Idempotency-Key) and nowhere else. Faults: username-taken (RC_CONFLICT),
// invalid-input at /username (bad-characters), /name (missing), /role (not-a-choice), /person (not-allowed,
// unknown-person).
RC_CHECKED enum rc account_create(const struct service *service, const struct actor *actor,
                                  struct once *once, const struct account_new *input,
                                  struct arena *arena, struct account_view *account,
                                  char password[ACCOUNT_PASSWORD_SIZE], struct fault *fault);

struct account_page {
    struct account_view *accounts;
    size_t count;
    struct public_id next; // position of the next page; unset on the last one
};

// Accounts of the actor's fund by username. `position` "" for the start, else a page's `next`
// (RC_INVALID bad-cursor for anything else).
RC_CHECKED enum rc accounts_list(const struct service *service, const struct actor *actor,
                                 const char *position, size_t limit, struct arena *arena,
                                 struct account_page *page, struct fault *fault);

// Disable and end its sessions at once; again is no error. Fault: own-account (RC_CONFLICT).
RC_CHECKED enum rc account_disable(const struct service *service, const struct actor *actor,
                                   const struct public_id *id, struct arena *arena,
                                   struct account_view *account, struct fault *fault);

#endif
