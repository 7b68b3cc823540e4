// SPDX-License-Identifier: EUPL-1.2
// The four-bound alert rule: checking a rule and judging a value.
#include "scoring/alert_rule.h"

#include "scoring/plausibility.h"

#include <stddef.h>

// The limits from lowest to highest place.
static void limits_in_order(const struct alert_rule *rule, const struct alert_limit *out[4]) {
    out[0] = &rule->alert_low;
    out[1] = &rule->warn_low;
    out[2] = &rule->warn_high;
    out[3] = &rule->alert_high;
}

enum alert_rule_fault alert_rule_check(const struct alert_rule *rule) {
    const struct plausibility_bounds *range = plausibility_bounds_of(rule->quantity);
    if (!range) {
        return ALERT_RULE_QUANTITY;
    }
    const struct alert_limit *limits[4];
    limits_in_order(rule, limits);
    bool any = false;
    for (size_t high = 0; high < 4; high++) {
        if (!limits[high]->set) {
            continue;
        }
        any = true;
        for (size_t low = 0; low < high; low++) {
            // Two limits of the same side may be equal: then there is no warning band.
            bool same_side = low / 2 == high / 2;
            if (limits[low]->set && (limits[low]->value > limits[high]->value ||
                                     (!same_side && limits[low]->value == limits[high]->value))) {
                return ALERT_RULE_ORDER;
            }
        }
    }
    for (size_t i = 0; i < 4; i++) {
        if (limits[i]->set && (limits[i]->value < range->least || limits[i]->value > range->most)) {
            return ALERT_RULE_BOUNDS;
        }
    }
    return any ? ALERT_RULE_OK : ALERT_RULE_EMPTY;
}

static bool below(const struct alert_limit *limit, int64_t value) {
    return limit->set && value < limit->value;
}

static bool above(const struct alert_limit *limit, int64_t value) {
    return limit->set && value > limit->value;
}

struct alert_verdict alert_rule_evaluate(const struct alert_rule *rule, int64_t canonical) {
    if (below(&rule->alert_low, canonical)) {
        return (struct alert_verdict){ALERT_LEVEL_ALERT_LOW, rule->alert_low.value};
    }
    if (above(&rule->alert_high, canonical)) {
        return (struct alert_verdict){ALERT_LEVEL_ALERT_HIGH, rule->alert_high.value};
    }
    if (below(&rule->warn_low, canonical)) {
        return (struct alert_verdict){ALERT_LEVEL_WARNING_LOW, rule->warn_low.value};
    }
    if (above(&rule->warn_high, canonical)) {
        return (struct alert_verdict){ALERT_LEVEL_WARNING_HIGH, rule->warn_high.value};
    }
    return (struct alert_verdict){ALERT_LEVEL_NONE, 0};
}

struct alert_verdict alert_rule_evaluate_beyond(const struct alert_rule *rule,
                                                const struct quantity_value *value) {
    if (value->beyond == QUANTITY_WITHIN) {
        return (struct alert_verdict){ALERT_LEVEL_NONE, 0};
    }
    bool low = value->beyond == QUANTITY_BELOW;
    int64_t limit = value->canonical;
    if (rule) {
        const struct alert_limit *alert = low ? &rule->alert_low : &rule->alert_high;
        const struct alert_limit *warn = low ? &rule->warn_low : &rule->warn_high;
        limit = alert->set ? alert->value : warn->set ? warn->value : limit;
    }
    return (struct alert_verdict){low ? ALERT_LEVEL_ALERT_LOW : ALERT_LEVEL_ALERT_HIGH, limit};
}

const char *alert_level_code(enum alert_level level) {
    switch (level) {
    case ALERT_LEVEL_NONE:
        return "none";
    case ALERT_LEVEL_WARNING_LOW:
        return "warning-low";
    case ALERT_LEVEL_WARNING_HIGH:
        return "warning-high";
    case ALERT_LEVEL_ALERT_LOW:
        return "alert-low";
    case ALERT_LEVEL_ALERT_HIGH:
        return "alert-high";
    }
    return "none";
}

int alert_level_severity(enum alert_level level) {
    switch (level) {
    case ALERT_LEVEL_NONE:
        return 0;
    case ALERT_LEVEL_WARNING_LOW:
    case ALERT_LEVEL_WARNING_HIGH:
        return 1;
    case ALERT_LEVEL_ALERT_LOW:
    case ALERT_LEVEL_ALERT_HIGH:
        return 2;
    }
    return 0;
}
