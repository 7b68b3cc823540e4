// SPDX-License-Identifier: EUPL-1.2
// SQL of claims and of the facts recorded about them.
#include "store/claims.h"

#include "store/rows.h"
#include "store/statement.h"

#include <string.h>

#define CLAIM_COLUMNS                                                                              \
    "c.id, c.public_id, c.fund, p.public_id, c.number, c.plan_id, c.plan_version, c.holder, "      \
    "c.state, c.shown, c.version, c.opened_us, c.opened_by, c.submitted_us, c.submitted_by, "      \
    "c.received_on, c.complete_on, c.due_on "                                                      \
    "FROM claims c JOIN persons p ON p.id = c.person_id "

enum {
    Q_NUMBER,
    Q_INSERT,
    Q_BY_PUBLIC_ID,
    Q_OF_PERSON,
    Q_RECOGNISED,
    Q_UPDATE,
    Q_FACT_INSERT,
    Q_FACTS,
    Q_COUNT
};

static const struct statement STATEMENTS[] = {
    [Q_NUMBER] = {"claim.number",
                  SQL("INSERT INTO claim_numbers (fund, year, last) VALUES ($1, $2, 1) "
                      "ON CONFLICT (fund, year) DO UPDATE SET last = claim_numbers.last + 1 "
                      "RETURNING last")},
    [Q_INSERT] = {"claim.insert",
                  SQL("INSERT INTO claims (public_id, fund, number, person_id, plan_id, "
                      "plan_version, holder, state, shown, version, opened_us, opened_by, due_on) "
                      "SELECT $1, $2, $3, id, $5, $6, $7, $8, $9, 1, $10, $11, $12 "
                      "FROM persons WHERE public_id = $4")},
    [Q_BY_PUBLIC_ID] = {"claim.by-public-id",
                        SQL("SELECT " CLAIM_COLUMNS "WHERE c.public_id = $1")},
    [Q_OF_PERSON] = {"claim.of-person", SQL("SELECT " CLAIM_COLUMNS "WHERE p.public_id = $1 "
                                            "ORDER BY c.id DESC LIMIT 50")},
    [Q_RECOGNISED] = {"claim.recognised",
                      SQL("SELECT " CLAIM_COLUMNS "WHERE p.public_id = $1 AND c.plan_id = $2 "
                          "AND EXISTS (SELECT 1 FROM decisions d WHERE d.claim_id = c.id "
                          "AND d.outcome IN ('recognised', 'reviewable')) "
                          "ORDER BY (SELECT d.decided_us FROM decisions d "
                          "WHERE d.claim_id = c.id ORDER BY d.id DESC LIMIT 1), c.id")},
    [Q_UPDATE] = {"claim.update",
                  SQL("UPDATE claims SET state = $3, shown = $4, submitted_us = $5, "
                      "submitted_by = $6, received_on = $7, complete_on = $8, due_on = $9, "
                      "version = version + 1 WHERE id = $1 AND version = $2")},
    [Q_FACT_INSERT] = {"claim.fact-insert",
                       SQL("INSERT INTO claim_facts (public_id, claim_id, kind, content, "
                           "effective_on, recorded_us, recorded_by) "
                           "VALUES ($1, $2, $3, $4, $5, $6, $7)")},
    [Q_FACTS] = {"claim.facts",
                 SQL("SELECT public_id, kind, content, effective_on, recorded_us, recorded_by "
                     "FROM claim_facts WHERE claim_id = $1 ORDER BY id")},
};

const struct statement_table CLAIM_STATEMENTS = {"claim", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

static const char *const fact_kinds[CLAIM_FACT_KINDS] = {
    [CLAIM_FACT_NONE] = "",
    [CLAIM_FACT_STATEMENT] = "statement",
    [CLAIM_FACT_FINDING] = "finding",
    [CLAIM_FACT_LIFE] = "life",
    [CLAIM_FACT_COMPLETE] = "complete",
    [CLAIM_FACT_CHECK] = "check",
    [CLAIM_FACT_DOSSIER] = "dossier",
    [CLAIM_FACT_DATE] = "date",
    [CLAIM_FACT_LATE_RULING] = "late-ruling",
    [CLAIM_FACT_SURVIVAL_RULING] = "survival-ruling",
    [CLAIM_FACT_CONTROL] = "control",
    [CLAIM_FACT_END] = "end",
    [CLAIM_FACT_COMPLAINT] = "complaint",
    [CLAIM_FACT_COMPLAINT_ANSWER] = "complaint-answer",
    [CLAIM_FACT_EARLY_RULING] = "early-ruling",
    [CLAIM_FACT_REFUSAL_RULING] = "refusal-ruling",
    [CLAIM_FACT_INTERRUPTION] = "interruption",
};

const char *claim_fact_kind_name(enum claim_fact_kind kind) {
    return fact_kinds[kind];
}

enum rc claim_number_next(struct tx *tx, const struct public_id *fund, int year,
                          struct arena *arena, const char **number) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_NUMBER);
    bind_id(query, 1, fund);
    bind_int(query, 2, year);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    const char *text = arena_printf(arena, "%04d-%06lld", year, (long long)column_int(query, 0));
    if (text == NULL)
        return RC_NOMEM;
    *number = text;
    return RC_OK;
}

