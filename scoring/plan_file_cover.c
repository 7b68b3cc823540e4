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
    YEAR_MONTHS = 12,
};

static bool read_if_given(struct plan_reader *reader, const json_t *object, const char *key,
                          int64_t most, struct plan_number *out) {
    *out = (struct plan_number){0, "", ""};
    return json_object_get(object, key) == NULL ||
           plan_reader_number(reader, object, key, 0, most, out);
}

static bool read_optional_cover(struct plan_reader *reader, const json_t *object,
                                struct plan_cover *cover) {
    static const char *const keys[] = {"value", "rule", "source", NULL};
    if (!read_if_given(reader, object, "payment_day", CUTOFF_DAY_MAX, &cover->payment_day) ||
        !read_if_given(reader, object, "window_month", YEAR_MONTHS, &cover->window_month) ||
        !read_if_given(reader, object, "entry_age", AGE_MAX, &cover->entry_age)) {
        return false;
    }
    const json_t *on = json_object_get(object, "entry_age_on");
    const char *day;
    const char *basis;
    if (on == NULL) {
        return true;
    }
    plan_reader_enter(reader, "entry_age_on");
    if (!plan_reader_keys(reader, on, keys) ||
        !plan_reader_string(reader, on, "value", false, &day) ||
        !plan_reader_string(reader, on, "rule", true, &basis) ||
        !plan_reader_string(reader, on, "source", false, &basis)) {
        return false;
    }
    if (!civil_date_parse(day, strlen(day), &cover->entry_age_on)) {
        plan_reader_enter(reader, "value");
        return plan_reader_fail(reader, "out-of-range", "a date looks like \"2026-01-01\"");
    }
    plan_reader_leave(reader);
    return true;
}

bool plan_terms_read_cover(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"cutoff_day",   "family_days", "minimum_age",
                                       "exit_age",     "child_age",   "unpaid_suspends",
                                       "leave_months", "end",         NULL};
    static const char *const optional[] = {"payment_day", "window_month", "entry_age",
                                           "entry_age_on", NULL};
    static const char *const end_keys[] = {"value", "rule", "source", NULL};
    static const char *const ends[] = {"month-after", "annual-expiry"};
    const json_t *object = json_object_get(root, "cover");
    struct plan_cover *cover = &plan->cover;
    plan_reader_enter(reader, "cover");
    if (!plan_reader_keys_also(reader, object, keys, optional) ||
        !plan_reader_number(reader, object, "cutoff_day", 1, CUTOFF_DAY_MAX, &cover->cutoff_day) ||
        !plan_reader_number(reader, object, "family_days", 0, FAMILY_DAYS_MAX,
                            &cover->family_days) ||
        !plan_reader_number(reader, object, "minimum_age", 0, AGE_MAX, &cover->minimum_age) ||
        !plan_reader_number(reader, object, "exit_age", 0, AGE_MAX, &cover->exit_age) ||
        !plan_reader_number(reader, object, "child_age", 0, AGE_MAX, &cover->child_age) ||
        !plan_reader_plan_flag(reader, object, "unpaid_suspends", &cover->unpaid_suspends) ||
        !plan_reader_number(reader, object, "leave_months", 0, LEAVE_MONTHS_MAX,
                            &cover->leave_months) ||
        !read_optional_cover(reader, object, cover)) {
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
    static const char *const optional[] = {"general_item", NULL};
    static const char *const scopes[] = {"cause", "expense"};
    size_t scope;
    exclusion->general_item = "";
    if (!plan_reader_keys_also(reader, value, keys, optional) ||
        !plan_reader_code(reader, value, "code", &exclusion->code) ||
        !plan_reader_string(reader, value, "item", true, &exclusion->item) ||
        !plan_reader_choice(reader, value, "scope", scopes, 2, &scope) ||
        !read_codes(reader, value, "exceptions", 0, PLAN_EXCEPTIONS_MAX, exclusion->exceptions,
                    &exclusion->exception_count) ||
        !plan_reader_string(reader, value, "rule", false, &exclusion->rule) ||
        !plan_reader_string(reader, value, "source", false, &exclusion->source)) {
        return false;
    }
    if (json_object_get(value, "general_item") != NULL &&
        !plan_reader_string(reader, value, "general_item", false, &exclusion->general_item)) {
        return false;
    }
    if (exclusion->item[0] == '\0' && exclusion->general_item[0] == '\0') {
        return plan_reader_fail(reader, "empty", "give item, general_item, or both");
    }
    exclusion->scope = (enum plan_scope)scope;
    return true;
}

