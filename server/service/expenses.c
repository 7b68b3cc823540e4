// SPDX-License-Identifier: EUPL-1.2
// Approving and refusing expenses.
#include "service/expenses.h"

#include <string.h>

#include "scoring/money.h"
#include "service/benefits.h"
#include "service/case_expenses.h"
#include "service/claim_case.h"
#include "service/service.h"
#include "store/event.h"
#include "store/payment_lines.h"
#include "store/payment_stops.h"
#include "vault/vault.h"

struct judging {
    const struct service *service;
    const struct actor *actor;
    const struct public_id *claim, *expense;
    int64_t if_match;
    const char *reason; // of a refusal
    struct arena *arena;
    struct fault *fault;
    size_t place;       // of the expense in the case
    const char *record; // on which it is judged
};

static enum rc open_judged(struct tx *tx, struct judging *j, struct claim_case **c) {
    *c = arena_alloc(j->arena, sizeof **c);
    if (*c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, j->service, j->actor, ACTION_EXPENSE_APPROVE, j->claim, j->if_match,
                           j->arena, j->fault, *c);
    if (rc != RC_OK)
        return rc;
    for (j->place = 0; j->place < (*c)->view.expense_count; j->place++) {
        if (public_id_equal(&(*c)->view.expenses[j->place].id, j->expense))
            return RC_OK;
    }
    case_wipe(*c);
    return RC_NOT_FOUND;
}

// Consumes `reasons`.
static enum rc close_expense(struct claim_case *c, const struct judging *j, const char *state,
                             json_t *reasons) {
    struct expense_entry *entry = &c->expenses[j->place];
    struct seal_place place = {"expenses", "verdict", &entry->public_id};
    entry->state = state;
    entry->decided_us = service_domain_now(c->service);
    entry->decided_by = c->actor->user;
    enum rc rc = json_seal(&c->key, &place, reasons, c->arena, &entry->verdict);
    json_decref(reasons);
    struct seal_place kept = {"expenses", "record", &entry->public_id};
    vault_hash(j->record, strlen(j->record), entry->record_hash);
    if (rc == RC_OK)
        rc = text_seal(&c->key, &kept, j->record, c->arena, &entry->record);
    return rc == RC_OK ? expense_decide(c->tx, entry) : rc;
}

static json_t *reason_json(const struct reason *reason, int64_t cents) {
    char amount[MONEY_TEXT_SIZE];
    (void)money_format(cents, amount);
    return json_pack("{s:s, s:s, s:s}", "rule", reason->rule, "key", reason_key(reason->code),
                     "value", amount);
}

static enum rc insert_line(struct claim_case *c, const struct judging *j,
                           const struct allocation_line *line) {
    struct benefit_month month;
    if (!benefit_month_at(c->view.plan, c->view.proposal.accrual_start, line->part.number, &month))
        return RC_BUG;
    struct payment_line row = {
        .public_id = public_id_new(),
        .fund = c->claim.fund,
        .claim_id = c->claim.id,
        .expense_id = c->expenses[j->place].id,
        .payee = benefit_payee(c, &c->view.expenses[j->place]),
        .month_number = month.number,
        .month_from = case_date_text(c->arena, month.first),
        .month_to = case_date_text(c->arena, month.last),
        .part_cents = line->part.cents,
        .amount_cents = line->payable_cents,
        .ceiling_cents = month.ceiling_cents,
        .created_us = service_domain_now(c->service),
        .created_by = c->actor->user,
    };
    enum rc rc = payment_line_insert(c->tx, &row);
    return rc == RC_CONFLICT ? RC_BUG : rc; // the engine and the schema disagree about the ceiling
}

// What the member bears is kept, so that the next expense bears only the rest (S-09).
static enum rc insert_borne(struct claim_case *c, const struct judging *j,
                            const struct allocation_line *line) {
    struct benefit_month month;
    if (!benefit_month_at(c->view.plan, c->view.proposal.accrual_start, line->part.number, &month))
        return RC_BUG;
    struct borne_line row = {
        .claim_id = c->claim.id,
        .expense_id = c->expenses[j->place].id,
        .month_number = line->part.number,
        .borne_cents = line->prejudice_cents,
        .ceiling_cents = month.ceiling_cents,
        .created_us = service_domain_now(c->service),
        .created_by = c->actor->user,
    };
    enum rc rc = borne_line_insert(c->tx, &row);
    return rc == RC_CONFLICT ? RC_BUG : rc;
}

static enum rc insert_lines(struct claim_case *c, const struct judging *j,
                            const struct allocation *allocation, json_t **reasons) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < allocation->line_count && rc == RC_OK; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        if (line->reason.code != REASON_NONE)
            *reasons = json_append(*reasons, reason_json(&line->reason, line->member_cents));
        if (line->payable_cents > 0)
            rc = insert_line(c, j, line);
        if (rc == RC_OK && line->prejudice_cents > 0)
            rc = insert_borne(c, j, line);
    }
    return rc;
}

