// SPDX-License-Identifier: EUPL-1.2
// Recording what a person found about insurability and the cause of the state (A-11, B-21, X-17).
#include <string.h>

#include "service/case_act.h"
#include "service/claim_records.h"

enum about {
    ABOUT_NONE,
    ABOUT_FINDING,
    ABOUT_EXCLUSION,
    ABOUT_INVALIDITY,
    ABOUT_SUBSTANCES,
    ABOUT_STATEMENT,
    ABOUT_EXAMINED,
    ABOUT_EXPENSE,
    ABOUT_CAUSE,
    ABOUT_EARLIER,
    ABOUT_INVOICED,
    ABOUT_PAID,
};

static const char *const about_names[] = {
    [ABOUT_NONE] = NULL,
    [ABOUT_FINDING] = "finding",
    [ABOUT_EXCLUSION] = "exclusion",
    [ABOUT_INVALIDITY] = "invalidity",
    [ABOUT_SUBSTANCES] = "substances",
    [ABOUT_STATEMENT] = "health-statement",
    [ABOUT_EXAMINED] = "causes-examined",
    [ABOUT_EXPENSE] = "expense",
    [ABOUT_CAUSE] = "cause-class",
    [ABOUT_EARLIER] = "earlier-benefit",
    [ABOUT_INVOICED] = "expense-invoiced",
    [ABOUT_PAID] = "expense-paid",
};

struct check_list {
    const struct check_new *checks;
    size_t count;
};

static enum about about_of(const char *name) {
    for (size_t i = ABOUT_NONE + 1; i < sizeof about_names / sizeof about_names[0]; i++) {
        if (strcmp(about_names[i], name) == 0)
            return (enum about)i;
    }
    return ABOUT_NONE;
}

static bool has_finding(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->condition_count; i++) {
        for (size_t k = 0; k < plan->conditions[i].finding_count; k++) {
            if (strcmp(plan->conditions[i].findings[k], code) == 0)
                return true;
        }
    }
    return false;
}

static const struct plan_exclusion *exclusion_of(const struct plan *plan, const char *code) {
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        if (plan->exclusions[i].scope == PLAN_SCOPE_CAUSE &&
            strcmp(plan->exclusions[i].code, code) == 0)
            return &plan->exclusions[i];
    }
    return NULL;
}

static bool has_expense(const struct claim_case *c, const struct public_id *id) {
    for (size_t i = 0; i < c->view.expense_count; i++) {
        if (public_id_equal(&c->view.expenses[i].id, id))
            return strcmp(c->view.expenses[i].state, "submitted") == 0;
    }
    return false;
}

static bool has_earlier(const struct claim_case *c, const struct public_id *id) {
    for (size_t i = 0; i < c->view.earlier_count; i++) {
        if (public_id_equal(&c->view.earlier[i].claim, id))
            return true;
    }
    return false;
}

static void check_of(const struct claim_case *c, const struct check_new *check, enum about about,
                     size_t i, struct fault *fault) {
    bool expense = about == ABOUT_EXPENSE || about == ABOUT_INVOICED || about == ABOUT_PAID;
    bool wanted = expense || about == ABOUT_EARLIER;
    bool given = public_id_is_set(&check->of);
    if (wanted != given)
        fault_atf(fault, wanted ? "missing" : "not-allowed", "/checks/%zu/of", i);
    else if (wanted && !(expense ? has_expense(c, &check->of) : has_earlier(c, &check->of)))
        fault_atf(fault, "not-found", "/checks/%zu/of", i);
}

static bool has_code(const struct plan *plan, enum about about, const char *code) {
    switch (about) {
    case ABOUT_FINDING:
        return has_finding(plan, code);
    case ABOUT_EXCLUSION:
        return exclusion_of(plan, code) != NULL;
    case ABOUT_EXPENSE:
        return exclusion_of_expense(plan, code) != NULL;
    case ABOUT_CAUSE:
        return coverage_waiting_of(plan, code) != NULL;
    case ABOUT_NONE:
    case ABOUT_INVALIDITY:
    case ABOUT_SUBSTANCES:
    case ABOUT_STATEMENT:
    case ABOUT_EXAMINED:
    case ABOUT_EARLIER:
    case ABOUT_INVOICED:
    case ABOUT_PAID:
        break;
    }
    return false;
}

static bool is_invalidity(const char *answer) {
    for (int status = INVALIDITY_UNKNOWN; status <= INVALIDITY_RECOGNISED; status++) {
        if (strcmp(invalidity_status_name((enum invalidity_status)status), answer) == 0)
            return true;
    }
    return false;
}

