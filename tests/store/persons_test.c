// SPDX-License-Identifier: EUPL-1.2
// Persons: sealed on disk, found by code and by the beginning of names, shown to monitoring by
// pseudonym only.
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"
#include "service/account_admin.h"
#include "service/payments.h"
#include "service/person_label.h"
#include "store/outbox.h"

static size_t found_by_name(struct office *office, const char *name, struct person_found **found) {
    size_t count = 0;
    bool truncated = true;
    fault_clear(&office->fault);
    assert_int_equal(persons_search(&office->service, &office->handler, NULL, name, office->arena,
                                    found, &count, &truncated, &office->fault),
                     RC_OK);
    assert_false(truncated);
    return count;
}

static void a_name_is_found_by_the_beginning_of_its_words_in_italian_order(void **state) {
    struct office *office = *state;
    office_person(office, "Niccolò", "D'Alò", "1955-08-05", "BNCGPP55M45F205O");
    office_person(office, "Maria", "Rossi Verdi", "1960-12-31", "VRDNNA60T71L219L");
    struct person_found *found = NULL;
    assert_int_equal(found_by_name(office, "ross", &found), 2);
    assert_string_equal(found[0].name, "Rossi, Mario");
    assert_string_equal(found[1].name, "Rossi Verdi, Maria");
    assert_int_equal(found_by_name(office, "MAR verd", &found), 1);
    assert_int_equal(found_by_name(office, "dalo nic", &found), 1);
    assert_string_equal(found[0].name, "D'Alò, Niccolò");
    assert_int_equal(found_by_name(office, "rossini", &found), 0);
}

static void a_search_needs_three_letters_or_a_whole_code(void **state) {
    struct office *office = *state;
    struct person_found *found = NULL;
    size_t count = 0;
    bool truncated = false;
    assert_int_equal(persons_search(&office->service, &office->handler, NULL, "r", office->arena,
                                    &found, &count, &truncated, &office->fault),
                     RC_INVALID);
    assert_int_equal(found_by_name(office, "ro", &found), 0); // a whole word, never a beginning
    fault_clear(&office->fault);
    assert_int_equal(persons_search(&office->service, &office->handler, " rssmra80a01h501u", NULL,
                                    office->arena, &found, &count, &truncated, &office->fault),
                     RC_OK);
    assert_int_equal(count, 1);
    // Omocodic forms are other persons: never found by the code of this one.
    assert_int_equal(persons_search(&office->service, &office->handler, "RSSMRA80A01H50MM", NULL,
                                    office->arena, &found, &count, &truncated, &office->fault),
                     RC_OK);
    assert_int_equal(count, 0);
}

static void a_code_is_known_once_per_fund_and_its_mismatch_is_a_warning(void **state) {
    struct office *office = *state;
    struct person_new input = {"Mario", "Rossi",         "1981-01-01", "RSSMRA80A01H501U",
                               NULL,    .cover_count = 0};
    struct public_id id;
    fault_clear(&office->fault);
    assert_int_equal(
        person_register(&office->service, &office->handler, NULL, &input, &id, &office->fault),
        RC_CONFLICT);
    assert_string_equal(office_code(office), "codice-fiscale-known");
    input.codice_fiscale = "RSSMRA85T10A562S";
    fault_clear(&office->fault);
    assert_int_equal(
        person_register(&office->service, &office->handler, NULL, &input, &id, &office->fault),
        RC_OK);
    struct person_record record;
    assert_int_equal(person_read(&office->service, &office->handler, &id, office->arena, &record),
                     RC_OK);
    assert_true(record.code_mismatch);
    assert_null(record.phone);
    input.codice_fiscale = "RSSMRA85T10A562T";
    fault_clear(&office->fault);
    assert_int_equal(
        person_register(&office->service, &office->handler, NULL, &input, &id, &office->fault),
        RC_INVALID);
    assert_string_equal(office->fault.at[0].pointer, "/codiceFiscale");
    assert_string_equal(office->fault.at[0].code, "check");
}

static bool file_holds(const char *path, const char *needle) {
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    bool found = false;
    for (size_t i = 0; i + strlen(needle) <= size && !found; i++)
        found = memcmp(bytes + i, needle, strlen(needle)) == 0;
    free(bytes);
    return found;
}

