// SPDX-License-Identifier: EUPL-1.2
// Reading who is covered, who is insurable, what is excluded and which documents are needed.
#include "scoring/plan_file_cover.h"

#include <string.h>

enum {
    AGE_MAX = 120,
    FAMILY_DAYS_MAX = 365,
    LEAVE_MONTHS_MAX = 12,
    CUTOFF_DAY_MAX = 31,
    PERCENT_MAX = 100,
};

bool plan_terms_read_cover(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"cutoff_day",   "family_days", "minimum_age",
                                       "exit_age",     "child_age",   "unpaid_suspends",
                                       "leave_months", "end",         NULL};
    static const char *const end_keys[] = {"value", "rule", "source", NULL};
    static const char *const ends[] = {"month-after", "annual-expiry"};
    const json_t *object = json_object_get(root, "cover");
    struct plan_cover *cover = &plan->cover;
    plan_reader_enter(reader, "cover");
    if (!plan_reader_keys(reader, object, keys) ||
        !plan_reader_number(reader, object, "cutoff_day", 1, CUTOFF_DAY_MAX, &cover->cutoff_day) ||
        !plan_reader_number(reader, object, "family_days", 0, FAMILY_DAYS_MAX,
                            &cover->family_days) ||
        !plan_reader_number(reader, object, "minimum_age", 0, AGE_MAX, &cover->minimum_age) ||
        !plan_reader_number(reader, object, "exit_age", 0, AGE_MAX, &cover->exit_age) ||
        !plan_reader_number(reader, object, "child_age", 0, AGE_MAX, &cover->child_age) ||
        !plan_reader_plan_flag(reader, object, "unpaid_suspends", &cover->unpaid_suspends) ||
        !plan_reader_number(reader, object, "leave_months", 0, LEAVE_MONTHS_MAX,
                            &cover->leave_months)) {
        return false;
    }
    const json_t *end = json_object_get(object, "end");
    const char *source;
    size_t choice;
    plan_reader_enter(reader, "end");
    if (!plan_reader_keys(reader, end, end_keys) ||
        !plan_reader_choice(reader, end, "value", ends, 2, &choice) ||
        !plan_reader_string(reader, end, "rule", true, &cover->end_rule) ||
        !plan_reader_string(reader, end, "source", false, &source)) {
        return false;
    }
    cover->end = (enum plan_cover_end)choice;
    plan_reader_leave(reader);
    plan_reader_leave(reader);
    return true;
}

// A list of codes without repetition.
static bool read_codes(struct plan_reader *reader, const json_t *object, const char *key,
                       size_t least, size_t most, const char **codes, size_t *count) {
    json_t *list;
    if (!plan_reader_array(reader, object, key, least, most, &list)) {
        return false;
    }
    plan_reader_enter(reader, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        codes[i] = json_string_value(json_array_get(list, i));
        plan_reader_enter_index(reader, i);
        if (codes[i] == NULL) {
            return plan_reader_fail(reader, "wrong-type", "a text is expected here");
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(codes[k], codes[i]) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    *count = json_array_size(list);
    return true;
}

static bool read_condition(struct plan_reader *reader, const json_t *value,
                           struct plan_condition *condition) {
    static const char *const keys[] = {"code", "kind", "findings", "least", "rule", "source", NULL};
    static const char *const kinds[] = {"findings", "invalidity", "substances"};
    size_t kind;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &condition->code) ||
        !plan_reader_choice(reader, value, "kind", kinds, 3, &kind) ||
        !plan_reader_string(reader, value, "rule", false, &condition->rule) ||
        !plan_reader_string(reader, value, "source", false, &condition->source)) {
        return false;
    }
    condition->kind = (enum plan_condition_kind)(kind + 1);
    bool findings = condition->kind == PLAN_CONDITION_FINDINGS;
    return plan_reader_integer(reader, value, "least", findings ? 0 : 1, findings ? 0 : PERCENT_MAX,
                               &condition->least) &&
           read_codes(reader, value, "findings", findings ? 1 : 0, findings ? PLAN_FINDINGS_MAX : 0,
                      condition->findings, &condition->finding_count);
}

bool plan_terms_read_insurability(struct plan_reader *reader, const json_t *root,
                                  struct plan_terms *terms, struct plan *plan) {
    json_t *list;
    if (!plan_reader_array(reader, root, "insurability", 0, PLAN_CONDITIONS_MAX, &list)) {
        return false;
    }
    plan->conditions = terms->conditions;
    plan_reader_enter(reader, "insurability");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_condition(reader, json_array_get(list, i), &terms->conditions[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(terms->conditions[k].code, terms->conditions[i].code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan->condition_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_exclusion(struct plan_reader *reader, const json_t *value,
                           struct plan_exclusion *exclusion) {
    static const char *const keys[] = {"code", "item",   "scope", "exceptions",
                                       "rule", "source", NULL};
    static const char *const scopes[] = {"cause", "expense"};
    size_t scope;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &exclusion->code) ||
        !plan_reader_string(reader, value, "item", false, &exclusion->item) ||
        !plan_reader_choice(reader, value, "scope", scopes, 2, &scope) ||
        !read_codes(reader, value, "exceptions", 0, PLAN_EXCEPTIONS_MAX, exclusion->exceptions,
                    &exclusion->exception_count) ||
        !plan_reader_string(reader, value, "rule", false, &exclusion->rule) ||
        !plan_reader_string(reader, value, "source", false, &exclusion->source)) {
        return false;
    }
    exclusion->scope = (enum plan_scope)scope;
    return true;
}

bool plan_terms_read_exclusions(struct plan_reader *reader, const json_t *root,
                                struct plan_terms *terms, struct plan *plan) {
    json_t *list;
    if (!plan_reader_array(reader, root, "exclusions", 0, PLAN_EXCLUSIONS_MAX, &list)) {
        return false;
    }
    plan->exclusions = terms->exclusions;
    plan_reader_enter(reader, "exclusions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_exclusion(reader, json_array_get(list, i), &terms->exclusions[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(terms->exclusions[k].code, terms->exclusions[i].code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan->exclusion_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_document(struct plan_reader *reader, const json_t *value,
                          struct plan_document *document) {
    static const char *const keys[] = {"code", "when", "label", "rule", "source", NULL};
    static const char *const whens[] = {"never", "always", "admitted", "home-service", "inpatient"};
    size_t when;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_string(reader, value, "code", false, &document->code) ||
        !plan_reader_choice(reader, value, "when", whens, 5, &when) ||
        !plan_reader_text(reader, value, "label", false, &document->label) ||
        !plan_reader_string(reader, value, "rule", false, &document->rule) ||
        !plan_reader_string(reader, value, "source", false, &document->source)) {
        return false;
    }
    document->when = (enum plan_document_when)when;
    return true;
}

bool plan_terms_read_documents(struct plan_reader *reader, const json_t *root,
                               struct plan_terms *terms, struct plan *plan) {
    json_t *list;
    if (!plan_reader_array(reader, root, "documents", 0, PLAN_DOCUMENTS_MAX, &list)) {
        return false;
    }
    plan->documents = terms->documents;
    plan_reader_enter(reader, "documents");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_document(reader, json_array_get(list, i), &terms->documents[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(terms->documents[k].code, terms->documents[i].code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan->document_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}
