// SPDX-License-Identifier: EUPL-1.2
// SQL of cover events.
#include "store/cover_events.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"cover-event.insert",
                  SQL("INSERT INTO cover_events (public_id, person_id, plan_id, kind, on_day, "
                      "communicated_on, paid, for_all, evidence, replaces, recorded_us, "
                      "recorded_by) "
                      "SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 "
                      "FROM persons WHERE public_id = $2")},
    [Q_LIST] =
        {"cover-event.list",
         SQL("SELECT e.public_id, p.public_id, e.plan_id, e.kind, e.on_day, "
             "e.communicated_on, e.paid, e.evidence, e.replaces, e.recorded_us, "
             "e.recorded_by, e.for_all FROM cover_events e JOIN persons p ON p.id = e.person_id "
             "WHERE p.public_id = $1 AND e.kind <> 'withdrawn' AND NOT EXISTS "
             "(SELECT 1 FROM cover_events l WHERE l.replaces = e.public_id) "
             "ORDER BY e.plan_id, e.on_day, e.id LIMIT 400")},
};

const struct statement_table COVER_EVENT_STATEMENTS = {"cover-event", STORE_IN_OFFICE, STATEMENTS,
                                                       Q_COUNT};

enum rc cover_event_insert(struct tx *tx, const struct cover_event_row *event) {
    struct query *query = tx_query(tx, &COVER_EVENT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &event->public_id);
    bind_id(query, 2, &event->person);
    bind_text(query, 3, event->plan_id);
    bind_text(query, 4, event->kind);
    bind_text(query, 5, event->on_day);
    bind_text(query, 6, event->communicated_on);
    bind_text(query, 7, event->paid);
    bind_text(query, 8, event->for_all);
    bind_blob(query, 9, event->evidence.bytes, event->evidence.length);
    bind_id(query, 10, &event->replaces);
    bind_int(query, 11, event->recorded_us);
    bind_id(query, 12, &event->recorded_by);
    return query_run_one(query);
}

static void read_event(struct query *query, struct arena *arena, void *row) {
    struct cover_event_row *event = row;
    *event = (struct cover_event_row){
        .public_id = column_id(query, 0),
        .person = column_id(query, 1),
        .plan_id = column_copy(query, 2, arena),
        .kind = column_copy(query, 3, arena),
        .on_day = column_copy(query, 4, arena),
        .communicated_on = column_is_null(query, 5) ? NULL : column_copy(query, 5, arena),
        .paid = column_copy(query, 6, arena),
        .for_all = column_copy(query, 11, arena),
        .replaces = column_id(query, 8),
        .recorded_us = column_int(query, 9),
        .recorded_by = column_id(query, 10),
    };
    event->evidence.bytes = column_blob_copy(query, 7, arena, &event->evidence.length);
}

enum rc cover_event_list(struct tx *tx, const struct public_id *person, struct arena *arena,
                         struct cover_event_row **events, size_t *count) {
    struct query *query = tx_query(tx, &COVER_EVENT_STATEMENTS, Q_LIST);
    bind_id(query, 1, person);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **events, read_event, &rows, count);
    if (rc == RC_OK)
        *events = rows;
    return rc;
}
