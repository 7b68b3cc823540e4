// SPDX-License-Identifier: EUPL-1.2
// A plan: everything that differs between two long-term-care covers, as plain data.
//
// Whoever builds a plan (plan_file, or a test) owns all it points to; the functions of this room
// only read it. A claim pins (id, version). Every number carries the rule id of the rule book and
// the source it was taken from, so that a screen can show the basis.
#ifndef SCORING_PLAN_H
#define SCORING_PLAN_H

#include "scoring/benefit_form.h"
#include "scoring/civil_date.h"
#include "scoring/fact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PLAN_ACTIVITIES_MAX = 64,
    PLAN_GRADES_MAX = 24, // of one activity
    PLAN_TESTS_MAX = 24,  // leaves and branches together, those of overrides too
    PLAN_TEST_DEPTH_MAX = 4,
    PLAN_GROUPS_MAX = 16,
    PLAN_PARTS_MAX = PLAN_ACTIVITIES_MAX, // of one group
    PLAN_BANDS_MAX = 12,                  // of one group
    PLAN_SCALES_MAX = 6,
    PLAN_LEVELS_MAX = 12,   // of one scale
    PLAN_OVERRIDES_MAX = 4, // of one scale
    PLAN_QUESTIONS_MAX = 16,
    PLAN_OPTIONS_MAX = 8, // of one question
    PLAN_MONTHS_MAX = 120,
    PLAN_CONDITIONS_MAX = 8, // of insurability
    PLAN_FINDINGS_MAX = 16,  // of one condition
    PLAN_EXCLUSIONS_MAX = 48,
    PLAN_EXCEPTIONS_MAX = 4, // of one exclusion
    PLAN_DOCUMENTS_MAX = 24,
    PLAN_WAITING_MAX = 16,
    PLAN_ALTERNATIVES_MAX = 4,
    PLAN_PATRON_DAYS_MAX = 4,
    // Points everywhere are whole hundredths: 12.5 points are 1250. No number of points in a
    // valid plan exceeds this.
    PLAN_POINTS_MAX = 1000000,
};

struct plan_text {
    const char *it;
    const char *en;
};

// A number of the plan with its basis. rule may be "" where the rule book has no id for it.
struct plan_number {
    int64_t value; // days, months or cents, as the member says
    const char *rule;
    const char *source;
};

struct plan_flag {
    bool value;
    const char *rule;
    const char *source;
};

// One grade of autonomy. Grades are ordered from the most able to the least able person.
struct plan_grade {
    const char *code;
    struct plan_text label;
    int32_t points; // in hundredths
    bool unable;    // counts in "count of unable" tests
};

// How an item of the sheet is answered.
enum plan_item_kind {
    PLAN_ITEM_GRADE,  // by one of its grades, which has points
    PLAN_ITEM_NUMBER, // by a number found elsewhere (a test score, hours of care): its points
    PLAN_ITEM_DAY,    // by a day (of a certificate); no points
};

// What more points say about the person.
enum plan_direction {
    PLAN_HIGHER_IS_WORSE,
    PLAN_HIGHER_IS_BETTER,
    PLAN_NO_DIRECTION, // a correction, or an item without points
};

// From what to what points go, and by which steps: least, least + step, … most. step is 0 when
// least = most. Not every step need be reached by a sheet.
struct plan_range {
    int32_t least;
    int32_t most;
    int32_t step;
};

// One item of the sheet.
struct plan_activity {
    const char *code;
    struct plan_text label;
    struct plan_text question;
    struct plan_text help; // what counts and what does not; may be ""
    const struct plan_grade *grades;
    size_t grade_count;
    const char *rule;
    const char *source;
    enum plan_item_kind kind;
    enum plan_direction direction;
    struct plan_range number; // of PLAN_ITEM_NUMBER; its step is above 0
};

// What a test or a scale looks at.
enum plan_subject_kind {
    PLAN_SUBJECT_ALL, // all activities
    PLAN_SUBJECT_ACTIVITY,
    PLAN_SUBJECT_GROUP,
    PLAN_SUBJECT_SCALE,
};

struct plan_subject {
    enum plan_subject_kind kind;
    size_t index; // into the activities, groups or scales of the plan; 0 for all
};

enum plan_combine {
    PLAN_COMBINE_SUM,
    PLAN_COMBINE_MAX,
    PLAN_COMBINE_BANDS, // the points of the band in which the sum of the parts lies
};

