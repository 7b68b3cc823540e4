// SPDX-License-Identifier: EUPL-1.2
// Checks, documents, dates, rulings, controls, ends and complaints of a case.
#include "service/case_findings.h"

#include <string.h>

#include "service/case_particulars.h"

static const char *member(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static int64_t number(const json_t *object, const char *name, int64_t missing) {
    const json_t *value = json_object_get(object, name);
    return json_is_integer(value) ? json_integer_value(value) : missing;
}

static enum fact fact_of(const json_t *object, const char *name) {
    enum fact fact = FACT_UNKNOWN;
    const char *text = member(object, name);
    if (text != NULL)
        (void)fact_from_name(text, &fact);
    return fact;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static enum rc take_check(struct claim_case *c, const json_t *content,
                          const struct claim_signature *signature) {
    struct claim_view *view = &c->view;
    struct claim_check_fact check = {
        .about = member(content, "about"),
        .code = member(content, "code"),
        .answer = member(content, "answer"),
        .number = number(content, "number", -1),
        .since = member(content, "since"),
        .evidence = member(content, "evidence"),
        .note = member(content, "note"),
        .signature = *signature,
    };
    const json_t *exceptions = json_object_get(content, "exceptions");
    for (size_t i = 0; i < json_array_size(exceptions) && i < CAUSE_EXCEPTIONS_MAX; i++)
        check.exceptions[check.exception_count++] =
            json_string_value(json_array_get(exceptions, i));
    if (check.about == NULL || check.answer == NULL)
        return RC_BUG;
    if (case_is_particular(check.about))
        return case_take_particular(c, &check, content);
    size_t place = 0;
    while (place < view->check_count && !(same_text(view->checks[place].about, check.about) &&
                                          same_text(view->checks[place].code, check.code)))
        place++;
    if (place == CLAIM_CHECK_FACTS_MAX)
        return RC_BUG; // more subjects than a plan has
    view->checks[place] = check;
    view->check_count += place == view->check_count;
    return RC_OK;
}

static enum rc take_dossier(struct claim_view *view, const struct claim_fact *fact,
                            const json_t *content, const struct claim_signature *signature) {
    const char *code = member(content, "document");
    if (code == NULL) {
        view->situation = (struct claim_situation){
            .admitted = fact_of(content, "admitted"),
            .home_service = fact_of(content, "homeService"),
            .inpatient = fact_of(content, "inpatient"),
            .signature = *signature,
        };
        return RC_OK;
    }
    size_t place = 0;
    while (place < view->document_count && strcmp(view->documents[place].code, code) != 0)
        place++;
    if (place == PLAN_DOCUMENTS_MAX)
        return RC_BUG;
    view->documents[place] = (struct claim_document){
        .code = code,
        .received_on = fact->effective_on,
        .accepted = fact_of(content, "accepted"),
        .note = member(content, "note"),
        .signature = *signature,
    };
    view->document_count += place == view->document_count;
    return RC_OK;
}

static void take_date(struct claim_view *view, const struct claim_fact *fact, const json_t *content,
                      const struct claim_signature *signature) {
    const char *event = member(content, "event");
    enum claim_date_event which = CLAIM_DATE_SENT;
    if (same_text(event, "onset"))
        which = CLAIM_DATE_ONSET;
    else if (same_text(event, "first-contact"))
        which = CLAIM_DATE_FIRST_CONTACT;
    view->dates[which] =
        (struct claim_date_fact){fact->effective_on, member(content, "evidence"), *signature};
}

static void take_ruling(struct claim_person_ruling *ruling, const json_t *content,
                        const struct claim_signature *signature) {
    *ruling = (struct claim_person_ruling){
        .ruling = member(content, "ruling"),
        .reason = member(content, "reason"),
        .prejudice_cents = number(content, "prejudiceCents", 0),
        .signature = *signature,
    };
}

static void take_control(struct claim_view *view, const struct claim_fact *fact,
                         const json_t *content, const struct claim_signature *signature) {
    view->controls[view->control_count++] = (struct claim_control){
        .event = member(content, "event"),
        .on = fact->effective_on,
        .note = member(content, "note"),
        .signature = *signature,
    };
}

// It is about every refusal since the last check that was complied with.
static void take_refusal_ruling(struct claim_view *view, const json_t *content,
                                const struct claim_signature *signature) {
    for (size_t i = view->control_count; i > 0; i--) {
        struct claim_control *control = &view->controls[i - 1];
        if (same_text(control->event, "complied"))
            return;
        if (same_text(control->event, "refused"))
            take_ruling(&control->ruling, content, signature);
    }
}

static void take_interruption(struct claim_view *view, const struct claim_fact *fact,
                              const json_t *content, const struct claim_signature *signature) {
    view->interruptions[view->interruption_count++] =
        (struct claim_date_fact){fact->effective_on, member(content, "evidence"), *signature};
}

// One that corrects another leaves none.
static void take_end(struct claim_case *c, const struct claim_fact *fact, const json_t *content,
                     const struct claim_signature *signature) {
    if (member(content, "corrects") != NULL) {
        c->view.ending = (struct claim_ending){0};
        c->end_corrections[c->end_correction_count++ % CASE_END_CORRECTIONS_MAX] = fact->public_id;
        return;
    }
    c->view.ending = (struct claim_ending){
        .reason = member(content, "reason"),
        .on = fact->effective_on,
        .evidence = member(content, "evidence"),
        .note = member(content, "note"),
        .from = member(content, "from"),
        .signature = *signature,
    };
}

static void take_complaint(struct claim_view *view, const struct claim_fact *fact,
                           const json_t *content, const struct claim_signature *signature) {
    view->complaints[view->complaint_count++] = (struct claim_complaint){
        .id = fact->public_id,
        .received_on = fact->effective_on,
        .first_name = member(content, "firstName"),
        .last_name = member(content, "lastName"),
        .code = member(content, "codiceFiscale"),
        .text = member(content, "text"),
        .signature = *signature,
    };
}

static void take_answer(struct claim_view *view, const struct claim_fact *fact,
                        const json_t *content) {
    const char *id = member(content, "complaint");
    for (size_t i = 0; i < view->complaint_count; i++) {
        if (same_text(view->complaints[i].id.text, id)) {
            view->complaints[i].answered_on = fact->effective_on;
            view->complaints[i].answer = member(content, "text");
        }
    }
}

enum rc case_take_finding(struct claim_case *c, const struct claim_fact *fact,
                          const json_t *content) {
    struct claim_view *view = &c->view;
    struct claim_signature signature = {.at_us = fact->recorded_us};
    enum rc rc = case_staff(c->tx, &fact->recorded_by, c->arena, &signature.by);
    if (rc != RC_OK)
        return rc;
    switch (fact->kind) {
    case CLAIM_FACT_CHECK:
        return take_check(c, content, &signature);
    case CLAIM_FACT_DOSSIER:
        return take_dossier(view, fact, content, &signature);
    case CLAIM_FACT_DATE:
        take_date(view, fact, content, &signature);
        return RC_OK;
    case CLAIM_FACT_LATE_RULING:
        take_ruling(&view->late_ruling, content, &signature);
        return RC_OK;
    case CLAIM_FACT_SURVIVAL_RULING:
        take_ruling(&view->survival_ruling, content, &signature);
        return RC_OK;
    case CLAIM_FACT_EARLY_RULING:
        take_ruling(&view->early_ruling, content, &signature);
        return RC_OK;
    case CLAIM_FACT_REFUSAL_RULING:
        take_refusal_ruling(view, content, &signature);
        return RC_OK;
    case CLAIM_FACT_INTERRUPTION:
        take_interruption(view, fact, content, &signature);
        return RC_OK;
    case CLAIM_FACT_CONTROL:
        take_control(view, fact, content, &signature);
        return RC_OK;
    case CLAIM_FACT_END:
        take_end(c, fact, content, &signature);
        return RC_OK;
    case CLAIM_FACT_COMPLAINT:
        take_complaint(view, fact, content, &signature);
        return RC_OK;
    case CLAIM_FACT_COMPLAINT_ANSWER:
        take_answer(view, fact, content);
        return RC_OK;
    case CLAIM_FACT_NONE:
    case CLAIM_FACT_STATEMENT:
    case CLAIM_FACT_FINDING:
    case CLAIM_FACT_LIFE:
    case CLAIM_FACT_COMPLETE:
        break;
    }
    return RC_BUG;
}
