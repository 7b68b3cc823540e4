// SPDX-License-Identifier: EUPL-1.2
// Rulings on a delay and on a death on the last day, checks of the continuing state, complaints
// (S-09, S-11, S-29, A-37, K-01, K-02).
#include <string.h>

#include "case_file/case_examination.h"
#include "scoring/allocation.h"
#include "scoring/benefit_month.h"
#include "scoring/codice_fiscale.h"
#include "scoring/money.h"
#include "scoring/survival.h"
#include "service/case_act.h"
#include "service/claim_records.h"
#include "service/service.h"
#include "store/event.h"
#include "store/payment_lines.h"

struct ruling_input {
    const char *ruling, *reason;
    int64_t prejudice_cents;
};

// A recognition on which nothing was paid is corrected first. One on which something was can no
// longer be: then another person than the one who took it rules, and nothing more is paid.
static enum rc check_loss(const struct claim_case *c, const struct case_act *act) {
    bool paid = false;
    if (!case_pays(c))
        return RC_OK;
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++)
        paid = paid || c->used[i] > 0;
    if (!paid)
        return fault_set(act->fault, RC_CONFLICT, "recognised-already");
    if (public_id_equal(&c->view.decisions[0].by.id, &act->actor->user))
        return fault_set(act->fault, RC_CONFLICT, "same-person");
    return RC_OK;
}

// One line of what was borne becomes a payment of the same month.
static enum rc return_line(struct claim_case *c, const struct borne_line *borne, int64_t cents) {
    struct benefit_month month;
    if (!benefit_month_at(c->view.plan, c->view.proposal.accrual_start, borne->month_number,
                          &month))
        return RC_BUG;
    struct borne_line back = {
        .claim_id = c->claim.id,
        .expense_id = borne->expense_id,
        .month_number = borne->month_number,
        .borne_cents = cents,
        .created_us = service_domain_now(c->service),
        .created_by = c->actor->user,
    };
    struct payment_line line = {
        .public_id = public_id_new(),
        .fund = c->claim.fund,
        .claim_id = c->claim.id,
        .expense_id = borne->expense_id,
        .kind = "returned",
        .payee = allocation_payee_name(
            allocation_payee_of(BENEFIT_FORM_INVOICE, c->view.died_on, c->today)),
        .month_number = borne->month_number,
        .month_from = case_date_text(c->arena, month.first),
        .month_to = case_date_text(c->arena, month.last),
        .part_cents = cents,
        .amount_cents = cents,
        .ceiling_cents = month.ceiling_cents,
        .created_us = back.created_us,
        .created_by = c->actor->user,
    };
    enum rc rc = borne_line_return(c->tx, &back);
    if (rc == RC_OK)
        rc = payment_line_insert(c->tx, &line);
    return rc == RC_CONFLICT ? RC_BUG : rc; // we and the schema disagree about what was borne
}

// What the member bore beyond what is proven now is given back, what was borne last first (S-09).
static enum rc give_back(struct claim_case *c, int64_t proven_cents, struct fault *fault) {
    int64_t excess = c->view.late_ruling.borne_cents - proven_cents;
    struct borne_line *lines = NULL;
    size_t count = 0;
    if (excess <= 0)
        return RC_OK;
    enum rc rc = borne_line_list(c->tx, c->claim.id, c->arena, &lines, &count);
    for (size_t i = 0; i < count && excess > 0 && rc == RC_OK; i++) {
        int64_t cents = money_min(lines[i].borne_cents, excess);
        if (cents > 0)
            rc = return_line(c, &lines[i], cents);
        excess -= cents;
    }
    if (rc == RC_OK && c->state == CLAIM_RECOGNISED)
        rc = case_step(c, CLAIM_EVENT_START_PAYMENT, fault, "state-forbids");
    if (rc == RC_OK)
        rc = event_append(c->tx, &(struct event){.fund = c->claim.fund,
                                                 .audience = "claims",
                                                 .kind = "payment-lines",
                                                 .payload = "{}"});
    return rc;
}

