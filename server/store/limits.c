// SPDX-License-Identifier: EUPL-1.2
// Care limits per subject and quantity.
#include "store/limits.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_IN_FORCE, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"limit.insert",
                  SQL("INSERT INTO care_limits (public_id, subject_id, quantity, alert_low, "
                      "warn_low, warn_high, alert_high, reason, set_by, from_us, recorded_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")},
    [Q_IN_FORCE] = {"limit.in-force",
                    SQL("SELECT alert_low, warn_low, warn_high, alert_high FROM care_limits WHERE "
                        "subject_id = $1 AND quantity = $2 AND from_us <= $3 "
                        "ORDER BY id DESC LIMIT 1")},
    [Q_LIST] = {"limit.list",
                SQL("SELECT alert_low, warn_low, warn_high, alert_high, quantity, public_id, "
                    "reason, set_by, from_us, recorded_us, subject_id FROM care_limits WHERE "
                    "subject_id = $1 AND ($2 IS NULL OR quantity = $2) "
                    "ORDER BY quantity, id DESC")},
};

const struct statement_table LIMIT_STATEMENTS = {"limits", STORE_IN_MONITORING, STATEMENTS,
                                                 Q_COUNT};

static void bind_limit(struct query *query, int number, const struct alert_limit *limit) {
    if (limit->set) {
        bind_int(query, number, limit->value);
    } else {
        bind_null(query, number);
    }
}

static struct alert_limit column_limit(struct query *query, int column) {
    return (struct alert_limit){.set = !column_is_null(query, column),
                                .value = column_int(query, column)};
}

static struct alert_rule column_rule(struct query *query, enum quantity quantity) {
    return (struct alert_rule){
        .quantity = quantity,
        .alert_low = column_limit(query, 0),
        .warn_low = column_limit(query, 1),
        .warn_high = column_limit(query, 2),
        .alert_high = column_limit(query, 3),
    };
}

enum rc limit_insert(struct tx *tx, const struct care_limit *limit) {
    const struct quantity_row *quantity = quantity_describe(limit->rule.quantity);
    if (quantity == NULL) {
        return RC_BUG;
    }
    struct query *query = tx_query(tx, &LIMIT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &limit->public_id);
    bind_int(query, 2, limit->subject_id);
    bind_text(query, 3, quantity->code);
    bind_limit(query, 4, &limit->rule.alert_low);
    bind_limit(query, 5, &limit->rule.warn_low);
    bind_limit(query, 6, &limit->rule.warn_high);
    bind_limit(query, 7, &limit->rule.alert_high);
    bind_blob(query, 8, limit->reason.bytes, limit->reason.length);
    bind_id(query, 9, &limit->set_by);
    bind_int(query, 10, limit->from_us);
    bind_int(query, 11, limit->recorded_us);
    return query_run(query);
}

enum rc limit_in_force(struct tx *tx, int64_t subject_id, enum quantity quantity, int64_t at_us,
                       struct alert_rule *rule) {
    const struct quantity_row *row = quantity_describe(quantity);
    if (row == NULL) {
        return RC_BUG;
    }
    struct query *query = tx_query(tx, &LIMIT_STATEMENTS, Q_IN_FORCE);
    bind_int(query, 1, subject_id);
    bind_text(query, 2, row->code);
    bind_int(query, 3, at_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *rule = column_rule(query, quantity);
    }
    return rc;
}

static void take(struct query *query, struct arena *arena, void *row) {
    struct care_limit *limit = row;
    const char *code = column_text(query, 4);
    enum quantity quantity = QUANTITY_NONE;
    (void)quantity_find(code, strlen(code), &quantity); // the CHECK of the table keeps it known
    *limit = (struct care_limit){
        .rule = column_rule(query, quantity),
        .public_id = column_id(query, 5),
        .set_by = column_id(query, 7),
        .from_us = column_int(query, 8),
        .recorded_us = column_int(query, 9),
        .subject_id = column_int(query, 10),
    };
    limit->reason.bytes = column_blob_copy(query, 6, arena, &limit->reason.length);
}

enum rc limit_list(struct tx *tx, int64_t subject_id, enum quantity quantity, struct arena *arena,
                   struct care_limit **limits, size_t *count) {
    const struct quantity_row *one = quantity_describe(quantity);
    struct query *query = tx_query(tx, &LIMIT_STATEMENTS, Q_LIST);
    bind_int(query, 1, subject_id);
    bind_text(query, 2, one == NULL ? NULL : one->code);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **limits, take, &rows, count);
    if (rc == RC_OK) {
        *limits = rows;
    }
    return rc;
}
