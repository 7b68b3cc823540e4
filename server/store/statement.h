// SPDX-License-Identifier: EUPL-1.2
// SQL as constant tables of literals, prepared once per connection, bound by $1…$n, read by column
// number.
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Only a literal can be pasted between two literals: a built string does not compile.
#define SQL(literal) ("" literal "")

struct statement {
    const char *name; // "claim.insert": log lines, metrics
    const char *
        sql; // shared SQL: $1…$n, RETURNING, ON CONFLICT; no rowid, datetime(), json_*, INSERT OR …
};

// At the top of each store file:
//     enum { Q_INSERT, Q_BY_ID, Q_COUNT };
//     static const struct statement STATEMENTS[] = {[Q_INSERT] = {"claim.insert", SQL("INSERT …")},
//     …}; const struct statement_table CLAIM_STATEMENTS = {"claim", STORE_IN_OFFICE, STATEMENTS,
//     Q_COUNT};
// and one line in statements.c. Everything listed there is prepared once at start-up against the
// real schema.
enum store_in {
    STORE_IN_NONE = 0,
    STORE_IN_MONITORING = 1,
    STORE_IN_OFFICE = 2,
    STORE_IN_BOTH = 3
};

struct statement_table {
    const char *name;
    enum store_in in;
    const struct statement *statements;
    size_t count;
};

extern const struct statement_table *const STORE_STATEMENT_TABLES[];
extern const size_t STORE_STATEMENT_TABLE_COUNT;

struct query;

// The statement, reset and without bindings; never NULL: what goes wrong here or while binding
// comes out of the next query_row or query_run. A statement is one cursor per connection: asking
// for it again restarts it, so a function must not call itself (even indirectly) while it walks its
// own rows. Valid until the closure ends.
struct query *tx_query(struct tx *tx, const struct statement_table *table, size_t which);

// Bind $number. Texts and blobs are copied. NULL text, an unset id and NULL bytes bind NULL.
void bind_int(struct query *query, int number, int64_t value);
void bind_bool(struct query *query, int number, bool value);
void bind_text(struct query *query, int number, const char *text);
void bind_blob(struct query *query, int number, const void *bytes, size_t length);
void bind_id(struct query *query, int number, const struct public_id *id);
// Not copied: it must stay as it is until the query has run. For what is bound for every reading.
void bind_lent(struct query *query, int number, const char *text);
void bind_lent_blob(struct query *query, int number, const void *bytes, size_t length);
void bind_null(struct query *query, int number);

// RC_OK: a row stands ready. RC_NOT_FOUND: no (further) row, the statement is reset. RC_CONFLICT: a
// UNIQUE or FOREIGN KEY rule or a trigger refused. RC_BUG: CHECK, NOT NULL or a type rule (our code
// should have caught it), or wrong binding. RC_IO (disk full too), RC_NOMEM.
RC_CHECKED enum rc query_row(struct query *query);

// Run to the end, ignoring rows. RC_OK also when nothing was changed: see query_changes.
RC_CHECKED enum rc query_run(struct query *query);

// Run to the end and require exactly one changed row: RC_NOT_FOUND for none, RC_BUG for more.
RC_CHECKED enum rc query_run_one(struct query *query);

// Rows changed by the last query_run.
int64_t query_changes(const struct query *query);

// Columns of the current row, from 0. Borrowed texts and blobs live until the next step or bind of
// this query; NULL reads as 0, false, "" (column_text), NULL (column_copy, column_blob), unset id.
int64_t column_int(struct query *query, int column);
bool column_bool(struct query *query, int column);
const char *column_text(struct query *query, int column);
char *column_copy(struct query *query, int column, struct arena *arena);
const void *column_blob(struct query *query, int column, size_t *length);
void *column_blob_copy(struct query *query, int column, struct arena *arena, size_t *length);
struct public_id column_id(struct query *query, int column);
bool column_is_null(struct query *query, int column);

#endif
