// SPDX-License-Identifier: EUPL-1.2
// Reading the S-settings.
#include "scoring/plan_file_settings.h"

#include <string.h>

// One S-setting. Settings with a single name have one reading that is built; stating it in the file
// keeps the file whole and refuses a reading that nobody would carry out.
struct setting {
    const char *id;
    const char *const *names;
    size_t count;
};

#define SETTING_NAMES(...)                                                                         \
    (const char *const[]) {                                                                        \
        __VA_ARGS__                                                                                \
    }

static const struct setting settings[] = {
    {"S-01", SETTING_NAMES("event-day-is-day-0"), 1},
    {"S-02", SETTING_NAMES("not-extended", "next-working-day"), 2},
    {"S-02b", SETTING_NAMES("not-extended", "next-working-day"), 2},
    {"S-02c", SETTING_NAMES("not-extended"), 1},
    {"S-03", SETTING_NAMES("received", "sent"), 2},
    {"S-04", SETTING_NAMES("first-step", "sent", "received"), 3},
    {"S-05", SETTING_NAMES("anniversary-months", "calendar-months-pro-rata"), 2},
    {"S-06",
     SETTING_NAMES("dossier-complete", "written-claim", "survival-passed", "onset", "filed",
                   "received", "recognition"),
     7},
    {"S-07", SETTING_NAMES("no-carry-over"), 1},
    {"S-08", SETTING_NAMES("service-period-by-days", "invoice-date", "payment-date"), 3},
    {"S-09", SETTING_NAMES("person-decides"), 1},
    {"S-10", SETTING_NAMES("no-payment", "pay-while-reviewable"), 2},
    {"S-11", SETTING_NAMES("suspended-from-request"), 1},
    {"S-12", SETTING_NAMES("birthday-reached", "birthday-reached-28-february"), 2},
    {"S-13", SETTING_NAMES("completed-age-included", "completed-age-strict"), 2},
    {"S-14", SETTING_NAMES("end-of-month", "30-june"), 2},
    {"S-15",
     SETTING_NAMES("elapsed-months-per-event", "elapsed-months-per-year", "elapsed-months-per-life",
                   "paid-months-per-event"),
     4},
    {"S-16", SETTING_NAMES("whole-ceiling", "daily"), 2},
    {"S-17", SETTING_NAMES("direct-then-receipt-order"), 1},
    {"S-18", SETTING_NAMES("month-of-communication"), 1},
    {"S-19", SETTING_NAMES("start-of-cover"), 1},
    {"S-20", SETTING_NAMES("counts-unless-known-below", "unknown-without-percent"), 2},
    {"S-21", SETTING_NAMES("active-substances", "medicines"), 2},
    {"S-22", SETTING_NAMES("stop-from-finding"), 1},
    {"S-23", SETTING_NAMES("local-date-of-the-place"), 1},
    {"S-24",
     SETTING_NAMES("payment-week-mean", "payment-week-mean-of-inverses", "service-week-mean",
                   "service-week-mean-of-inverses"),
     4},
    {"S-25", SETTING_NAMES("not-suspended", "suspended"), 2},
    {"S-26", SETTING_NAMES("continues", "stops-with-cover"), 2},
    {"S-27", SETTING_NAMES("full-month", "pro-rata"), 2},
    {"S-28", SETTING_NAMES("family-circle-and-representatives", "member-and-representatives"), 2},
    {"S-29", SETTING_NAMES("day-passed", "day-reached"), 2},
    {"S-30", SETTING_NAMES("cents-half-up"), 1},
    {"S-31", SETTING_NAMES("new-entry", "opt-out-stands"), 2},
    {"S-32", SETTING_NAMES("july-accepted-with-flag", "june-only", "june-and-july"), 3},
    {"S-33", SETTING_NAMES("per-plan-year"), 1},
    {"S-34", SETTING_NAMES("reactivation-rule", "payment-term"), 2},
    {"S-35", SETTING_NAMES("to-end-of-insurance-year"), 1},
    {"L-09", SETTING_NAMES("two-years", "ten-years"), 2},
};

