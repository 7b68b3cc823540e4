// SPDX-License-Identifier: EUPL-1.2
// Documents, the day they were complete, and the dates of a claim (A-16 …, S-04, S-06).
#include <string.h>

#include "scoring/dossier.h"
#include "service/case_act.h"
#include "service/case_beside.h"
#include "service/case_compose.h"
#include "service/claim_records.h"

static bool has_document(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->document_count; i++) {
        if (strcmp(plan->documents[i].code, code) == 0)
            return true;
    }
    return false;
}

static enum rc check_documents(const struct claim_case *c, const struct dossier_new *dossier,
                               struct fault *fault) {
    if (!dossier->situation_given && dossier->document_count == 0)
        return fault_at(fault, "/documents", "missing");
    for (size_t i = 0; i < dossier->document_count; i++) {
        const struct document_new *document = &dossier->documents[i];
        if (!has_document(c->view.plan, document->code))
            fault_atf(fault, "not-a-choice", "/documents/%zu/code", i);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(dossier->documents[k].code, document->code) == 0)
                fault_atf(fault, "repeated", "/documents/%zu/code", i);
        }
        if (civil_date_compare(case_date(document->received_on), c->today) > 0)
            fault_atf(fault, "in-future", "/documents/%zu/receivedOn", i);
        if (document->accepted == FACT_NO && document->note == NULL)
            fault_atf(fault, "missing", "/documents/%zu/note", i);
    }
    return fault->count > 0 ? RC_INVALID : RC_OK;
}

// What is missing is asked for again; a claim that is complete stays so until a person corrects it.
static enum rc wait_for_refused(struct claim_case *c, const struct dossier_new *dossier,
                                struct fault *fault) {
    enum claim_state next;
    for (size_t i = 0; i < dossier->document_count; i++) {
        bool refused = dossier->documents[i].accepted == FACT_NO;
        if (refused && c->claim.complete_on == NULL &&
            claim_state_next(c->state, CLAIM_EVENT_REQUEST_DOCUMENTS, &next))
            return case_step(c, CLAIM_EVENT_REQUEST_DOCUMENTS, fault, "state-forbids");
    }
    return RC_OK;
}

static enum rc record_dossier(struct claim_case *c, const struct case_act *act) {
    const struct dossier_new *dossier = act->input;
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    enum rc rc = check_documents(c, dossier, act->fault);
    if (rc == RC_OK && dossier->situation_given)
        rc = case_record(c, CLAIM_FACT_DOSSIER, case_date_text(c->arena, c->today),
                         json_pack("{s:s, s:s, s:s}", "admitted", fact_name(dossier->admitted),
                                   "homeService", fact_name(dossier->home_service), "inpatient",
                                   fact_name(dossier->inpatient)));
    for (size_t i = 0; i < dossier->document_count && rc == RC_OK; i++) {
        const struct document_new *document = &dossier->documents[i];
        rc = case_record(c, CLAIM_FACT_DOSSIER, document->received_on,
                         json_pack("{s:s, s:s, s:s*}", "document", document->code, "accepted",
                                   fact_name(document->accepted), "note", document->note));
    }
    if (rc == RC_OK)
        rc = wait_for_refused(c, dossier, act->fault);
    return rc == RC_OK ? case_close(c, "claim.dossier") : rc;
}

enum rc claim_record_dossier(const struct service *service, const struct actor *actor,
                             const struct public_id *claim, int64_t if_match,
                             const struct dossier_new *dossier, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.dossier", record_dossier, dossier, fault});
}

static bool lists_documents(const struct plan *plan) {
    for (size_t i = 0; i < plan->document_count; i++) {
        if (plan->documents[i].when != PLAN_DOCUMENT_NEVER)
            return true;
    }
    return false;
}

static enum rc check_complete_day(const struct claim_case *c, struct civil_date date,
                                  struct fault *fault) {
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(fault, "/date", "in-future");
    if (civil_date_compare(date, c->view.received_on) < 0)
        return fault_at(fault, "/date", "before-receipt");
    if (lists_documents(c->view.plan)) {
        struct civil_date day = {0};
        if (c->view.dossier != NULL)
            day = dossier_complete_on(c->view.plan, c->view.dossier);
        if (!civil_date_known(day))
            return fault_set(fault, RC_CONFLICT, "documents-missing");
        // What came before the claim is complete on the day of the claim.
        if (civil_date_compare(day, c->view.received_on) < 0)
            day = c->view.received_on;
        if (civil_date_compare(day, date) != 0)
            return fault_at(fault, "/date", "not-the-day-of-the-dossier");
    }
    return RC_OK;
}

