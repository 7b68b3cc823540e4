// SPDX-License-Identifier: EUPL-1.2
// Stopping payment lines, and keeping reservations.
#include "service/payment_stop.h"

#include <string.h>

#include "service/case_beside.h"
#include "service/case_compose.h"
#include "service/case_history.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/event.h"
#include "store/payment_lines.h"
#include "store/payment_stops.h"

struct ground {
    const char *rule, *reason;
};

// A refusal that takes the place of another decision. One that resolves a review takes nothing that
// was paid meanwhile (S-10).
static bool corrected_away(const struct claim_case *made, struct ground *ground) {
    const struct plan *plan = made->view.plan;
    if (made->view.decision_count == 0 || !case_is_refused(made) ||
        !public_id_is_set(&made->view.decisions[0].corrects))
        return false;
    const char *outcome = made->view.decisions[0].outcome;
    ground->reason = outcome;
    ground->rule = plan->test->rule;
    if (strcmp(outcome, "excluded") == 0)
        ground->rule = "X-17";
    else if (strcmp(outcome, "not-covered") == 0)
        ground->rule = plan->cover.cutoff_day.rule;
    else if (strcmp(outcome, "not-insurable") == 0)
        ground->rule = plan->condition_count > 0 ? plan->conditions[0].rule : "S-19";
    return true;
}

static bool right_is_gone(const struct claim_case *made, struct ground *ground) {
    const char *late = made->view.late_ruling.ruling;
    if (corrected_away(made, ground))
        return true;
    if (!case_pays(made))
        return false;
    if (late != NULL && strcmp(late, "lose") == 0 &&
        made->view.proposal.timeliness == PROPOSAL_LATE) {
        *ground = (struct ground){"S-09", "filed-late-lost"};
        return true;
    }
    struct survival_facts facts = case_survival(made, true);
    if (survival_on(made->view.plan, &facts, made->today) == SURVIVAL_DIED) {
        *ground = (struct ground){made->view.plan->survival_days.rule, "died-in-window"};
        return true;
    }
    return false;
}

static enum rc stop_line(const struct claim_case *made, const struct payment_line_going *line,
                         const struct ground *ground) {
    struct payment_stop stop = {
        .line_id = line->id,
        .recover = line->exported,
        .rule = ground->rule,
        .reason = ground->reason,
        .stopped_us = service_domain_now(made->service),
        .stopped_by = made->actor->user,
    };
    char *detail = arena_printf(made->arena, "{\"claim\":\"%s\",\"kind\":\"%s\",\"rule\":\"%s\"}",
                                made->claim.public_id.text,
                                line->exported ? "recover" : "withdrawn", ground->rule);
    enum rc rc = detail == NULL ? RC_NOMEM : payment_stop_insert(made->tx, &stop);
    if (rc == RC_OK)
        rc = audit_append(made->tx, made->actor->user.text, "payment-line.stop",
                          line->public_id.text, detail);
    return rc == RC_CONFLICT ? RC_BUG : rc;
}

static enum rc give_back_borne(const struct claim_case *made, int64_t expense_id) {
    struct borne_line *lines = NULL;
    size_t count = 0;
    enum rc rc = borne_line_list(made->tx, made->claim.id, made->arena, &lines, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (lines[i].expense_id != expense_id || lines[i].borne_cents == 0)
            continue;
        struct borne_line back = lines[i];
        back.claim_id = made->claim.id;
        back.created_us = service_domain_now(made->service);
        back.created_by = made->actor->user;
        rc = borne_line_return(made->tx, &back);
    }
    return rc;
}

static bool has_exported(const struct payment_line_going *lines, size_t count, int64_t expense_id) {
    for (size_t i = 0; i < count; i++) {
        if (lines[i].expense_id == expense_id && lines[i].exported)
            return true;
    }
    return false;
}

// An expense of which something went to the bank stays approved: a person deals with that line.
static enum rc reopen_expenses(const struct claim_case *made,
                               const struct payment_line_going *lines, size_t count) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < made->view.expense_count && rc == RC_OK; i++) {
        const struct expense_entry *expense = &made->expenses[i];
        if (strcmp(expense->state, "approved") != 0 || has_exported(lines, count, expense->id))
            continue;
        rc = give_back_borne(made, expense->id);
        if (rc == RC_OK)
            rc = expense_reopen(made->tx, expense->id, service_domain_now(made->service),
                                &made->actor->user);
        if (rc == RC_OK)
            rc = audit_append(made->tx, made->actor->user.text, "expense.reopen",
                              expense->public_id.text, NULL);
    }
    return rc;
}

enum rc payment_stop_gone(const struct claim_case *made) {
    struct ground ground = {0};
    struct payment_line_going *lines = NULL;
    size_t count = 0;
    if (!right_is_gone(made, &ground))
        return RC_OK;
    enum rc rc = payment_line_list_going(made->tx, made->claim.id, made->arena, &lines, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = stop_line(made, &lines[i], &ground);
    if (rc == RC_OK)
        rc = reopen_expenses(made, lines, count);
    if (rc == RC_OK && count > 0)
        rc = event_append(made->tx, &(struct event){.fund = made->claim.fund,
                                                    .audience = "claims",
                                                    .kind = "payment-lines",
                                                    .payload = "{}"});
    return rc;
}

// Of the month: what waits for its time, and what is due of a service that nobody has approved yet.
static int64_t reserved_in(const struct claim_case *made, const struct evaluation_month *month) {
    int64_t cents = month->reserved_cents;
    for (size_t i = 0; i < made->input.facts.authorisation_count; i++) {
        const struct allocation *allocation = &made->allocations[i];
        for (size_t k = 0; k < allocation->line_count; k++) {
            const struct allocation_line *line = &allocation->lines[k];
            if (line->part.place == BENEFIT_PLACE_MONTH && line->part.number == month->month.number)
                cents += line->payable_cents;
        }
    }
    return cents;
}

enum rc payment_reserve(struct claim_case *made) {
    enum rc rc = month_reservation_lift(made->tx, made->claim.id);
    if (rc != RC_OK || !case_pays(made))
        return rc;
    if (case_share_months(made))
        rc = case_evaluate(made);
    for (size_t i = 0; i < made->evaluation.month_count && rc == RC_OK; i++) {
        const struct evaluation_month *month = &made->evaluation.months[i];
        struct month_reservation reservation = {
            .claim_id = made->claim.id,
            .month_number = month->month.number,
            .reserved_cents = reserved_in(made, month),
            .elsewhere_cents = month->elsewhere_cents,
            .ceiling_cents = month->month.ceiling_cents,
        };
        if (reservation.reserved_cents > 0)
            rc = month_reservation_insert(made->tx, &reservation);
    }
    return rc == RC_CONFLICT ? RC_BUG : rc; // the engine and the schema disagree about the ceiling
}
