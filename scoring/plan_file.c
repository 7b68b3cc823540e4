// SPDX-License-Identifier: EUPL-1.2
// A plan file as a whole: syntax, top level, forms of benefit and settings.
#include "scoring/plan_file.h"

#include "scoring/plan_file_benefit.h"
#include "scoring/plan_file_cover.h"
#include "scoring/plan_file_group.h"
#include "scoring/plan_file_place.h"
#include "scoring/plan_file_reader.h"
#include "scoring/plan_file_settings.h"
#include "scoring/plan_file_sheet.h"
#include "scoring/plan_file_test.h"

#include <stdio.h>
#include <string.h>

enum {
    FORMAT = 1,
    DEPTH_MAX = 16,
    VERSION_MAX = 1000000,
    TERM_DAYS_MAX = 3650,
};

struct plan_file {
    json_t *root; // owns every text the plan points to
    char *json;
    size_t json_length;
    char *settings; // plan.settings_text
    struct plan plan;
    struct plan_sheet sheet;
    struct plan_terms terms;
    struct plan_benefit benefit;
};

static bool read_forms(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    const json_t *object = json_object_get(root, "forms");
    const char *keys[BENEFIT_FORM_COUNT] = {NULL};
    for (size_t i = 1; i < BENEFIT_FORM_COUNT; i++) {
        keys[i - 1] = benefit_form_name((enum benefit_form)i);
    }
    plan_reader_enter(reader, "forms");
    if (!plan_reader_keys(reader, object, keys)) {
        return false;
    }
    bool any = false;
    plan->forms[BENEFIT_FORM_UNKNOWN] = (struct plan_flag){false, "", ""};
    for (size_t i = 1; i < BENEFIT_FORM_COUNT; i++) {
        if (!plan_reader_plan_flag(reader, object, keys[i - 1], &plan->forms[i])) {
            return false;
        }
        any = any || plan->forms[i].value;
    }
    if (plan->forms[BENEFIT_FORM_ANNUITY].value) {
        plan_reader_enter(reader, "annuity");
        return plan_reader_fail(reader, "not-built",
                                "annuities are not paid by this program: a benefit needs an "
                                "expense or an authorised service");
    }
    if (!any) {
        return plan_reader_fail(reader, "empty", "the plan pays in no form at all");
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_consolidated(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"value", "rule", "source", NULL};
    static const char *const names[] = {"any", "required", "forbidden"};
    const json_t *value = json_object_get(root, "consolidated");
    const char *source;
    size_t choice;
    plan_reader_enter(reader, "consolidated");
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_choice(reader, value, "value", names, 3, &choice) ||
        !plan_reader_string(reader, value, "rule", true, &plan->consolidation_rule) ||
        !plan_reader_string(reader, value, "source", false, &source)) {
        return false;
    }
    plan->consolidation = (enum plan_consolidation)choice;
    plan_reader_leave(reader);
    return true;
}

static bool read_identity(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    int64_t number;
    const char *valid_from;
    if (!plan_reader_integer(reader, root, "format", FORMAT, FORMAT, &number) ||
        !plan_reader_code(reader, root, "id", &plan->id) ||
        !plan_reader_integer(reader, root, "version", 1, VERSION_MAX, &number) ||
        !plan_reader_string(reader, root, "valid_from", false, &valid_from) ||
        !plan_reader_text(reader, root, "label", false, &plan->label) ||
        !plan_reader_string(reader, root, "document", false, &plan->document) ||
        !plan_reader_text(reader, root, "notice", true, &plan->notice)) {
        return false;
    }
    plan->version = (int32_t)number;
    if (!civil_date_parse(valid_from, strlen(valid_from), &plan->valid_from)) {
        plan_reader_enter(reader, "valid_from");
        return plan_reader_fail(reader, "out-of-range", "a date looks like \"2026-01-01\"");
    }
    return true;
}

