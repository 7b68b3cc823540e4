// SPDX-License-Identifier: EUPL-1.2
// The reconciliation of doors and database.
#include "service/reconcile.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/alert_raise.h"
#include "service/inbox_folder.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/cursors.h"
#include "store/receipts.h"
#include "store/store.h"

// Door and drain go on meanwhile: only what is still so after a while is a difference.
enum { LOOKS = 4, BETWEEN_LOOKS_MS = 250, DAYS_KEPT_IN_VIEW = 400 };

// What the door's file says.
struct door_side {
    struct inbox_reader *reader; // NULL: no file
    int64_t last;                // highest number given
    int64_t waiting;             // messages behind the cursor
};

// One inbox.
struct account {
    const struct service *service;
    struct arena *arena;
    const struct receipt_book_row *book;
    struct door_side door;
    struct inbox_cursor cursor;
    int64_t read_behind; // receipts behind the cursor: read meanwhile, or past damage
    struct receipt_day *days; // newest first
    size_t count;
    size_t checked; // how many of them, from the newest on
    size_t differences;
};

static enum rc read_cursor(struct tx *tx, void *context) {
    struct account *account = context;
    return inbox_cursor_read(tx, &account->book->inbox, &account->cursor);
}

static bool agrees(const struct receipt_day *day) {
    return day->missing == 0 && day->mismatched == 0;
}

static int64_t apart(int64_t a, int64_t b) {
    return a > b ? a - b : b - a;
}

static enum rc check_day(struct tx *tx, struct account *account, size_t i) {
    struct receipt_day *day = &account->days[i];
    int64_t after = i + 1 < account->count ? account->days[i + 1].last : account->book->after;
    int64_t upto = i == 0 && account->door.last > day->last ? account->door.last : day->last;
    struct receipt_counts again;
    int64_t items = 0;
    int64_t kept = 0;
    enum rc rc = receipt_recount(tx, day->book_id, after, upto, &again, &items);
    if (rc == RC_OK) {
        rc = receipt_quarantine_count(tx, &day->inbox, after, upto, &kept);
    }
    if (rc != RC_OK) {
        return rc;
    }
    day->given = inbox_reader_given(account->door.reader, after, upto);
    int64_t waiting = account->door.waiting - account->read_behind;
    day->in_custody = i == 0 && waiting > 0 ? waiting : 0;
    day->missing = day->given - again.read - day->in_custody;
    day->mismatched = apart(day->counts.read, again.read) + apart(day->counts.stored, again.stored) +
                      apart(day->counts.duplicate, again.duplicate) +
                      apart(day->counts.quarantined, again.quarantined) +
                      apart(day->counts.rejected, again.rejected) + apart(items, kept);
    if (day->missing < 0) { // more receipts than numbers
        day->mismatched -= day->missing;
        day->missing = 0;
    }
    return RC_OK;
}

static enum rc check_days(struct tx *tx, void *context) {
    struct account *account = context;
    struct receipt_counts behind;
    int64_t items = 0;
    account->differences = 0;
    account->checked = 0;
    enum rc rc = receipt_day_list(tx, account->book->id, DAYS_KEPT_IN_VIEW, account->arena,
                                  &account->days, &account->count);
    if (rc == RC_OK) {
        rc = receipt_recount(tx, account->book->id, account->cursor.sequence, account->door.last,
                             &behind, &items);
        account->read_behind = rc == RC_OK ? behind.read : 0;
    }
    for (size_t i = 0; rc == RC_OK && i < account->count; i++) {
        bool due = i < RECONCILE_DAYS || !agrees(&account->days[i]) || account->days[i].given < 0;
        if (due) {
            rc = check_day(tx, account, i);
            account->checked = i + 1;
            account->differences += rc == RC_OK && !agrees(&account->days[i]) ? 1 : 0;
        }
    }
    return rc;
}

static enum rc look(struct account *account) {
    struct store *store = account->service->store;
    enum rc rc = store_read(store, STORE_MONITORING, "reconcile.cursor", read_cursor, account);
    if (rc == RC_OK && inbox_reader_last(account->door.reader, &account->door.last) != INBOX_OK) {
        rc = RC_NOT_FOUND; // its own alarm tells
    }
    if (rc != RC_OK) {
        return rc;
    }
    // What damage hides does not lie there any more, as far as anybody can tell.
    if (inbox_reader_waiting(account->door.reader, account->cursor.sequence,
                             &account->door.waiting) != INBOX_OK) {
        account->door.waiting = account->read_behind;
    }
    return store_read(store, STORE_MONITORING, "reconcile.days", check_days, account);
}

static enum rc settle_alert(struct tx *tx, struct account *account, const struct receipt_day *day) {
    const char *scope = alert_scope(account->arena, ALERT_KIND_SEQUENCE_GAP, &day->inbox, day->day);
    int64_t now_us = service_domain_now(account->service);
    if (agrees(day)) {
        return alert_end(tx, scope, now_us, account->arena);
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .kind = ALERT_KIND_SEQUENCE_GAP,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_RECONCILIATION,
        .raised_us = now_us,
        .scope = scope,
    };
    // Once for each difference: a person who has closed the alert knows of it.
    if (day->missing + day->mismatched <= day->told) {
        return RC_OK;
    }
    return alert_raise_once(tx, &alert, account->arena);
}

