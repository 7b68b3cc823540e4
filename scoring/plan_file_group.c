// SPDX-License-Identifier: EUPL-1.2
// Reading groups of a plan file: what is added up, by what table and with what weight.
#include "scoring/plan_file_group.h"

#include "scoring/assessment.h"
#include "scoring/points.h"

#include <stdio.h>
#include <string.h>

enum {
    HINT_SIZE = 160,
};

static const char profile_hint[] =
    "profiles without a sum (Val.Graf, SMAF) are not computed by this program: enter their result "
    "as an item";

bool plan_group_refuse_profiles(struct plan_reader *reader, const json_t *root) {
    static const char *const names[] = {"profile", "profiles"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (json_object_get(root, names[i]) != NULL) {
            return plan_reader_fail_at(reader, names[i], "not-built", profile_hint);
        }
    }
    return true;
}

// Fails with a sentence that ends in a number of points.
static bool fail_points(struct plan_reader *reader, const char *key, const char *code,
                        const char *sentence, int32_t points) {
    char text[POINTS_TEXT_SIZE];
    char hint[HINT_SIZE];
    (void)points_format(points, text);
    (void)snprintf(hint, sizeof hint, "%s %s", sentence, text);
    return plan_reader_fail_at(reader, key, code, hint);
}

static enum plan_direction part_direction(const struct plan *plan, struct plan_subject part) {
    return part.kind == PLAN_SUBJECT_GROUP ? plan->groups[part.index].direction
                                           : plan->activities[part.index].direction;
}

// One direction for all parts; those without one go along.
static bool join_direction(struct plan_reader *reader, const struct plan *plan,
                           struct plan_group *group) {
    group->direction = PLAN_NO_DIRECTION;
    for (size_t i = 0; i < group->part_count; i++) {
        enum plan_direction direction = part_direction(plan, group->parts[i]);
        if (direction == PLAN_NO_DIRECTION || direction == group->direction) {
            continue;
        }
        if (group->direction != PLAN_NO_DIRECTION) {
            plan_reader_enter(reader, "of");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail(reader, "mixed-direction",
                                    "higher is better for this one and worse for another: turn one "
                                    "round by a band table first");
        }
        group->direction = direction;
    }
    return true;
}