struct completeness {
    const char *date;
    const char *reason; // of a correction; NULL: the first day
};

static enum rc complete(struct claim_case *c, const struct case_act *act) {
    const struct completeness *input = act->input;
    if (c->claim.complete_on != NULL)
        return fault_set(act->fault, RC_CONFLICT, "complete-already");
    enum rc rc = check_complete_day(c, case_date(input->date), act->fault);
    if (rc == RC_OK)
        rc = case_step(c, CLAIM_EVENT_DOCUMENTS_COMPLETE, act->fault, "state-forbids");
    if (rc == RC_OK)
        rc = case_record(c, CLAIM_FACT_COMPLETE, input->date, json_object());
    if (rc != RC_OK)
        return rc;
    c->claim.complete_on = input->date;
    return case_close(c, "claim.complete");
}

enum rc claim_complete(const struct service *service, const struct actor *actor,
                       const struct public_id *claim, int64_t if_match, const char *date,
                       struct fault *fault) {
    struct completeness input = {date, NULL};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.complete", complete, &input, fault});
}

// The day moves the months of what was recognised: not into those of a claim that runs.
static enum rc check_moved_months(struct claim_case *c, const char *date, struct fault *fault) {
    if (!case_pays(c))
        return RC_OK;
    c->view.complete_on = case_date(date);
    enum rc rc = case_evaluate(c);
    if (rc == RC_OK && case_meets_running(c, c->view.proposal.accrual_start))
        rc = fault_set(fault, RC_CONFLICT, "benefit-running");
    return rc;
}

static enum rc correct_complete(struct claim_case *c, const struct case_act *act) {
    const struct completeness *input = act->input;
    if (c->claim.complete_on == NULL || c->state == CLAIM_ENDED ||
        strcmp(c->claim.complete_on, input->date) == 0)
        return fault_set(act->fault, RC_CONFLICT, "nothing-to-correct");
    if (public_id_equal(&c->complete_by, &act->actor->user))
        return fault_set(act->fault, RC_CONFLICT, "same-person");
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (c->used[i] > 0)
            return fault_set(act->fault, RC_CONFLICT, "benefit-paid");
    }
    enum rc rc = check_complete_day(c, case_date(input->date), act->fault);
    if (rc == RC_OK)
        rc = case_record(
            c, CLAIM_FACT_COMPLETE, input->date,
            json_pack("{s:s, s:s}", "reason", input->reason, "corrects", c->claim.complete_on));
    c->claim.complete_on = input->date;
    if (rc == RC_OK)
        rc = check_moved_months(c, input->date, act->fault);
    return rc == RC_OK ? case_close(c, "claim.correct-complete") : rc;
}

enum rc claim_correct_complete(const struct service *service, const struct actor *actor,
                               const struct public_id *claim, int64_t if_match, const char *date,
                               const char *reason, struct fault *fault) {
    struct completeness input = {date, reason};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.correct-complete", correct_complete, &input,
                                           fault});
}

struct dating {
    const char *event, *date, *evidence;
};

static enum rc record_date(struct claim_case *c, const struct case_act *act) {
    const struct dating *input = act->input;
    struct civil_date date = case_date(input->date);
    bool onset = strcmp(input->event, "onset") == 0, sent = strcmp(input->event, "sent") == 0;
    if (!onset && !sent && strcmp(input->event, "first-contact") != 0)
        return fault_at(act->fault, "/event", "not-a-choice");
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(act->fault, "/date", "in-future");
    if (onset && civil_date_compare(date, case_date(c->identity.birth_date)) < 0)
        return fault_at(act->fault, "/date", "before-birth");
    if (onset && civil_date_known(c->view.died_on) && civil_date_compare(date, c->view.died_on) > 0)
        return fault_at(act->fault, "/date", "after-death");
    if (sent && civil_date_compare(date, c->view.received_on) > 0)
        return fault_at(act->fault, "/date", "after-receipt");
    enum rc rc =
        case_record(c, CLAIM_FACT_DATE, input->date,
                    json_pack("{s:s, s:s*}", "event", input->event, "evidence", input->evidence));
    return rc == RC_OK ? case_close(c, "claim.date") : rc;
}

enum rc claim_record_date(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, int64_t if_match, const char *event,
                          const char *date, const char *evidence, struct fault *fault) {
    struct dating input = {event, date, evidence};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.date", record_date, &input, fault});
}
