// SPDX-License-Identifier: EUPL-1.2
// An evaluated case in words: each number with its rule and where it was taken from.
#include "case_file/case_output.h"
#include "case_file/case_text.h"

#include <stdarg.h>
#include <stdio.h>

#include "scoring/money.h"
#include "scoring/points.h"

enum { LINE_SIZE = 1024 };

struct page {
    struct buffer *out;
    enum case_language language;
    enum rc rc;
};

__attribute__((format(printf, 2, 3))) static void say(struct page *page, const char *format, ...) {
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (page->rc == RC_OK) {
        page->rc = buffer_text(page->out, line);
    }
}

static const char *word(const struct page *page, enum case_word name) {
    return case_text_word(name, page->language);
}

static const char *label(const struct page *page, const struct plan_text *text) {
    return page->language == CASE_ITALIAN ? text->it : text->en;
}

struct date_text {
    char text[CIVIL_DATE_TEXT_SIZE];
};

struct money_text {
    char text[MONEY_TEXT_SIZE];
};

static struct date_text date_text(struct civil_date date) {
    struct date_text made = {{0}};
    (void)civil_date_format(date, made.text);
    return made;
}

static struct money_text money_text(int64_t cents) {
    struct money_text made;
    (void)money_format(cents, made.text);
    return made;
}

struct points_text {
    char text[POINTS_TEXT_SIZE];
};

static struct points_text points_text(int32_t points) {
    struct points_text made;
    (void)points_format(points, made.text);
    return made;
}

static const char *date_or_unknown(const struct page *page, const struct date_text *date) {
    return date->text[0] ? date->text : word(page, CASE_WORD_UNKNOWN);
}

static const char *answer_label(const struct page *page, const struct plan_activity *activity,
                                const struct answer *answer, char text[ASSESSMENT_WORD_SIZE]) {
    switch (answer->kind) {
    case ANSWER_MISSING:
        return word(page, CASE_WORD_NO_ANSWER);
    case ANSWER_DONT_KNOW:
        return word(page, CASE_WORD_DONT_KNOW);
    case ANSWER_GRADE:
        return label(page, &activity->grades[answer->grade].label);
    case ANSWER_NUMBER:
    case ANSWER_DAY:
        break;
    }
    return assessment_word(activity, answer, text);
}

enum case_unit case_test_unit(enum plan_test_kind kind) {
    switch (kind) {
    case PLAN_TEST_SUM_AT_LEAST:
    case PLAN_TEST_SUM_AT_MOST:
    case PLAN_TEST_IN_BAND:
        return CASE_UNIT_POINTS;
    case PLAN_TEST_UNABLE_AT_LEAST:
    case PLAN_TEST_POINTS_AT_LEAST:
        return CASE_UNIT_ACTIVITIES;
    case PLAN_TEST_DURATION_AT_LEAST:
    case PLAN_TEST_DAY_FROM:
        return CASE_UNIT_DAYS;
    case PLAN_TEST_LEVEL_IN:
    case PLAN_TEST_NONE:
    case PLAN_TEST_ALL:
    case PLAN_TEST_ANY:
    case PLAN_TEST_NOT:
        break;
    }
    return CASE_UNIT_LEVELS;
}

static const char *unit_word(const struct page *page, enum case_unit unit) {
    switch (unit) {
    case CASE_UNIT_POINTS:
        return word(page, CASE_WORD_POINTS);
    case CASE_UNIT_ACTIVITIES:
        return word(page, CASE_WORD_ACTIVITIES);
    case CASE_UNIT_DAYS:
        return word(page, CASE_WORD_DAYS);
    case CASE_UNIT_LEVELS:
        break;
    }
    return word(page, CASE_WORD_LEVEL);
}

// "27.5", or "12.5 – 27.5" while answers are open.
static void say_span(struct page *page, int32_t low, int32_t high) {
    say(page, "%s", points_text(low).text);
    if (low != high) {
        say(page, " – %s", points_text(high).text);
    }
}

static void say_groups(struct page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->group_count; i++) {
        const struct plan_group *group = &plan->groups[i];
        const struct assessment_group *made = &score->groups[i];
        say(page, "  %s: ", label(page, &group->label));
        say_span(page, made->raw_low, made->raw_high);
        if (group->combine == PLAN_COMBINE_BANDS || group->weight > 0) {
            say(page, " → ");
            say_span(page, made->low, made->high);
        }
        say(page, " %s %s [%s: %s]\n", word(page, CASE_WORD_OF),
            points_text(group->range.most).text, group->rule, group->source);
    }
}

