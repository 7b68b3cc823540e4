// SPDX-License-Identifier: EUPL-1.2
// What claims staff do with a claim before it is decided.
#include "service/claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring/rome_time.h"
#include "service/case_act.h"
#include "service/case_sheets.h"
#include "service/case_wait.h"
#include "service/claim_case.h"
#include "service/decisions.h"
#include "service/service.h"
#include "service/standing.h"
#include "store/audit.h"

struct listing {
    const struct service *service;
    const struct actor *actor;
    const char *shown;
    const char *state; // finer; NULL: any
    char due[11];
    int64_t id;
    size_t limit;
    struct arena *arena;
    struct claim_page *page;
};

// A position is "<due day>,<row number>".
static enum rc read_position(const char *position, struct listing *l) {
    l->due[0] = '\0';
    l->id = 0;
    if (position[0] == '\0')
        return RC_OK;
    struct civil_date day;
    if (strlen(position) < 12 || position[10] != ',' || !civil_date_parse(position, 10, &day))
        return RC_INVALID;
    char *end = NULL;
    long long id = strtoll(position + 11, &end, 10);
    if (*end != '\0' || id <= 0)
        return RC_INVALID;
    memcpy(l->due, position, 10);
    l->due[10] = '\0';
    l->id = id;
    return RC_OK;
}

static struct claim_deadline next_deadline(const struct claim_wait *wait, const char *today) {
    return (struct claim_deadline){
        .code = wait->code,
        .basis = wait->basis,
        .start = case_date(wait->start_on),
        .days = wait->days,
        .months = wait->months,
        .last = case_date(wait->due_on),
        .extended_from = case_date(wait->extended_from),
        .holiday = wait->holiday,
        .rule = wait->rule,
        .status = strcmp(today, wait->late_from) < 0 ? "open" : "passed",
    };
}

// Out of what is kept beside the claim; the case itself stays closed.
static enum rc fill_row(struct tx *tx, struct listing *l, struct claim_work *work,
                        struct claim_row *row) {
    struct identity identity;
    enum claim_state course;
    struct civil_date today = rome_date(service_domain_now(l->service));
    enum rc rc = person_identity(l->service, &work->person, l->arena, &identity);
    if (rc == RC_OK && !work->kept) // by the rules of an earlier release
        rc = case_wait_of(tx, l->service, &work->public_id, l->arena, &work->wait);
    if (rc == RC_OK && !claim_state_from_name(work->state, &course))
        rc = RC_BUG;
    if (rc != RC_OK)
        return rc;
    *row = (struct claim_row){
        .id = work->public_id,
        .number = work->number,
        .person = {work->person.public_id, identity.name, identity.birth_date,
                   identity.codice_fiscale, person_age(identity.birth_date, today)},
        .plan = work->plan_id,
        .shown = work->shown,
        .course = course,
        .submitted_us = work->submitted_us,
    };
    if (work->wait.code != NULL)
        row->next = next_deadline(&work->wait, case_date_text(l->arena, today));
    return RC_OK;
}

static enum rc list_claims(struct tx *tx, void *context) {
    struct listing *l = context;
    struct access_object object = {.fund = l->actor->fund};
    struct claim_work *claims = NULL;
    size_t count = 0;
    enum rc rc = access_check(tx, l->actor, ACTION_CLAIM_READ, &object, "");
    if (rc == RC_OK)
        rc = claim_list_work(tx, &l->actor->fund, l->shown, l->state, DECISION_ENGINE, l->due,
                             l->id, l->limit + 1, l->arena, &claims, &count);
    if (rc != RC_OK)
        return rc;
    bool more = count > l->limit;
    count = more ? l->limit : count;
    struct claim_row *rows = arena_array(l->arena, count + 1, sizeof *rows);
    if (rows == NULL)
        return RC_NOMEM;
    l->page->next[0] = '\0';
    if (more)
        snprintf(l->page->next, sizeof l->page->next, "%.10s,%lld", claims[count - 1].wait.due_on,
                 (long long)claims[count - 1].id);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        rc = fill_row(tx, l, &claims[i], &rows[filled]);
        if (rc == RC_OK)
            filled++;
        else if (rc != RC_NOT_FOUND) // erased persons leave the list
            return rc;
    }
    l->page->rows = rows;
    l->page->count = filled;
    return RC_OK;
}

enum rc claims_list(const struct service *service, const struct actor *actor, const char *shown,
                    enum claim_state course, const char *position, size_t limit,
                    struct arena *arena, struct claim_page *page, struct fault *fault) {
    struct listing l = {service, actor, shown, .limit = limit, .arena = arena, .page = page};
    if (course != CLAIM_STATE_NONE) {
        l.state = claim_state_name(course);
        l.shown = shown == NULL ? case_shown(course) : shown;
    }
    if (read_position(position, &l) != RC_OK)
        return fault_set(fault, RC_INVALID, "bad-cursor");
    if (!access_role_allowed(actor->role, ACTION_CLAIM_READ))
        return RC_DENIED;
    enum rc rc =
        audit_read(service->store, STORE_OFFICE, actor->user.text, actor->fund.text, "claims");
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "claim.list", list_claims, &l);
    return rc;
}

