// SPDX-License-Identifier: EUPL-1.2
// Default limits and expectations of the monitored conditions.
#include "service/care_profile.h"

#include "base/clock.h"
#include "store/subjects.h"

#define AT(thousandths)                                                                            \
    { .set = true, .value = (thousandths) }

// Sources: hl7-it example plan (systolic 90-160, diastolic 50-100, pulse 50-110); severe from 180
// and 110 (ESC, ACC/AHA 2025); pulse 40 and 130 (NEWS2, score 3); glucose 54 and 70 (ADA levels 2
// and 1), 250 and 400 (finger-stick practice); SpO2 below 90 (Cooper 2020) and below 88 (BTS target
// 88-92 in hypercapnic risk); temperature 38 and 39, 35 (NEWS2).
static const struct {
    enum condition condition;
    struct alert_rule rule;
} DEFAULTS[] = {
    {CONDITION_HYPERTENSION, {QUANTITY_SYSTOLIC, AT(80000), AT(90000), AT(160000), AT(180000)}},
    {CONDITION_HYPERTENSION, {QUANTITY_DIASTOLIC, AT(40000), AT(50000), AT(100000), AT(110000)}},
    {CONDITION_HYPERTENSION, {QUANTITY_PULSE, AT(40000), AT(50000), AT(110000), AT(130000)}},
    {CONDITION_DIABETES, {QUANTITY_GLUCOSE, AT(54000), AT(70000), AT(250000), AT(400000)}},
    {CONDITION_COPD, {QUANTITY_SPO2, AT(88000), AT(90000), {0}, {0}}},
    {CONDITION_COPD, {QUANTITY_PULSE, AT(40000), AT(50000), AT(110000), AT(130000)}},
    {CONDITION_COPD, {QUANTITY_TEMPERATURE, AT(35000), {0}, AT(38000), AT(39000)}},
};

size_t care_profile_rules(unsigned conditions, struct alert_rule *rules, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < sizeof DEFAULTS / sizeof DEFAULTS[0]; i++) {
        if ((conditions & DEFAULTS[i].condition) == 0 || count == most) {
            continue;
        }
        size_t same = 0;
        while (same < count && rules[same].quantity != DEFAULTS[i].rule.quantity) {
            same++;
        }
        if (same == count) {
            rules[count++] = DEFAULTS[i].rule;
        }
    }
    return count;
}

int64_t care_profile_expected_us(enum quantity_kind kind) {
    switch (kind) {
    case QUANTITY_KIND_BLOOD_PRESSURE: // morning and evening (NICE, ESH home protocol)
    case QUANTITY_KIND_PULSE:
    case QUANTITY_KIND_GLUCOSE:
        return 12 * CLOCK_HOUR_US;
    case QUANTITY_KIND_SPO2:
    case QUANTITY_KIND_WEIGHT:
    case QUANTITY_KIND_TEMPERATURE:
    case QUANTITY_KIND_SPIROMETRY:
    case QUANTITY_KIND_RESPIRATION:
    case QUANTITY_KIND_STEPS:
    case QUANTITY_KIND_NONE:
        break;
    case QUANTITY_KIND_HBA1C: // it tells of the last two to three months
        return 90 * CLOCK_DAY_US;
    }
    return CLOCK_DAY_US;
}

int64_t care_profile_silent_after_us(unsigned conditions) {
    int64_t shortest = CLOCK_DAY_US;
    if ((conditions & (CONDITION_HYPERTENSION | CONDITION_DIABETES)) != 0) {
        shortest = care_profile_expected_us(QUANTITY_KIND_BLOOD_PRESSURE);
    }
    return 2 * shortest < CLOCK_DAY_US ? CLOCK_DAY_US : 2 * shortest;
}
