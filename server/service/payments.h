// SPDX-License-Identifier: EUPL-1.2
// The one list of payment lines of a fund.
#ifndef SERVICE_PAYMENTS_H
#define SERVICE_PAYMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

struct payment_view {
    struct public_id id;
    struct public_id claim;
    const char *claim_number, *plan;
    const char *kind;        // "expense"; "returned": of a prejudice that was lowered (S-09)
    const char *beneficiary; // "Surname, First"
    int32_t month_number;
    const char *month_from, *month_to;
    const char *document; // number of the invoice
    const char *payee;    // "member", "provider", "heirs" (S-27); NULL: of before it was kept
    const char *iban,
        *holder;          // of the member's account as it is known now; NULL: none, or not theirs
    const char *provider; // of an authorised service: whom it is paid to; NULL: the member
    const char *currency; // of expense_cents; NULL: euro
    int64_t amount_cents, part_cents, expense_cents, ceiling_cents;
    int64_t created_us;
    // A line whose right is gone: "withdrawn", or "recover" when it had gone to the bank. NULL: it
    // goes on, and the rest is not set.
    const char *stop_kind;
    const char *stop_rule, *stop_reason; // of struct payment_stop
    int64_t stopped_us;
};

enum { PAYMENT_POSITION_SIZE = 24 };

struct payment_page {
    struct payment_view *rows;
    size_t count;
    char next[PAYMENT_POSITION_SIZE]; // "" on the last page
    int64_t lines, total_cents;       // of all lines that go on, not of the page
    int64_t stopped;                  // lines, of all
};

// Newest first. `position` "" or a page's `next` (RC_INVALID bad-cursor otherwise).
RC_CHECKED enum rc payments_list(const struct service *service, const struct actor *actor,
                                 const char *position, size_t limit, struct arena *arena,
                                 struct payment_page *page, struct fault *fault);

#endif