// What other plans pay and this program does not: said by name rather than as an unknown key.
static bool refuse_not_built(struct plan_reader *reader, const json_t *root) {
    static const char *const names[] = {"annuity", "capital_table", "indexation", "escalation",
                                        "lump_sum"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (json_object_get(root, names[i]) != NULL) {
            plan_reader_enter(reader, names[i]);
            return plan_reader_fail(reader, "not-built",
                                    "benefits without an expense (annuities, capital, indexation, "
                                    "escalation, lump sums) are not paid by this program");
        }
    }
    return true;
}

static bool read_answers_needed(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const names[] = {"all", "deciding"};
    size_t choice = PLAN_ANSWERS_ALL;
    if (json_object_get(root, "answers_needed") != NULL &&
        !plan_reader_choice(reader, root, "answers_needed", names, 2, &choice)) {
        return false;
    }
    plan->answers_needed = (enum plan_answers)choice;
    return true;
}

static bool read_plan(struct plan_reader *reader, struct plan_file *file) {
    static const char *const keys[] = {"format",
                                       "id",
                                       "version",
                                       "valid_from",
                                       "label",
                                       "document",
                                       "notice",
                                       "activities",
                                       "test",
                                       "consolidated",
                                       "questions",
                                       "holder_only",
                                       "constant_need",
                                       "filing_days",
                                       "survival_days",
                                       "ceiling",
                                       "months",
                                       "forms",
                                       "receipt_required",
                                       "cover",
                                       "insurability",
                                       "exclusions",
                                       "documents",
                                       "settings",
                                       NULL};
    const json_t *root = file->root;
    struct plan *plan = &file->plan;
    const char *optional[PLAN_SHEET_KEYS + PLAN_BENEFIT_KEYS + 1] = {NULL};
    memcpy(optional, plan_sheet_keys, sizeof plan_sheet_keys);
    memcpy(optional + PLAN_SHEET_KEYS, plan_benefit_keys, sizeof plan_benefit_keys);
    return refuse_not_built(reader, root) && plan_group_refuse_profiles(reader, root) &&
           plan_reader_keys_also(reader, root, keys, optional) &&
           read_identity(reader, root, plan) &&
           plan_sheet_read_activities(reader, root, &file->sheet, plan) &&
           plan_sheet_read_questions(reader, root, &file->sheet, plan) &&
           plan_group_read_all(reader, root, &file->sheet, plan) &&
           plan_scale_read_all(reader, root, &file->sheet, plan) &&
           read_answers_needed(reader, root, plan) &&
           plan_test_read(reader, root, "test", plan, &file->sheet, &plan->test) &&
           plan_sheet_all_read(reader, plan, &file->sheet) &&
           read_consolidated(reader, root, plan) &&
           plan_reader_plan_flag(reader, root, "constant_need", &plan->constant_need) &&
           plan_reader_plan_flag(reader, root, "holder_only", &plan->holder_only) &&
           plan_reader_number(reader, root, "filing_days", 0, TERM_DAYS_MAX, &plan->filing_days) &&
           plan_reader_number(reader, root, "survival_days", 0, TERM_DAYS_MAX,
                              &plan->survival_days) &&
           plan_reader_amount(reader, root, "ceiling", &plan->ceiling_cents) &&
           plan_reader_number(reader, root, "months", 1, PLAN_MONTHS_MAX, &plan->months) &&
           plan_reader_plan_flag(reader, root, "receipt_required", &plan->receipt_required) &&
           plan_terms_read_cover(reader, root, plan) &&
           plan_terms_read_insurability(reader, root, &file->terms, plan) &&
           plan_terms_read_exclusions(reader, root, &file->terms, plan) &&
           plan_terms_read_documents(reader, root, &file->terms, plan) &&
           read_forms(reader, root, plan) && plan_settings_read(reader, root, &plan->settings) &&
           plan_benefit_read(reader, root, &file->benefit, plan);
}