static enum rc write_account(struct tx *tx, void *context) {
    struct account *account = context;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < account->checked; i++) {
        struct receipt_day *day = &account->days[i];
        day->checked_us = service_domain_now(account->service);
        rc = receipt_day_check(tx, day);
        if (rc == RC_OK) {
            rc = settle_alert(tx, account, day);
        }
    }
    return rc == RC_OK ? audit_append(tx, "system", "custody.reconcile",
                                      account->book->inbox.text, NULL)
                       : rc;
}

static enum rc reconcile_book(struct account *account) {
    const struct timespec pause = {.tv_nsec = BETWEEN_LOOKS_MS * 1000000L};
    enum rc rc =
        inbox_folder_open(account->service, &account->book->inbox, &account->door.reader);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc; // gone, or not readable: alarms of their own
    }
    for (int i = 0; i < LOOKS; i++) {
        rc = look(account);
        if (rc != RC_OK || account->differences == 0) {
            break;
        }
        nanosleep(&pause, NULL);
    }
    if (rc == RC_OK && account->checked > 0) {
        rc = store_write(account->service->store, STORE_MONITORING, "custody.reconcile",
                         write_account, account);
    }
    inbox_reader_close(account->door.reader);
    if (rc == RC_OK && account->differences > 0) {
        log_error("custody.difference", log_text("inbox", account->book->inbox.text),
                  log_int("days", (int64_t)account->differences));
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct books {
    struct arena *arena;
    struct receipt_book_row *rows;
    size_t count;
};

static enum rc read_books(struct tx *tx, void *context) {
    struct books *books = context;
    return receipt_book_list(tx, books->arena, &books->rows, &books->count);
}

enum rc reconcile(const struct service *service, size_t *differences) {
    struct books books = {.arena = arena_new(0)};
    if (books.arena == NULL) {
        return RC_NOMEM;
    }
    size_t found = 0;
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "reconcile.books", read_books, &books);
    for (size_t i = 0; rc == RC_OK && i < books.count; i++) {
        struct account account = {
            .service = service, .arena = books.arena, .book = &books.rows[i]};
        rc = reconcile_book(&account);
        found += account.differences;
    }
    arena_free(books.arena);
    if (rc == RC_OK) {
        *differences = found;
    }
    return rc;
}

enum rc reconcile_run_due(void *context) {
    struct reconcile_job *job = context;
    int64_t now_us = service_domain_now(job->service);
    int64_t hour = (now_us + (int64_t)rome_offset(now_us) * CLOCK_SECOND_US) / CLOCK_HOUR_US;
    size_t differences;
    if (hour == job->hour) {
        return RC_OK;
    }
    enum rc rc = reconcile(job->service, &differences);
    if (rc == RC_OK) {
        job->hour = hour;
    }
    return rc;
}

struct page {
    const struct actor *actor;
    size_t limit;
    struct arena *arena;
    struct receipt_day *days;
    size_t count;
};

static enum rc read_page(struct tx *tx, void *context) {
    struct page *page = context;
    enum rc rc = RC_OK;
    if (page->actor != NULL) {
        struct access_object object = {.fund = page->actor->fund};
        rc = access_check(NULL, page->actor, ACTION_DEVICE_READ, &object, NULL);
    }
    return rc == RC_OK
               ? receipt_day_list(tx, 0, page->limit, page->arena, &page->days, &page->count)
               : rc;
}

enum rc reconcile_days(const struct service *service, const struct actor *actor, size_t limit,
                       struct arena *arena, struct fault *fault, struct reconciled_day **days,
                       size_t *count) {
    struct page page = {.actor = actor, .limit = limit, .arena = arena};
    enum rc rc =
        store_read(service->store, STORE_MONITORING, "reconcile.page", read_page, &page);
    if (rc != RC_OK) {
        return fault_set(fault, rc, rc_name(rc));
    }
    struct reconciled_day *shown = arena_array(arena, page.count + 1, sizeof *shown);
    if (shown == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    for (size_t i = 0; i < page.count; i++) {
        const struct receipt_day *day = &page.days[i];
        shown[i] = (struct reconciled_day){
            .inbox = day->inbox,
            .door = day->door,
            .day = day->day,
            .given = day->given,
            .read = day->counts.read,
            .stored = day->counts.stored,
            .duplicate = day->counts.duplicate,
            .quarantined = day->counts.quarantined,
            .rejected = day->counts.rejected,
            .in_custody = day->in_custody,
            .missing = day->missing,
            .mismatched = day->mismatched,
            .checked_us = day->checked_us,
        };
    }
    *days = shown;
    *count = page.count;
    return RC_OK;
}