enum {
    SETTING_COUNT = sizeof settings / sizeof settings[0],
    ILLNESS_MONTHS = 24,
    LIFE_MONTHS = 120,
};

// values[i] and sources[i] belong to settings[i].
struct setting_values {
    size_t values[SETTING_COUNT];
    const char *sources[SETTING_COUNT];
};

static bool read_setting_values(struct plan_reader *reader, const json_t *object,
                                struct setting_values *read) {
    static const char *const value_keys[] = {"value", "source", NULL};
    const char *keys[SETTING_COUNT + 1] = {NULL};
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        keys[i] = settings[i].id;
    }
    if (!plan_reader_keys(reader, object, keys)) {
        return false;
    }
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const json_t *value = json_object_get(object, settings[i].id);
        plan_reader_enter(reader, settings[i].id);
        if (!plan_reader_keys(reader, value, value_keys) ||
            !plan_reader_string(reader, value, "source", false, &read->sources[i]) ||
            !plan_reader_choice(reader, value, "value", settings[i].names, settings[i].count,
                                &read->values[i])) {
            return false;
        }
        plan_reader_leave(reader);
    }
    return true;
}

static size_t setting_index(const char *id) {
    size_t i = 0;
    while (i + 1 < SETTING_COUNT && strcmp(settings[i].id, id) != 0) {
        i++;
    }
    return i;
}

static size_t value_of(const struct setting_values *read, const char *id) {
    return read->values[setting_index(id)];
}

// A setting of two names as a flag: the second one is true.
static struct plan_flag flag_of(const struct setting_values *read, const char *id) {
    size_t i = setting_index(id);
    return (struct plan_flag){read->values[i] == 1, settings[i].id, read->sources[i]};
}

bool plan_settings_read(struct plan_reader *reader, const json_t *root, struct plan_settings *out) {
    struct setting_values read = {.values = {0}};
    plan_reader_enter(reader, "settings");
    if (!read_setting_values(reader, json_object_get(root, "settings"), &read)) {
        return false;
    }
    plan_reader_leave(reader);
    size_t limitation = setting_index("L-09");
    *out = (struct plan_settings){
        .extend_acts = flag_of(&read, "S-02"),
        .extend_cutoffs = flag_of(&read, "S-02b"),
        .written_claim_date = (enum plan_written_claim_date)value_of(&read, "S-03"),
        .filing_date = (enum plan_filing_date)value_of(&read, "S-04"),
        .month_basis = (enum plan_month_basis)value_of(&read, "S-05"),
        .accrual_start = (enum plan_accrual_start)value_of(&read, "S-06"),
        .expense_day = (enum plan_expense_day)value_of(&read, "S-08"),
        .pay_while_reviewable = flag_of(&read, "S-10"),
        .leap_birthday = (enum plan_leap_birthday)value_of(&read, "S-12"),
        .age_limit = (enum plan_age_limit)value_of(&read, "S-13"),
        .child_end = (enum plan_child_end)value_of(&read, "S-14"),
        .length = (enum plan_length)value_of(&read, "S-15"),
        .last_month = (enum plan_last_month)value_of(&read, "S-16"),
        .applied_invalidity = (enum plan_applied_invalidity)value_of(&read, "S-20"),
        .drug = (enum plan_drug)value_of(&read, "S-21"),
        .exchange = (enum plan_exchange)value_of(&read, "S-24"),
        .exact_leave_suspends = flag_of(&read, "S-25"),
        .cover_loss = (enum plan_cover_loss)value_of(&read, "S-26"),
        .death_month = (enum plan_death_month)value_of(&read, "S-27"),
        .survival = (enum plan_survival)value_of(&read, "S-29"),
        .rehire = (enum plan_rehire)value_of(&read, "S-31"),
        .late_window = (enum plan_late_window)value_of(&read, "S-32"),
        .arrears = (enum plan_arrears)value_of(&read, "S-34"),
        .limitation_months = {read.values[limitation] == 1 ? LIFE_MONTHS : ILLNESS_MONTHS,
                              settings[limitation].id, read.sources[limitation]},
    };
    return true;
}