// Both ends belong to the band. Bands of a group are in order, without gap or overlap.
struct plan_band {
    int32_t from;
    int32_t to;
    int32_t points;
};

// Several items, or groups before this one, as one score. With a weight, the score is stretched so
// that unweighted.most becomes the weight: exact in hundredths for every score on the steps.
struct plan_group {
    const char *code;
    struct plan_text label;
    const struct plan_subject *parts; // activities and groups
    size_t part_count;
    enum plan_combine combine;
    const struct plan_band *bands;
    size_t band_count;
    int32_t weight; // 0: none
    struct plan_range unweighted;
    struct plan_range range; // of the score
    enum plan_direction direction;
    const char *rule;
    const char *source;
};

enum plan_test_kind {
    PLAN_TEST_NONE,
    PLAN_TEST_SUM_AT_LEAST,      // score of the subject >= points
    PLAN_TEST_UNABLE_AT_LEAST,   // number of its activities with an unable grade >= count
    PLAN_TEST_POINTS_AT_LEAST,   // number of its parts with that many points or more >= count
    PLAN_TEST_SUM_AT_MOST,       // score of the subject <= points
    PLAN_TEST_IN_BAND,           // points <= score of the subject <= to
    PLAN_TEST_LEVEL_IN,          // the level on the scale is one of `levels`
    PLAN_TEST_DURATION_AT_LEAST, // the state lasts `count` days, from the day of the subject, or
                                 // from the onset when the subject is all
    PLAN_TEST_DAY_FROM,          // the day of the subject is `day` or later
    PLAN_TEST_ALL,               // all parts hold
    PLAN_TEST_ANY,               // one part holds
    PLAN_TEST_NOT,               // its only part does not hold
};

// One node of the tree that says when the state is reached.
struct plan_test {
    enum plan_test_kind kind;
    int32_t points;
    int32_t count;
    const struct plan_test *parts;
    size_t part_count;
    const char *rule;
    const char *source;
    struct plan_subject subject;
    int32_t to;
    uint32_t levels; // bit k: level k of the scale
    struct civil_date day;
};

// One step of a scale: it begins at (or, with `above`, beyond) its threshold and ends where the
// next one begins.
struct plan_level {
    const char *code;
    struct plan_text label;
    int32_t threshold;
    bool above;
};

// A finding that gives a level whatever the score is.
struct plan_override {
    const struct plan_test *test;
    size_t level;
    const char *rule;
    const char *source;
};

// From a score to a level. Levels are in order of their thresholds; a score below the first has no
// level. The first override that holds wins.
struct plan_scale {
    const char *code;
    struct plan_text label;
    struct plan_subject subject; // all, an activity with points, or a group
    const struct plan_level *levels;
    size_t level_count;
    const struct plan_override *overrides;
    size_t override_count;
    const char *rule;
    const char *source;
};

// Which answers a plan waits for before it says anything.
enum plan_answers {
    PLAN_ANSWERS_ALL,      // every one
    PLAN_ANSWERS_DECIDING, // those that could still change the outcome
};

// What the plan asks of the clinical state.
enum plan_consolidation {
    PLAN_CONSOLIDATION_ANY,
    PLAN_CONSOLIDATION_REQUIRED,  // plan B: consolidated (B-24)
    PLAN_CONSOLIDATION_FORBIDDEN, // plan A: not consolidated
};

enum plan_question_kind {
    PLAN_QUESTION_NONE,
    PLAN_QUESTION_DATE,
    PLAN_QUESTION_CHOICE,
};

struct plan_option {
    const char *code;
    struct plan_text label;
};

// A question that carries no points (onset, cause, place of care, constant need).
struct plan_question {
    const char *code;
    enum plan_question_kind kind;
    struct plan_text question;
    struct plan_text help;
    const struct plan_option *options;
    size_t option_count;
    const char *rule;
    const char *source;
};

// S-03: which date a written claim bears.
enum plan_written_claim_date {
    PLAN_WRITTEN_CLAIM_RECEIVED,
    PLAN_WRITTEN_CLAIM_SENT,
};

// S-04: which date is tested against the filing term.
enum plan_filing_date {
    PLAN_FILING_FIRST_STEP, // the earlier of first contact and dossier sent
    PLAN_FILING_SENT,
    PLAN_FILING_RECEIVED,
};

// S-05: what a benefit month is.
enum plan_month_basis {
    PLAN_MONTH_ANNIVERSARY, // from the day of the start to the day before it, a month later
    PLAN_MONTH_CALENDAR,    // calendar months, the ceilings of the first and last pro rata by days
};