enum rc claim_read(const struct service *service, const struct actor *actor,
                   const struct public_id *claim, struct arena *arena, struct claim_view *view) {
    struct claim_case *c = arena_alloc(arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_read(service, actor, ACTION_CLAIM_READ, claim, "dossier", arena, c);
    if (rc == RC_OK)
        *view = c->view;
    return rc;
}

static enum rc note_finding(struct claim_case *c, const struct case_act *act) {
    const struct finding_new *finding = act->input;
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    struct civil_date examined = case_date(finding->examined_on);
    if (civil_date_compare(examined, c->today) > 0)
        return fault_at(act->fault, "/examinedOn", "in-future");
    if (civil_date_compare(examined, c->facts.onset) < 0)
        return fault_at(act->fault, "/examinedOn", "before-onset");
    if (civil_date_known(c->view.died_on) && civil_date_compare(examined, c->view.died_on) > 0)
        return fault_at(act->fault, "/examinedOn", "after-death");
    if (!case_sheet_fits(c, examined))
        return fault_set(act->fault, RC_CONFLICT, "too-many-examinations");
    // Taking up a complete dossier is what a finding means; in other states the state stays.
    if (c->state == CLAIM_COMPLETE) {
        enum rc rc = case_step(c, CLAIM_EVENT_EVALUATE, act->fault, "state-forbids");
        if (rc != RC_OK)
            return rc;
    }
    json_t *content =
        json_pack("{s:s, s:s, s:s*}", "consolidated", consolidated_name(finding->consolidated),
                  "constantNeed", fact_name(finding->constant_need), "note", finding->note);
    enum rc rc = case_record(c, CLAIM_FACT_FINDING, finding->examined_on, content);
    return rc == RC_OK ? case_close(c, "claim.finding") : rc;
}

enum rc claim_find(const struct service *service, const struct actor *actor,
                   const struct public_id *claim, int64_t if_match,
                   const struct finding_new *finding, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_FINDING, claim, if_match,
                                           "claim.finding", note_finding, finding, fault});
}

// A death is told by somebody, on a day, by something that shows it (S-27, chapter 7).
static enum rc check_death(const struct claim_case *c, const struct life_new *sign,
                           struct fault *fault) {
    struct civil_date told = case_date(sign->notified_on);
    if (!sign->died)
        return sign->notified_on == NULL ? RC_OK : fault_at(fault, "/notifiedOn", "not-allowed");
    if (sign->notified_on == NULL)
        fault_at(fault, "/notifiedOn", "missing");
    else if (civil_date_compare(told, c->today) > 0)
        fault_at(fault, "/notifiedOn", "in-future");
    else if (civil_date_compare(told, case_date(sign->date)) < 0)
        fault_at(fault, "/notifiedOn", "before-death");
    if (sign->evidence == NULL)
        fault_at(fault, "/evidence", "missing");
    return fault->count > 0 ? RC_INVALID : RC_OK;
}

static enum rc note_life(struct claim_case *c, const struct case_act *act) {
    const struct life_new *sign = act->input;
    struct civil_date date = case_date(sign->date);
    // After the end a sign of life only takes a death back.
    if (c->state == CLAIM_ENDED && !sign->died && !civil_date_known(c->view.died_on))
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (civil_date_compare(date, c->today) > 0)
        return fault_at(act->fault, "/date", "in-future");
    if (sign->died && civil_date_compare(date, c->facts.onset) < 0)
        return fault_at(act->fault, "/date", "before-onset");
    if (civil_date_compare(date, case_date(c->identity.birth_date)) < 0)
        return fault_at(act->fault, "/date", "before-birth");
    bool later = false;
    enum rc rc = check_death(c, sign, act->fault);
    if (rc == RC_OK && sign->died)
        rc = case_arose_later(c, date, &later);
    if (rc != RC_OK)
        return rc;
    if (later)
        return fault_at(act->fault, "/date", "before-onset-elsewhere");
    rc = case_record(c, CLAIM_FACT_LIFE, sign->date,
                     json_pack("{s:s, s:s*, s:s*}", "fact", sign->died ? "died" : "alive",
                               "notifiedOn", sign->notified_on, "evidence", sign->evidence));
    if (rc != RC_OK)
        return rc;
    rc = case_close(c, "claim.life");
    if (rc == RC_OK)
        rc = standing_tell(c->tx, &c->person, c->arena);
    return rc == RC_OK ? case_keep_other_waits(c) : rc;
}

enum rc claim_record_life(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, int64_t if_match,
                          const struct life_new *sign, struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.life", note_life, sign, fault});
}
