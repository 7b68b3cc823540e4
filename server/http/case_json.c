// SPDX-License-Identifier: EUPL-1.2
// Checks, dossier, rulings and tasks of a case as JSON.
#include "http/case_json.h"

#include <string.h>

#include "http/claim_json.h"
#include "scoring/dossier.h"

json_t *claim_staff_json(const struct staff_ref *staff) {
    return json_pack("{s:s, s:s}", "id", staff->id.text, "name", staff->name);
}

static void sign(json_t *object, const struct claim_signature *signature) {
    (void)json_put(object, "by", claim_staff_json(&signature->by));
    (void)json_put(object, "at", json_instant_or_null(signature->at_us));
}

static json_t *check_fact_json(const struct claim_check_fact *fact) {
    json_t *exceptions = json_array();
    for (size_t i = 0; i < fact->exception_count; i++)
        exceptions = json_append(exceptions, json_string(fact->exceptions[i]));
    json_t *json =
        json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "about", fact->about, "code",
                  json_text_or_null(fact->code), "answer", fact->answer, "number",
                  fact->number < 0 ? json_null() : json_integer(fact->number), "since",
                  json_text_or_null(fact->since), "exceptions", exceptions, "evidence",
                  json_text_or_null(fact->evidence), "note", json_text_or_null(fact->note));
    sign(json, &fact->signature);
    return json;
}

// The list with what was recorded about one subject: none or one.
static json_t *add_facts(json_t *facts, const struct claim_view *view, const char *about,
                         const char *code) {
    for (size_t i = 0; i < view->check_count; i++) {
        const struct claim_check_fact *fact = &view->checks[i];
        bool same =
            code == NULL ? fact->code == NULL : fact->code != NULL && strcmp(fact->code, code) == 0;
        if (same && strcmp(fact->about, about) == 0)
            facts = json_append(facts, check_fact_json(fact));
    }
    return facts;
}

static json_t *check_json(const char *kind, const char *rule, const char *code, const char *item,
                          enum fact hit, json_t *possible, json_t *facts) {
    return json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o}", "kind", kind, "rule", rule, "code",
                     code, "item", json_text_or_null(item), "hit", fact_name(hit), "possible",
                     possible, "facts", facts);
}

static json_t *coverage_check_json(const struct claim_view *view) {
    const struct coverage *coverage = &view->evaluation->coverage;
    if (!view->cover_by_events)
        return check_json("coverage", view->registered_cover.rule, "register", NULL,
                          view->registered_cover.hit, json_array(), json_array());
    enum fact hit = coverage->covered == FACT_UNKNOWN ? FACT_UNKNOWN
                    : coverage->covered == FACT_YES   ? FACT_NO
                                                      : FACT_YES;
    return check_json("coverage", coverage->rule, "cover", NULL, hit, json_array(), json_array());
}

// Under a plan for holders only the cover is theirs, or nobody's (B-26).
static json_t *holder_check_json(const struct claim_view *view) {
    enum fact hit = view->holder == FACT_UNKNOWN ? FACT_UNKNOWN
                    : view->holder == FACT_YES   ? FACT_NO
                                                 : FACT_YES;
    return check_json("coverage", view->plan->holder_only.rule, "holder", NULL, hit, json_array(),
                      json_array());
}

static json_t *condition_json(const struct claim_view *view, size_t i) {
    const struct plan_condition *condition = &view->plan->conditions[i];
    json_t *possible = json_array();
    json_t *facts = json_array();
    for (size_t k = 0; k < condition->finding_count; k++) {
        possible = json_append(possible, json_string(condition->findings[k]));
        facts = add_facts(facts, view, "finding", condition->findings[k]);
    }
    if (condition->kind == PLAN_CONDITION_INVALIDITY)
        facts = add_facts(facts, view, "invalidity", NULL);
    if (condition->kind == PLAN_CONDITION_SUBSTANCES)
        facts = add_facts(facts, view, "substances", NULL);
    return check_json("insurability", condition->rule, condition->code, NULL,
                      view->evaluation->conditions[i], possible, facts);
}

