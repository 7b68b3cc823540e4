// SPDX-License-Identifier: EUPL-1.2
// The score in words: each answer, each test with its distance, groups and levels.
#include "case_file/case_page.h"
#include "case_file/case_text.h"

#include <stdio.h>

static const char *word(const struct case_page *page, enum case_word name) {
    return case_text_word(name, page->language);
}

static const char *answer_label(const struct case_page *page, const struct plan_activity *activity,
                                const struct answer *answer, struct case_day_text *text) {
    switch (answer->kind) {
    case ANSWER_MISSING:
        return word(page, CASE_WORD_NO_ANSWER);
    case ANSWER_DONT_KNOW:
        return word(page, CASE_WORD_DONT_KNOW);
    case ANSWER_GRADE:
        return case_page_label(page, &activity->grades[answer->grade].label);
    case ANSWER_NUMBER:
        (void)snprintf(text->text, sizeof text->text, "%s",
                       case_page_points(page, answer->points).text);
        return text->text;
    case ANSWER_DAY:
        *text = case_page_day(page, answer->day);
        return text->text;
    }
    return "";
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

static const char *unit_word(const struct case_page *page, enum case_unit unit) {
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
static void say_span(struct case_page *page, int32_t low, int32_t high) {
    case_page_say(page, "%s", case_page_points(page, low).text);
    if (low != high) {
        case_page_say(page, " – %s", case_page_points(page, high).text);
    }
}

static void say_groups(struct case_page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->group_count; i++) {
        const struct plan_group *group = &plan->groups[i];
        const struct assessment_group *made = &score->groups[i];
        case_page_say(page, "  %s: ", case_page_label(page, &group->label));
        say_span(page, made->raw_low, made->raw_high);
        if (group->combine == PLAN_COMBINE_BANDS || group->weight > 0) {
            case_page_say(page, " → ");
            say_span(page, made->low, made->high);
        }
        case_page_say(page, " %s %s [%s: %s]\n", word(page, CASE_WORD_OF),
                      case_page_points(page, group->range.most).text, group->rule, group->source);
    }
}

static void say_scales(struct case_page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->scale_count; i++) {
        const struct plan_scale *scale = &plan->scales[i];
        const struct assessment_scale *found = &score->scales[i];
        size_t level = 0;
        const char *name = word(page, CASE_WORD_NO_LEVEL);
        if (!assessment_level(found, &level)) {
            name = word(page, CASE_WORD_OPEN);
        } else if (level > 0) {
            name = case_page_label(page, &scale->levels[level - 1].label);
        }
        case_page_say(page, "  %s: %s (", case_page_label(page, &scale->label), name);
        say_span(page, found->low, found->high);
        case_page_say(page, ") [%s: %s]\n", scale->rule, scale->source);
        for (size_t k = 0; k < scale->level_count; k++) {
            const struct plan_level *step = &scale->levels[k];
            case_page_say(page, "    %s: %s%s %s, %s %s\n", case_page_label(page, &step->label),
                          word(page, CASE_WORD_THRESHOLD), step->above ? " >" : "",
                          case_page_points(page, step->threshold).text,
                          word(page, CASE_WORD_DISTANCE),
                          case_page_points(page, found->low - step->threshold).text);
        }
        if (found->override != NULL) {
            case_page_say(page, "    %s [%s: %s]\n", word(page, CASE_WORD_OVERRIDE),
                          found->override->rule, found->override->source);
        }
    }
}

void case_page_score(struct case_page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct assessment_result *score = &result->evaluation->proposal.score;
    case_page_say(page, "%s", word(page, CASE_WORD_SCORE));
    // Where groups weigh the items, their bare sum says nothing.
    if (plan->group_count == 0) {
        case_page_say(page, ": ");
        say_span(page, score->sum, score->sum_possible);
        case_page_say(page, " %s %s %s", word(page, CASE_WORD_OF),
                      case_page_points(page, plan_points_possible(plan)).text,
                      word(page, CASE_WORD_POINTS));
    }
    case_page_say(page, "\n");
    for (size_t i = 0; i < score->contribution_count; i++) {
        const struct assessment_contribution *contribution = &score->contributions[i];
        struct case_day_text text;
        case_page_say(page, "  %s: %s: ", case_page_label(page, &plan->activities[i].label),
                      answer_label(page, &plan->activities[i], &contribution->answer, &text));
        say_span(page, contribution->low, contribution->high);
        case_page_say(page, " %s %s [%s]\n", word(page, CASE_WORD_OF),
                      case_page_points(page, contribution->points_possible).text,
                      plan->activities[i].rule);
    }
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        enum case_unit unit = case_test_unit(test->kind);
        int32_t scale = unit == CASE_UNIT_POINTS ? 1 : 100;
        case_page_say(page, "  %s %s, %s ", word(page, CASE_WORD_THRESHOLD),
                      case_page_points(page, test->threshold * scale).text,
                      word(page, CASE_WORD_REACHED));
        say_span(page, test->reached * scale, test->possible * scale);
        case_page_say(page, ", %s %s (%s) [%s: %s]\n", word(page, CASE_WORD_DISTANCE),
                      case_page_points(page, test->distance * scale).text, unit_word(page, unit),
                      test->rule, test->test->source);
    }
    say_groups(page, plan, score);
    say_scales(page, plan, score);
}
