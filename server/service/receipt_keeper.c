// SPDX-License-Identifier: EUPL-1.2
// How long the receipt of each message is kept.
#include "service/receipt_keeper.h"

#include "scoring/rome_time.h"
#include "service/reconcile.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/receipts.h"
#include "store/store.h"

enum { SLICE = 1000, SLICES = 200 }; // of one turn

struct forgetting {
    const struct service *service;
    struct arena *arena;
    char before[CIVIL_DATE_TEXT_SIZE];
    struct receipt_book_row *books;
    size_t count;
    const struct receipt_book_row *book; // that is looked at
    int64_t last;                        // of the day that may go
    size_t dropped;                      // by the last slice; made anew by every run
};

static enum rc read_books(struct tx *tx, void *context) {
    struct forgetting *f = context;
    return receipt_book_list(tx, f->arena, &f->books, &f->count);
}

static enum rc look(struct tx *tx, void *context) {
    struct forgetting *f = context;
    return receipt_day_prunable(tx, f->book->id, f->before, RECONCILE_DAYS, &f->last);
}

static enum rc drop_slice(struct tx *tx, void *context) {
    struct forgetting *f = context;
    enum rc rc = receipt_prune(tx, f->book->id, f->last, SLICE, &f->dropped);
    return rc == RC_OK ? audit_append(tx, "system", "custody.forget", f->book->inbox.text, NULL)
                       : rc;
}

// RC_NOT_FOUND: nothing of the book may go.
static enum rc forget_some(struct forgetting *f) {
    struct store *store = f->service->store;
    enum rc rc = store_read(store, STORE_MONITORING, "custody.forget-look", look, f);
    return rc == RC_OK ? store_write(store, STORE_MONITORING, "custody.forget", drop_slice, f) : rc;
}

enum rc receipts_forget(const struct service *service, int days) {
    struct forgetting f = {.service = service, .arena = arena_new(0)};
    if (f.arena == NULL) {
        return RC_NOMEM;
    }
    struct civil_date today = rome_date(service_domain_now(service));
    enum rc rc = civil_date_format(civil_date_add_days(today, -days), f.before) == 0 ? RC_BUG : RC_OK;
    if (rc == RC_OK) {
        rc = store_read(service->store, STORE_MONITORING, "custody.books", read_books, &f);
    }
    int slices = 0;
    for (size_t i = 0; rc == RC_OK && i < f.count; i++) {
        f.book = &f.books[i];
        while (rc == RC_OK && slices < SLICES) {
            rc = forget_some(&f);
            slices++;
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    arena_free(f.arena);
    return rc;
}