static bool read_parts(struct plan_reader *reader, const json_t *object, const struct plan *plan,
                       struct plan_sheet *sheet, struct plan_subject parts[PLAN_PARTS_MAX],
                       struct plan_group *group) {
    json_t *list;
    if (!plan_reader_array(reader, object, "of", 1, PLAN_PARTS_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "of");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *code = json_string_value(json_array_get(list, i));
        plan_reader_enter_index(reader, i);
        if (code == NULL) {
            return plan_reader_fail(reader, "wrong-type", "a text is expected here");
        }
        if (plan_find_activity(plan, code, &parts[i].index)) {
            parts[i].kind = PLAN_SUBJECT_ACTIVITY;
        } else if (plan_find_group(plan, code, &parts[i].index)) {
            parts[i].kind = PLAN_SUBJECT_GROUP;
        } else {
            return plan_reader_fail(reader, "unknown-code",
                                    "no item, and no group before this one, has this code");
        }
        if (parts[i].kind == PLAN_SUBJECT_ACTIVITY &&
            plan->activities[parts[i].index].kind == PLAN_ITEM_DAY) {
            return plan_reader_fail(reader, "wrong-type", "a day has no points");
        }
        for (size_t k = 0; k < i; k++) {
            if (parts[k].kind == parts[i].kind && parts[k].index == parts[i].index) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan_sheet_note(plan, parts[i], sheet);
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    group->parts = parts;
    group->part_count = json_array_size(list);
    return true;
}

// The range of the parts together: added up, or the largest of them.
static bool combine_ranges(struct plan_reader *reader, const struct plan *plan,
                           const struct plan_group *group, struct plan_range *out) {
    struct plan_range range = {0};
    for (size_t i = 0; i < group->part_count; i++) {
        struct plan_range part = plan_subject_range(plan, group->parts[i]);
        range.step = plan_common_step(range.step, part.step);
        if (i == 0) {
            range.least = part.least;
            range.most = part.most;
        } else if (group->combine == PLAN_COMBINE_MAX) {
            int32_t apart = part.least - range.least;
            range.step = plan_common_step(range.step, apart < 0 ? -apart : apart);
            range.least = part.least > range.least ? part.least : range.least;
            range.most = part.most > range.most ? part.most : range.most;
        } else {
            range.least += part.least;
            range.most += part.most;
        }
        if (range.most > PLAN_POINTS_MAX || range.least < -PLAN_POINTS_MAX) {
            return plan_reader_fail_at(reader, "of", "out-of-range", "too many points");
        }
    }
    *out = range;
    return true;
}

static bool read_band(struct plan_reader *reader, const json_t *value, struct plan_band *band) {
    static const char *const keys[] = {"from", "to", "points", NULL};
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_points(reader, value, "from", &band->from) ||
        !plan_reader_points(reader, value, "to", &band->to) ||
        !plan_reader_points(reader, value, "points", &band->points)) {
        return false;
    }
    if (band->to < band->from) {
        return plan_reader_fail_at(reader, "to", "out-of-order",
                                   "the band ends where it begins or after");
    }
    return true;
}

// Where this band has to begin, given the one before it: no value that can be added up may fall
// between two bands, or into two.
static bool check_band(struct plan_reader *reader, struct plan_range range,
                       const struct plan_band *bands, size_t i) {
    const struct plan_band *band = &bands[i];
    if (i == 0 && band->from != range.least) {
        return fail_points(reader, "from", band->from > range.least ? "gap" : "out-of-range",
                           "the first band begins at the least that can be added up,", range.least);
    }
    if (i > 0 && band->from <= bands[i - 1].to) {
        return fail_points(reader, "from", "overlap",
                           "this lies in the band before too, which ends at", bands[i - 1].to);
    }
    if (i > 0 && plan_range_next(range, bands[i - 1].to + 1) < band->from) {
        return fail_points(reader, "from", "gap", "no band holds",
                           plan_range_next(range, bands[i - 1].to + 1));
    }
    int32_t first = plan_range_next(range, band->from);
    if (first > band->to || first > range.most) {
        return fail_points(reader, "from", "out-of-range",
                           "no sum lies in this band: they go up to", range.most);
    }
    return true;
}

// The points of the bands rise or fall throughout; falling turns the direction round.
static bool order_bands(struct plan_reader *reader, struct plan_group *group) {
    bool rises = false;
    bool falls = false;
    for (size_t i = 1; i < group->band_count; i++) {
        rises = rises || group->bands[i].points > group->bands[i - 1].points;
        falls = falls || group->bands[i].points < group->bands[i - 1].points;
    }
    if (rises == falls) {
        return plan_reader_fail_at(reader, "bands", "out-of-order",
                                   "the points of the bands rise from one to the next, or fall");
    }
    if (falls && group->direction != PLAN_NO_DIRECTION) {
        group->direction =
            group->direction == PLAN_HIGHER_IS_WORSE ? PLAN_HIGHER_IS_BETTER : PLAN_HIGHER_IS_WORSE;
    }
    return true;
}

static bool read_bands(struct plan_reader *reader, const json_t *object, struct plan_range sums,
                       struct plan_band bands[PLAN_BANDS_MAX], struct plan_group *group) {
    json_t *list;
    if (!plan_reader_array(reader, object, "bands", 2, PLAN_BANDS_MAX, &list)) {
        return false;
    }
    size_t count = json_array_size(list);
    plan_reader_enter(reader, "bands");
    for (size_t i = 0; i < count; i++) {
        plan_reader_enter_index(reader, i);
        if (!read_band(reader, json_array_get(list, i), &bands[i]) ||
            !check_band(reader, sums, bands, i)) {
            return false;
        }
        bool last = i + 1 == count;
        if (last && bands[i].to != sums.most) {
            return fail_points(reader, "to", bands[i].to < sums.most ? "gap" : "out-of-range",
                               "the last band ends at the most that can be added up,", sums.most);
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    group->bands = bands;
    group->band_count = count;
    struct plan_range range = {bands[0].points, bands[0].points, 0};
    for (size_t i = 1; i < count; i++) {
        int32_t points = bands[i].points;
        int32_t apart = points - bands[0].points;
        range.step = plan_common_step(range.step, apart < 0 ? -apart : apart);
        range.least = points < range.least ? points : range.least;
        range.most = points > range.most ? points : range.most;
    }
    group->unweighted = range;
    return order_bands(reader, group);
}

// Stretches the score to the weight, which must come out exactly in hundredths for every score.
static bool read_weight(struct plan_reader *reader, const json_t *object,
                        struct plan_group *group) {
    const struct plan_range *range = &group->unweighted;
    group->range = *range;
    if (json_object_get(object, "weight") == NULL) {
        return true;
    }
    if (!plan_reader_points(reader, object, "weight", &group->weight)) {
        return false;
    }
    if (group->weight <= 0) {
        return plan_reader_fail_at(reader, "weight", "out-of-range", "a weight is above zero");
    }
    if (range->least < 0 || range->step == 0) {
        return plan_reader_fail_at(reader, "weight", "out-of-range",
                                   "only points that differ, from zero up, can be weighted");
    }
    int64_t least = (int64_t)range->least * group->weight;
    int64_t step = (int64_t)range->step * group->weight;
    if (least % range->most != 0 || step % range->most != 0) {
        return plan_reader_fail_at(reader, "weight", "not-exact",
                                   "with this weight some score has more than two decimals");
    }
    group->range = (struct plan_range){(int32_t)(least / range->most), group->weight,
                                       (int32_t)(step / range->most)};
    return true;
}

static bool read_combine(struct plan_reader *reader, const json_t *object,
                         struct plan_group *group) {
    const char *names[] = {plan_combine_name(PLAN_COMBINE_SUM), plan_combine_name(PLAN_COMBINE_MAX),
                           plan_combine_name(PLAN_COMBINE_BANDS)};
    const char *given = json_string_value(json_object_get(object, "combine"));
    size_t choice;
    if (given != NULL && strcmp(given, "profile") == 0) {
        return plan_reader_fail_at(reader, "combine", "not-built", profile_hint);
    }
    if (!plan_reader_choice(reader, object, "combine", names, 3, &choice)) {
        return false;
    }
    group->combine = (enum plan_combine)choice;
    return true;
}

static bool read_group(struct plan_reader *reader, const json_t *value, const struct plan *plan,
                       struct plan_sheet *sheet, struct plan_group *group) {
    static const char *const keys[] = {"code", "label", "of", "combine", "rule", "source", NULL};
    static const char *const band_keys[] = {"code", "label",  "of",    "combine",
                                            "rule", "source", "bands", NULL};
    static const char *const optional[] = {"weight", NULL};
    size_t at = plan->group_count;
    struct plan_range sums;
    if (json_typeof(value) != JSON_OBJECT) {
        return plan_reader_fail(reader, "wrong-type", "an object is expected here");
    }
    if (!read_combine(reader, value, group)) {
        return false;
    }
    bool banded = group->combine == PLAN_COMBINE_BANDS;
    if (!plan_reader_keys_also(reader, value, banded ? band_keys : keys, optional) ||
        !plan_reader_code(reader, value, "code", &group->code) ||
        !plan_reader_text(reader, value, "label", false, &group->label) ||
        !plan_reader_string(reader, value, "rule", true, &group->rule) ||
        !plan_reader_string(reader, value, "source", false, &group->source) ||
        !read_parts(reader, value, plan, sheet, sheet->parts[at], group) ||
        !join_direction(reader, plan, group) || !combine_ranges(reader, plan, group, &sums)) {
        return false;
    }
    group->unweighted = sums;
    return (!banded || read_bands(reader, value, sums, sheet->bands[at], group)) &&
           read_weight(reader, value, group);
}

bool plan_group_read_all(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                         struct plan *plan) {
    json_t *list;
    plan->groups = sheet->groups;
    if (json_object_get(root, "groups") == NULL) {
        return true;
    }
    if (!plan_reader_array(reader, root, "groups", 1, PLAN_GROUPS_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "groups");
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct plan_group *group = &sheet->groups[i];
        size_t twin;
        plan_reader_enter_index(reader, i);
        if (!read_group(reader, json_array_get(list, i), plan, sheet, group)) {
            return false;
        }
        if (plan_find_activity(plan, group->code, &twin) ||
            plan_find_group(plan, group->code, &twin)) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        plan->group_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}