static json_t *exclusion_json(const struct claim_view *view, size_t i) {
    const struct plan_exclusion *exclusion = &view->plan->exclusions[i];
    json_t *possible = json_array();
    json_t *facts = json_array();
    for (size_t k = 0; k < exclusion->exception_count; k++)
        possible = json_append(possible, json_string(exclusion->exceptions[k]));
    facts = add_facts(facts, view, "exclusion", exclusion->code);
    return check_json("exclusion", exclusion->rule, exclusion->code, exclusion->item,
                      view->evaluation->exclusions[i], possible, facts);
}

// Every check of the plan, also those that nobody has examined.
static json_t *checks_json(const struct claim_view *view) {
    json_t *checks = json_array();
    checks = json_append(checks, coverage_check_json(view));
    if (view->plan->holder_only.value)
        checks = json_append(checks, holder_check_json(view));
    for (size_t i = 0; i < view->plan->condition_count; i++)
        checks = json_append(checks, condition_json(view, i));
    for (size_t i = 0; i < view->plan->exclusion_count; i++) {
        if (view->plan->exclusions[i].scope == PLAN_SCOPE_CAUSE)
            checks = json_append(checks, exclusion_json(view, i));
    }
    return checks;
}

json_t *case_check_codes(const struct claim_view *view, const char *rule, enum fact hit) {
    json_t *checks = checks_json(view);
    json_t *codes = json_array();
    for (size_t i = 0; i < json_array_size(checks); i++) {
        const json_t *check = json_array_get(checks, i);
        const char *of = json_string_value(json_object_get(check, "rule"));
        const char *is = json_string_value(json_object_get(check, "hit"));
        if (strcmp(of, rule) == 0 && strcmp(is, fact_name(hit)) == 0)
            codes = json_append(codes, json_incref(json_object_get(check, "code")));
    }
    json_decref(checks);
    return codes;
}

static json_t *whole_json(const struct claim_view *view, const char *about) {
    json_t *facts = json_array();
    facts = add_facts(facts, view, about, NULL);
    json_t *first = json_incref(json_array_get(facts, 0));
    json_decref(facts);
    return first == NULL ? json_null() : first;
}

static const char *const when_names[] = {
    [PLAN_DOCUMENT_NEVER] = "never",         [PLAN_DOCUMENT_ALWAYS] = "always",
    [PLAN_DOCUMENT_ADMITTED] = "admitted",   [PLAN_DOCUMENT_HOME_SERVICE] = "home-service",
    [PLAN_DOCUMENT_INPATIENT] = "inpatient",
};

static json_t *document_json(const struct claim_view *view, const struct plan_document *document) {
    const struct dossier_facts none = {0};
    const struct dossier_facts *dossier = view->dossier == NULL ? &none : view->dossier;
    json_t *json = json_pack("{s:s, s:o, s:s, s:s, s:s}", "code", document->code, "label",
                             text_json(&document->label), "rule", document->rule, "when",
                             when_names[document->when], "needed",
                             fact_name(dossier_needs(document, dossier)));
    const struct claim_document *copy = NULL;
    for (size_t i = 0; i < view->document_count; i++) {
        if (strcmp(view->documents[i].code, document->code) == 0)
            copy = &view->documents[i];
    }
    if (copy == NULL) {
        (void)json_put(json, "copy", json_null());
        return json;
    }
    json_t *received = json_pack("{s:s, s:s, s:o}", "receivedOn", copy->received_on, "accepted",
                                 fact_name(copy->accepted), "note", json_text_or_null(copy->note));
    sign(received, &copy->signature);
    (void)json_put(json, "copy", received);
    return json;
}

static json_t *situation_json(const struct claim_situation *situation) {
    if (situation->signature.at_us == 0)
        return json_null();
    json_t *json =
        json_pack("{s:s, s:s, s:s}", "admitted", fact_name(situation->admitted), "homeService",
                  fact_name(situation->home_service), "inpatient", fact_name(situation->inpatient));
    sign(json, &situation->signature);
    return json;
}

