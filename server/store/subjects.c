// SPDX-License-Identifier: EUPL-1.2
// Monitored members by pseudonym.
#include "store/subjects.h"

#include <string.h>

#include "store/statement.h"

#define SUBJECT_COLUMNS                                                                            \
    "id, public_id, fund, diabetes, hypertension, copd, key, enrolled_us, closed_us, heard_us, "   \
    "silent_after_us, silent, closed_reason, standing"

enum {
    Q_INSERT,
    Q_BY_PUBLIC_ID,
    Q_BY_ID,
    Q_HEARD,
    Q_SILENCE_DUE,
    Q_SET_SILENT,
    Q_LOOK_AGAIN,
    Q_CLOSE,
    Q_SET_STANDING,
    Q_COUNT
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"subject.insert",
                  SQL("INSERT INTO subjects (public_id, fund, diabetes, hypertension, copd, key, "
                      "enrolled_us, silent_after_us, silence_due_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7 + $8) RETURNING id")},
    [Q_BY_PUBLIC_ID] = {"subject.by-public-id",
                        SQL("SELECT " SUBJECT_COLUMNS " FROM subjects WHERE public_id = $1")},
    [Q_BY_ID] = {"subject.by-id", SQL("SELECT " SUBJECT_COLUMNS " FROM subjects WHERE id = $1")},
    [Q_HEARD] = {"subject.heard",
                 SQL("UPDATE subjects SET heard_us = $2, silence_due_us = CASE WHEN silent = 0 "
                     "OR $2 + silent_after_us > $3 THEN $2 + silent_after_us ELSE silence_due_us "
                     "END, silent = CASE WHEN $2 + silent_after_us > $3 THEN 0 ELSE silent END "
                     "WHERE id = $1 AND (heard_us IS NULL OR heard_us < $2)")},
    [Q_SILENCE_DUE] = {"subject.silence-due",
                       SQL("SELECT id FROM subjects WHERE closed_us IS NULL "
                           "AND silence_due_us <= $1 ORDER BY silence_due_us LIMIT $2")},
    [Q_SET_SILENT] = {"subject.set-silent",
                      SQL("UPDATE subjects SET silent = 1, silence_due_us = $2 WHERE id = $1")},
    [Q_LOOK_AGAIN] = {"subject.look-again",
                      SQL("UPDATE subjects SET silence_due_us = $2 + silent_after_us "
                          "WHERE id = $1 AND silent = 1")},
    [Q_CLOSE] = {"subject.close",
                 SQL("UPDATE subjects SET closed_us = $2, closed_reason = $3, silent = 0 "
                     "WHERE id = $1 AND closed_us IS NULL")},
    [Q_SET_STANDING] = {"subject.set-standing",
                        SQL("UPDATE subjects SET standing = $2 WHERE id = $1")},
};

const struct statement_table SUBJECT_STATEMENTS = {"subjects", STORE_IN_MONITORING, STATEMENTS,
                                                   Q_COUNT};

static const char *const REASONS[LEAVING_REASONS] = {
    [LEAVING_NONE] = "",
    [LEAVING_LEFT] = "left",
    [LEAVING_YEAR_ENDED] = "year-ended",
    [LEAVING_CONSENT_REVOKED] = "consent-revoked",
    [LEAVING_DECEASED] = "deceased",
};

const char *leaving_reason_name(enum leaving_reason reason) {
    return (unsigned)reason < LEAVING_REASONS ? REASONS[reason] : "";
}

static enum leaving_reason reason_of(const char *name) {
    for (int i = LEAVING_LEFT; name != NULL && i < LEAVING_REASONS; i++) {
        if (strcmp(name, REASONS[i]) == 0) {
            return (enum leaving_reason)i;
        }
    }
    return LEAVING_NONE;
}

static const char *const STANDINGS[SUBJECT_STANDINGS] = {
    [STANDING_NONE] = "",
    [STANDING_IN_FORCE] = "in-force",
    [STANDING_UNCOVERED] = "uncovered",
    [STANDING_DECEASED] = "deceased",
};

const char *subject_standing_name(enum subject_standing standing) {
    return (unsigned)standing < SUBJECT_STANDINGS ? STANDINGS[standing] : "";
}

static enum subject_standing standing_of_name(const char *name) {
    for (int i = STANDING_IN_FORCE; name != NULL && i < SUBJECT_STANDINGS; i++) {
        if (strcmp(name, STANDINGS[i]) == 0) {
            return (enum subject_standing)i;
        }
    }
    return STANDING_NONE;
}