// Counts brackets outside texts before the parser sees them: it would follow any depth.
static bool depth_allowed(const char *json, size_t length) {
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < length; i++) {
        char c = json[i];
        if (in_text && c == '\\') {
            i++;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && (c == '{' || c == '[')) {
            if (++depth > DEPTH_MAX) {
                return false;
            }
        } else if (!in_text && (c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return true;
}

static enum plan_file_result parse(const char *json, size_t length, json_t **root,
                                   struct plan_file_fault *fault) {
    if (length > PLAN_FILE_BYTES_MAX) {
        snprintf(fault->code, sizeof fault->code, "too-big");
        snprintf(fault->hint, sizeof fault->hint, "a plan file has at most %d bytes",
                 PLAN_FILE_BYTES_MAX);
        return PLAN_FILE_TOO_BIG;
    }
    json_error_t error = {.line = 0, .column = 0, .text = "nested too deeply"};
    *root = depth_allowed(json, length) ? json_loadb(json, length, JSON_REJECT_DUPLICATES, &error)
                                        : NULL;
    if (*root != NULL) {
        return PLAN_FILE_OK;
    }
    fault->line = error.line > 0 ? error.line : 0;
    fault->column = error.column > 0 ? error.column : 0;
    snprintf(fault->code, sizeof fault->code, "syntax");
    snprintf(fault->hint, sizeof fault->hint, "%.*s", (int)sizeof fault->hint - 1, error.text);
    return PLAN_FILE_SYNTAX;
}

// {"S-01":"event-day-is-day-0",…} of a file that has been found good.
static char *settings_text(const json_t *root) {
    json_t *values = json_object();
    json_t *settings = json_object_get(root, "settings");
    char *text = NULL;
    for (void *at = json_object_iter(settings); at != NULL;
         at = json_object_iter_next(settings, at)) {
        const json_t *setting = json_object_iter_value(at);
        if (json_object_set(values, json_object_iter_key(at), json_object_get(setting, "value")) !=
            0) {
            goto out;
        }
    }
    text = json_dumps(values, JSON_COMPACT | JSON_SORT_KEYS);
out:
    json_decref(values);
    return text;
}

static enum plan_file_result read_file(const char *json, size_t length, struct plan_file **out,
                                       struct plan_file_fault *fault) {
    enum plan_file_result result;
    struct plan_reader reader = {.fault = fault};
    json_malloc_t take;
    json_get_alloc_funcs(&take, NULL);
    struct plan_file *file = take(sizeof *file); // from where the tree in it comes from
    if (file == NULL) {
        return PLAN_FILE_NO_MEMORY;
    }
    memset(file, 0, sizeof *file);
    result = parse(json, length, &file->root, fault);
    if (result != PLAN_FILE_OK) {
        goto out;
    }
    if (!read_plan(&reader, file)) {
        plan_place_of(json, length, fault->pointer, &fault->line, &fault->column);
        result = PLAN_FILE_INVALID;
        goto out;
    }
    file->json = json_dumps(file->root, JSON_COMPACT);
    file->settings = settings_text(file->root);
    file->plan.settings_text = file->settings;
    if (file->json == NULL || file->settings == NULL) {
        result = PLAN_FILE_NO_MEMORY;
        goto out;
    }
    file->json_length = strlen(file->json);
    *out = file;
    file = NULL;
out:
    plan_file_free(file);
    return result;
}

enum plan_file_result plan_file_read(const char *json, size_t length, struct plan_file **out,
                                     struct plan_file_fault *fault) {
    struct plan_file_fault found = {0};
    enum plan_file_result result = read_file(json, length, out, &found);
    if (result != PLAN_FILE_OK && fault != NULL) {
        *fault = found;
    }
    return result;
}

const struct plan *plan_file_plan(const struct plan_file *file) {
    return &file->plan;
}

const char *plan_file_json(const struct plan_file *file, size_t *length) {
    if (length != NULL) {
        *length = file->json_length;
    }
    return file->json;
}

void plan_file_free(struct plan_file *file) {
    if (file != NULL) {
        json_free_t give;
        json_get_alloc_funcs(NULL, &give);
        json_decref(file->root);
        give(file->json);
        give(file->settings);
        give(file);
    }
}
