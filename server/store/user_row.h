// SPDX-License-Identifier: EUPL-1.2
// Inside store: the columns of a user, for queries that join it (aliases u and f).
#ifndef STORE_USER_ROW_H
#define STORE_USER_ROW_H

#include "store/accounts.h"
#include "store/statement.h"

#define USER_COLUMNS                                                                               \
    "u.id, u.public_id, u.fund_id, f.public_id, u.username, u.role, u.display_name,"               \
    " u.password_hash, u.password_once, u.language, u.disabled, u.created_us, u.version,"          \
    " u.password_set_us"

// Reads them from `column` on.
void user_take(struct query *query, int column, struct arena *arena, struct user *user);

#endif
