// SPDX-License-Identifier: EUPL-1.2
// What SQLite makes of every statement of the store: none walks a table that grows, and none sorts
// what an index could give in order, but for those that are named here with the reason.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/statement.h"

static struct {
    const char *statement, *reason;
    bool met;
} allowed[] = {
    {"alert.list-open", "sorts the open alerts of one member", false},
    {"alert.list-of-nobody", "sorts the open alerts of doors and of devices without a member",
     false},
    {"assessment.answers", "sorts the answers of one questionnaire", false},
    {"audit.head", "ends at its first row", false},
    {"borne-line.still", "sorts what was borne of one claim", false},
    {"cover.list", "sorts the covers of one person", false},
    {"claim.recognised", "sorts the recognised claims of one person", false},
    {"cover.on", "sorts the covers of one person", false},
    {"cover.begun", "sorts the covers of one person", false},
    {"cursor.list", "as many as there are doors", false},
    {"device-certificate.roster", "the doors must know every certificate", false},
    {"device-trouble.list", "sorts what was refused to one device, at most nine kinds", false},
    {"device-life.old-list", "the doors must know every secret that is in force", false},
    {"device.of-subject", "the devices of one member", false},
    {"fund.list", "as many as there are funds", false},
    {"mandate.of-user", "sorts the mandates of one account", false},
    {"outbox.counts", "what waits, which is what it counts", false},
    {"payment-line.of-claim", "sorts the lines of one claim", false},
    {"payment-line.used", "adds up what the months of one claim have given", false},
    {"payment-stop.going", "sorts the lines of one claim", false},
    {"person.by-names", "sorts those whose names begin so", false},
    {"receipt.books", "as many as there were doors", false},
    {"receipt.days", "ends at the newest days, which its index gives first", false},
    {"receipt.list", "sorts the few newest of one device", false},
    {"roster.devices", "the doors must know every device", false},
    {"session.list", "sorts the sessions of one account", false},
};
enum { ALLOWED = sizeof allowed / sizeof allowed[0] };

static bool is_allowed(const char *statement) {
    for (size_t i = 0; i < ALLOWED; i++) {
        if (strcmp(allowed[i].statement, statement) == 0) {
            allowed[i].met = true;
            return true;
        }
    }
    return false;
}

// The step of its plan that grows with the table; false when there is none.
static bool grows(sqlite3 *sqlite, const struct statement *statement, char step[200]) {
    char sql[4096];
    sqlite3_stmt *plan = NULL;
    bool found = false;
    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", statement->sql);
    if (sqlite3_prepare_v2(sqlite, sql, -1, &plan, NULL) != SQLITE_OK) {
        return false; // no query: a savepoint
    }
    while (!found && sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);
        bool walks = strncmp(detail, "SCAN ", 5) == 0 && !strstr(detail, "CONSTANT") &&
                     !strstr(detail, "subquery") && !strstr(detail, "(subquery");
        found = walks || strstr(detail, "TEMP B-TREE FOR ORDER BY") != NULL;
        if (found) {
            snprintf(step, 200, "%s", detail);
        }
    }
    sqlite3_finalize(plan);
    return found;
}

static void no_statement_walks_or_sorts_what_grows(void **state) {
    struct place *place = *state;
    static const char *const files[STORE_DATABASES] = {"monitoring.db", "office.db"};
    int faults = 0;
    place_close(place);
    for (int db = 0; db < STORE_DATABASES; db++) {
        sqlite3 *sqlite = NULL;
        assert_int_equal(sqlite3_open(place_path(place, files[db]), &sqlite), SQLITE_OK);
        for (size_t t = 0; t < STORE_STATEMENT_TABLE_COUNT; t++) {
            const struct statement_table *table = STORE_STATEMENT_TABLES[t];
            bool here =
                (table->in & (db == STORE_OFFICE ? STORE_IN_OFFICE : STORE_IN_MONITORING)) != 0;
            for (size_t q = 0; here && q < table->count; q++) {
                char step[200];
                if (grows(sqlite, &table->statements[q], step) &&
                    !is_allowed(table->statements[q].name)) {
                    print_error("%s: %s\n", table->statements[q].name, step);
                    faults++;
                }
            }
        }
        sqlite3_close(sqlite);
    }
    for (size_t i = 0; i < ALLOWED; i++) {
        if (!allowed[i].met) {
            print_error("%s is named here and does not have to be (%s)\n", allowed[i].statement,
                        allowed[i].reason);
            faults++;
        }
    }
    assert_int_equal(faults, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_statement_walks_or_sorts_what_grows, place_make,
                                        place_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