static void no_name_and_no_code_is_readable_on_disk(void **state) {
    struct office *office = *state;
    place_close(office->place);
    assert_false(file_holds(place_path(office->place, "office.db"), "Rossi"));
    assert_false(file_holds(place_path(office->place, "office.db"), "RSSMRA80A01H501U"));
    assert_true(file_holds(place_path(office->place, "office.db"), "temporary-2026"));
    place_open(office->place);
    office->service.store = office->place->store;
}

static enum rc count_outbox(struct tx *tx, void *context) {
    return outbox_count(tx, context);
}

static void m_02_monitoring_begins_at_fifty(void **state) {
    struct office *office = *state;
    const char *conditions[] = {"hypertension"};
    struct public_id person =
        office_person(office, "Giuseppina", "Bianchi", "1976-08-05", "BNCGPP55M45F205O");
    office_day(office, "2026-08-04");
    fault_clear(&office->fault);
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &person, conditions, 1,
                                  &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "too-young");
    office_day(office, "2026-08-05");
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &person, conditions, 1,
                                  &office->fault),
                     RC_OK);
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &person, conditions, 1,
                                  &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "enrolled-already");
    struct outbox_counts counts;
    assert_int_equal(
        store_read(office->place->store, STORE_OFFICE, "test.outbox", count_outbox, &counts),
        RC_OK);
    assert_int_equal(counts.waiting, 1);
    // A diagnosis waits sealed: the row names the person only.
    place_close(office->place);
    assert_false(file_holds(place_path(office->place, "office.db"), "hypertension"));
    place_open(office->place);
    office->service.store = office->place->store;
}

static void m_01_only_the_known_conditions_are_monitored(void **state) {
    struct office *office = *state;
    const char *unknown[] = {"hypertension", "boredom"};
    const char *twice[] = {"copd", "copd"};
    fault_clear(&office->fault);
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &office->person,
                                  unknown, 2, &office->fault),
                     RC_INVALID);
    assert_string_equal(office->fault.at[0].pointer, "/conditions/1");
    fault_clear(&office->fault);
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &office->person, twice,
                                  2, &office->fault),
                     RC_INVALID);
    assert_string_equal(office->fault.at[0].code, "repeated");
}

static void the_monitoring_side_sees_a_label_by_pseudonym_and_only_in_its_fund(void **state) {
    struct office *office = *state;
    const char *conditions[] = {"diabetes"};
    struct public_id person =
        office_person(office, "Anna", "Verdi", "1960-12-31", "VRDNNA60T71L219L");
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &person, conditions, 1,
                                  &office->fault),
                     RC_OK);
    struct person_record record;
    assert_int_equal(
        person_read(&office->service, &office->handler, &person, office->arena, &record), RC_OK);
    assert_string_equal(record.conditions[0], "diabetes");
    assert_false(public_id_equal(&record.subject, &person));
    struct public_id subjects[] = {record.subject, public_id_new()};
    struct person_label labels[2];
    assert_int_equal(
        person_labels(&office->service, &office->fund, subjects, 2, office->arena, labels), RC_OK);
    assert_string_equal(labels[0].name, "Verdi, Anna");
    assert_int_equal(labels[0].age, 65);
    assert_string_equal(labels[0].codice_fiscale_tail, "219L");
    assert_string_equal(labels[1].name, "");
    struct public_id elsewhere = office_fund(office, "second");
    struct person_banner banner;
    assert_int_equal(person_banner(&office->service, &elsewhere, subjects, office->arena, &banner),
                     RC_NOT_FOUND);
    assert_int_equal(
        person_banner(&office->service, &office->fund, subjects, office->arena, &banner), RC_OK);
    assert_string_equal(banner.phone, "+39 051 000000");
}