static json_t *dossier_json(const struct claim_view *view) {
    json_t *documents = json_array();
    struct civil_date day = {0};
    for (size_t i = 0; i < view->plan->document_count; i++)
        documents = json_append(documents, document_json(view, &view->plan->documents[i]));
    if (view->dossier != NULL)
        day = dossier_complete_on(view->plan, view->dossier);
    if (civil_date_known(day) && civil_date_compare(day, view->received_on) < 0)
        day = view->received_on;
    return json_pack("{s:o, s:o, s:o}", "situation", situation_json(&view->situation), "documents",
                     documents, "completeDay", date_json(day));
}

static json_t *dates_json(const struct claim_view *view) {
    static const char *const names[CLAIM_DATE_EVENTS] = {
        [CLAIM_DATE_ONSET] = "onset",
        [CLAIM_DATE_FIRST_CONTACT] = "first-contact",
        [CLAIM_DATE_SENT] = "sent",
    };
    json_t *dates = json_array();
    for (size_t i = CLAIM_DATE_NONE + 1; i < CLAIM_DATE_EVENTS; i++) {
        const struct claim_date_fact *fact = &view->dates[i];
        if (fact->on == NULL)
            continue;
        json_t *json = json_pack("{s:s, s:s, s:o}", "event", names[i], "on", fact->on, "evidence",
                                 json_text_or_null(fact->evidence));
        sign(json, &fact->signature);
        dates = json_append(dates, json);
    }
    return dates;
}

static json_t *interruptions_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->interruption_count; i++) {
        const struct claim_date_fact *fact = &view->interruptions[i];
        json_t *json = json_pack("{s:s, s:s}", "on", fact->on, "evidence", fact->evidence);
        sign(json, &fact->signature);
        list = json_append(list, json);
    }
    return list;
}

static json_t *ruling_json(const struct claim_person_ruling *ruling) {
    if (ruling->ruling == NULL)
        return json_null();
    bool reduced = ruling->prejudice_cents > 0;
    json_t *json =
        json_pack("{s:s, s:s, s:o, s:o}", "ruling", ruling->ruling, "reason", ruling->reason,
                  "prejudiceCents", reduced ? json_integer(ruling->prejudice_cents) : json_null(),
                  "borneCents", reduced ? json_integer(ruling->borne_cents) : json_null());
    sign(json, &ruling->signature);
    return json;
}

static json_t *controls_json(const struct claim_view *view) {
    json_t *controls = json_array();
    for (size_t i = view->control_count; i > 0; i--) {
        const struct claim_control *control = &view->controls[i - 1];
        json_t *json =
            json_pack("{s:s, s:s, s:o, s:o}", "event", control->event, "on", control->on, "note",
                      json_text_or_null(control->note), "ruling", ruling_json(&control->ruling));
        sign(json, &control->signature);
        controls = json_append(controls, json);
    }
    return controls;
}

static json_t *ending_json(const struct claim_ending *ending) {
    if (ending->reason == NULL)
        return json_null();
    json_t *json =
        json_pack("{s:s, s:s, s:o, s:o}", "reason", ending->reason, "on", ending->on, "evidence",
                  json_text_or_null(ending->evidence), "note", json_text_or_null(ending->note));
    sign(json, &ending->signature);
    return json;
}

static json_t *complaints_json(const struct claim_view *view) {
    json_t *complaints = json_array();
    for (size_t i = view->complaint_count; i > 0; i--) {
        const struct claim_complaint *one = &view->complaints[i - 1];
        json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "id", one->id.text,
                                 "receivedOn", one->received_on, "firstName", one->first_name,
                                 "lastName", one->last_name, "codiceFiscale", one->code, "text",
                                 one->text, "answeredOn", json_text_or_null(one->answered_on),
                                 "answer", json_text_or_null(one->answer));
        sign(json, &one->signature);
        complaints = json_append(complaints, json);
    }
    return complaints;
}