// S-06: the day from which benefit months are counted, before deductible days.
enum plan_accrual_start {
    PLAN_ACCRUAL_COMPLETE,        // the day the dossier is complete, included
    PLAN_ACCRUAL_WRITTEN_CLAIM,   // the date of the written claim (S-03)
    PLAN_ACCRUAL_SURVIVAL_PASSED, // the day after the survival window
    PLAN_ACCRUAL_ONSET,
    PLAN_ACCRUAL_FILED,      // the date tested against the filing term (S-04)
    PLAN_ACCRUAL_RECEIVED,   // the day the dossier was received
    PLAN_ACCRUAL_RECOGNISED, // the day a person recognised the claim
};

// S-08: which day of an expense decides about its benefit month.
enum plan_expense_day {
    PLAN_EXPENSE_DAY_SERVICE, // each day of service its share
    PLAN_EXPENSE_DAY_INVOICE,
    PLAN_EXPENSE_DAY_PAYMENT,
};

// S-12: when somebody born on 29 February completes a year in a common year.
enum plan_leap_birthday {
    PLAN_LEAP_BIRTHDAY_IN_MARCH,    // 1 March
    PLAN_LEAP_BIRTHDAY_IN_FEBRUARY, // 28 February
};

// S-13: who may still enter or renew, with exit age n.
enum plan_age_limit {
    PLAN_AGE_LIMIT_INCLUDED, // completed age <= n - 1
    PLAN_AGE_LIMIT_STRICT,   // completed age < n - 1
};

// S-14: how long a child stays covered after the birthday of the limit.
enum plan_child_end {
    PLAN_CHILD_END_OF_MONTH,
    PLAN_CHILD_END_OF_JUNE, // the next 30 June
};

// S-15: what uses up the months of the plan.
enum plan_length {
    PLAN_LENGTH_EVENT, // elapsed months of one event
    PLAN_LENGTH_YEAR,  // and those of earlier events that began in the same calendar year
    PLAN_LENGTH_LIFE,  // and those of all earlier events
    PLAN_LENGTH_PAID,  // only months in which something was paid, of one event
};

// S-16: the ceiling of the month in which the state ends.
enum plan_last_month {
    PLAN_LAST_MONTH_WHOLE,
    PLAN_LAST_MONTH_DAILY,
};

// S-20: an application for civil invalidity without a known percentage.
enum plan_applied_invalidity {
    PLAN_APPLIED_INVALIDITY_COUNTS,
    PLAN_APPLIED_INVALIDITY_UNKNOWN,
};

// S-21: what is counted as a drug against hypertension.
enum plan_drug {
    PLAN_DRUG_SUBSTANCES, // a fixed combination counts each of its active substances
    PLAN_DRUG_MEDICINES,  // and here once
};

// S-24: the average exchange of a week.
enum plan_exchange {
    PLAN_EXCHANGE_PAYMENT_MEAN,             // week of the payment, mean of units per euro
    PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES, // mean of euro per unit
    PLAN_EXCHANGE_SERVICE_MEAN,             // week of the first day of service
    PLAN_EXCHANGE_SERVICE_MEAN_OF_INVERSES,
};

// S-26: a payment in course when cover ends or is suspended.
enum plan_cover_loss {
    PLAN_COVER_LOSS_CONTINUES, // the event lay inside the cover
    PLAN_COVER_LOSS_STOPS,
};

// S-27: the ceiling of the month of death.
enum plan_death_month {
    PLAN_DEATH_MONTH_FULL,
    PLAN_DEATH_MONTH_PRO_RATA,
};

// S-31: hire by another employer after opting out.
enum plan_rehire {
    PLAN_REHIRE_NEW_ENTRY,
    PLAN_REHIRE_OPT_OUT_STANDS,
};

// S-32: requests of relatives in the month after the window (B-03).
enum plan_late_window {
    PLAN_LATE_WINDOW_FLAGGED, // accepted, a person looks at it
    PLAN_LATE_WINDOW_REFUSED,
    PLAN_LATE_WINDOW_ACCEPTED,
};

// S-34: arrears paid after the cut-off day and by the day of payment.
enum plan_arrears {
    PLAN_ARREARS_REACTIVATION, // count from the month after the next
    PLAN_ARREARS_PAYMENT_TERM, // buy the cover of the next month, as B-13
};

