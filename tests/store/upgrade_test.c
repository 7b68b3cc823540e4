// SPDX-License-Identifier: EUPL-1.2
// A filled office of an earlier schema is brought to the newest: nothing is lost, everything still
// holds together.
#include "office_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "service/person_seal.h"
#include "store/audit.h"
#include "store/migration.h"
#include "vault/vault.h"

// The last step before the course of a claim was stored (0020).
enum { BEFORE_THE_COURSE = 16 };

static const char *const acts[] = {"unable", "unable", "unable", "able"};
static const char *const points[] = {"grade-3", "grade-2", "grade-2",
                                     "grade-2", "grade-2", "grade-2"};

static void run(sqlite3 *db, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %.200s", message, sql);
}

static int64_t number(const struct office *office, const char *sql) {
    return place_sql(office->place, "office.db", sql);
}

// The columns of the earlier table; a later one may have more.
static void columns_of(sqlite3 *db, const char *table, struct buffer *names) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_info(?1)", -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    for (bool first = true; sqlite3_step(statement) == SQLITE_ROW; first = false)
        assert_int_equal(buffer_printf(names, "%s%s", first ? "" : ", ",
                                       (const char *)sqlite3_column_text(statement, 0)),
                         RC_OK);
    sqlite3_finalize(statement);
}

// Who holds a cover the earlier program wrote without asking; one cover here a person called a
// relative's.
static const char holder_then[] = "CASE plan_id WHEN 'temporary-2026' THEN 0 ELSE 1 END";

// The columns to read for those to write: as they are called now, and what they were.
static void values_of(const char *columns, struct buffer *values) {
    const char *holder = strstr(columns, ", holder,");
    if (holder == NULL) {
        assert_int_equal(buffer_printf(values, "%s", columns), RC_OK);
        return;
    }
    assert_int_equal(buffer_printf(values, "%.*s, %s, %s", (int)(holder - columns), columns,
                                   holder_then, holder + strlen(", holder, ")),
                     RC_OK);
}

// Facts of kinds that the earlier schema did not know were not there.
static void copy_table(sqlite3 *db, const char *table) {
    struct buffer names, values, sql;
    buffer_init(&names, 4096);
    buffer_init(&values, 4096);
    buffer_init(&sql, 8192);
    columns_of(db, table, &names);
    const char *columns = buffer_string(&names);
    values_of(columns, &values);
    bool facts = strcmp(table, "claim_facts") == 0;
    assert_int_equal(
        buffer_printf(&sql, "INSERT INTO %s (%s) SELECT %s FROM now.%s%s", table, columns,
                      buffer_string(&values), table,
                      facts ? " WHERE kind IN ('statement', 'finding', 'life', 'complete')" : ""),
        RC_OK);
    run(db, buffer_string(&sql));
    buffer_free(&names);
    buffer_free(&values);
    buffer_free(&sql);
}