enum rc claim_insert(struct tx *tx, const struct claim *claim) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &claim->public_id);
    bind_id(query, 2, &claim->fund);
    bind_text(query, 3, claim->number);
    bind_id(query, 4, &claim->person);
    bind_text(query, 5, claim->plan_id);
    bind_int(query, 6, claim->plan_version);
    bind_text(query, 7, fact_name(claim->holder));
    bind_text(query, 8, claim->state);
    bind_text(query, 9, claim->shown);
    bind_int(query, 10, claim->opened_us);
    bind_id(query, 11, &claim->opened_by);
    bind_text(query, 12, claim->due_on);
    return query_run_one(query);
}

static const char *text_or_null(struct query *query, int column, struct arena *arena) {
    return column_is_null(query, column) ? NULL : column_copy(query, column, arena);
}

static void read_claim(struct query *query, struct arena *arena, void *row) {
    struct claim *claim = row;
    *claim = (struct claim){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .person = column_id(query, 3),
        .number = column_copy(query, 4, arena),
        .plan_id = column_copy(query, 5, arena),
        .plan_version = (int32_t)column_int(query, 6),
        .state = column_copy(query, 8, arena),
        .shown = column_copy(query, 9, arena),
        .version = column_int(query, 10),
        .opened_us = column_int(query, 11),
        .opened_by = column_id(query, 12),
        .submitted_us = column_int(query, 13),
        .submitted_by = column_id(query, 14),
        .received_on = text_or_null(query, 15, arena),
        .complete_on = text_or_null(query, 16, arena),
        .due_on = column_copy(query, 17, arena),
    };
    (void)fact_from_name(column_text(query, 7), &claim->holder);
}

static enum rc read_claims(struct query *query, struct arena *arena, struct claim **claims,
                           size_t *count) {
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **claims, read_claim, &rows, count);
    if (rc == RC_OK)
        *claims = rows;
    return rc;
}

enum rc claim_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                           struct claim *claim) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    struct claim found;
    read_claim(query, arena, &found);
    if (arena_failed(arena))
        return RC_NOMEM;
    *claim = found;
    return RC_OK;
}

enum rc claim_list_of_person(struct tx *tx, const struct public_id *person, struct arena *arena,
                             struct claim **claims, size_t *count) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_OF_PERSON);
    bind_id(query, 1, person);
    return read_claims(query, arena, claims, count);
}

enum rc claim_list_recognised(struct tx *tx, const struct public_id *person, const char *plan_id,
                              struct arena *arena, struct claim **claims, size_t *count) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_RECOGNISED);
    bind_id(query, 1, person);
    bind_text(query, 2, plan_id);
    return read_claims(query, arena, claims, count);
}

enum rc claim_update(struct tx *tx, struct claim *claim) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_UPDATE);
    bind_int(query, 1, claim->id);
    bind_int(query, 2, claim->version);
    bind_text(query, 3, claim->state);
    bind_text(query, 4, claim->shown);
    if (claim->submitted_us == 0)
        bind_null(query, 5);
    else
        bind_int(query, 5, claim->submitted_us);
    bind_id(query, 6, &claim->submitted_by);
    bind_text(query, 7, claim->received_on);
    bind_text(query, 8, claim->complete_on);
    bind_text(query, 9, claim->due_on);
    enum rc rc = query_run_one(query);
    if (rc == RC_NOT_FOUND)
        return RC_STALE;
    if (rc == RC_OK)
        claim->version++;
    return rc;
}

enum rc claim_fact_insert(struct tx *tx, int64_t claim_id, const struct claim_fact *fact) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_FACT_INSERT);
    bind_id(query, 1, &fact->public_id);
    bind_int(query, 2, claim_id);
    bind_text(query, 3, fact_kinds[fact->kind]);
    bind_blob(query, 4, fact->content.bytes, fact->content.length);
    bind_text(query, 5, fact->effective_on);
    bind_int(query, 6, fact->recorded_us);
    bind_id(query, 7, &fact->recorded_by);
    return query_run_one(query);
}

static enum claim_fact_kind fact_kind_of(const char *name) {
    for (int kind = CLAIM_FACT_NONE + 1; kind < CLAIM_FACT_KINDS; kind++) {
        if (strcmp(fact_kinds[kind], name) == 0)
            return (enum claim_fact_kind)kind;
    }
    return CLAIM_FACT_NONE;
}

static void read_fact(struct query *query, struct arena *arena, void *row) {
    struct claim_fact *fact = row;
    *fact = (struct claim_fact){
        .public_id = column_id(query, 0),
        .kind = fact_kind_of(column_text(query, 1)),
        .effective_on = column_copy(query, 3, arena),
        .recorded_us = column_int(query, 4),
        .recorded_by = column_id(query, 5),
    };
    fact->content.bytes = column_blob_copy(query, 2, arena, &fact->content.length);
}

enum rc claim_fact_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                        struct claim_fact **facts, size_t *count) {
    struct query *query = tx_query(tx, &CLAIM_STATEMENTS, Q_FACTS);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **facts, read_fact, &rows, count);
    if (rc == RC_OK)
        *facts = rows;
    return rc;
}
