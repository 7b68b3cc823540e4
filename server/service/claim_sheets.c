// SPDX-License-Identifier: EUPL-1.2
// Recording the sheet of an examination.
#include "service/claim_sheets.h"

#include <string.h>

#include "service/case_act.h"
#include "service/case_sheets.h"
#include "service/service.h"

static void check_answers(const struct claim_case *c, const struct sheet_new *sheet,
                          struct fault *fault) {
    for (size_t i = 0; i < sheet->answer_count; i++) {
        const struct sheet_answer *one = &sheet->answers[i];
        size_t activity = 0, grade = 0;
        if (!plan_find_activity(c->view.plan, one->item, &activity))
            fault_atf(fault, "not-a-choice", "/answers/%zu/item", i);
        else if (strcmp(one->grade, "unknown") != 0 &&
                 !plan_find_grade(&c->view.plan->activities[activity], one->grade, &grade))
            fault_atf(fault, "not-a-choice", "/answers/%zu/grade", i);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(sheet->answers[k].item, one->item) == 0)
                fault_atf(fault, "repeated", "/answers/%zu/item", i);
        }
    }
    if (fault->count == 0 && sheet->answer_count < c->view.plan->activity_count)
        fault_at(fault, "/answers", "missing");
}

static enum rc check_sheet(const struct claim_case *c, const struct sheet_new *sheet,
                           struct fault *fault) {
    struct civil_date on = case_date(sheet->on);
    if (strcmp(sheet->rater, "physician") != 0 && strcmp(sheet->rater, "visit") != 0)
        fault_at(fault, "/rater", "not-a-choice");
    if (civil_date_compare(on, c->today) > 0)
        fault_at(fault, "/on", "in-future");
    else if (civil_date_compare(on, c->facts.onset) < 0)
        fault_at(fault, "/on", "before-onset");
    else if (civil_date_known(c->view.died_on) && civil_date_compare(on, c->view.died_on) > 0)
        fault_at(fault, "/on", "after-death");
    check_answers(c, sheet, fault);
    return fault->count > 0 ? RC_INVALID : RC_OK;
}

static enum rc insert_sheet(struct claim_case *c, const struct sheet_new *sheet) {
    struct assessment_sheet row = {
        .public_id = public_id_new(),
        .rater = sheet->rater,
        .on = sheet->on,
        .created_us = service_domain_now(c->service),
        .created_by = c->actor->user,
    };
    struct assessment_sheet made = {0};
    const struct public_id id = row.public_id;
    enum rc rc = assessment_insert(c->tx, c->claim.id, &row);
    if (rc == RC_OK)
        rc = assessment_by_public_id(c->tx, &id, c->arena, &made);
    for (size_t i = 0; i < sheet->answer_count && rc == RC_OK; i++) {
        const struct public_id answer = public_id_new();
        rc = case_save_grade(c, made.id, &answer, sheet->answers[i].item, sheet->answers[i].grade);
    }
    return rc;
}

static enum rc examine(struct claim_case *c, const struct case_act *act) {
    const struct sheet_new *sheet = act->input;
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    enum rc rc = check_sheet(c, sheet, act->fault);
    if (rc == RC_OK && !case_sheet_fits(c, case_date(sheet->on)))
        rc = fault_set(act->fault, RC_CONFLICT, "too-many-examinations");
    // As with a finding: to examine is to take the complete dossier up.
    if (rc == RC_OK && c->state == CLAIM_COMPLETE)
        rc = case_step(c, CLAIM_EVENT_EVALUATE, act->fault, "state-forbids");
    if (rc == RC_OK)
        rc = insert_sheet(c, sheet);
    return rc == RC_OK ? case_close(c, "claim.assessment") : rc;
}

enum rc claim_examine(const struct service *service, const struct actor *actor,
                      const struct public_id *claim, int64_t if_match,
                      const struct sheet_new *sheet, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_FINDING, claim, if_match,
                                           "claim.assessment", examine, sheet, fault});
}