static void say_scales(struct page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->scale_count; i++) {
        const struct plan_scale *scale = &plan->scales[i];
        const struct assessment_scale *found = &score->scales[i];
        size_t level = 0;
        const char *name = word(page, CASE_WORD_NO_LEVEL);
        if (!assessment_level(found, &level)) {
            name = word(page, CASE_WORD_OPEN);
        } else if (level > 0) {
            name = label(page, &scale->levels[level - 1].label);
        }
        say(page, "  %s: %s (", label(page, &scale->label), name);
        say_span(page, found->low, found->high);
        say(page, ") [%s: %s]\n", scale->rule, scale->source);
        for (size_t k = 0; k < scale->level_count; k++) {
            const struct plan_level *step = &scale->levels[k];
            say(page, "    %s: %s%s %s, %s %s\n", label(page, &step->label),
                word(page, CASE_WORD_THRESHOLD), step->above ? " >" : "",
                points_text(step->threshold).text, word(page, CASE_WORD_DISTANCE),
                points_text(found->low - step->threshold).text);
        }
        if (found->override != NULL) {
            say(page, "    %s [%s: %s]\n", word(page, CASE_WORD_OVERRIDE), found->override->rule,
                found->override->source);
        }
    }
}

static void say_score(struct page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct assessment_result *score = &result->evaluation->proposal.score;
    say(page, "%s", word(page, CASE_WORD_SCORE));
    // Where groups weigh the items, their bare sum says nothing.
    if (plan->group_count == 0) {
        say(page, ": %s %s %s %s", points_text(score->sum).text, word(page, CASE_WORD_OF),
            points_text(plan_points_possible(plan)).text, word(page, CASE_WORD_POINTS));
    }
    say(page, "\n");
    for (size_t i = 0; i < score->contribution_count; i++) {
        const struct assessment_contribution *contribution = &score->contributions[i];
        char text[ASSESSMENT_WORD_SIZE];
        say(page, "  %s: %s: %s %s %s\n", label(page, &plan->activities[i].label),
            answer_label(page, &plan->activities[i], &contribution->answer, text),
            points_text(contribution->points).text, word(page, CASE_WORD_OF),
            points_text(contribution->points_possible).text);
    }
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        enum case_unit unit = case_test_unit(test->kind);
        int32_t scale = unit == CASE_UNIT_POINTS ? 1 : 100;
        say(page, "  %s %s, %s %s, %s %s (%s) [%s: %s]\n", word(page, CASE_WORD_THRESHOLD),
            points_text(test->threshold * scale).text, word(page, CASE_WORD_REACHED),
            points_text(test->reached * scale).text, word(page, CASE_WORD_DISTANCE),
            points_text(test->distance * scale).text, unit_word(page, unit), test->rule,
            test->test->source);
    }
    say_groups(page, plan, score);
    say_scales(page, plan, score);
}

static void say_number(struct page *page, enum case_word name, const struct plan_number *number,
                       const char *value) {
    say(page, "  %s: %s [%s: %s]\n", word(page, name), value, number->rule, number->source);
}

static void say_count(struct page *page, enum case_word name, const struct plan_number *number) {
    char value[24];
    (void)snprintf(value, sizeof value, "%lld", (long long)number->value);
    say_number(page, name, number, value);
}

static void say_numbers(struct page *page, const struct plan *plan) {
    say(page, "%s\n", word(page, CASE_WORD_NUMBERS));
    say_number(page, CASE_WORD_CEILING, &plan->ceiling_cents,
               money_text(plan->ceiling_cents.value).text);
    say_count(page, CASE_WORD_MONTHS, &plan->months);
    say_count(page, CASE_WORD_FILING, &plan->filing_days);
    say_count(page, CASE_WORD_SURVIVAL, &plan->survival_days);
}

static void say_deadline(struct page *page, const struct deadline *deadline) {
    struct date_text start = date_text(deadline->start);
    struct date_text last = date_text(deadline->last);
    bool months = deadline->months > 0;
    say(page, "  %s: %s %s + %d %s: %s %s%s%s\n", deadline->rule, word(page, CASE_WORD_FROM),
        date_or_unknown(page, &start), months ? deadline->months : deadline->days,
        word(page, months ? CASE_WORD_MONTHS_LONG : CASE_WORD_DAYS), word(page, CASE_WORD_LAST_DAY),
        date_or_unknown(page, &last), deadline->extended_over == HOLIDAY_NONE ? "" : ", ",
        deadline->extended_over == HOLIDAY_NONE ? "" : word(page, CASE_WORD_MOVED));
}

