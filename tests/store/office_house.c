// SPDX-License-Identifier: EUPL-1.2
// An office for tests.
#include "office_house.h"

#include "scoring/rome_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "service/account_admin.h"
#include "service/expenses.h"
#include "store/accounts.h"
#include "store/audit.h"

void office_day(struct office *office, const char *date) {
    char text[32];
    int64_t noon = 0;
    snprintf(text, sizeof text, "%sT12:00:00Z", date);
    assert_int_equal(clock_parse(text, strlen(text), &noon), RC_OK);
    office->service.domain = (struct domain_time){clock_technical_us(), noon, 0};
}

struct new_fund {
    struct public_id id;
    const char *name;
};

static enum rc add_fund(struct tx *tx, void *context) {
    const struct new_fund *fund = context;
    int64_t row = 0;
    enum rc rc = fund_insert(tx, &fund->id, fund->name, &row);
    return rc == RC_OK ? audit_append(tx, "system", "fund.add", fund->id.text, NULL) : rc;
}

struct public_id office_fund(struct office *office, const char *name) {
    struct new_fund fund = {public_id_new(), name};
    assert_int_equal(store_write(office->place->store, STORE_OFFICE, "test.fund", add_fund, &fund),
                     RC_OK);
    return fund.id;
}

struct actor office_account(struct office *office, const char *username, enum role role,
                            const struct public_id *person) {
    struct account_view account;
    char password[ACCOUNT_PASSWORD_SIZE];
    struct account_new input = {.username = username, .name = username, .role = role};
    if (person != NULL)
        input.person = *person;
    assert_int_equal(account_create(&office->service, &office->admin, NULL, &input, office->arena,
                                    &account, password, &office->fault),
                     RC_OK);
    struct actor actor = {
        .role = role, .user = account.id, .fund = office->admin.fund, .person = input.person};
    snprintf(actor.username, sizeof actor.username, "%s", username);
    return actor;
}

struct public_id office_person(struct office *office, const char *first, const char *last,
                               const char *birth, const char *code) {
    struct person_new input = {
        .first_name = first,
        .last_name = last,
        .birth_date = birth,
        .codice_fiscale = code,
        .phone = "+39 051 000000",
        .covers = {{"temporary-2026", "2020-01-01", NULL, FACT_YES},
                   {"permanent-2026", "2020-01-01", NULL, FACT_YES}},
        .cover_count = 2,
    };
    struct public_id id = {0};
    fault_clear(&office->fault);
    assert_int_equal(
        person_register(&office->service, &office->handler, NULL, &input, &id, &office->fault),
        RC_OK);
    return id;
}

