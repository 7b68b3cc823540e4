// SPDX-License-Identifier: EUPL-1.2
// Other claims of the same person under the same plan.
#include "service/case_beside.h"

#include <string.h>

#include "scoring/benefit_month.h"

// By recognition; of two in one moment the one that was opened first.
static bool is_before(const struct case_benefit *one, int64_t at_us, int64_t id) {
    return one->recognised_us < at_us || (one->recognised_us == at_us && one->id < id);
}

// False when the other claim gave no benefit day up to today.
static bool benefit_of(const struct claim_case *other, struct claim_earlier *earlier) {
    size_t months = other->view.month_count;
    if (months == 0)
        return false;
    struct civil_date from = other->view.months[0].month.first;
    struct civil_date to = other->view.months[months - 1].month.last;
    if (other->view.ending.on != NULL)
        to = civil_date_earliest(to, case_date(other->view.ending.on));
    if (civil_date_known(other->view.died_on))
        to = civil_date_earliest(to, other->view.died_on);
    to = civil_date_earliest(to, other->today);
    *earlier = (struct claim_earlier){
        .claim = other->claim.public_id, .number = other->claim.number, .from = from, .to = to};
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++)
        earlier->paid_months += other->used[i] > 0;
    return civil_date_compare(from, to) <= 0;
}

static enum rc fill_shares(struct claim_case *c, const struct claim_case *other,
                           struct case_benefit *benefit) {
    struct case_share *shares = arena_array(c->arena, PLAN_MONTHS_MAX, sizeof *shares);
    if (shares == NULL)
        return RC_NOMEM;
    for (int32_t number = 1; number <= PLAN_MONTHS_MAX; number++) {
        struct benefit_month month;
        int64_t cents = other->used[number - 1];
        if (cents > 0 && benefit_month_at(other->view.plan, benefit->from, number, &month))
            shares[benefit->share_count++] = (struct case_share){month.first, month.last, cents};
    }
    benefit->shares = shares;
    return RC_OK;
}

// The newest of those recognised before (at_us, id), as many as the engine takes.
static size_t list_earlier(const struct claim_case *c, int64_t at_us, int64_t id,
                           struct claim_earlier list[EVALUATION_EARLIER_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < c->benefit_count; i++) {
        const struct case_benefit *one = &c->benefits[i];
        if (!one->began || !is_before(one, at_us, id))
            continue;
        if (count == EVALUATION_EARLIER_MAX)
            memmove(list, list + 1, --count * sizeof list[0]);
        list[count++] = one->earlier;
    }
    return count;
}

static enum rc add_benefit(struct claim_case *c, const struct claim *claim) {
    struct claim_earlier earlier[EVALUATION_EARLIER_MAX];
    size_t before = list_earlier(c, INT64_MAX, claim->id, earlier);
    struct claim_case *other = arena_alloc(c->arena, sizeof *other);
    if (other == NULL)
        return RC_NOMEM;
    enum rc rc = case_open_beside(c, claim, earlier, before, other);
    // What it gave is not known: a person has to look before this one is decided.
    if (other->unreadable) {
        c->contradictory = true;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    case_wipe(other);
    struct civil_date start = other->view.proposal.accrual_start;
    struct case_benefit *benefit = &c->benefits[c->benefit_count++];
    *benefit = (struct case_benefit){
        .recognised_us = other->view.decisions[0].at_us,
        .id = claim->id,
        .ended = other->state == CLAIM_ENDED || !case_pays(other),
        .from = start,
        .until = civil_date_add_months(start, (int32_t)other->view.plan->months.value),
    };
    benefit->began = benefit_of(other, &benefit->earlier);
    return fill_shares(c, other, benefit);
}

enum rc case_load_beside(struct claim_case *c) {
    struct claim *claims = NULL;
    size_t count = 0;
    if (c->beside)
        return RC_OK;
    enum rc rc =
        claim_list_recognised(c->tx, &c->claim.person, c->claim.plan_id, c->arena, &claims, &count);
    c->benefits = arena_array(c->arena, count + 1, sizeof *c->benefits);
    if (rc == RC_OK && c->benefits == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (claims[i].id != c->claim.id)
            rc = add_benefit(c, &claims[i]);
    }
    // What is not recognised yet would be recognised last.
    int64_t own_us = case_pays(c) ? c->view.decisions[0].at_us : INT64_MAX;
    if (rc == RC_OK)
        c->view.earlier_count = list_earlier(c, own_us, c->claim.id, c->view.earlier);
    return rc;
}

static bool meet(struct civil_date first, struct civil_date last, const struct case_share *share) {
    return civil_date_compare(first, share->last) <= 0 &&
           civil_date_compare(share->first, last) <= 0;
}

bool case_share_months(struct claim_case *c) {
    bool any = false;
    struct civil_date start = c->view.proposal.accrual_start;
    for (int32_t number = 1; number <= PLAN_MONTHS_MAX; number++) {
        struct benefit_month month;
        if (!benefit_month_at(c->view.plan, start, number, &month))
            break;
        for (size_t i = 0; i < c->benefit_count; i++) {
            for (size_t k = 0; k < c->benefits[i].share_count; k++) {
                const struct case_share *share = &c->benefits[i].shares[k];
                if (meet(month.first, month.last, share))
                    c->elsewhere[number - 1] += share->cents;
            }
        }
        any = any || c->elsewhere[number - 1] > 0;
    }
    return any;
}

bool case_meets_running(const struct claim_case *c, struct civil_date start) {
    struct civil_date until = civil_date_add_months(start, (int32_t)c->view.plan->months.value);
    for (size_t i = 0; i < c->benefit_count; i++) {
        const struct case_benefit *other = &c->benefits[i];
        if (!other->ended && civil_date_compare(start, other->until) < 0 &&
            civil_date_compare(other->from, until) < 0)
            return true;
    }
    return false;
}
