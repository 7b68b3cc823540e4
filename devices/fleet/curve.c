// SPDX-License-Identifier: EUPL-1.2
// Synthetic vital values by condition, in whole numbers.
#include "fleet/curve.h"

#include "fleet/chance.h"
#include "payload/payload.h"
#include "scoring/rome_time.h"

#include <string.h>

#define MINUTE_US INT64_C(60000000)

// What is fixed for a member, drawn from the seed.
struct habit {
    int64_t systolic;
    int64_t diastolic;
    int64_t pulse;
    int64_t glucose; // mg/dL before breakfast
    int64_t spo2;
    int64_t glucose_swing;
    bool molar; // the glucose meter shows mmol/L
    int64_t minutes_late;
};

static struct habit habit_of(const struct curve *curve) {
    struct chance chance = chance_for(curve->seed, curve->member, 0);
    return (struct habit){
        .systolic = (curve->unsteady ? 140 : 124) + chance_below(&chance, 22),
        .diastolic = 74 + chance_below(&chance, 14),
        .pulse = 62 + chance_below(&chance, 18),
        .glucose = 98 + chance_below(&chance, 34),
        .spo2 = curve->exacerbation ? 93 : 93 + chance_below(&chance, 4),
        .glucose_swing = curve->unsteady ? 150 : 26,
        .molar = chance_below(&chance, 2) == 1,
        .minutes_late = chance_below(&chance, 45),
    };
}

static void add(struct sample *sample, enum quantity quantity, enum unit unit, int64_t scaled,
                int decimals) {
    sample->values[sample->value_count++] = (struct sample_value){quantity, unit, scaled, decimals};
}

static void blood_pressure(const struct habit *habit, struct chance *chance, bool morning,
                           struct sample *out) {
    int64_t systolic = habit->systolic + (morning ? 5 : 0) + chance_around(chance, 14);
    int64_t diastolic = habit->diastolic + (morning ? 3 : 0) + chance_around(chance, 9);
    // A cuff never shows a pulse pressure that small; the noise of two throws could.
    if (systolic - diastolic < 25) {
        diastolic = systolic - 25;
    }
    out->kind = QUANTITY_KIND_BLOOD_PRESSURE;
    add(out, QUANTITY_SYSTOLIC, UNIT_MMHG, systolic, 0);
    add(out, QUANTITY_DIASTOLIC, UNIT_MMHG, diastolic, 0);
    add(out, QUANTITY_PULSE, UNIT_PER_MINUTE, habit->pulse + chance_around(chance, 8), 0);
    out->flags = chance_below(chance, 40) == 0 ? PAYLOAD_FLAG_IRREGULAR : PAYLOAD_FLAG_NONE;
}

static void glucose(const struct habit *habit, struct chance *chance, size_t slot,
                    struct sample *out) {
    static const int64_t rise[] = {0, 12, 58, 30};
    static const unsigned meal[] = {PAYLOAD_FLAG_BEFORE_MEAL, PAYLOAD_FLAG_BEFORE_MEAL,
                                    PAYLOAD_FLAG_AFTER_MEAL, PAYLOAD_FLAG_NONE};
    int64_t value = habit->glucose + rise[slot] + chance_around(chance, habit->glucose_swing);
    // Most swings end above 60; a few are a severe hypoglycaemia.
    if (value < 62) {
        value = chance_below(chance, 12) == 0 ? 50 : 62 + chance_below(chance, 8);
    }
    out->kind = QUANTITY_KIND_GLUCOSE;
    out->flags = meal[slot];
    if (habit->molar) {
        // mg/dL / 18.0156, to the tenth that such a meter shows.
        add(out, QUANTITY_GLUCOSE, UNIT_MMOL_PER_L, (value * 100000 + 90078) / 180156, 1);
    } else {
        add(out, QUANTITY_GLUCOSE, UNIT_MG_PER_DL, value, 0);
    }
}

static void saturation(const struct curve *curve, const struct habit *habit, struct chance *chance,
                       struct sample *out) {
    int64_t spo2 = habit->spo2 * 10 + chance_around(chance, 12);
    int64_t pulse = habit->pulse + 6 + chance_around(chance, 8);
    if (curve->exacerbation && out->time_us > curve->exacerbation_us) {
        // 1.4 points and 4 beats a day, for five days.
        int64_t hours = (out->time_us - curve->exacerbation_us) / (60 * MINUTE_US);
        hours = hours > 120 ? 120 : hours;
        spo2 -= hours * 14 / 24;
        pulse += hours * 4 / 24;
    }
    spo2 = (spo2 + 5) / 10;
    out->kind = QUANTITY_KIND_SPO2;
    add(out, QUANTITY_PULSE, UNIT_PER_MINUTE, pulse, 0);
    add(out, QUANTITY_SPO2, UNIT_PERCENT, spo2 > 99 ? 99 : spo2, 0);
}

static size_t minutes_of(enum condition condition, const int64_t **minutes) {
    static const int64_t twice[] = {7 * 60 + 30, 19 * 60 + 30};
    static const int64_t four_times[] = {7 * 60, 12 * 60 + 15, 14 * 60 + 30, 21 * 60 + 15};
    switch (condition) {
    case CONDITION_HYPERTENSION:
    case CONDITION_COPD:
        *minutes = twice;
        return sizeof twice / sizeof *twice;
    case CONDITION_DIABETES:
        *minutes = four_times;
        return sizeof four_times / sizeof *four_times;
    case CONDITION_NONE:
        break;
    }
    return 0;
}

size_t curve_day(const struct curve *curve, struct civil_date day,
                 struct sample out[CURVE_SAMPLES_A_DAY]) {
    int64_t midnight = 0;
    if (!rome_midnight(day, &midnight)) {
        return 0;
    }
    const struct habit habit = habit_of(curve);
    struct chance chance = chance_for(curve->seed, curve->member, (uint64_t)day.number);
    const int64_t *minutes = NULL;
    size_t slots = minutes_of(curve->condition, &minutes);
    size_t count = 0;
    for (size_t slot = 0; slot < slots; slot++) {
        struct sample *sample = &out[count];
        int64_t minute = minutes[slot] + habit.minutes_late + chance_around(&chance, 30);
        *sample = (struct sample){
            .time_us = midnight + minute * MINUTE_US + chance_below(&chance, 60) * 1000000,
        };
        if (curve->condition == CONDITION_HYPERTENSION) {
            blood_pressure(&habit, &chance, slot == 0, sample);
        } else if (curve->condition == CONDITION_DIABETES) {
            glucose(&habit, &chance, slot, sample);
        } else {
            saturation(curve, &habit, &chance, sample);
        }
        // People forget; the member in an exacerbation measures, being unwell.
        bool forgotten = chance_below(&chance, 14) == 0;
        if (!forgotten || curve->exacerbation) {
            count++;
        }
    }
    return count;
}

bool condition_find(const char *text, enum condition *out) {
    static const char *const names[] = {"", "hypertension", "diabetes", "copd"};
    for (int i = CONDITION_HYPERTENSION; i <= CONDITION_COPD; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum condition)i;
            return true;
        }
    }
    return false;
}
