// SPDX-License-Identifier: EUPL-1.2
// Waiting, seniority, the start and length of the benefit, alternatives, terms of the insurer.
#include "scoring/plan_file_benefit.h"

#include <string.h>

enum {
    DAYS_MAX = 3650,
    YEAR_MONTHS = 12,
    MONTHS_OF_DAY = 100, // a day of the year as month * 100 + day
};

const char *const plan_benefit_keys[PLAN_BENEFIT_KEYS] = {
    "earliest_filing_days", "seniority",        "waiting",        "start_next_month",
    "deductible_days",      "alive_at_payment", "ceiling_period", "until_state_ends",
    "same_event_days",      "alternatives",     "complaint_days", "patron_saint_days",
    "general_list",
};

static bool given(const json_t *root, const char *key) {
    return json_object_get(root, key) != NULL;
}

static bool read_number(struct plan_reader *reader, const json_t *root, const char *key,
                        int64_t most, struct plan_number *out) {
    *out = (struct plan_number){0, "", ""};
    return !given(root, key) || plan_reader_number(reader, root, key, 0, most, out);
}

static bool read_flag(struct plan_reader *reader, const json_t *root, const char *key,
                      struct plan_flag *out) {
    *out = (struct plan_flag){false, "", ""};
    return !given(root, key) || plan_reader_plan_flag(reader, root, key, out);
}

static bool read_seniority(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"months", "within", "rule", "source", NULL};
    struct plan_number *months = &plan->seniority_months;
    struct plan_number *within = &plan->seniority_within;
    *months = *within = (struct plan_number){0, "", ""};
    const json_t *object = json_object_get(root, "seniority");
    if (object == NULL) {
        return true;
    }
    plan_reader_enter(reader, "seniority");
    if (!plan_reader_keys(reader, object, keys) ||
        !plan_reader_integer(reader, object, "within", 1, PLAN_MONTHS_MAX, &within->value) ||
        !plan_reader_integer(reader, object, "months", 1, within->value, &months->value) ||
        !plan_reader_string(reader, object, "rule", true, &months->rule) ||
        !plan_reader_string(reader, object, "source", false, &months->source)) {
        return false;
    }
    within->rule = months->rule;
    within->source = months->source;
    plan_reader_leave(reader);
    return true;
}

static bool read_one_waiting(struct plan_reader *reader, const json_t *value,
                             struct plan_waiting *waiting) {
    static const char *const keys[] = {"cause", "label", "days", "rule", "source", NULL};
    return plan_reader_keys(reader, value, keys) &&
           plan_reader_code(reader, value, "cause", &waiting->cause) &&
           plan_reader_text(reader, value, "label", false, &waiting->label) &&
           plan_reader_integer(reader, value, "days", 0, DAYS_MAX, &waiting->days.value) &&
           plan_reader_string(reader, value, "rule", true, &waiting->days.rule) &&
           plan_reader_string(reader, value, "source", false, &waiting->days.source);
}

