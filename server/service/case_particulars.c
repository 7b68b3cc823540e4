// SPDX-License-Identifier: EUPL-1.2
// Natures of expenses, the class of the cause, earlier benefits.
#include "service/case_particulars.h"

#include <string.h>

bool case_is_particular(const char *about) {
    return strcmp(about, "expense") == 0 || strcmp(about, "cause-class") == 0 ||
           strcmp(about, "earlier-benefit") == 0;
}

static struct claim_particular *find(const struct claim_view *view, const char *about,
                                     const struct public_id *of) {
    for (struct claim_particular *one = view->particulars; one != NULL; one = one->next) {
        if (strcmp(one->fact.about, about) == 0 && public_id_equal(&one->of, of))
            return one;
    }
    return NULL;
}

enum rc case_take_particular(struct claim_case *c, const struct claim_check_fact *fact,
                             const json_t *content) {
    struct public_id of = {0};
    const char *text = json_string_value(json_object_get(content, "of"));
    if (text != NULL && public_id_parse(text, strlen(text), &of) != RC_OK)
        return RC_BUG;
    struct claim_particular *one = find(&c->view, fact->about, &of);
    if (one == NULL) {
        one = arena_alloc(c->arena, sizeof *one);
        if (one == NULL)
            return RC_NOMEM;
        *one = (struct claim_particular){.of = of, .next = c->view.particulars};
        c->view.particulars = one;
    }
    one->fact = *fact;
    return RC_OK;
}

const struct claim_check_fact *case_particular_of(const struct claim_view *view, const char *about,
                                                  const struct public_id *of) {
    const struct public_id itself = {0};
    const struct claim_particular *one = find(view, about, of == NULL ? &itself : of);
    return one == NULL ? NULL : &one->fact;
}

// Filed before this one, and once recognised: only such a claim can have used months.
static bool came_before(const struct claim_case *c, const struct claim *other) {
    enum claim_state state;
    if (other->id == c->claim.id || strcmp(other->plan_id, c->claim.plan_id) != 0 ||
        other->submitted_us == 0 || !claim_state_from_name(other->state, &state))
        return false;
    bool recognised = state == CLAIM_RECOGNISED || state == CLAIM_IN_PAYMENT ||
                      state == CLAIM_SUSPENDED || state == CLAIM_ENDED;
    bool first = c->claim.submitted_us == 0 || other->submitted_us < c->claim.submitted_us ||
                 (other->submitted_us == c->claim.submitted_us && other->id < c->claim.id);
    return recognised && first;
}

// False when the other claim gave no month up to today.
static bool benefit_of(const struct claim_case *c, const struct claim_case *other,
                       struct claim_earlier *earlier) {
    size_t months = other->view.month_count;
    if (months == 0)
        return false;
    struct civil_date from = other->view.months[0].month.first;
    struct civil_date to = other->view.months[months - 1].month.last;
    if (other->view.ending.on != NULL)
        to = civil_date_earliest(to, case_date(other->view.ending.on));
    if (civil_date_known(other->view.died_on))
        to = civil_date_earliest(to, other->view.died_on);
    to = civil_date_earliest(to, c->today);
    *earlier = (struct claim_earlier){
        .claim = other->claim.public_id, .number = other->claim.number, .from = from, .to = to};
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++)
        earlier->paid_months += other->used[i] > 0;
    return civil_date_compare(from, to) <= 0;
}

static enum rc add_earlier(struct claim_case *c, const struct claim *claim) {
    struct claim_case *other = arena_alloc(c->arena, sizeof *other);
    if (other == NULL)
        return RC_NOMEM;
    enum rc rc = case_open_beside(c, claim, other);
    // The months that it gave are not known: a person has to look before this one is decided.
    if (other->unreadable) {
        c->contradictory = true;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    case_wipe(other);
    struct claim_earlier *earlier = &c->view.earlier[c->view.earlier_count];
    c->view.earlier_count += benefit_of(c, other, earlier);
    return RC_OK;
}

enum rc case_load_earlier(struct claim_case *c) {
    struct claim *claims = NULL;
    size_t count = 0;
    if (c->beside)
        return RC_OK;
    enum rc rc = claim_list_of_person(c->tx, &c->claim.person, c->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (came_before(c, &claims[i]) && c->view.earlier_count < EVALUATION_EARLIER_MAX)
            rc = add_earlier(c, &claims[i]);
    }
    return rc;
}