static json_t *clawbacks_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->clawback_count; i++) {
        const struct claim_clawback *back = &view->clawbacks[i];
        list = json_append(list, json_pack("{s:s, s:i, s:I, s:I, s:o, s:o}", "expense",
                                           back->expense.text, "month", (int)back->month,
                                           "paidCents", (json_int_t)back->paid_cents, "backCents",
                                           (json_int_t)back->back_cents, "from",
                                           date_json(back->from), "to", date_json(back->to)));
    }
    return list;
}

// The register of covers has answered what the engine was not asked about; where it could not, the
// check itself is the task before.
static bool answered_by_register(const struct claim_view *view, size_t at) {
    const struct evaluation_open_task *tasks = view->evaluation->tasks;
    if (view->cover_by_events || tasks[at].task != EVALUATION_TASK_SETTLE_CHECK ||
        strcmp(tasks[at].rule, view->registered_cover.rule) != 0)
        return false;
    bool before = false;
    for (size_t i = 0; i < at; i++)
        before = before || (tasks[i].task == EVALUATION_TASK_SETTLE_CHECK &&
                            strcmp(tasks[i].rule, tasks[at].rule) == 0);
    return before || view->registered_cover.hit != FACT_UNKNOWN;
}

static json_t *tasks_json(const struct claim_view *view) {
    json_t *tasks = json_array();
    for (size_t i = 0; i < view->evaluation->task_count; i++) {
        const struct evaluation_open_task *task = &view->evaluation->tasks[i];
        if (!answered_by_register(view, i))
            tasks =
                json_append(tasks, json_pack("{s:s, s:s}", "task", evaluation_task_name(task->task),
                                             "rule", task->rule));
    }
    return tasks;
}

static json_t *exclusions_of_expenses_json(const struct plan *plan) {
    json_t *list = json_array();
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        const struct plan_exclusion *exclusion = &plan->exclusions[i];
        if (exclusion->scope == PLAN_SCOPE_EXPENSE)
            list = json_append(
                list, json_pack("{s:s, s:s}", "code", exclusion->code, "rule", exclusion->rule));
    }
    return list;
}

static json_t *cause_classes_json(const struct plan *plan) {
    json_t *list = json_array();
    for (size_t i = 0; i < plan->waiting_count; i++)
        list = json_append(list, json_pack("{s:s, s:o}", "code", plan->waiting[i].cause, "label",
                                           text_json(&plan->waiting[i].label)));
    return list;
}

static json_t *particulars_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (const struct claim_particular *one = view->particulars; one != NULL; one = one->next)
        list = json_append(list, json_pack("{s:o, s:o}", "of", json_id_or_null(&one->of), "fact",
                                           check_fact_json(&one->fact)));
    return list;
}

static json_t *earlier_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->earlier_count; i++) {
        const struct claim_earlier *one = &view->earlier[i];
        list =
            json_append(list, json_pack("{s:s, s:s, s:o, s:o, s:i}", "claim", one->claim.text,
                                        "number", one->number, "from", date_json(one->from), "to",
                                        date_json(one->to), "paidMonths", (int)one->paid_months));
    }
    return list;
}

static json_t *sheet_json(const char *rater, const char *on, const struct claim_answer *list,
                          size_t count) {
    json_t *answers = json_array();
    for (size_t i = 0; i < count; i++)
        answers = json_append(
            answers, json_pack("{s:s, s:s}", "item", list[i].item, "grade", list[i].grade));
    return json_pack("{s:s, s:o, s:o}", "rater", rater, "on", json_text_or_null(on), "answers",
                     answers);
}