// S-29: which reading of "alive after n days".
enum plan_survival {
    PLAN_SURVIVAL_DAY_PASSED,  // day n has fully passed; death on day n is not payable, to a person
    PLAN_SURVIVAL_DAY_REACHED, // death on day n is payable
};

// The S-settings of the rule book that have more than one reading here. The others have one fixed
// reading, which the file states too.
struct plan_settings {
    struct plan_flag extend_acts;                    // S-02
    struct plan_flag extend_cutoffs;                 // S-02b
    enum plan_written_claim_date written_claim_date; // S-03
    enum plan_filing_date filing_date;               // S-04
    enum plan_month_basis month_basis;               // S-05
    enum plan_accrual_start accrual_start;           // S-06
    enum plan_expense_day expense_day;               // S-08
    struct plan_flag pay_while_reviewable;           // S-10
    enum plan_leap_birthday leap_birthday;           // S-12
    enum plan_age_limit age_limit;                   // S-13
    enum plan_child_end child_end;                   // S-14
    enum plan_length length;                         // S-15
    enum plan_last_month last_month;                 // S-16
    enum plan_applied_invalidity applied_invalidity; // S-20
    enum plan_drug drug;                             // S-21
    enum plan_exchange exchange;                     // S-24
    struct plan_flag exact_leave_suspends;           // S-25
    enum plan_cover_loss cover_loss;                 // S-26
    enum plan_death_month death_month;               // S-27
    enum plan_survival survival;                     // S-29
    enum plan_rehire rehire;                         // S-31
    enum plan_late_window late_window;               // S-32
    enum plan_arrears arrears;                       // S-34
    struct plan_number limitation_months;            // L-09: 24 (illness) or 120 (life)
};

enum plan_condition_kind {
    PLAN_CONDITION_NONE,
    PLAN_CONDITION_FINDINGS,   // one of the findings
    PLAN_CONDITION_INVALIDITY, // civil invalidity of at least `least` per cent
    PLAN_CONDITION_SUBSTANCES, // at least `least` active substances against hypertension (S-21)
};

// What makes a person not insurable when it holds at the start of cover (A-11, B-21).
struct plan_condition {
    const char *code;
    enum plan_condition_kind kind;
    const char *findings[PLAN_FINDINGS_MAX];
    size_t finding_count;
    int64_t least;
    const char *rule;
    const char *source;
};

enum plan_scope {
    PLAN_SCOPE_CAUSE,   // decides the case
    PLAN_SCOPE_EXPENSE, // decides one expense
};

// One line of the exclusions (rule book 1.8) that applies to the plan. `item` is its number or
// letter in the cover's own list.
struct plan_exclusion {
    const char *code;
    const char *item;         // "" when it stands in the general list only
    const char *general_item; // in the general exclusions of the contract, "" when in none
    enum plan_scope scope;
    const char *exceptions[PLAN_EXCEPTIONS_MAX];
    size_t exception_count;
    const char *rule;
    const char *source;
};

// When a document belongs to the opening dossier.
enum plan_document_when {
    PLAN_DOCUMENT_NEVER, // useful, or asked for with an expense: never holds up completeness
    PLAN_DOCUMENT_ALWAYS,
    PLAN_DOCUMENT_ADMITTED,     // after any admission to hospital
    PLAN_DOCUMENT_HOME_SERVICE, // cared for at home by a service
    PLAN_DOCUMENT_INPATIENT,    // in long stay, a medical ward or a specialised institute
};

struct plan_document {
    const char *code;
    enum plan_document_when when;
    struct plan_text label;
    const char *rule;
    const char *source;
};

// When cover ends after the end of employment.
enum plan_cover_end {
    PLAN_COVER_END_MONTH_AFTER,   // the 1st of the month after, by the cut-off (B-06)
    PLAN_COVER_END_ANNUAL_EXPIRY, // the next annual expiry
};

// Enrolment and its end; 0 or false where the plan has no such rule.
struct plan_cover {
    struct plan_number cutoff_day;    // S-18
    struct plan_number family_days;   // term for a change in the family
    struct plan_number minimum_age;   // at onset
    struct plan_number exit_age;      // ends at the annual expiry after it
    struct plan_number child_age;     // a child's cover ends with that month (B-02, S-14)
    struct plan_flag unpaid_suspends; // an unpaid month buys no cover of the next (B-13, B-14)
    struct plan_number payment_day;   // by which a month is paid (B-13); read with S-34
    struct plan_number leave_months;  // unpaid leave longer than that suspends (B-07, S-25)
    struct plan_number window_month;  // in which relatives may ask for cover (B-03, S-32)
    struct plan_number entry_age;     // who has completed it may not enter
    struct civil_date entry_age_on;   // on that day; unknown: on the first day of cover
    enum plan_cover_end end;
    const char *end_rule;
};

