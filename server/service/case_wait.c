// SPDX-License-Identifier: EUPL-1.2
// What a claim waits for next.
#include "service/case_wait.h"

#include <string.h>

#include "scoring/rome_time.h"
#include "scoring/survival.h"
#include "service/decisions.h"
#include "service/service.h"

// Whether staff wait for this term in the state of the claim. The duration of the state and the
// limitation pass by themselves; the filing is over when a claim is sent in.
static bool is_waited_for(const struct claim_case *c, const struct claim_deadline *deadline) {
    if (strcmp(deadline->status, "open") != 0 && strcmp(deadline->status, "passed") != 0)
        return false;
    if (strcmp(deadline->code, "complaint") == 0)
        return true;
    if (strcmp(deadline->code, "review") == 0)
        return c->state == CLAIM_REVIEWABLE;
    bool waiting = strcmp(c->claim.shown, "submitted") == 0 ||
                   strcmp(c->claim.shown, "complete") == 0 ||
                   strcmp(c->claim.shown, "recognised") == 0;
    return waiting && strcmp(deadline->code, "survival") == 0;
}

static struct civil_date late_from(const struct claim_case *c,
                                   const struct claim_deadline *deadline) {
    struct survival_facts facts = case_survival(c, true);
    return strcmp(deadline->code, "survival") == 0 ? survival_first_payable(c->view.plan, &facts)
                                                   : civil_date_add_days(deadline->last, 1);
}

const struct claim_deadline *case_next_deadline(const struct claim_case *c) {
    const struct claim_deadline *next = NULL;
    for (size_t i = 0; i < c->view.deadline_count; i++) {
        const struct claim_deadline *deadline = &c->view.deadlines[i];
        if (is_waited_for(c, deadline) &&
            (next == NULL || civil_date_compare(deadline->last, next->last) < 0))
            next = deadline;
    }
    return next;
}

void case_find_wait(const struct claim_case *c, struct claim_wait *wait) {
    const struct claim_deadline *next = case_next_deadline(c);
    *wait = (struct claim_wait){.due_on = CLAIM_NEVER_DUE};
    if (next == NULL)
        return;
    *wait = (struct claim_wait){
        .code = next->code,
        .basis = next->basis,
        .rule = next->rule,
        .start_on = case_date_text(c->arena, next->start),
        .days = next->days,
        .months = next->months,
        .due_on = case_date_text(c->arena, next->last),
        .extended_from = case_date_text(c->arena, next->extended_from),
        .holiday = next->holiday,
        .late_from = case_date_text(c->arena, late_from(c, next)),
    };
}

enum rc case_wait_of(struct tx *tx, const struct service *service, const struct public_id *claim,
                     struct arena *arena, struct claim_wait *wait) {
    static const struct actor house = {.role = ROLE_NONE};
    struct claim_case *like = arena_alloc(arena, sizeof *like);
    struct claim_case *c = arena_alloc(arena, sizeof *c);
    if (like == NULL || c == NULL)
        return RC_NOMEM;
    like->service = service;
    like->actor = &house;
    like->tx = tx;
    like->arena = arena;
    like->today = rome_date(service_domain_now(service));
    enum rc rc = claim_by_public_id(tx, claim, arena, &like->claim);
    if (rc == RC_OK)
        rc = person_by_public_id(tx, &like->claim.person, arena, &like->person);
    if (rc == RC_OK)
        rc = case_open_beside(like, &like->claim, like->view.earlier, 0, c);
    if (rc == RC_OK) {
        case_find_wait(c, wait);
        case_wipe(c);
    } else if (rc == RC_NOT_FOUND || c->unreadable) { // an erased person; facts that contradict
        *wait = (struct claim_wait){.due_on = like->claim.due_on};
        rc = like->claim.due_on == NULL ? rc : RC_OK;
    }
    return rc;
}

enum rc case_keep_other_waits(const struct claim_case *c) {
    struct claim *claims = NULL;
    size_t count = 0;
    enum rc rc = claim_list_of_person(c->tx, &c->claim.person, c->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        struct claim_wait wait;
        if (claims[i].id == c->claim.id || claims[i].submitted_us == 0)
            continue;
        rc = case_wait_of(c->tx, c->service, &claims[i].public_id, c->arena, &wait);
        if (rc == RC_OK)
            rc = claim_wait_keep(c->tx, claims[i].id, DECISION_ENGINE, &wait);
    }
    return rc;
}