// What the family answers, then every examination by the order of recording.
static json_t *sheets_json(const struct claim_view *view) {
    json_t *sheets = json_array();
    json_t *own = sheet_json("family", NULL, view->answers, view->answer_count);
    (void)json_put(own, "by", json_null());
    (void)json_put(own, "at", json_null());
    sheets = json_append(sheets, own);
    for (size_t i = 0; i < view->sheet_count; i++) {
        const struct claim_sheet *one = &view->sheets[i];
        json_t *sheet = sheet_json(one->rater, one->on, one->answers, one->answer_count);
        sign(sheet, &one->signature);
        sheets = json_append(sheets, sheet);
    }
    return sheets;
}

// What does not fit, and is never a refusal.
static json_t *warnings_json(const struct evaluation *evaluation) {
    json_t *list = json_array();
    for (size_t i = 0; i < evaluation->warning_count; i++)
        list = json_append(list, json_pack("{s:s, s:s}", "code",
                                           case_warning_name(evaluation->warnings[i].kind), "rule",
                                           evaluation->warnings[i].rule));
    return list;
}

json_t *bank_account_json(const struct person_account *account) {
    if (account->iban == NULL)
        return json_null();
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:b}", "iban", account->iban, "holder", account->holder,
                  "evidence", account->evidence, "inSepa", (int)account->in_sepa);
    sign(json, &account->signature);
    return json;
}

// Where the facts alone lead, and what the last step brings with it.
static json_t *followed_json(const struct claim_course *course) {
    json_t *follows = json_array();
    for (size_t i = 0; i < CLAIM_EFFECT_COUNT; i++) {
        if ((course->effects >> i & 1U) != 0)
            follows = json_append(follows, json_string(claim_effect_name(i)));
    }
    bool ended = course->state == CLAIM_ENDED;
    return json_pack("{s:s, s:o, s:o}", "state", claim_state_name(course->state), "end",
                     ended ? json_string(claim_end_name(course->end)) : json_null(), "follows",
                     follows);
}

void case_json_add(json_t *page, const struct claim_view *view) {
    const struct evaluation *evaluation = view->evaluation;
    (void)json_put(page, "warnings", warnings_json(evaluation));
    (void)json_put(page, "byTheFacts", followed_json(&evaluation->course));
    (void)json_put(page, "bankAccount", bank_account_json(&view->account));
    (void)json_put(page, "assessments", sheets_json(view));
    (void)json_put(page, "checks", checks_json(view));
    (void)json_put(page, "healthStatement", whole_json(view, "health-statement"));
    (void)json_put(page, "causesExamined", whole_json(view, "causes-examined"));
    (void)json_put(page, "coverage",
                   json_pack("{s:s, s:o, s:o, s:I, s:s}", "source",
                             view->cover_by_events ? "events" : "register", "since",
                             date_json(evaluation->coverage.since), "testedOn",
                             date_json(evaluation->tested_on), "events",
                             (json_int_t)view->cover_event_count, "holder",
                             fact_name(view->holder)));
    (void)json_put(page, "dossier", dossier_json(view));
    (void)json_put(page, "dates", dates_json(view));
    (void)json_put(page, "lateRuling", ruling_json(&view->late_ruling));
    (void)json_put(page, "survivalRuling", ruling_json(&view->survival_ruling));
    (void)json_put(page, "earlyRuling", ruling_json(&view->early_ruling));
    (void)json_put(page, "interruptions", interruptions_json(view));
    (void)json_put(page, "controls", controls_json(view));
    (void)json_put(page, "ending", ending_json(&view->ending));
    (void)json_put(page, "factsContradict", json_boolean(view->facts_contradict));
    (void)json_put(page, "complaints", complaints_json(view));
    (void)json_put(page, "clawbacks", clawbacks_json(view));
    (void)json_put(page, "expenseExclusions", exclusions_of_expenses_json(view->plan));
    (void)json_put(page, "causeClasses", cause_classes_json(view->plan));
    (void)json_put(page, "particulars", particulars_json(view));
    (void)json_put(page, "earlierBenefits", earlier_json(view));
    (void)json_put(page, "tasks", tasks_json(view));
}