static void say_deadlines(struct page *page, const struct evaluation *evaluation) {
    if (evaluation->proposal.deadline_count + evaluation->term_count > 0) {
        say(page, "%s\n", word(page, CASE_WORD_DEADLINES));
    }
    for (size_t i = 0; i < evaluation->proposal.deadline_count; i++) {
        say_deadline(page, &evaluation->proposal.deadlines[i]);
    }
    for (size_t i = 0; i < evaluation->term_count; i++) {
        say_deadline(page, &evaluation->terms[i]);
    }
}

static enum case_word expense_word(enum allocation_outcome outcome) {
    switch (outcome) {
    case ALLOCATION_REFUSED:
        return CASE_WORD_REFUSED;
    case ALLOCATION_HELD:
        return CASE_WORD_HELD;
    case ALLOCATION_PAYABLE:
        return CASE_WORD_PAYABLE;
    }
    return CASE_WORD_HELD;
}

static void say_reason(struct page *page, const struct reason *reason) {
    if (reason->code != REASON_NONE) {
        say(page, " [%s: %s]", reason->rule, case_text_reason(reason->code, page->language));
    }
}

static void say_expenses(struct page *page, const struct case_result *result) {
    size_t count = result->input->facts.expense_count;
    if (count > 0) {
        say(page, "%s\n", word(page, CASE_WORD_EXPENSES));
    }
    for (size_t i = 0; i < count; i++) {
        const struct allocation *allocation = &result->allocations[i];
        say(page, "  %s: %s; %s %s, %s %s", result->input->expense_ids[i],
            word(page, expense_word(allocation->outcome)), word(page, CASE_WORD_DUE),
            money_text(allocation->payable_cents).text, word(page, CASE_WORD_MEMBER),
            money_text(allocation->member_cents).text);
        say_reason(page, &allocation->reason);
        say(page, "\n");
        for (size_t k = 0; k < allocation->line_count; k++) {
            const struct allocation_line *line = &allocation->lines[k];
            say(page, "    %s %s %s %s: %s %s", word(page, CASE_WORD_FROM),
                date_text(line->part.from).text, word(page, CASE_WORD_TO),
                date_text(line->part.to).text, word(page, CASE_WORD_DUE),
                money_text(line->payable_cents).text);
            say_reason(page, &line->reason);
            say(page, "\n");
        }
    }
}

static void say_months(struct page *page, const struct evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->month_count; i++) {
        const struct evaluation_month *month = &evaluation->months[i];
        say(page, "  %s %d: %s %s %s %s: %s %s, %s %s, %s %s, %s %s\n", word(page, CASE_WORD_MONTH),
            month->month.number, word(page, CASE_WORD_FROM), date_text(month->month.first).text,
            word(page, CASE_WORD_TO), date_text(month->month.last).text, word(page, CASE_WORD_PAID),
            money_text(month->paid_cents).text, word(page, CASE_WORD_DUE),
            money_text(month->due_cents).text, word(page, CASE_WORD_MEMBER),
            money_text(month->member_cents).text, word(page, CASE_WORD_LEFT),
            money_text(month->left_cents).text);
    }
}

enum rc case_output_text(struct buffer *out, const struct case_result *result,
                         enum case_language language) {
    struct page page = {.out = out, .language = language, .rc = RC_OK};
    const struct proposal *proposal = &result->evaluation->proposal;
    say(&page, "%s %s, %s %s %d, %s %s\n", word(&page, CASE_WORD_CASE), result->input->id,
        word(&page, CASE_WORD_PLAN), result->plan->id, result->plan->version,
        word(&page, CASE_WORD_AS_OF), date_text(result->input->facts.facts.as_of).text);
    say(&page, "%s: %s\n", word(&page, CASE_WORD_PROPOSAL),
        case_text_outcome(proposal->outcome, language));
    say_score(&page, result);
    say(&page, "%s\n", word(&page, CASE_WORD_REASONS));
    for (size_t i = 0; i < proposal->reason_count; i++) {
        say(&page, "  %s: %s\n", proposal->reasons[i].rule,
            case_text_reason(proposal->reasons[i].code, language));
    }
    say_deadlines(&page, result->evaluation);
    say_numbers(&page, result->plan);
    say_months(&page, result->evaluation);
    say_expenses(&page, result);
    say(&page, "%s\n", word(&page, CASE_WORD_TASKS));
    for (size_t i = 0; i < result->evaluation->task_count; i++) {
        say(&page, "  %s: %s\n", result->evaluation->tasks[i].rule,
            case_text_task(result->evaluation->tasks[i].task, language));
    }
    say(&page, "\n");
    return page.rc;
}