// Days from the start of cover in which a state of that cause gives no right.
struct plan_waiting {
    const char *cause; // a cause class, e.g. "neurological"
    struct plan_text label;
    struct plan_number days;
};

// Forms that exclude each other inside one benefit month or year.
struct plan_alternative {
    const char *code;
    bool forms[BENEFIT_FORM_COUNT];
    const char *rule;
    const char *source;
};

struct plan {
    const char *id;  // "permanent-2026"
    int32_t version; // 1, 2, …
    struct civil_date valid_from;
    struct plan_text label;
    const char *document;    // the contract text the plan was made from
    struct plan_text notice; // a warning to show with the questionnaire, "" when none

    const struct plan_activity *activities;
    size_t activity_count;
    const struct plan_group *groups;
    size_t group_count;
    const struct plan_scale *scales;
    size_t scale_count;
    enum plan_answers answers_needed;
    const struct plan_test *test;
    enum plan_consolidation consolidation;
    const char *consolidation_rule;
    struct plan_flag constant_need; // a constant need of a third person is required
    struct plan_flag holder_only;   // B-26
    const struct plan_question *questions;
    size_t question_count;

    struct plan_number filing_days;   // 0: the plan states no term
    struct plan_number survival_days; // 0: no survival window (B-23)
    // Of the right and its months; 0, false or an empty list where the plan has no such rule.
    struct plan_number earliest_filing_days; // the state must have lasted so long
    struct plan_number seniority_months;     // of cover before the onset …
    struct plan_number seniority_within;     // … among so many months
    const struct plan_waiting *waiting;
    size_t waiting_count;
    struct plan_flag start_next_month;  // benefits start on the 1st of the month after (S-06)
    struct plan_number deductible_days; // from the day of S-06, without benefit
    struct plan_flag alive_at_payment;  // each payment needs the member alive on its day
    struct plan_flag yearly;            // "benefit months" are years, with a ceiling each
    struct plan_flag until_state_ends;  // no fixed length: months is the most that is reckoned
    struct plan_number same_event_days; // a relapse by then is the same event (S-15)
    const struct plan_alternative *alternatives;
    size_t alternative_count;
    struct plan_number complaint_days;                    // to answer a complaint (L-11)
    struct plan_number patron_days[PLAN_PATRON_DAYS_MAX]; // as month * 100 + day (L-01)
    size_t patron_day_count;

    struct plan_number ceiling_cents; // per benefit month or year (A-30, B-22)
    struct plan_number months;        // length of the benefit in months
    struct plan_flag
        forms[BENEFIT_FORM_COUNT];     // index enum benefit_form; false for unknown and annuity
    struct plan_flag receipt_required; // reimbursement only against a receipted document

    struct plan_cover cover;
    const struct plan_condition *conditions;
    size_t condition_count;
    const struct plan_exclusion *exclusions;
    size_t exclusion_count;
    const struct plan_document *documents;
    size_t document_count;

    struct plan_settings settings;
    // Every setting as the file states it, as compact JSON by id: what a record keeps. NULL for a
    // plan that was not read from a file.
    const char *settings_text;
};

// Position of the activity or grade with that code. False when there is none; output untouched.
bool plan_find_activity(const struct plan *plan, const char *code, size_t *index);
bool plan_find_grade(const struct plan_activity *activity, const char *code, size_t *index);
bool plan_find_group(const struct plan *plan, const char *code, size_t *index);
bool plan_find_scale(const struct plan *plan, const char *code, size_t *index);
bool plan_find_level(const struct plan_scale *scale, const char *code, size_t *index);

// The points that an item can have; of one that is a day: none.
struct plan_range plan_activity_range(const struct plan_activity *activity);

// The points that the subject can have, all activities, one or a group.
struct plan_range plan_subject_range(const struct plan *plan, struct plan_subject subject);

// The largest number that divides both; the other one when one is 0. Both >= 0.
int32_t plan_common_step(int32_t a, int32_t b);

// Whether the plan pays in that form. False for unknown and, always, for an annuity.
bool plan_allows_form(const struct plan *plan, enum benefit_form form);

// The most points that a sheet can reach.
int32_t plan_points_possible(const struct plan *plan);

#endif
