// SPDX-License-Identifier: EUPL-1.2
// Groups and scales over one sheet.
#include "scoring/assessment_score.h"

#include "scoring/assessment_test.h"

// The last band ends at the most that can be added up, so one is always found.
static const struct plan_band *band_of(const struct plan_group *group, int32_t points) {
    const struct plan_band *band = group->bands;
    while (band->to < points) {
        band++;
    }
    return band;
}

// Both numbers become what the bands between them give.
static void look_up(const struct plan_group *group, struct assessment_group *score) {
    const struct plan_band *band = band_of(group, score->raw_low);
    const struct plan_band *last = band_of(group, score->raw_high);
    score->low = band->points;
    score->high = band->points;
    while (band < last) {
        band++;
        // Points rise throughout or fall throughout, or stay for a while.
        if (band->points <= score->low) {
            score->low = band->points;
        } else {
            score->high = band->points;
        }
    }
}

static int32_t weighted(const struct plan_group *group, int32_t points) {
    if (group->weight == 0) {
        return points;
    }
    return (int32_t)((int64_t)points * group->weight / group->unweighted.most);
}

static void combine(const struct assessment_scoring *scoring, const struct plan_group *group,
                    struct assessment_group *score) {
    struct assessment_bounds made = assessment_bounds_of(scoring, group->parts[0]);
    for (size_t i = 1; i < group->part_count; i++) {
        struct assessment_bounds part = assessment_bounds_of(scoring, group->parts[i]);
        if (group->combine == PLAN_COMBINE_MAX) {
            made.low = part.low > made.low ? part.low : made.low;
            made.high = part.high > made.high ? part.high : made.high;
        } else {
            made.low += part.low;
            made.high += part.high;
        }
    }
    score->raw_low = made.low;
    score->raw_high = made.high;
}

void assessment_score_groups(struct assessment_scoring *scoring) {
    for (size_t i = 0; i < scoring->plan->group_count; i++) {
        const struct plan_group *group = &scoring->plan->groups[i];
        struct assessment_group *score = &scoring->result->groups[i];
        combine(scoring, group, score);
        score->low = score->raw_low;
        score->high = score->raw_high;
        if (group->combine == PLAN_COMBINE_BANDS) {
            look_up(group, score);
        }
        score->low = weighted(group, score->low);
        score->high = weighted(group, score->high);
    }
}

// The bit of the level at which that score lies; bit 0 below the first.
static uint32_t level_bit(const struct plan_scale *scale, int32_t points) {
    uint32_t bit = 1;
    for (size_t i = 0; i < scale->level_count; i++) {
        const struct plan_level *level = &scale->levels[i];
        if (points > level->threshold || (points == level->threshold && !level->above)) {
            bit = UINT32_C(2) << i;
        }
    }
    return bit;
}

static void find_level(struct assessment_scoring *scoring, const struct plan_scale *scale,
                       struct assessment_scale *found) {
    struct assessment_bounds score = assessment_bounds_of(scoring, scale->subject);
    uint32_t first = level_bit(scale, score.low);
    uint32_t last = level_bit(scale, score.high);
    uint32_t overridden = 0;
    found->low = score.low;
    found->high = score.high;
    found->override = NULL;
    for (size_t i = 0; i < scale->override_count; i++) {
        const struct plan_override *override = &scale->overrides[i];
        enum fact answer = assessment_test_answer(scoring, override->test, false);
        if (answer != FACT_NO) {
            overridden |= UINT32_C(2) << override->level;
        }
        if (answer == FACT_YES) {
            // Of one before it that is open, the level is still possible.
            found->possible = overridden;
            found->override = override;
            return;
        }
    }
    // Every level from the first to the last, and those of open overrides.
    found->possible = ((last << 1) - first) | overridden;
}

void assessment_score_scales(struct assessment_scoring *scoring) {
    for (size_t i = 0; i < scoring->plan->scale_count; i++) {
        find_level(scoring, &scoring->plan->scales[i], &scoring->result->scales[i]);
    }
}

enum fact assessment_score_test(struct assessment_scoring *scoring) {
    return assessment_test_answer(scoring, scoring->plan->test, true);
}