static enum rc rule_on_late(struct claim_case *c, const struct case_act *act) {
    const struct ruling_input *input = act->input;
    bool reduce = strcmp(input->ruling, "reduce") == 0;
    if (!reduce && strcmp(input->ruling, "accept") != 0 && strcmp(input->ruling, "lose") != 0)
        return fault_at(act->fault, "/ruling", "not-a-choice");
    if (reduce != (input->prejudice_cents > 0))
        return fault_at(act->fault, "/prejudiceCents", reduce ? "missing" : "not-allowed");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (c->view.proposal.timeliness != PROPOSAL_LATE)
        return fault_set(act->fault, RC_CONFLICT, "not-late");
    enum rc lost = strcmp(input->ruling, "lose") == 0 ? check_loss(c, act) : RC_OK;
    if (lost != RC_OK)
        return lost;
    json_t *content = json_pack("{s:s, s:s}", "ruling", input->ruling, "reason", input->reason);
    if (reduce)
        (void)json_put(content, "prejudiceCents", json_integer(input->prejudice_cents));
    enum rc rc =
        case_record(c, CLAIM_FACT_LATE_RULING, case_date_text(c->arena, c->today), content);
    if (rc == RC_OK && strcmp(input->ruling, "lose") != 0 && case_pays(c))
        rc = give_back(c, reduce ? input->prejudice_cents : 0, act->fault);
    return rc == RC_OK ? case_close(c, "claim.late-ruling") : rc;
}

enum rc claim_rule_on_late(const struct service *service, const struct actor *actor,
                           const struct public_id *claim, int64_t if_match, const char *ruling,
                           const char *reason, int64_t prejudice_cents, struct fault *fault) {
    struct ruling_input input = {ruling, reason, prejudice_cents};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_DECIDE, claim, if_match,
                                           "claim.late-ruling", rule_on_late, &input, fault});
}

static enum rc rule_on_survival(struct claim_case *c, const struct case_act *act) {
    const struct ruling_input *input = act->input;
    struct survival_facts facts = case_survival(c, false);
    if (strcmp(input->ruling, "payable") != 0 && strcmp(input->ruling, "not-payable") != 0)
        return fault_at(act->fault, "/ruling", "not-a-choice");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (survival_on(c->view.plan, &facts, c->today) != SURVIVAL_DIED_ON_LAST_DAY)
        return fault_set(act->fault, RC_CONFLICT, "not-on-last-day");
    enum rc rc =
        case_record(c, CLAIM_FACT_SURVIVAL_RULING, case_date_text(c->arena, c->today),
                    json_pack("{s:s, s:s}", "ruling", input->ruling, "reason", input->reason));
    return rc == RC_OK ? case_close(c, "claim.survival-ruling") : rc;
}

enum rc claim_rule_on_survival(const struct service *service, const struct actor *actor,
                               const struct public_id *claim, int64_t if_match, const char *ruling,
                               const char *reason, struct fault *fault) {
    struct ruling_input input = {ruling, reason, 0};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_DECIDE, claim, if_match,
                                           "claim.survival-ruling", rule_on_survival, &input,
                                           fault});
}

struct dated_note {
    const char *word, *date, *note;
};

// The latest day of the checks that are still open; unknown: none is.
static struct civil_date open_control(const struct claim_view *view) {
    struct civil_date latest = {0};
    for (size_t i = view->control_count; i > 0; i--) {
        const struct claim_control *control = &view->controls[i - 1];
        if (strcmp(control->event, "complied") == 0)
            break;
        if (civil_date_compare(case_date(control->on), latest) > 0)
            latest = case_date(control->on);
    }
    return latest;
}

static size_t count_requests(const struct claim_view *view) {
    size_t count = 0;
    for (size_t i = 0; i < view->control_count; i++)
        count += strcmp(view->controls[i].event, "requested") == 0;
    return count;
}

// The state moves only where payment stands behind it: before, a refusal is a fact like any other.
static enum rc move_payment(struct claim_case *c, enum claim_event event, struct fault *fault) {
    enum claim_state next;
    return claim_state_next(c->state, event, &next) ? case_step(c, event, fault, "state-forbids")
                                                    : RC_OK;
}