static enum rc check_payable(struct claim_case *c, struct judging *j,
                             struct allocation *allocation) {
    const struct claim_expense *expense = &c->view.expenses[j->place];
    if (strcmp(expense->state, "submitted") != 0)
        return fault_set(j->fault, RC_CONFLICT, "expense-decided");
    // What the months have left is not known while this claim, or another of the person, cannot be
    // read: as of a decision, a person mends the facts first.
    if (c->contradictory)
        return fault_set(j->fault, RC_CONFLICT, "facts-contradict");
    enum rc rc = case_judge_expense(c, j->expense, allocation, &j->record);
    // A sum that the member bears whole is approved too: it counts towards the prejudice.
    bool borne = rc == RC_OK && allocation->reason.code == REASON_FILED_LATE_REDUCED;
    if (rc == RC_OK && allocation->outcome != ALLOCATION_PAYABLE && !borne) {
        (void)fault_at(j->fault, "", allocation->reason.rule);
        return fault_set(j->fault, RC_CONFLICT, reason_key(allocation->reason.code));
    }
    return rc;
}

static enum rc tell_officers(const struct claim_case *c) {
    return event_append(c->tx, &(struct event){.fund = c->claim.fund,
                                               .audience = "claims",
                                               .kind = "payment-lines",
                                               .payload = "{}"});
}

static enum rc approve_case(struct claim_case *c, struct judging *j) {
    struct allocation *allocation = arena_alloc(c->arena, sizeof *allocation);
    if (allocation == NULL)
        return RC_NOMEM;
    enum rc rc = check_payable(c, j, allocation);
    if (rc != RC_OK)
        return rc;
    json_t *reasons = json_array();
    // Of a service the lines take the place of its reservation; case_close reserves anew.
    rc = month_reservation_lift(c->tx, c->claim.id);
    if (rc == RC_OK)
        rc = insert_lines(c, j, allocation, &reasons);
    if (rc != RC_OK) {
        json_decref(reasons);
        return rc;
    }
    rc = close_expense(c, j, "approved", reasons);
    if (rc == RC_OK && allocation->payable_cents > 0 && c->state == CLAIM_RECOGNISED)
        rc = case_step(c, CLAIM_EVENT_START_PAYMENT, j->fault, "state-forbids");
    if (rc == RC_OK)
        rc = case_close(c, "expense.approve");
    if (rc == RC_OK)
        rc = tell_officers(c);
    return rc;
}

static enum rc approve(struct tx *tx, void *context) {
    struct judging *j = context;
    struct claim_case *c = NULL;
    enum rc rc = open_judged(tx, j, &c);
    if (rc != RC_OK)
        return rc;
    rc = approve_case(c, j);
    case_wipe(c);
    return rc;
}

static enum rc refuse_case(struct claim_case *c, struct judging *j) {
    const struct claim_expense *expense = &c->view.expenses[j->place];
    if (strcmp(expense->state, "submitted") != 0)
        return fault_set(j->fault, RC_CONFLICT, "expense-decided");
    struct allocation *allocation = arena_alloc(c->arena, sizeof *allocation);
    if (allocation == NULL)
        return RC_NOMEM;
    enum rc rc = case_judge_expense(c, j->expense, allocation, &j->record);
    if (rc != RC_OK)
        return rc;
    json_t *reasons = json_array();
    for (size_t i = 0; i < expense->reason_count; i++)
        reasons = json_append(reasons, json_pack("{s:s, s:s}", "rule", expense->reasons[i].rule,
                                                 "key", expense->reasons[i].key));
    reasons = json_append(reasons, json_pack("{s:s, s:s, s:s}", "rule", "person", "key",
                                             "refused-by-person", "text", j->reason));
    rc = close_expense(c, j, "refused", reasons);
    return rc == RC_OK ? case_close(c, "expense.refuse") : rc;
}

static enum rc refuse(struct tx *tx, void *context) {
    struct judging *j = context;
    struct claim_case *c = NULL;
    enum rc rc = open_judged(tx, j, &c);
    if (rc != RC_OK)
        return rc;
    rc = refuse_case(c, j);
    case_wipe(c);
    return rc;
}

static enum rc run(struct judging *j, const char *name, store_fn *fn) {
    j->arena = arena_new(0);
    if (j->arena == NULL)
        return RC_NOMEM;
    enum rc rc = store_write(j->service->store, STORE_OFFICE, name, fn, j);
    arena_free(j->arena);
    return rc;
}

enum rc expense_approve(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, const struct public_id *expense,
                        int64_t if_match, struct fault *fault) {
    struct judging j = {service, actor, claim, expense, if_match, .fault = fault};
    return run(&j, "expense.approve", approve);
}

enum rc expense_refuse(const struct service *service, const struct actor *actor,
                       const struct public_id *claim, const struct public_id *expense,
                       int64_t if_match, const char *reason, struct fault *fault) {
    struct judging j = {service, actor, claim, expense, if_match, .reason = reason, .fault = fault};
    return run(&j, "expense.refuse", refuse);
}