static void check_answer(const struct check_new *check, enum about about, size_t i,
                         struct fault *fault) {
    enum fact fact = FACT_UNKNOWN;
    bool choice = about == ABOUT_INVALIDITY ? is_invalidity(check->answer)
                                            : fact_from_name(check->answer, &fact);
    if (!choice)
        fault_atf(fault, "not-a-choice", "/checks/%zu/answer", i);
    bool counts = about == ABOUT_INVALIDITY || about == ABOUT_SUBSTANCES;
    int64_t most = about == ABOUT_INVALIDITY ? 100 : 50;
    if (!counts && check->number >= 0)
        fault_atf(fault, "not-allowed", "/checks/%zu/number", i);
    else if (counts && check->number > most)
        fault_atf(fault, "out-of-range", "/checks/%zu/number", i);
    else if (about == ABOUT_SUBSTANCES && fact == FACT_YES && check->number < 0)
        fault_atf(fault, "missing", "/checks/%zu/number", i);
    // The day is the whole of it (S-08).
    if ((about == ABOUT_INVOICED || about == ABOUT_PAID) && check->since == NULL)
        fault_atf(fault, "missing", "/checks/%zu/since", i);
    bool against = (about == ABOUT_FINDING || about == ABOUT_EXCLUSION || about == ABOUT_EXPENSE) &&
                   fact == FACT_YES;
    if (against && check->evidence == NULL)
        fault_atf(fault, "missing", "/checks/%zu/evidence", i);
}

// What is denied has neither a degree nor a day.
static void check_denied(const struct check_new *check, enum about about, size_t i,
                         struct fault *fault) {
    bool none = about == ABOUT_INVALIDITY &&
                strcmp(check->answer, invalidity_status_name(INVALIDITY_NONE)) == 0;
    bool absent = about == ABOUT_FINDING && strcmp(check->answer, fact_name(FACT_NO)) == 0;
    if (none && check->number > 0)
        fault_atf(fault, "not-allowed", "/checks/%zu/number", i);
    if ((none || absent) && check->since != NULL)
        fault_atf(fault, "not-allowed", "/checks/%zu/since", i);
}

static void check_code(const struct plan *plan, const struct check_new *check, enum about about,
                       size_t i, struct fault *fault) {
    bool wanted = about == ABOUT_FINDING || about == ABOUT_EXCLUSION || about == ABOUT_EXPENSE ||
                  about == ABOUT_CAUSE;
    if (wanted != (check->code != NULL)) {
        fault_atf(fault, wanted ? "missing" : "not-allowed", "/checks/%zu/code", i);
        return;
    }
    const struct plan_exclusion *exclusion =
        about == ABOUT_EXCLUSION ? exclusion_of(plan, check->code) : NULL;
    if (wanted && !has_code(plan, about, check->code))
        fault_atf(fault, "not-a-choice", "/checks/%zu/code", i);
    for (size_t k = 0; k < check->exception_count; k++) {
        bool known = false;
        for (size_t e = 0; exclusion != NULL && e < exclusion->exception_count; e++)
            known = known || strcmp(exclusion->exceptions[e], check->exceptions[k]) == 0;
        if (!known)
            fault_atf(fault, "not-a-choice", "/checks/%zu/exceptions/%zu", i, k);
    }
}

static enum rc check_checks(const struct claim_case *c, const struct check_list *list,
                            struct fault *fault) {
    for (size_t i = 0; i < list->count; i++) {
        const struct check_new *check = &list->checks[i];
        enum about about = about_of(check->about);
        if (about == ABOUT_NONE) {
            fault_atf(fault, "not-a-choice", "/checks/%zu/about", i);
            continue;
        }
        check_code(c->view.plan, check, about, i, fault);
        check_of(c, check, about, i, fault);
        check_answer(check, about, i, fault);
        check_denied(check, about, i, fault);
        if (check->since != NULL && civil_date_compare(case_date(check->since), c->today) > 0)
            fault_atf(fault, "in-future", "/checks/%zu/since", i);
    }
    return fault->count > 0 ? RC_INVALID : RC_OK;
}

static json_t *content_of(const struct check_new *check) {
    json_t *content = json_pack("{s:s, s:s*, s:s, s:s*, s:s*, s:s*}", "about", check->about, "code",
                                check->code, "answer", check->answer, "since", check->since,
                                "evidence", check->evidence, "note", check->note);
    if (public_id_is_set(&check->of))
        (void)json_put(content, "of", json_string(check->of.text));
    if (check->number >= 0)
        (void)json_put(content, "number", json_integer(check->number));
    if (check->exception_count > 0) {
        json_t *exceptions = json_array();
        for (size_t i = 0; i < check->exception_count; i++)
            exceptions = json_append(exceptions, json_string(check->exceptions[i]));
        (void)json_put(content, "exceptions", exceptions);
    }
    return content;
}

static enum rc record_checks(struct claim_case *c, const struct case_act *act) {
    const struct check_list *list = act->input;
    if (c->state == CLAIM_ENDED)
        return fault_set(act->fault, RC_CONFLICT, "state-forbids");
    enum rc rc = check_checks(c, list, act->fault);
    const char *today = case_date_text(c->arena, c->today);
    for (size_t i = 0; i < list->count && rc == RC_OK; i++)
        rc = case_record(c, CLAIM_FACT_CHECK, today, content_of(&list->checks[i]));
    return rc == RC_OK ? case_close(c, "claim.checks") : rc;
}

enum rc claim_record_checks(const struct service *service, const struct actor *actor,
                            const struct public_id *claim, int64_t if_match,
                            const struct check_new *checks, size_t count, struct fault *fault) {
    struct check_list list = {checks, count};
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_CHECK, claim, if_match,
                                           "claim.checks", record_checks, &list, fault});
}
