// SPDX-License-Identifier: EUPL-1.2
// The account to which a person's benefit is paid: append-only, the newest row counts.
#ifndef STORE_BANK_ACCOUNTS_H
#define STORE_BANK_ACCOUNTS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stdint.h>

struct bank_account_row {
    struct public_id public_id;
    // JSON, sealed at "bank_accounts|detail|<public id>"; none: there is no account any more.
    struct sealed detail;
    int64_t recorded_us; // domain instant
    struct public_id recorded_by;
};

RC_CHECKED enum rc bank_account_insert(struct tx *tx, const struct public_id *person,
                                       const struct bank_account_row *row);
// RC_NOT_FOUND: nothing was ever recorded.
RC_CHECKED enum rc bank_account_newest(struct tx *tx, const struct public_id *person,
                                       struct arena *arena, struct bank_account_row *row);

#endif