int office_make(void **state) {
    struct office *office = calloc(1, sizeof *office);
    void *place = NULL;
    if (office == NULL || place_make(&place) != 0)
        return -1;
    office->place = place;
    office->arena = arena_new(256u << 20);
    assert_non_null(office->arena);
    assert_int_equal(
        plan_shelf_load(HOUSE_SOURCE_DIR "/scoring/plans", &office->plans, &office->fault), RC_OK);
    office->service = (struct service){
        .store = office->place->store, .vault = office->place->vault, .plans = office->plans};
    office_day(office, "2026-03-02");
    office->fund = office_fund(office, "first");
    office->admin = (struct actor){ROLE_ADMIN, public_id_new(), office->fund, {""}, "admin"};
    office->handler = office_account(office, "handler", ROLE_CLAIMS_HANDLER, NULL);
    office->clinician = office_account(office, "clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    office->officer = office_account(office, "officer", ROLE_PAYMENTS_OFFICER, NULL);
    office->operator_ = office_account(office, "operator", ROLE_OPERATOR, NULL);
    office->person = office_person(office, "Mario", "Rossi", "1980-01-01", "RSSMRA80A01H501U");
    office->family = office_account(office, "mario.rossi", ROLE_FAMILY, &office->person);
    *state = office;
    return 0;
}

int office_drop(void **state) {
    struct office *office = *state;
    void *place = office->place;
    plan_shelf_free(office->plans);
    arena_free(office->arena);
    free(office);
    return place_drop(&place);
}

const char *office_code(const struct office *office) {
    return office->fault.code;
}

struct public_id office_draft(struct office *office, const char *plan, const char *const *grades,
                              const char *onset) {
    struct public_id claim = {0};
    fault_clear(&office->fault);
    assert_int_equal(portal_claim_open(&office->service, &office->family, NULL, &office->person,
                                       plan, &claim, &office->fault),
                     RC_OK);
    struct claim_statement facts = {onset, "yes", "home"};
    assert_int_equal(
        portal_facts_save(&office->service, &office->family, &claim, &facts, &office->fault),
        RC_OK);
    const struct plan *chosen = plan_shelf_find(office->plans, plan, 1);
    assert_non_null(chosen);
    for (size_t i = 0; i < chosen->activity_count; i++) {
        if (grades[i][0] == '\0')
            continue;
        assert_int_equal(portal_answer_save(&office->service, &office->family, &claim,
                                            chosen->activities[i].code, grades[i], &office->fault),
                         RC_OK);
    }
    return claim;
}

enum rc office_send(struct office *office, const struct public_id *claim) {
    fault_clear(&office->fault);
    return portal_claim_submit(&office->service, &office->family, NULL, claim, &office->fault);
}

const struct claim_view *office_case(struct office *office, const struct public_id *claim) {
    struct claim_view *view = arena_alloc(office->arena, sizeof *view);
    assert_non_null(view);
    assert_int_equal(claim_read(&office->service, &office->clinician, claim, office->arena, view),
                     RC_OK);
    return view;
}

static int64_t version_of(struct office *office, const struct public_id *claim) {
    fault_clear(&office->fault);
    return office_case(office, claim)->version;
}

enum rc office_dossier(struct office *office, const struct public_id *claim, const char *date) {
    static const char *const codes[] = {"D1", "D2", "D3", "D4"};
    struct document_new documents[4];
    for (size_t i = 0; i < 4; i++)
        documents[i] = (struct document_new){codes[i], date, FACT_YES, NULL};
    struct dossier_new dossier = {true, FACT_NO, FACT_NO, FACT_NO, documents, 4};
    fault_clear(&office->fault);
    return claim_record_dossier(&office->service, &office->handler, claim, -1, &dossier,
                                &office->fault);
}

enum rc office_complete(struct office *office, const struct public_id *claim, const char *date) {
    const struct claim_view *view = office_case(office, claim);
    if (view->plan->document_count > 0 && view->document_count == 0)
        (void)office_dossier(office, claim, date); // a day that is refused is refused again below
    int64_t version = version_of(office, claim);
    return claim_complete(&office->service, &office->handler, claim, version, date, &office->fault);
}

enum rc office_find(struct office *office, const struct public_id *claim,
                    enum consolidated consolidated, enum fact need) {
    struct civil_date today = rome_date(service_domain_now(&office->service));
    char day[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(today, day);
    return office_find_on(office, claim, consolidated, need, day);
}

enum rc office_find_on(struct office *office, const struct public_id *claim,
                       enum consolidated consolidated, enum fact need, const char *examined_on) {
    struct finding_new finding = {consolidated, need, "visit at home", examined_on};
    int64_t version = version_of(office, claim);
    return claim_find(&office->service, &office->clinician, claim, version, &finding,
                      &office->fault);
}

enum rc office_decide(struct office *office, const struct public_id *claim, const char *outcome) {
    struct decision_new input = {outcome, "the documents support it",
                                 strcmp(outcome, "reviewable") == 0 ? "2026-12-31" : NULL};
    int64_t version = version_of(office, claim);
    return claim_decide(&office->service, &office->clinician, claim, version, &input,
                        &office->fault);
}

enum rc office_alive(struct office *office, const struct public_id *claim, const char *date) {
    int64_t version = version_of(office, claim);
    struct life_new sign = {.date = date};
    return claim_record_life(&office->service, &office->handler, claim, version, &sign,
                             &office->fault);
}

struct public_id office_expense(struct office *office, const struct public_id *claim,
                                const char *form, const char *from, const char *to, int64_t cents) {
    const char *document = arena_printf(office->arena, "%d/2026", ++office->expenses);
    struct expense_new input = {.form = form,
                                .provider = "Casa Serena",
                                .document = document,
                                .service_from = from,
                                .service_to = to,
                                .amount_cents = cents,
                                .receipted = true};
    struct public_id id = {0};
    fault_clear(&office->fault);
    assert_int_equal(portal_expense_submit(&office->service, &office->family, NULL, claim, &input,
                                           &id, &office->fault),
                     RC_OK);
    return id;
}

enum rc office_approve(struct office *office, const struct public_id *claim,
                       const struct public_id *expense) {
    int64_t version = version_of(office, claim);
    return expense_approve(&office->service, &office->handler, claim, expense, version,
                           &office->fault);
}
