// SPDX-License-Identifier: EUPL-1.2
// The test tree of a plan over one sheet, in three values: an open answer leaves a test open only
// where it could still turn it.
#include "scoring/assessment_test.h"

struct assessment_bounds assessment_bounds_of(const struct assessment_scoring *scoring,
                                              struct plan_subject subject) {
    const struct assessment_result *result = scoring->result;
    switch (subject.kind) {
    case PLAN_SUBJECT_ALL:
        return (struct assessment_bounds){result->sum, result->sum_possible};
    case PLAN_SUBJECT_ACTIVITY:
        return (struct assessment_bounds){result->contributions[subject.index].low,
                                          result->contributions[subject.index].high};
    case PLAN_SUBJECT_GROUP:
        return (struct assessment_bounds){result->groups[subject.index].low,
                                          result->groups[subject.index].high};
    case PLAN_SUBJECT_SCALE:
        break;
    }
    return (struct assessment_bounds){0, 0};
}

// How many parts the subject has, and each of them.
static size_t part_count(const struct plan *plan, struct plan_subject subject) {
    return subject.kind == PLAN_SUBJECT_GROUP ? plan->groups[subject.index].part_count
                                              : plan->activity_count;
}

static struct plan_subject part_of(const struct plan *plan, struct plan_subject subject, size_t i) {
    return subject.kind == PLAN_SUBJECT_GROUP ? plan->groups[subject.index].parts[i]
                                              : (struct plan_subject){PLAN_SUBJECT_ACTIVITY, i};
}

static bool can_be_unable(const struct plan_activity *activity) {
    for (size_t i = 0; i < activity->grade_count; i++) {
        if (activity->grades[i].unable) {
            return true;
        }
    }
    return false;
}

static bool is_open(const struct assessment_contribution *contribution) {
    return contribution->answer.kind == ANSWER_MISSING ||
           contribution->answer.kind == ANSWER_DONT_KNOW;
}

static struct assessment_bounds count_unable(const struct assessment_scoring *scoring,
                                             struct plan_subject subject) {
    const struct plan *plan = scoring->plan;
    struct assessment_bounds count = {0, 0};
    for (size_t i = 0; i < part_count(plan, subject); i++) {
        struct plan_subject part = part_of(plan, subject, i);
        if (part.kind != PLAN_SUBJECT_ACTIVITY) {
            continue;
        }
        const struct assessment_contribution *contribution =
            &scoring->result->contributions[part.index];
        bool open = is_open(contribution) && can_be_unable(&plan->activities[part.index]);
        count.low += contribution->unable ? 1 : 0;
        count.high += contribution->unable || open ? 1 : 0;
    }
    return count;
}

static struct assessment_bounds count_points(const struct assessment_scoring *scoring,
                                             struct plan_subject subject, int32_t points) {
    struct assessment_bounds count = {0, 0};
    for (size_t i = 0; i < part_count(scoring->plan, subject); i++) {
        struct assessment_bounds part =
            assessment_bounds_of(scoring, part_of(scoring->plan, subject, i));
        count.low += part.low >= points ? 1 : 0;
        count.high += part.high >= points ? 1 : 0;
    }
    return count;
}

static enum fact answer_of(bool yes, bool no) {
    return yes ? FACT_YES : no ? FACT_NO : FACT_UNKNOWN;
}

static void at_least(struct assessment_test *leaf, int32_t threshold,
                     struct assessment_bounds bounds) {
    leaf->threshold = threshold;
    leaf->reached = bounds.low;
    leaf->possible = bounds.high;
    leaf->distance = bounds.low - threshold;
    leaf->answer = answer_of(bounds.low >= threshold, bounds.high < threshold);
}

static void at_most(struct assessment_test *leaf, int32_t threshold,
                    struct assessment_bounds bounds) {
    leaf->threshold = threshold;
    leaf->reached = bounds.low;
    leaf->possible = bounds.high;
    leaf->distance = threshold - bounds.high;
    leaf->answer = answer_of(bounds.high <= threshold, bounds.low > threshold);
}

static void in_band(struct assessment_test *leaf, int32_t from, int32_t to,
                    struct assessment_bounds bounds) {
    int32_t over = bounds.low - from;
    int32_t under = to - bounds.high;
    leaf->threshold = from;
    leaf->reached = bounds.low;
    leaf->possible = bounds.high;
    leaf->distance = over < under ? over : under;
    leaf->answer = answer_of(over >= 0 && under >= 0, bounds.high < from || bounds.low > to);
}

static void level_in(struct assessment_test *leaf, uint32_t levels, uint32_t possible) {
    bool yes = (possible & ~(levels << 1)) == 0;
    bool no = (possible & levels << 1) == 0;
    at_least(leaf, 1, (struct assessment_bounds){yes ? 1 : 0, no ? 0 : 1});
}

