// SPDX-License-Identifier: EUPL-1.2
// Authorising services.
#include "service/claim_services.h"

#include "service/case_act.h"
#include "service/case_expenses.h"
#include "service/expense_twin.h"
#include "service/portal.h"

enum { SERVICE_DAYS_MAX = 366 };

static enum rc authorise(struct claim_case *c, const struct case_act *act) {
    const struct service_new *input = act->input;
    struct civil_date from = case_date(input->service_from), to = case_date(input->service_to);
    if (civil_date_compare(to, from) < 0)
        return fault_at(act->fault, "/serviceTo", "before-from");
    if (civil_date_days_between(from, to) >= SERVICE_DAYS_MAX)
        return fault_at(act->fault, "/serviceTo", "too-long");
    if (!case_pays(c) || c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "claim-not-recognised");
    if (!plan_allows_form(c->view.plan, BENEFIT_FORM_DIRECT))
        return fault_set(act->fault, RC_CONFLICT, "form-not-covered");
    struct expense_new expense = {
        .form = "direct",
        .provider = input->provider,
        .document = input->document,
        .service_from = input->service_from,
        .service_to = input->service_to,
        .amount_cents = input->amount_cents,
        .receipted = true,
    };
    bool known = false;
    enum rc rc = expense_has_twin(c, &expense, &known);
    if (rc == RC_OK && known)
        rc = fault_set(act->fault, RC_CONFLICT, "expense-known");
    const struct public_id id = public_id_new();
    if (rc == RC_OK)
        rc = case_add_expense(c, &expense, &id);
    return rc == RC_OK ? case_close(c, "claim.authorise") : rc;
}

enum rc claim_authorise(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, int64_t if_match,
                        const struct service_new *input, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_EXPENSE_APPROVE, claim, if_match,
                                           "claim.authorise", authorise, input, fault});
}
