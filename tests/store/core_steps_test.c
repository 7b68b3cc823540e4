// SPDX-License-Identifier: EUPL-1.2
// Steps of the monitoring database that change rows or make tables anew: what was there is there
// afterwards, and what was refused is refused.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "store/migration.h"

// A monitoring database as a program left it that knew the steps up to `last`.
static void monitoring_of(struct place *place, int last, const char *rows) {
    sqlite3 *db = NULL;
    char now[256], sql[1024];
    place_close(place);
    snprintf(now, sizeof now, "%s", place_path(place, "now.db"));
    place_sql(place, "monitoring.db", "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_int_equal(rename(place_path(place, "monitoring.db"), now), 0);
    assert_int_equal(sqlite3_open(place_path(place, "monitoring.db"), &db), SQLITE_OK);
    snprintf(sql, sizeof sql,
             "PRAGMA journal_mode = WAL; PRAGMA application_id = 1397969991; ATTACH '%s' AS now;"
             "CREATE TABLE schema_migrations ("
             "    number INTEGER PRIMARY KEY,"
             "    name TEXT NOT NULL,"
             "    sha256 TEXT NOT NULL,"
             "    schema_hash TEXT NOT NULL,"
             "    applied_us INTEGER NOT NULL"
             ") STRICT; INSERT INTO schema_migrations SELECT * FROM now.schema_migrations "
             "WHERE number <= %d; DETACH now",
             now, last);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (size_t i = 0; i < STORE_MIGRATION_COUNTS[STORE_MONITORING]; i++) {
        const struct migration *step = &STORE_MIGRATIONS[STORE_MONITORING][i];
        if (step->number <= last)
            assert_int_equal(sqlite3_exec(db, step->sql, NULL, NULL, NULL), SQLITE_OK);
    }
    assert_int_equal(sqlite3_exec(db, rows, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

// Before 0015 nothing held the row of a person to their open alerts: step 15 must not end at one.
static void a_worklist_row_without_an_open_alert_does_not_stop_step_15(void **state) {
    struct place *place = *state;
    monitoring_of(
        place, 14,
        "INSERT INTO subjects (id, public_id, fund, diabetes, hypertension, copd, key, enrolled_us,"
        " silent_after_us, silence_due_us) SELECT value, printf('%032x', value), "
        "printf('%032x', 9), 0, 1, 0, x'00', 1, 1, 1 FROM json_each('[1,2,3]');"
        "INSERT INTO alerts (public_id, fund, subject_id, kind, severity, scope, rule, raised_us,"
        " state, closed_us) VALUES (printf('%032x', 1), printf('%032x', 9), 1, 'silence',"
        " 'technical', 'a', 'r', 5, 'closed', 6), (printf('%032x', 2), printf('%032x', 9), 2,"
        " 'silence', 'technical', 'b', 'r', 7, 'open', NULL), (printf('%032x', 3),"
        " printf('%032x', 9), 3, 'silence', 'technical', 'c', 'r', 8, 'open', NULL);"
        // Nothing open; open but of another grade; as it should be.
        "INSERT INTO worklist (subject_id, subject, fund, grade, since_us) VALUES"
        " (1, printf('%032x', 1), printf('%032x', 9), 2, 5),"
        " (2, printf('%032x', 2), printf('%032x', 9), 0, 5),"
        " (3, printf('%032x', 3), printf('%032x', 9), 2, 8);"
        "INSERT INTO worklist_counts (fund, urgent, technical) VALUES (printf('%032x', 9), 1, 2)");
    place_open(place);
    place_close(place);
    assert_int_equal(place_sql(place, "monitoring.db",
                               "SELECT group_concat(subject_id || grade || since_us) = '227,328' "
                               "FROM (SELECT * FROM worklist ORDER BY subject_id)"),
                     1);
    assert_int_equal(place_sql(place, "monitoring.db",
                               "SELECT urgent * 100 + warning * 10 + technical "
                               "FROM worklist_counts"),
                     2);
    place_open(place);
}

static sqlite3 *open_monitoring(struct place *place) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place_path(place, "monitoring.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

// Everything that the queries give, as one text.
static void tell(struct place *place, const char *const *queries, struct buffer *text) {
    sqlite3 *db = open_monitoring(place);
    for (; *queries != NULL; queries++) {
        sqlite3_stmt *statement = NULL;
        int rows = 0;
        assert_int_equal(sqlite3_prepare_v2(db, *queries, -1, &statement, NULL), SQLITE_OK);
        for (; sqlite3_step(statement) == SQLITE_ROW; rows++) {
            for (int i = 0; i < sqlite3_column_count(statement); i++) {
                const char *value = (const char *)sqlite3_column_text(statement, i);
                assert_int_equal(buffer_printf(text, "%s|", value == NULL ? "NULL" : value), RC_OK);
            }
            assert_int_equal(buffer_text(text, "\n"), RC_OK);
        }
        assert_true(rows > 0);
        sqlite3_finalize(statement);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

// The three tables of step 40: their rows, and what holds them together.
#define OF_TABLES "FROM json_each('[\"readings\",\"latest_readings\",\"events\"]') t, "
static const char *const made_anew[] = {
    "SELECT *, hex(digest) FROM readings ORDER BY day, source_id, quantity, time_us, digest",
    "SELECT * FROM latest_readings ORDER BY subject_id, quantity",
    "SELECT * FROM events ORDER BY seq",
    "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
    "SELECT t.value, c.* " OF_TABLES "pragma_table_info(t.value) c ORDER BY t.key, c.cid",
    "SELECT t.value, f.* " OF_TABLES "pragma_foreign_key_list(t.value) f ORDER BY t.key, f.id",
    "SELECT t.value, i.* " OF_TABLES "pragma_index_list(t.value) i ORDER BY t.key, i.seq",
    "SELECT name, wr, strict FROM pragma_table_list WHERE name IN ('readings', 'latest_readings', "
    "'events') ORDER BY name",
    NULL};

#define QUANTITIES                                                                                 \
    "[\"systolic\",\"diastolic\",\"pulse\",\"spo2\",\"glucose\",\"weight\",\"temperature\","       \
    "\"pef\",\"fev1\",\"mean-pressure\",\"fvc\",\"respiratory-rate\",\"hba1c\",\"steps\"]"
#define KINDS                                                                                      \
    "[\"blood-pressure\",\"pulse\",\"spo2\",\"glucose\",\"weight\",\"temperature\","               \
    "\"spirometry\",\"respiratory-rate\",\"hba1c\",\"steps\"]"
#define LEVELS "[\"unknown\",\"normal\",\"warnLow\",\"warnHigh\",\"alertLow\",\"alertHigh\"]"
#define ORIGINS "[\"device\",\"manual\",\"corrected\",\"imported\"]"

// Every quantity, kind, level and origin of a reading, taken back or not, on the days 20000 and
// 20001; a newest value of every quantity; events whose first numbers are gone.
static const char rows_before_40[] =
    "INSERT INTO subjects (id, public_id, fund, diabetes, hypertension, copd, key, enrolled_us,"
    " silent_after_us, silence_due_us) VALUES (1, printf('%032x', 1), printf('%032x', 9), 0, 1, 0,"
    " x'00', 1, 1, 1);"
    "INSERT INTO devices (id, public_id, fund, transport, model, secret, registered_us) VALUES"
    " (1, printf('%032x', 2), printf('%032x', 9), 'coap', 'any', x'00', 1);"
    "INSERT INTO sources (id, subject_id, name) VALUES (1, 1, 'A'), (2, 1, 'B');"
    "INSERT INTO readings (day, source_id, quantity, time_us, digest, kind, device_id, value, sent,"
    " unit, level, origin, flags, received_us, superseded)"
    " SELECT 20000 + l.key % 2, 1 + o.key % 2, q.value,"
    " (20000 + l.key % 2) * 86400000000 + k.key * 1000000, CAST(printf('%05d%05d%05d%d', q.key,"
    " k.key, l.key, o.key) AS BLOB), k.value, 1, -5 + q.key, q.key || '.50', 'u' || k.key, l.value,"
    " o.value, q.key * 65536, 7 + k.key, (q.key + l.key) % 2"
    " FROM json_each('" QUANTITIES "') q, json_each('" KINDS "') k, json_each('" LEVELS "') l,"
    " json_each('" ORIGINS "') o;"
    "INSERT INTO latest_readings (subject_id, quantity, time_us, value, sent, unit, level,"
    " same_count, same_since_us) SELECT 1, q.value, q.key, q.key * 2, q.key || '.5', 'u', l.value,"
    " q.key + 1, q.key - 3 FROM json_each('" QUANTITIES "') q JOIN json_each('" LEVELS "') l ON"
    " l.key = q.key % 6;"
    "INSERT INTO events (at_us, fund, audience, user, kind, payload) SELECT a.key,"
    " CASE a.key WHEN 1 THEN NULL ELSE 'fund' END, a.value, CASE a.key WHEN 2 THEN 'user' END,"
    " 'kind', '{}' FROM json_each('[\"monitoring\",\"claims\",\"portal\",\"monitoring\","
    "\"claims\",\"portal\"]') a;"
    "DELETE FROM events WHERE seq < 3";

// What one reading may not be, by column: the others are as they should be.
#define READING(columns, values)                                                                   \
    "INSERT INTO readings (" columns ") SELECT " values " FROM (SELECT 20002 AS day, 1 AS s,"      \
    " 'pulse' AS q, 20002 * 86400000000 AS t, zeroblob(16) AS d, 'pulse' AS k, 1 AS dev,"          \
    " 60000 AS v, '60' AS sent, '/min' AS u, 'normal' AS l, 'device' AS o, 0 AS f, 1 AS r)"
#define COLUMNS                                                                                    \
    "day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, "       \
    "origin, flags, received_us"
#define LATEST(subject, level, count)                                                              \
    "INSERT INTO latest_readings (subject_id, quantity, time_us, value, sent, unit, level, "       \
    "same_count) VALUES (" subject ", 'other', 1, 1, '1', 'u', " level ", " count ")"
#define EVENT(audience, kind)                                                                      \
    "INSERT INTO events (at_us, audience, kind, payload) VALUES (1, " audience ", " kind ", '{}')"

static const struct {
    const char *sql;
    bool taken;
} tries[] = {
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, u, l, o, f, r"), true},
    {READING(COLUMNS ", superseded", "day, s, q, t, d, k, dev, v, sent, u, l, o, f, r, 1"), true},
    {READING(COLUMNS ", superseded", "day, s, q, t, d, k, dev, v, sent, u, l, o, f, r, 2"), false},
    {READING(COLUMNS, "day + 1, s, q, t, d, k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t + 86400000000, d, k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, 3, q, t, d, k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, 'Pulse', t, d, k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, NULL, t, d, k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, zeroblob(15), k, dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, 'systolic', dev, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, 2, v, sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, '60.5', sent, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, NULL, u, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, NULL, l, o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, u, 'high', o, f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, u, l, 'other', f, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, u, l, o, -1, r"), false},
    {READING(COLUMNS, "day, s, q, t, d, k, dev, v, sent, u, l, o, f, NULL"), false},
    {"INSERT INTO readings SELECT * FROM readings LIMIT 1", false}, // its identity is taken
    {LATEST("1", "'normal'", "1"), true},
    {LATEST("2", "'normal'", "1"), false},
    {LATEST("1", "'high'", "1"), false},
    {LATEST("1", "'normal'", "0"), false},
    {"INSERT INTO latest_readings SELECT * FROM latest_readings LIMIT 1", false},
    {EVENT("'claims'", "'k'"), true},
    {EVENT("'staff'", "'k'"), false},
    {EVENT("NULL", "'k'"), false},
    {EVENT("'portal'", "''"), false},
    {EVENT("'portal'", "printf('%81s', 'k')"), false},
};

static void try_all(struct place *place) {
    sqlite3 *db = open_monitoring(place);
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
        int code = sqlite3_exec(db, tries[i].sql, NULL, NULL, NULL);
        if ((code == SQLITE_OK) != tries[i].taken || (code != SQLITE_OK && code != SQLITE_CONSTRAINT))
            fail_msg("%s: %s", tries[i].sql, sqlite3_errmsg(db));
        assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void step_40_keeps_rows_and_rules_of_the_tables_that_it_makes_anew(void **state) {
    struct place *place = *state;
    struct buffer before, after;
    buffer_init(&before, 1 << 22);
    buffer_init(&after, 1 << 22);
    monitoring_of(place, 39, rows_before_40);
    tell(place, made_anew, &before);
    try_all(place);
    place_open(place);
    place_close(place);
    tell(place, made_anew, &after);
    assert_string_equal(buffer_string(&after), buffer_string(&before));
    try_all(place);
    assert_int_equal(place_sql(place, "monitoring.db", "SELECT count(*) FROM readings"),
                     14 * 10 * 6 * 4);
    assert_int_equal(place_sql(place, "monitoring.db",
                               "SELECT count(*) FROM sqlite_master WHERE name LIKE '%_new'"),
                     0);
    assert_int_equal(
        place_sql(place, "monitoring.db", "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(place_sql(place, "monitoring.db",
                               "SELECT integrity_check = 'ok' FROM pragma_integrity_check"),
                     1);
    buffer_free(&before);
    buffer_free(&after);
    place_open(place);
}

// Alerts about a device were once of the kind of what waits at the desk; an open one must be found
// again by the scope that its next repeat has.
static void step_46_gives_alerts_about_devices_their_kind_and_no_others(void **state) {
    struct place *place = *state;
    monitoring_of(place, 45,
                  "INSERT INTO alerts (id, public_id, kind, severity, scope, rule, raised_us, state,"
                  " closed_us) VALUES"
                  " (1, printf('%032x', 1), 'quarantine', 'technical', 'quarantine:d:stuck:s',"
                  " 'stuck-sensor/1', 1, 'open', NULL),"
                  " (2, printf('%032x', 2), 'quarantine', 'technical', 'quarantine:d:kit:s',"
                  " 'recover-kit/1', 1, 'closed', 2),"
                  " (3, printf('%032x', 3), 'quarantine', 'technical', 'quarantine:d:s',"
                  " 'quarantine/1', 1, 'open', NULL),"
                  " (4, printf('%032x', 4), 'silence', 'technical', 'silence:s', 'silence/1', 1,"
                  " 'open', NULL)");
    place_open(place);
    place_close(place);
    assert_int_equal(place_sql(place, "monitoring.db",
                               "SELECT group_concat(id || kind || ' ' || scope) = "
                               "'1device device:d:stuck:s,2device device:d:kit:s,"
                               "3quarantine quarantine:d:s,4silence silence:s' "
                               "FROM (SELECT * FROM alerts ORDER BY id)"),
                     1);
    place_open(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_worklist_row_without_an_open_alert_does_not_stop_step_15),
        TEST(step_40_keeps_rows_and_rules_of_the_tables_that_it_makes_anew),
        TEST(step_46_gives_alerts_about_devices_their_kind_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