static void an_account_that_is_disabled_stays_so_and_never_ones_own(void **state) {
    struct office *office = *state;
    struct account_view account;
    struct actor admin = office_account(office, "second.admin", ROLE_ADMIN, NULL);
    fault_clear(&office->fault);
    assert_int_equal(account_disable(&office->service, &admin, &office->handler.user, office->arena,
                                     &account, &office->fault),
                     RC_OK);
    assert_true(account.disabled);
    assert_int_equal(account_disable(&office->service, &admin, &admin.user, office->arena, &account,
                                     &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "own-account");
    struct account_page page;
    assert_int_equal(
        accounts_list(&office->service, &admin, "", 10, office->arena, &page, &office->fault),
        RC_OK);
    assert_int_equal(page.count, 6);
    assert_int_equal(accounts_list(&office->service, &office->family, "", 10, office->arena, &page,
                                   &office->fault),
                     RC_DENIED);
}

// Destroying the key is erasing: no list breaks, no name comes back, amounts stay for the books.
static void an_erased_person_leaves_every_list_and_breaks_none(void **state) {
    struct office *office = *state;
    static const char *const acts[] = {"unable", "unable", "unable", "able"};
    struct public_id claim = office_draft(office, "temporary-2026", acts, "2026-03-02");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    struct public_id expense =
        office_expense(office, &claim, "care-invoice", "2026-03-02", "2026-03-02", 10000);
    assert_int_equal(office_approve(office, &claim, &expense), RC_OK);
    place_close(office->place);
    (void)place_sql(office->place, "office.db", "DELETE FROM person_keys");
    place_open(office->place);
    office->service.store = office->place->store;
    struct claim_page claims;
    assert_int_equal(claims_list(&office->service, &office->handler, NULL, CLAIM_STATE_NONE, "", 10,
                                 office->arena, &claims, &office->fault),
                     RC_OK);
    assert_int_equal(claims.count, 0);
    struct payment_page lines;
    assert_int_equal(payments_list(&office->service, &office->officer, "", 10, office->arena,
                                   &lines, &office->fault),
                     RC_OK);
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.rows[0].beneficiary, "");
    assert_int_equal(lines.total_cents, 10000);
    struct person_found *found = NULL;
    assert_int_equal(found_by_name(office, "rossi", &found), 0);
    struct person_record record;
    assert_int_equal(
        person_read(&office->service, &office->handler, &office->person, office->arena, &record),
        RC_NOT_FOUND);
}

static void what_was_recorded_is_never_changed_nor_removed(void **state) {
    struct office *office = *state;
    static const char *const acts[] = {"unable", "unable", "unable", "able"};
    struct public_id claim = office_draft(office, "temporary-2026", acts, "2026-03-02");
    assert_int_equal(office_send(office, &claim), RC_OK);
    place_close(office->place);
    static const char *const attempts[] = {
        "UPDATE claim_facts SET effective_on = '2020-01-01'",
        "DELETE FROM claim_facts",
        "UPDATE answers SET item = 'feeding'",
        "DELETE FROM answers",
        "UPDATE covers SET to_on = '2030-01-01'",
        "DELETE FROM covers",
    };
    sqlite3 *file = NULL;
    assert_int_equal(sqlite3_open(place_path(office->place, "office.db"), &file), SQLITE_OK);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        assert_int_equal(sqlite3_exec(file, attempts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
        assert_non_null(strstr(sqlite3_errmsg(file), "append-only"));
    }
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    place_open(office->place);
    office->service.store = office->place->store;
}

#define PERSON_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        PERSON_TEST(a_name_is_found_by_the_beginning_of_its_words_in_italian_order),
        PERSON_TEST(a_search_needs_three_letters_or_a_whole_code),
        PERSON_TEST(a_code_is_known_once_per_fund_and_its_mismatch_is_a_warning),
        PERSON_TEST(no_name_and_no_code_is_readable_on_disk),
        PERSON_TEST(m_02_monitoring_begins_at_fifty),
        PERSON_TEST(m_01_only_the_known_conditions_are_monitored),
        PERSON_TEST(the_monitoring_side_sees_a_label_by_pseudonym_and_only_in_its_fund),
        PERSON_TEST(an_account_that_is_disabled_stays_so_and_never_ones_own),
        PERSON_TEST(an_erased_person_leaves_every_list_and_breaks_none),
        PERSON_TEST(what_was_recorded_is_never_changed_nor_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
