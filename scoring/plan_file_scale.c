// SPDX-License-Identifier: EUPL-1.2
// Reading scales of a plan file: from a score to a level, and what overrides it.
#include "scoring/plan_file_group.h"
#include "scoring/plan_file_test.h"

#include <string.h>

static bool read_level(struct plan_reader *reader, const json_t *value, struct plan_level *level) {
    static const char *const keys[] = {"code", "label", "from", NULL};
    static const char *const above_keys[] = {"code", "label", "above", NULL};
    // Elsewhere each level has its sum: said by name rather than as an unknown key.
    static const char *const amounts[] = {"amount", "ceiling", "sum"};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if (json_object_get(value, amounts[i]) != NULL) {
            return plan_reader_fail_at(reader, amounts[i], "not-built",
                                       "an amount by level is not paid by this program: the "
                                       "ceiling is one for the plan, or one plan per level");
        }
    }
    level->above = json_object_get(value, "above") != NULL;
    return plan_reader_keys(reader, value, level->above ? above_keys : keys) &&
           plan_reader_code(reader, value, "code", &level->code) &&
           plan_reader_text(reader, value, "label", false, &level->label) &&
           plan_reader_points(reader, value, level->above ? "above" : "from", &level->threshold);
}

static bool begins_at(const struct plan_level *level, int32_t points) {
    return points > level->threshold || (points == level->threshold && !level->above);
}

// Some score lies in each level.
static bool check_levels(struct plan_reader *reader, struct plan_range range,
                         const struct plan_level *levels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct plan_level *level = &levels[i];
        const char *key = level->above ? "above" : "from";
        int32_t first = plan_range_next(range, level->threshold + (level->above ? 1 : 0));
        plan_reader_enter_index(reader, i);
        if (first > range.most || (i + 1 < count && begins_at(&levels[i + 1], first))) {
            return plan_reader_fail_at(reader, key, "out-of-range", "no score lies in this level");
        }
        plan_reader_leave(reader);
    }
    return true;
}

static bool read_levels(struct plan_reader *reader, const json_t *object, const struct plan *plan,
                        struct plan_level levels[PLAN_LEVELS_MAX], struct plan_scale *scale) {
    json_t *list;
    if (!plan_reader_array(reader, object, "levels", 1, PLAN_LEVELS_MAX, &list)) {
        return false;
    }
    scale->levels = levels;
    plan_reader_enter(reader, "levels");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t twin;
        plan_reader_enter_index(reader, i);
        if (!read_level(reader, json_array_get(list, i), &levels[i])) {
            return false;
        }
        if (plan_find_level(scale, levels[i].code, &twin)) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        if (i > 0 && levels[i].threshold <= levels[i - 1].threshold) {
            return plan_reader_fail_at(reader, levels[i].above ? "above" : "from", "out-of-order",
                                       "levels go from the lowest threshold to the highest");
        }
        scale->level_count++;
        plan_reader_leave(reader);
    }
    bool good =
        check_levels(reader, plan_subject_range(plan, scale->subject), levels, scale->level_count);
    plan_reader_leave(reader);
    return good;
}

static bool read_override(struct plan_reader *reader, const json_t *value, const struct plan *plan,
                          struct plan_sheet *sheet, const struct plan_scale *scale,
                          struct plan_override *override) {
    static const char *const keys[] = {"level", "test", "rule", "source", NULL};
    const char *level;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "level", &level) ||
        !plan_reader_string(reader, value, "rule", true, &override->rule) ||
        !plan_reader_string(reader, value, "source", false, &override->source)) {
        return false;
    }
    if (!plan_find_level(scale, level, &override->level)) {
        return plan_reader_fail_at(reader, "level", "unknown-code", "the scale has no such level");
    }
    return plan_test_read(reader, value, "test", plan, sheet, &override->test);
}

static bool read_overrides(struct plan_reader *reader, const json_t *object,
                           const struct plan *plan, struct plan_sheet *sheet,
                           struct plan_override overrides[PLAN_OVERRIDES_MAX],
                           struct plan_scale *scale) {
    json_t *list;
    if (json_object_get(object, "overrides") == NULL) {
        return true;
    }
    if (!plan_reader_array(reader, object, "overrides", 1, PLAN_OVERRIDES_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "overrides");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_override(reader, json_array_get(list, i), plan, sheet, scale, &overrides[i])) {
            return false;
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    scale->overrides = overrides;
    scale->override_count = json_array_size(list);
    return true;
}

static bool read_scale(struct plan_reader *reader, const json_t *value, const struct plan *plan,
                       struct plan_sheet *sheet, struct plan_scale *scale) {
    static const char *const keys[] = {"code", "label", "of", "levels", "rule", "source", NULL};
    static const char *const optional[] = {"overrides", NULL};
    size_t at = plan->scale_count;
    if (!plan_reader_keys_also(reader, value, keys, optional) ||
        !plan_reader_code(reader, value, "code", &scale->code) ||
        !plan_reader_text(reader, value, "label", false, &scale->label) ||
        !plan_sheet_subject(reader, value, "of", plan, sheet, &scale->subject) ||
        !plan_reader_string(reader, value, "rule", true, &scale->rule) ||
        !plan_reader_string(reader, value, "source", false, &scale->source)) {
        return false;
    }
    if (scale->subject.kind == PLAN_SUBJECT_ACTIVITY &&
        plan->activities[scale->subject.index].kind == PLAN_ITEM_DAY) {
        return plan_reader_fail_at(reader, "of", "wrong-type", "a day has no points");
    }
    return read_levels(reader, value, plan, sheet->levels[at], scale) &&
           read_overrides(reader, value, plan, sheet, sheet->overrides[at], scale);
}

bool plan_scale_read_all(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                         struct plan *plan) {
    json_t *list;
    plan->scales = sheet->scales;
    if (json_object_get(root, "scales") == NULL) {
        return true;
    }
    if (!plan_reader_array(reader, root, "scales", 1, PLAN_SCALES_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "scales");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t twin;
        plan_reader_enter_index(reader, i);
        if (!read_scale(reader, json_array_get(list, i), plan, sheet, &sheet->scales[i])) {
            return false;
        }
        if (plan_find_scale(plan, sheet->scales[i].code, &twin)) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        plan->scale_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}
