// SPDX-License-Identifier: EUPL-1.2
// An office with a fund, its staff and a domain clock that tests set by hand; steps of a claim as
// one call each.
#ifndef TESTS_STORE_OFFICE_HOUSE_H
#define TESTS_STORE_OFFICE_HOUSE_H

#include "core_place.h"

#include "base/arena.h"
#include "service/actor.h"
#include "service/claim_records.h"
#include "service/claims.h"
#include "service/decisions.h"
#include "service/persons.h"
#include "service/plan_shelf.h"
#include "service/portal.h"
#include "service/service.h"

struct office {
    struct place *place;
    struct plan_shelf *plans;
    struct service service;
    struct arena *arena;
    struct public_id fund;
    struct actor admin, handler, clinician, officer, operator_, family;
    struct public_id person; // the family account's own, under both plans since 2020
    int expenses;            // numbers their invoices
    struct fault fault;      // of the last step
};

// cmocka set-up and tear-down: *state is a struct office.
int office_make(void **state);
int office_drop(void **state);

// Domain time stands still at noon of that day.
void office_day(struct office *office, const char *date);
struct public_id office_fund(struct office *office, const char *name);
struct actor office_account(struct office *office, const char *username, enum role role,
                            const struct public_id *person);
// Another member of the fund; `code` is their codice fiscale.
struct public_id office_person(struct office *office, const char *first, const char *last,
                               const char *birth, const char *code);

// A draft of the family's own claim; grades[i] answers item i ("" leaves it open). Facts: onset,
// need "yes", home.
struct public_id office_draft(struct office *office, const char *plan, const char *const *grades,
                              const char *onset);
enum rc office_send(struct office *office, const struct public_id *claim);
// Documents D1 to D4 of the temporary plan, received and accepted on that day; nothing else needed.
enum rc office_dossier(struct office *office, const struct public_id *claim, const char *date);
// Complete on that day, with the documents where the plan lists them.
enum rc office_complete(struct office *office, const struct public_id *claim, const char *date);
// Examined today, or on that day.
enum rc office_find(struct office *office, const struct public_id *claim,
                    enum consolidated consolidated, enum fact need);
enum rc office_find_on(struct office *office, const struct public_id *claim,
                       enum consolidated consolidated, enum fact need, const char *examined_on);
enum rc office_decide(struct office *office, const struct public_id *claim, const char *outcome);
enum rc office_alive(struct office *office, const struct public_id *claim, const char *date);
// A receipted expense; returns its id.
struct public_id office_expense(struct office *office, const struct public_id *claim,
                                const char *form, const char *from, const char *to, int64_t cents);
enum rc office_approve(struct office *office, const struct public_id *claim,
                       const struct public_id *expense);
// The case page as the clinician sees it.
const struct claim_view *office_case(struct office *office, const struct public_id *claim);

// The last fault's code, "" for none.
const char *office_code(const struct office *office);

#endif
