// SPDX-License-Identifier: EUPL-1.2
// Rulings on a claim filed too early and on the refusal of a check (S-11), and what interrupts the
// limitation (L-09).
#include "service/person_rulings.h"

#include <string.h>

#include "service/case_act.h"

struct ruling_words {
    const char *ruling, *reason;
};

static json_t *content_of(const struct ruling_words *words) {
    return json_pack("{s:s, s:s}", "ruling", words->ruling, "reason", words->reason);
}

static enum rc rule_on_early(struct claim_case *c, const struct case_act *act) {
    const struct ruling_words *words = act->input;
    bool refuse = strcmp(words->ruling, "refuse") == 0;
    if (!refuse && strcmp(words->ruling, "accept") != 0)
        return fault_at(act->fault, "/ruling", "not-a-choice");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (c->view.proposal.timeliness != PROPOSAL_EARLY)
        return fault_set(act->fault, RC_CONFLICT, "not-early");
    // As of a late claim: another person corrects the recognition first.
    if (refuse && case_pays(c))
        return fault_set(act->fault, RC_CONFLICT, "recognised-already");
    enum rc rc = case_record(c, CLAIM_FACT_EARLY_RULING, case_date_text(c->arena, c->today),
                             content_of(words));
    return rc == RC_OK ? case_close(c, "claim.early-ruling") : rc;
}

enum rc claim_rule_on_early(const struct service *service, const struct actor *actor,
                            const struct public_id *claim, int64_t if_match, const char *ruling,
                            const char *reason, struct fault *fault) {
    struct ruling_words words = {ruling, reason};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_DECIDE, claim, if_match,
                                           "claim.early-ruling", rule_on_early, &words, fault});
}

bool claim_refusal_open(const struct claim_view *view) {
    for (size_t i = view->control_count; i > 0; i--) {
        if (strcmp(view->controls[i - 1].event, "complied") == 0)
            return false;
        if (strcmp(view->controls[i - 1].event, "refused") == 0)
            return true;
    }
    return false;
}

static enum rc rule_on_refusal(struct claim_case *c, const struct case_act *act) {
    const struct ruling_words *words = act->input;
    bool confirmed = strcmp(words->ruling, "confirmed") == 0;
    if (!confirmed && strcmp(words->ruling, "dismissed") != 0)
        return fault_at(act->fault, "/ruling", "not-a-choice");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (!claim_refusal_open(&c->view))
        return fault_set(act->fault, RC_CONFLICT, "no-open-refusal");
    enum rc rc = case_record(c, CLAIM_FACT_REFUSAL_RULING, case_date_text(c->arena, c->today),
                             content_of(words));
    // The state moves only where payment stands behind it.
    enum claim_event event = confirmed ? CLAIM_EVENT_SUSPEND : CLAIM_EVENT_RESUME;
    enum claim_state next;
    if (rc == RC_OK && claim_state_next(c->state, event, &next))
        rc = case_step(c, event, act->fault, "state-forbids");
    return rc == RC_OK ? case_close(c, "claim.refusal-ruling") : rc;
}

enum rc claim_rule_on_refusal(const struct service *service, const struct actor *actor,
                              const struct public_id *claim, int64_t if_match, const char *ruling,
                              const char *reason, struct fault *fault) {
    struct ruling_words words = {ruling, reason};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_DECIDE, claim, if_match,
                                           "claim.refusal-ruling", rule_on_refusal, &words, fault});
}

struct interruption {
    const char *date, *evidence;
};

static enum rc record_interruption(struct claim_case *c, const struct case_act *act) {
    const struct interruption *input = act->input;
    struct civil_date date = case_date(input->date);
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(act->fault, "/date", "in-future");
    if (civil_date_compare(date, c->facts.onset) < 0)
        return fault_at(act->fault, "/date", "before-onset");
    if (c->view.interruption_count >= EVALUATION_INTERRUPTIONS_MAX)
        return fault_set(act->fault, RC_CONFLICT, "too-many-interruptions");
    enum rc rc = case_record(c, CLAIM_FACT_INTERRUPTION, input->date,
                             json_pack("{s:s}", "evidence", input->evidence));
    return rc == RC_OK ? case_close(c, "claim.interruption") : rc;
}

enum rc claim_record_interruption(const struct service *service, const struct actor *actor,
                                  const struct public_id *claim, int64_t if_match, const char *date,
                                  const char *evidence, struct fault *fault) {
    struct interruption input = {date, evidence};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.interruption", record_interruption, &input,
                                           fault});
}
