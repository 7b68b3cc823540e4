// SPDX-License-Identifier: EUPL-1.2
// The score of an evaluated case: what each answer counts, groups, levels and tests.
#include "case_file/case_output.h"
#include "case_file/case_put.h"
#include "case_file/case_text.h"

static void put_contributions(struct json_stream *stream, const struct plan *plan,
                              const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "contributions");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < score->contribution_count; i++) {
        const struct assessment_contribution *contribution = &score->contributions[i];
        json_stream_open(stream, '{');
        put_text(stream, "activity", plan->activities[i].code);
        char text[ASSESSMENT_WORD_SIZE];
        const char *word = assessment_word(&plan->activities[i], &contribution->answer, text);
        put_text(stream, "answer", word[0] == '\0' ? NULL : word);
        put_points(stream, "points", contribution->points);
        put_points(stream, "possible", contribution->points_possible);
        put_flag(stream, "unable", contribution->unable);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static const char *subject_code(const struct plan *plan, struct plan_subject subject) {
    switch (subject.kind) {
    case PLAN_SUBJECT_ALL:
        break;
    case PLAN_SUBJECT_ACTIVITY:
        return plan->activities[subject.index].code;
    case PLAN_SUBJECT_GROUP:
        return plan->groups[subject.index].code;
    case PLAN_SUBJECT_SCALE:
        return plan->scales[subject.index].code;
    }
    return NULL;
}

// A plan that only adds up or counts all its items says nothing more than its sum and tests.
static bool is_plain(const struct plan *plan, const struct assessment_result *score) {
    bool plain = plan->group_count == 0 && plan->scale_count == 0 &&
                 plan->answers_needed == PLAN_ANSWERS_ALL;
    for (size_t i = 0; i < score->test_count; i++) {
        plain = plain && score->tests[i].kind <= PLAN_TEST_POINTS_AT_LEAST &&
                score->tests[i].test->subject.kind == PLAN_SUBJECT_ALL;
    }
    return plain;
}

static void put_test_more(struct json_stream *stream, const struct plan *plan,
                          const struct assessment_test *test) {
    bool points = case_test_unit(test->kind) == CASE_UNIT_POINTS;
    put_text(stream, "of", subject_code(plan, test->test->subject));
    if (points) {
        put_points(stream, "possible", test->possible);
    } else {
        put_integer(stream, "possible", test->possible);
    }
    if (test->kind == PLAN_TEST_IN_BAND) {
        put_points(stream, "to", test->test->to);
    }
    if (test->kind == PLAN_TEST_DURATION_AT_LEAST) {
        put_date(stream, "since", test->since);
    }
    put_text(stream, "answer", fact_name(test->answer));
}

static void put_tests(struct json_stream *stream, const struct plan *plan,
                      const struct assessment_result *score) {
    bool plain = is_plain(plan, score);
    JSON_STREAM_NAME(stream, "tests");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        bool points = case_test_unit(test->kind) == CASE_UNIT_POINTS;
        json_stream_open(stream, '{');
        put_text(stream, "kind", plan_test_kind_name(test->kind));
        put_text(stream, "rule", test->rule);
        if (points) {
            put_points(stream, "threshold", test->threshold);
            put_points(stream, "reached", test->reached);
            put_points(stream, "distance", test->distance);
        } else {
            put_integer(stream, "threshold", test->threshold);
            put_integer(stream, "reached", test->reached);
            put_integer(stream, "distance", test->distance);
        }
        put_flag(stream, "holds", test->holds);
        if (!plain) {
            put_test_more(stream, plan, test);
        }
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_groups(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "groups");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < plan->group_count; i++) {
        const struct plan_group *group = &plan->groups[i];
        const struct assessment_group *made = &score->groups[i];
        json_stream_open(stream, '{');
        put_text(stream, "group", group->code);
        put_text(stream, "rule", group->rule);
        put_text(stream, "combine", plan_combine_name(group->combine));
        put_points(stream, "raw", made->raw_low);
        put_points(stream, "rawPossible", made->raw_high);
        put_points(stream, "points", made->low);
        put_points(stream, "pointsPossible", made->high);
        put_points(stream, "most", group->range.most);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_levels(struct json_stream *stream, const struct plan_scale *scale,
                       const struct assessment_scale *found) {
    JSON_STREAM_NAME(stream, "levels");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < scale->level_count; i++) {
        const struct plan_level *level = &scale->levels[i];
        json_stream_open(stream, '{');
        put_text(stream, "level", level->code);
        put_points(stream, "threshold", level->threshold);
        put_flag(stream, "above", level->above);
        put_points(stream, "distance", found->low - level->threshold);
        put_flag(stream, "possible", (found->possible & UINT32_C(2) << i) != 0);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_scales(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "scales");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < plan->scale_count; i++) {
        const struct plan_scale *scale = &plan->scales[i];
        const struct assessment_scale *found = &score->scales[i];
        size_t level = 0;
        bool known = assessment_level(found, &level);
        json_stream_open(stream, '{');
        put_text(stream, "scale", scale->code);
        put_text(stream, "rule", scale->rule);
        put_text(stream, "of", subject_code(plan, scale->subject));
        put_points(stream, "score", found->low);
        put_points(stream, "scorePossible", found->high);
        put_flag(stream, "open", !known);
        put_text(stream, "level", known && level > 0 ? scale->levels[level - 1].code : NULL);
        put_text(stream, "override", found->override == NULL ? NULL : found->override->rule);
        put_levels(stream, scale, found);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

void case_output_score(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "score");
    json_stream_open(stream, '{');
    put_text(stream, "outcome", assessment_outcome_name(score->outcome));
    put_points(stream, "sum", score->sum);
    put_points(stream, "sumPossible", score->sum_possible);
    put_integer(stream, "unable", score->unable_count);
    put_integer(stream, "missing", (int64_t)score->missing);
    put_integer(stream, "dontKnow", (int64_t)score->dont_know);
    put_contributions(stream, plan, score);
    put_tests(stream, plan, score);
    // Only where the plan has some: the results of all other plans stay as they were.
    if (plan->group_count > 0) {
        put_groups(stream, plan, score);
    }
    if (plan->scale_count > 0) {
        put_scales(stream, plan, score);
    }
    json_stream_close(stream, '}');
}