static void duration(struct assessment_scoring *scoring, struct assessment_test *leaf, bool show) {
    const struct plan_test *test = leaf->test;
    const struct assessment_days *days = scoring->days;
    struct assessment_result *result = scoring->result;
    bool died = civil_date_known(days->death);
    struct civil_date end = died ? days->death : days->as_of;
    struct civil_date start = days->onset;
    if (test->subject.kind == PLAN_SUBJECT_ACTIVITY) {
        const struct answer *answer = &result->contributions[test->subject.index].answer;
        start = answer->kind == ANSWER_DAY ? answer->day : (struct civil_date){0};
    } else if (show && !civil_date_known(start)) {
        result->onset_unknown = true;
    }
    leaf->since = start;
    int32_t lasted = civil_date_days_between(start, end);
    bool known = civil_date_known(start) && civil_date_known(end);
    if (lasted < 0) {
        lasted = 0;
    }
    // What has not lasted long enough yet still can, unless it ended.
    int32_t possible = known && died ? lasted : test->count;
    at_least(leaf, test->count, (struct assessment_bounds){lasted, possible});
    if (leaf->answer == FACT_YES) {
        leaf->possible = leaf->reached;
    }
    if (show && known && leaf->answer == FACT_UNKNOWN) {
        result->still_running = true;
    }
}

static void day_from(const struct assessment_scoring *scoring, struct assessment_test *leaf) {
    const struct plan_test *test = leaf->test;
    const struct answer *answer = &scoring->result->contributions[test->subject.index].answer;
    if (answer->kind == ANSWER_DAY) {
        int32_t days = civil_date_days_between(test->day, answer->day);
        at_least(leaf, 0, (struct assessment_bounds){days, days});
    }
}

static enum fact leaf_answer(struct assessment_scoring *scoring, const struct plan_test *test,
                             bool show) {
    struct assessment_test leaf = {.test = test, .kind = test->kind, .rule = test->rule};
    switch (test->kind) {
    case PLAN_TEST_SUM_AT_LEAST:
        at_least(&leaf, test->points, assessment_bounds_of(scoring, test->subject));
        break;
    case PLAN_TEST_UNABLE_AT_LEAST:
        at_least(&leaf, test->count, count_unable(scoring, test->subject));
        break;
    case PLAN_TEST_POINTS_AT_LEAST:
        at_least(&leaf, test->count, count_points(scoring, test->subject, test->points));
        break;
    case PLAN_TEST_SUM_AT_MOST:
        at_most(&leaf, test->points, assessment_bounds_of(scoring, test->subject));
        break;
    case PLAN_TEST_IN_BAND:
        in_band(&leaf, test->points, test->to, assessment_bounds_of(scoring, test->subject));
        break;
    case PLAN_TEST_LEVEL_IN:
        level_in(&leaf, test->levels, scoring->result->scales[test->subject.index].possible);
        break;
    case PLAN_TEST_DURATION_AT_LEAST:
        duration(scoring, &leaf, show);
        break;
    case PLAN_TEST_DAY_FROM:
        day_from(scoring, &leaf);
        break;
    case PLAN_TEST_NONE:
    case PLAN_TEST_ALL:
    case PLAN_TEST_ANY:
    case PLAN_TEST_NOT:
        return FACT_NO;
    }
    leaf.holds = leaf.answer == FACT_YES;
    if (show && scoring->result->test_count < PLAN_TESTS_MAX) {
        scoring->result->tests[scoring->result->test_count++] = leaf;
    }
    return leaf.answer;
}

// Every part is evaluated, also when the answer is already sure, so that each leaf is shown.
// The depth is bounded by PLAN_TEST_DEPTH_MAX.
enum fact assessment_test_answer(struct assessment_scoring *scoring, const struct plan_test *test,
                                 bool show) {
    size_t yes = 0;
    size_t no = 0;
    for (size_t i = 0; i < test->part_count; i++) {
        enum fact part = assessment_test_answer(scoring, &test->parts[i], show);
        yes += part == FACT_YES ? 1 : 0;
        no += part == FACT_NO ? 1 : 0;
    }
    switch (test->kind) {
    case PLAN_TEST_ALL:
        return answer_of(yes == test->part_count, no > 0);
    case PLAN_TEST_ANY:
        return answer_of(yes > 0, no == test->part_count);
    case PLAN_TEST_NOT:
        return answer_of(no == test->part_count, yes > 0);
    case PLAN_TEST_NONE:
    case PLAN_TEST_SUM_AT_LEAST:
    case PLAN_TEST_UNABLE_AT_LEAST:
    case PLAN_TEST_POINTS_AT_LEAST:
    case PLAN_TEST_SUM_AT_MOST:
    case PLAN_TEST_IN_BAND:
    case PLAN_TEST_LEVEL_IN:
    case PLAN_TEST_DURATION_AT_LEAST:
    case PLAN_TEST_DAY_FROM:
        break;
    }
    return leaf_answer(scoring, test, show);
}