static void copy_rows(sqlite3 *db) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                           "'sqlite_%' AND name <> 'schema_migrations'",
                           -1, &statement, NULL),
        SQLITE_OK);
    char tables[64][64];
    size_t count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW && count < 64)
        snprintf(tables[count++], sizeof tables[0], "%s",
                 (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    for (size_t i = 0; i < count; i++)
        copy_table(db, tables[i]);
}

// The office as the earlier program would have left it.
static void go_back(const struct office *office, int last) {
    char now[256], sql[512];
    snprintf(now, sizeof now, "%s", place_path(office->place, "now.db"));
    place_sql(office->place, "office.db", "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_int_equal(rename(place_path(office->place, "office.db"), now), 0);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place_path(office->place, "office.db"), &db), SQLITE_OK);
    run(db, "PRAGMA journal_mode = WAL; PRAGMA application_id = 1397969991; BEGIN");
    run(db, "CREATE TABLE schema_migrations ("
            "    number INTEGER PRIMARY KEY,"
            "    name TEXT NOT NULL,"
            "    sha256 TEXT NOT NULL,"
            "    schema_hash TEXT NOT NULL,"
            "    applied_us INTEGER NOT NULL"
            ") STRICT");
    for (size_t i = 0; i < STORE_MIGRATION_COUNTS[STORE_OFFICE]; i++) {
        if (STORE_MIGRATIONS[STORE_OFFICE][i].number <= last)
            run(db, STORE_MIGRATIONS[STORE_OFFICE][i].sql);
    }
    run(db, "COMMIT");
    snprintf(sql, sizeof sql, "ATTACH '%s' AS now", now);
    run(db, sql);
    snprintf(sql, sizeof sql,
             "INSERT INTO schema_migrations SELECT * FROM now.schema_migrations WHERE number <= %d",
             last);
    run(db, sql);
    copy_rows(db);
    run(db, "DETACH now");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

// The record of a decision as the program of before 0020 wrote it: what was asked and answered, and
// the person's words, which have had a place of their own since.
static const char old_record[] =
    "{\"decision\":{\"at\":\"2026-03-02T12:00:00Z\",\"by\":\"0123456789abcdef0123456789abcdef\","
    "\"outcome\":\"recognised\",\"reason\":\"in the words of then\"},\"engine\":\"rules/1\","
    "\"evidence\":\"0123456789abcdef0123456789abcdef\",\"format\":1,\"inputs\":{\"answers\":{"
    "\"dressing\":\"able\",\"feeding\":\"unable\",\"hygiene\":\"unable\",\"moving\":\"unable\"},"
    "\"asOf\":\"2026-03-02\",\"onset\":\"2026-03-02\"},\"plan\":{\"digest\":\"00\",\"id\":"
    "\"temporary-2026\",\"version\":1},\"proposal\":{\"outcome\":\"late-for-a-person\"}}";

struct sealing {
    struct office *office;
    const struct public_id *decision;
    struct sealed sealed;
};

static enum rc seal_record(struct tx *tx, void *context) {
    struct sealing *s = context;
    struct person person;
    struct data_key key;
    struct seal_place place = {"decisions", "record", s->decision};
    enum rc rc = person_by_public_id(tx, &s->office->person, s->office->arena, &person);
    if (rc == RC_OK)
        rc = person_key(&s->office->service, &person, &key);
    if (rc != RC_OK)
        return rc;
    rc = text_seal(&key, &place, old_record, s->office->arena, &s->sealed);
    vault_wipe(&key, sizeof key);
    return rc;
}

// Puts the record of then into the earlier schema; its rule that decisions stay is laid aside for
// that.
static void put_old_record(const struct office *office, const struct sealing *s) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(old_record, strlen(old_record), hash);
    assert_int_equal(sqlite3_open(place_path(office->place, "office.db"), &db), SQLITE_OK);
    run(db, "CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_master WHERE name = 'decisions_kept';"
            "DROP TRIGGER decisions_kept");
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "UPDATE decisions SET record = ?1, record_hash = ?2, "
                                        "engine = 'rules/1' WHERE public_id = ?3",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_blob(statement, 1, s->sealed.bytes, (int)s->sealed.length, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, hash, sizeof hash, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, s->decision->text, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_changes(db), 1);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT sql FROM kept", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    char trigger[512];
    snprintf(trigger, sizeof trigger, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    run(db, trigger);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

// What was decided then is shown in the words of then and its record given out byte by byte; it
// cannot be computed again, and says so.
static void check_old_decision(struct office *office, const struct public_id *claim,
                               const struct public_id *decision) {
    const struct claim_view *view = office_case(office, claim);
    assert_int_equal(view->decision_count, 1);
    assert_string_equal(view->decisions[0].outcome, "recognised");
    assert_string_equal(view->decisions[0].reason, "in the words of then");
    assert_string_equal(view->decisions[0].proposal, "late-for-a-person");
    const char *record = NULL;
    assert_int_equal(decision_record(&office->service, &office->clinician, claim, decision,
                                     office->arena, &record),
                     RC_OK);
    assert_string_equal(record, old_record);
    struct decision_replayed again;
    fault_clear(&office->fault);
    assert_int_equal(decision_replay(&office->service, &office->clinician, claim, decision,
                                     office->arena, &again, &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "record-not-replayable");
    // And the right that it gave goes on.
    struct public_id expense =
        office_expense(office, claim, "care-invoice", "2026-03-02", "2026-03-02", 5000);
    assert_int_equal(office_approve(office, claim, &expense), RC_OK);
}

static void fill(struct office *office, struct public_id *decided, struct public_id *judged) {
    struct public_id paid = office_draft(office, "temporary-2026", acts, "2026-03-02");
    *decided = paid;
    assert_int_equal(office_send(office, &paid), RC_OK);
    assert_int_equal(office_complete(office, &paid, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &paid, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &paid, "recognised"), RC_OK);
    struct public_id expense =
        office_expense(office, &paid, "care-invoice", "2026-03-02", "2026-03-02", 40000);
    assert_int_equal(office_approve(office, &paid, &expense), RC_OK);
    *judged = office_draft(office, "permanent-2026", points, "2026-03-01");
    assert_int_equal(office_send(office, judged), RC_OK);
    assert_int_equal(office_complete(office, judged, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, judged, CONSOLIDATED_YES, FACT_YES), RC_OK);
}

static const char *const counted[] = {
    "SELECT count(*) FROM persons",
    "SELECT count(*) FROM claims",
    "SELECT count(*) FROM answers",
    "SELECT count(*) FROM expenses",
    "SELECT sum(amount_cents) FROM payment_lines",
    "SELECT count(*) FROM audit",
    "SELECT count(*) FROM claim_facts",
    "SELECT count(*) FROM decisions WHERE length(record_hash) = 32",
};
enum { COUNTED = sizeof counted / sizeof counted[0] };

static void a_filled_office_of_an_earlier_schema_keeps_everything(void **state) {
    struct office *office = *state;
    struct public_id judged, decided;
    fill(office, &decided, &judged);
    struct public_id decision = office_case(office, &decided)->decisions[0].id;
    struct sealing sealing = {office, &decision, {0}};
    assert_int_equal(
        store_read(office->place->store, STORE_OFFICE, "test.seal", seal_record, &sealing), RC_OK);
    place_close(office->place);
    go_back(office, BEFORE_THE_COURSE);
    put_old_record(office, &sealing);
    int64_t before[COUNTED];
    for (size_t i = 0; i < COUNTED; i++)
        before[i] = number(office, counted[i]);
    assert_int_equal(before[1], 2);
    assert_int_equal(before[4], 40000);
    assert_int_equal(before[7], 1);

    place_open(office->place);
    place_close(office->place);
    for (size_t i = 0; i < COUNTED; i++)
        assert_int_equal(number(office, counted[i]), before[i]);
    assert_int_equal(number(office, "SELECT count(*) FROM schema_migrations"),
                     (int64_t)STORE_MIGRATION_COUNTS[STORE_OFFICE]);
    assert_int_equal(number(office, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"),
                     1);
    assert_int_equal(number(office, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // B-26: what nobody had said is not known; what a person had, stays.
    assert_int_equal(number(office, "SELECT count(*) FROM covers WHERE holder = 'yes'"), 0);
    assert_true(number(office, "SELECT count(*) > 0 AND min(plan_id <> 'temporary-2026') FROM "
                               "covers WHERE holder = 'unknown'"));
    assert_true(number(office, "SELECT count(*) > 0 AND min(plan_id = 'temporary-2026') FROM "
                               "covers WHERE holder = 'no'"));
    assert_int_equal(number(office, "SELECT count(*) FROM claims WHERE holder = 'no'"), 1);
    assert_int_equal(number(office, "SELECT count(*) FROM claims WHERE holder = 'unknown'"), 1);
    struct store_crypto crypto = place_crypto(office->place->vault);
    struct audit_report report;
    assert_int_equal(audit_verify(office->place->folder, &crypto, NULL, &report), RC_OK);
    assert_true(report.entries[STORE_OFFICE] >= before[5]);

    // And the program goes on with it.
    place_open(office->place);
    office->service.store = office->place->store;
    const struct claim_view *view = office_case(office, &judged);
    assert_true(view->finding.recorded);
    assert_int_equal(office_decide(office, &judged, "not-recognised"), RC_OK);
    check_old_decision(office, &decided, &decision);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_filled_office_of_an_earlier_schema_keeps_everything,
                                        office_make, office_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