enum rc subject_set_standing(struct tx *tx, int64_t id, enum subject_standing standing) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_SET_STANDING);
    bind_int(query, 1, id);
    bind_text(query, 2, subject_standing_name(standing));
    return query_run_one(query);
}

enum rc subject_close(struct tx *tx, int64_t id, enum leaving_reason reason, int64_t at_us) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_CLOSE);
    bind_int(query, 1, id);
    bind_int(query, 2, at_us);
    bind_text(query, 3, leaving_reason_name(reason));
    enum rc rc = query_run(query);
    return rc == RC_OK && query_changes(query) == 0 ? RC_NOT_FOUND : rc;
}

const char *condition_name(enum condition condition) {
    switch (condition) {
    case CONDITION_DIABETES:
        return "diabetes";
    case CONDITION_HYPERTENSION:
        return "hypertension";
    case CONDITION_COPD:
        return "copd";
    case CONDITION_NONE:
        break;
    }
    return "";
}

enum condition condition_of(const char *name) {
    static const enum condition all[] = {CONDITION_DIABETES, CONDITION_HYPERTENSION,
                                         CONDITION_COPD};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(name, condition_name(all[i])) == 0) {
            return all[i];
        }
    }
    return CONDITION_NONE;
}

enum rc subject_insert(struct tx *tx, const struct subject *subject, int64_t *id) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &subject->public_id);
    bind_id(query, 2, &subject->fund);
    bind_bool(query, 3, (subject->conditions & CONDITION_DIABETES) != 0);
    bind_bool(query, 4, (subject->conditions & CONDITION_HYPERTENSION) != 0);
    bind_bool(query, 5, (subject->conditions & CONDITION_COPD) != 0);
    bind_blob(query, 6, subject->key.bytes, subject->key.length);
    bind_int(query, 7, subject->enrolled_us);
    bind_int(query, 8, subject->silent_after_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    *id = column_int(query, 0);
    return query_run(query);
}

static enum rc read_one(struct query *query, struct arena *arena, struct subject *subject) {
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    *subject = (struct subject){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .conditions = (column_bool(query, 3) ? (unsigned)CONDITION_DIABETES : 0U) |
                      (column_bool(query, 4) ? (unsigned)CONDITION_HYPERTENSION : 0U) |
                      (column_bool(query, 5) ? (unsigned)CONDITION_COPD : 0U),
        .enrolled_us = column_int(query, 7),
        .closed_us = column_int(query, 8),
        .heard_us = column_int(query, 9),
        .silent_after_us = column_int(query, 10),
        .silent = column_bool(query, 11),
        .closed_reason = reason_of(column_text(query, 12)),
        .standing = standing_of_name(column_text(query, 13)),
    };
    subject->key.bytes = column_blob_copy(query, 6, arena, &subject->key.length);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

enum rc subject_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                             struct subject *subject) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    return read_one(query, arena, subject);
}

enum rc subject_by_id(struct tx *tx, int64_t id, struct arena *arena, struct subject *subject) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_BY_ID);
    bind_int(query, 1, id);
    return read_one(query, arena, subject);
}

enum rc subject_heard(struct tx *tx, int64_t id, int64_t measured_us, int64_t now_us) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_HEARD);
    bind_int(query, 1, id);
    bind_int(query, 2, measured_us);
    bind_int(query, 3, now_us);
    return query_run(query);
}

enum rc subject_silence_due(struct tx *tx, int64_t now_us, size_t limit, struct arena *arena,
                            int64_t **ids, size_t *count) {
    int64_t *found = arena_array(arena, limit, sizeof *found);
    if (found == NULL) {
        return RC_NOMEM;
    }
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_SILENCE_DUE);
    bind_int(query, 1, now_us);
    bind_int(query, 2, (int64_t)limit);
    size_t n = 0;
    enum rc rc;
    while ((rc = query_row(query)) == RC_OK && n < limit) {
        found[n++] = column_int(query, 0);
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    *ids = found;
    *count = n;
    return RC_OK;
}

enum rc subject_set_silent(struct tx *tx, int64_t id) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_SET_SILENT);
    bind_int(query, 1, id);
    bind_int(query, 2, INT64_MAX);
    return query_run_one(query);
}

enum rc subject_look_again(struct tx *tx, int64_t id, int64_t now_us) {
    struct query *query = tx_query(tx, &SUBJECT_STATEMENTS, Q_LOOK_AGAIN);
    bind_int(query, 1, id);
    bind_int(query, 2, now_us);
    return query_run(query);
}