// How much of the general exclusions of the contract applies to the cover.
enum general_list {
    GENERAL_LIST_NONE,
    GENERAL_LIST_ALL,
    GENERAL_LIST_SUBSET,
};

struct general_rule {
    enum general_list list;
    const char *except[PLAN_EXCLUSIONS_MAX]; // items of the general list that do not apply
    size_t except_count;
};

static bool read_general_rule(struct plan_reader *reader, const json_t *root,
                              struct general_rule *rule) {
    static const char *const keys[] = {"value", "except", "rule", "source", NULL};
    static const char *const lists[] = {"none", "all", "subset"};
    const json_t *object = json_object_get(root, "general_list");
    const char *basis;
    size_t list;
    if (object == NULL) {
        return true;
    }
    plan_reader_enter(reader, "general_list");
    if (!plan_reader_keys(reader, object, keys) ||
        !plan_reader_choice(reader, object, "value", lists, 3, &list) ||
        !plan_reader_string(reader, object, "rule", false, &basis) ||
        !plan_reader_string(reader, object, "source", false, &basis) ||
        !read_codes(reader, object, "except", list == GENERAL_LIST_SUBSET ? 1 : 0,
                    list == GENERAL_LIST_SUBSET ? PLAN_EXCLUSIONS_MAX : 0, rule->except,
                    &rule->except_count)) {
        return false;
    }
    rule->list = (enum general_list)list;
    plan_reader_leave(reader);
    return true;
}

// A line of the cover's own list always applies; one of the general list alone as the rule says.
static bool applies(const struct general_rule *rule, const struct plan_exclusion *exclusion) {
    if (exclusion->item[0] != '\0') {
        return true;
    }
    for (size_t i = 0; i < rule->except_count; i++) {
        if (strcmp(rule->except[i], exclusion->general_item) == 0) {
            return false;
        }
    }
    return rule->list != GENERAL_LIST_NONE;
}

// An exception that names no line of the general list alone would let one apply that was meant to
// stay away.
static bool exceptions_known(struct plan_reader *reader, const struct general_rule *rule,
                             const json_t *list) {
    for (size_t i = 0; i < rule->except_count; i++) {
        bool known = false;
        for (size_t k = 0; k < json_array_size(list) && !known; k++) {
            const json_t *line = json_array_get(list, k);
            const char *item = json_string_value(json_object_get(line, "item"));
            const char *general = json_string_value(json_object_get(line, "general_item"));
            known = item[0] == '\0' && strcmp(general, rule->except[i]) == 0;
        }
        if (!known) {
            plan_reader_enter(reader, "general_list");
            plan_reader_enter(reader, "except");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail(reader, "unknown-code",
                                    "no exclusion of the general list alone has this general_item");
        }
    }
    return true;
}

static bool code_used_before(const json_t *list, size_t index, const char *code) {
    for (size_t k = 0; k < index; k++) {
        const char *other = json_string_value(json_object_get(json_array_get(list, k), "code"));
        if (strcmp(other, code) == 0) {
            return true;
        }
    }
    return false;
}

bool plan_terms_read_exclusions(struct plan_reader *reader, const json_t *root,
                                struct plan_terms *terms, struct plan *plan) {
    json_t *list;
    struct general_rule rule = {.list = GENERAL_LIST_NONE};
    if (!read_general_rule(reader, root, &rule) ||
        !plan_reader_array(reader, root, "exclusions", 0, PLAN_EXCLUSIONS_MAX, &list)) {
        return false;
    }
    plan->exclusions = terms->exclusions;
    plan_reader_enter(reader, "exclusions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct plan_exclusion *exclusion = &terms->exclusions[plan->exclusion_count];
        plan_reader_enter_index(reader, i);
        if (!read_exclusion(reader, json_array_get(list, i), exclusion)) {
            return false;
        }
        if (code_used_before(list, i, exclusion->code)) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        plan->exclusion_count += applies(&rule, exclusion) ? 1 : 0;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return exceptions_known(reader, &rule, list);
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