static enum rc record_control(struct claim_case *c, const struct case_act *act) {
    const struct dated_note *input = act->input;
    struct civil_date date = case_date(input->date);
    bool requested = strcmp(input->word, "requested") == 0;
    bool refused = strcmp(input->word, "refused") == 0;
    struct civil_date open = open_control(&c->view);
    if (!requested && !refused && strcmp(input->word, "complied") != 0)
        return fault_at(act->fault, "/event", "not-a-choice");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(act->fault, "/date", "in-future");
    if (!requested && !civil_date_known(open))
        return fault_set(act->fault, RC_CONFLICT, "no-open-control");
    if (!requested && civil_date_compare(date, open) < 0)
        return fault_at(act->fault, "/date", "before-request");
    if (requested && count_requests(&c->view) >= CASE_VISITS_MAX)
        return fault_set(act->fault, RC_CONFLICT, "too-many-controls");
    enum rc rc = case_record(c, CLAIM_FACT_CONTROL, input->date,
                             json_pack("{s:s, s:s*}", "event", input->word, "note", input->note));
    if (rc == RC_OK && !requested && !refused)
        rc = move_payment(c, CLAIM_EVENT_RESUME, act->fault);
    return rc == RC_OK ? case_close(c, "claim.control") : rc;
}

enum rc claim_record_control(const struct service *service, const struct actor *actor,
                             const struct public_id *claim, int64_t if_match, const char *event,
                             const char *date, const char *note, struct fault *fault) {
    struct dated_note input = {event, date, note};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.control", record_control, &input, fault});
}

static enum rc record_complaint(struct claim_case *c, const struct case_act *act) {
    const struct complaint_new *input = act->input;
    struct codice_fiscale code;
    if (civil_date_compare(case_date(input->received_on), c->today) > 0)
        fault_at(act->fault, "/receivedOn", "in-future");
    enum codice_fiscale_fault wrong = codice_fiscale_check(input->code, strlen(input->code), &code);
    if (wrong != CODICE_FISCALE_OK)
        fault_at(act->fault, "/codiceFiscale", codice_fiscale_fault_name(wrong));
    if (act->fault->count > 0)
        return RC_INVALID;
    if (c->view.complaint_count >= EVALUATION_COMPLAINTS_MAX)
        return fault_set(act->fault, RC_CONFLICT, "too-many-complaints");
    struct claim_complaint *added = &c->view.complaints[c->view.complaint_count++];
    *added = (struct claim_complaint){.received_on = input->received_on};
    enum rc rc =
        case_record(c, CLAIM_FACT_COMPLAINT, input->received_on,
                    json_pack("{s:s, s:s, s:s, s:s}", "firstName", input->first_name, "lastName",
                              input->last_name, "codiceFiscale", code.text, "text", input->text));
    return rc == RC_OK ? case_close(c, "claim.complaint") : rc;
}

enum rc claim_record_complaint(const struct service *service, const struct actor *actor,
                               const struct public_id *claim, int64_t if_match,
                               const struct complaint_new *complaint, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.complaint", record_complaint, complaint, fault});
}

struct answer_input {
    const struct public_id *complaint;
    const char *date, *text;
};

static enum rc answer_complaint(struct claim_case *c, const struct case_act *act) {
    const struct answer_input *input = act->input;
    struct civil_date date = case_date(input->date);
    struct claim_complaint *found = NULL;
    for (size_t i = 0; i < c->view.complaint_count; i++) {
        if (public_id_equal(&c->view.complaints[i].id, input->complaint))
            found = &c->view.complaints[i];
    }
    if (found == NULL)
        return RC_NOT_FOUND;
    if (found->answered_on != NULL)
        return fault_set(act->fault, RC_CONFLICT, "answered-already");
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(act->fault, "/date", "in-future");
    if (civil_date_compare(date, case_date(found->received_on)) < 0)
        return fault_at(act->fault, "/date", "before-receipt");
    found->answered_on = input->date;
    enum rc rc = case_record(
        c, CLAIM_FACT_COMPLAINT_ANSWER, input->date,
        json_pack("{s:s, s:s}", "complaint", input->complaint->text, "text", input->text));
    return rc == RC_OK ? case_close(c, "claim.complaint-answer") : rc;
}

enum rc claim_answer_complaint(const struct service *service, const struct actor *actor,
                               const struct public_id *claim, const struct public_id *complaint,
                               int64_t if_match, const char *date, const char *text,
                               struct fault *fault) {
    struct answer_input input = {complaint, date, text};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.complaint-answer", answer_complaint, &input,
                                           fault});
}