static bool read_waiting(struct plan_reader *reader, const json_t *root,
                         struct plan_benefit *benefit, struct plan *plan) {
    json_t *list;
    plan->waiting = benefit->waiting;
    plan->waiting_count = 0;
    if (!given(root, "waiting")) {
        return true;
    }
    if (!plan_reader_array(reader, root, "waiting", 1, PLAN_WAITING_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "waiting");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_one_waiting(reader, json_array_get(list, i), &benefit->waiting[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(benefit->waiting[k].cause, benefit->waiting[i].cause) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan->waiting_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_alternative(struct plan_reader *reader, const json_t *value,
                             const struct plan *plan, struct plan_alternative *alternative) {
    static const char *const keys[] = {"code", "forms", "rule", "source", NULL};
    json_t *forms;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &alternative->code) ||
        !plan_reader_string(reader, value, "rule", true, &alternative->rule) ||
        !plan_reader_string(reader, value, "source", false, &alternative->source) ||
        !plan_reader_array(reader, value, "forms", 1, BENEFIT_FORM_COUNT, &forms)) {
        return false;
    }
    plan_reader_enter(reader, "forms");
    for (size_t i = 0; i < json_array_size(forms); i++) {
        enum benefit_form form = BENEFIT_FORM_UNKNOWN;
        const char *name = json_string_value(json_array_get(forms, i));
        plan_reader_enter_index(reader, i);
        if (name == NULL || !benefit_form_from_name(name, &form) || !plan_allows_form(plan, form)) {
            return plan_reader_fail(reader, "unknown-name",
                                    "a form that the plan pays is expected");
        }
        alternative->forms[form] = true;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

// No form may stand in two groups.
static bool forms_apart(struct plan_reader *reader, const struct plan_benefit *benefit,
                        size_t newest) {
    for (size_t i = 0; i < newest; i++) {
        for (size_t form = 0; form < BENEFIT_FORM_COUNT; form++) {
            if (benefit->alternatives[i].forms[form] && benefit->alternatives[newest].forms[form]) {
                return plan_reader_fail(reader, "duplicate-code", "a form stands in two groups");
            }
        }
    }
    return true;
}

static bool read_alternatives(struct plan_reader *reader, const json_t *root,
                              struct plan_benefit *benefit, struct plan *plan) {
    json_t *list;
    plan->alternatives = benefit->alternatives;
    plan->alternative_count = 0;
    if (!given(root, "alternatives")) {
        return true;
    }
    if (!plan_reader_array(reader, root, "alternatives", 2, PLAN_ALTERNATIVES_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "alternatives");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_alternative(reader, json_array_get(list, i), plan, &benefit->alternatives[i]) ||
            !forms_apart(reader, benefit, i)) {
            return false;
        }
        plan->alternative_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

// "06-29" is 629; the leap year 2000 has every day of the year.
static bool read_patron_day(struct plan_reader *reader, const char *text, struct plan_number *out) {
    char whole[CIVIL_DATE_TEXT_SIZE] = "2000-";
    struct civil_date date;
    int month;
    int day;
    if (text != NULL && strlen(text) == sizeof whole - 6) {
        memcpy(whole + 5, text, strlen(text));
    }
    if (!civil_date_parse(whole, strlen(whole), &date)) {
        return plan_reader_fail(reader, "out-of-range", "a day of the year looks like \"06-29\"");
    }
    (void)civil_date_split(date, NULL, &month, &day);
    out->value = (int64_t)month * MONTHS_OF_DAY + day;
    return true;
}

static bool read_patron_days(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"value", "rule", "source", NULL};
    const json_t *object = json_object_get(root, "patron_saint_days");
    const char *rule;
    const char *source;
    json_t *days;
    plan->patron_day_count = 0;
    if (object == NULL) {
        return true;
    }
    plan_reader_enter(reader, "patron_saint_days");
    if (!plan_reader_keys(reader, object, keys) ||
        !plan_reader_string(reader, object, "rule", true, &rule) ||
        !plan_reader_string(reader, object, "source", false, &source) ||
        !plan_reader_array(reader, object, "value", 0, PLAN_PATRON_DAYS_MAX, &days)) {
        return false;
    }
    plan_reader_enter(reader, "value");
    for (size_t i = 0; i < json_array_size(days); i++) {
        struct plan_number *day = &plan->patron_days[i];
        *day = (struct plan_number){0, rule, source};
        plan_reader_enter_index(reader, i);
        if (!read_patron_day(reader, json_string_value(json_array_get(days, i)), day)) {
            return false;
        }
        plan->patron_day_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    plan_reader_leave(reader);
    return true;
}

static bool read_ceiling_period(struct plan_reader *reader, const json_t *root, struct plan *plan) {
    static const char *const keys[] = {"value", "rule", "source", NULL};
    static const char *const names[] = {"month", "year"};
    const json_t *object = json_object_get(root, "ceiling_period");
    size_t choice;
    plan->yearly = (struct plan_flag){false, "", ""};
    if (object == NULL) {
        return true;
    }
    plan_reader_enter(reader, "ceiling_period");
    if (!plan_reader_keys(reader, object, keys) ||
        !plan_reader_choice(reader, object, "value", names, 2, &choice) ||
        !plan_reader_string(reader, object, "rule", true, &plan->yearly.rule) ||
        !plan_reader_string(reader, object, "source", false, &plan->yearly.source)) {
        return false;
    }
    plan->yearly.value = choice == 1;
    plan_reader_leave(reader);
    return true;
}

static bool fail_inside(struct plan_reader *reader, const char *key, const char *inner,
                        const char *code, const char *hint) {
    plan_reader_enter(reader, key);
    plan_reader_enter(reader, inner);
    return plan_reader_fail(reader, code, hint);
}

// What does not go together.
static bool find_contradictions(struct plan_reader *reader, const struct plan *plan) {
    const struct plan_settings *settings = &plan->settings;
    if (plan->yearly.value && plan->months.value % YEAR_MONTHS != 0) {
        return fail_inside(reader, "months", "value", "out-of-range",
                           "a plan with a ceiling a year lasts whole years: 12, 24, … months");
    }
    if (plan->until_state_ends.value && plan->months.value != PLAN_MONTHS_MAX) {
        return fail_inside(reader, "months", "value", "out-of-range",
                           "a plan without a fixed length is reckoned for 120 months");
    }
    bool calendar = settings->month_basis == PLAN_MONTH_CALENDAR;
    if (calendar && (plan->yearly.value || plan->months.value == PLAN_MONTHS_MAX)) {
        return fail_inside(reader, "settings", "S-05", "not-built",
                           "calendar months need a ceiling a month and at most 119 months");
    }
    if (settings->length == PLAN_LENGTH_PAID && (calendar || plan->yearly.value)) {
        return fail_inside(reader, "settings", "S-15", "not-built",
                           "paid months are counted by anniversary months only");
    }
    if (settings->accrual_start == PLAN_ACCRUAL_SURVIVAL_PASSED && plan->survival_days.value == 0) {
        return fail_inside(reader, "settings", "S-06", "out-of-range",
                           "the plan has no survival window after which it could start");
    }
    if (settings->arrears == PLAN_ARREARS_PAYMENT_TERM && plan->cover.payment_day.value == 0) {
        return fail_inside(reader, "settings", "S-34", "out-of-range",
                           "this reading needs the day of payment: /cover/payment_day");
    }
    return true;
}

bool plan_benefit_read(struct plan_reader *reader, const json_t *root, struct plan_benefit *benefit,
                       struct plan *plan) {
    return read_number(reader, root, "earliest_filing_days", DAYS_MAX,
                       &plan->earliest_filing_days) &&
           read_seniority(reader, root, plan) && read_waiting(reader, root, benefit, plan) &&
           read_flag(reader, root, "start_next_month", &plan->start_next_month) &&
           read_number(reader, root, "deductible_days", DAYS_MAX, &plan->deductible_days) &&
           read_flag(reader, root, "alive_at_payment", &plan->alive_at_payment) &&
           read_ceiling_period(reader, root, plan) &&
           read_flag(reader, root, "until_state_ends", &plan->until_state_ends) &&
           read_number(reader, root, "same_event_days", DAYS_MAX, &plan->same_event_days) &&
           read_alternatives(reader, root, benefit, plan) &&
           read_number(reader, root, "complaint_days", DAYS_MAX, &plan->complaint_days) &&
           read_patron_days(reader, root, plan) && find_contradictions(reader, plan);
}
