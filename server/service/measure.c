// SPDX-License-Identifier: EUPL-1.2
// Measured values as text.
#include "service/measure.h"

#include <string.h>

const char *measure_text(struct arena *arena, int64_t thousandths) {
    char text[DECIMAL_TEXT_SIZE];
    decimal_print(thousandths, QUANTITY_SCALE, QUANTITY_SCALE, text);
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '0') {
        length--;
    }
    if (length > 0 && text[length - 1] == '.') {
        length--;
    }
    return arena_strndup(arena, text, length);
}

const char *measure_unit(enum quantity quantity) {
    const struct quantity_row *row = quantity_describe(quantity);
    return row == NULL ? "" : unit_code(row->unit);
}

const char *measure_value(struct arena *arena, enum quantity quantity, int64_t canonical,
                          const char *sent_unit) {
    if (strcmp(sent_unit, measure_unit(quantity)) == 0) {
        return measure_text(arena, canonical);
    }
    char text[DECIMAL_TEXT_SIZE];
    quantity_print(quantity, canonical, text);
    return arena_strdup(arena, text);
}

// The value as it would stand there with that many decimals, in thousandths.
static int64_t rounded(int64_t thousandths, int decimals) {
    int64_t step = 1;
    for (int i = decimals; i < QUANTITY_SCALE; i++) {
        step *= 10;
    }
    return (thousandths + (thousandths < 0 ? -step / 2 : step / 2)) / step * step;
}

const char *measure_beside(struct arena *arena, enum quantity quantity, int64_t value,
                           int64_t limit) {
    const struct quantity_row *row = quantity_describe(quantity);
    int decimals = row == NULL ? QUANTITY_SCALE : row->display_decimals;
    // The limit stands beside it exactly, so it is enough that the rounded value is on its side.
    while (decimals < QUANTITY_SCALE && (value > limit ? rounded(value, decimals) <= limit
                                                       : rounded(value, decimals) >= limit)) {
        decimals++;
    }
    char text[DECIMAL_TEXT_SIZE];
    decimal_print(value, QUANTITY_SCALE, decimals, text);
    return arena_strdup(arena, text);
}

static const struct payload_sent *sent_of(const struct payload_reading *reading,
                                          enum quantity quantity) {
    for (size_t i = 0; i < reading->value_count; i++) {
        if (reading->values[i].quantity == quantity) {
            return &reading->sent[i];
        }
    }
    return NULL;
}

const char *measure_proposal(const struct payload_reading *reading,
                             const struct plausibility_finding *finding, struct arena *arena) {
    const struct payload_sent *systolic = sent_of(reading, QUANTITY_SYSTOLIC);
    const struct payload_sent *diastolic = sent_of(reading, QUANTITY_DIASTOLIC);
    const struct payload_sent *sent = sent_of(reading, finding->quantity);
    const struct quantity_row *quantity = quantity_describe(finding->quantity);
    switch (finding->verdict) {
    case PLAUSIBILITY_SWAPPED:
        if (systolic != NULL && diastolic != NULL) {
            return arena_printf(arena, "systolic %s %s, diastolic %s %s?", diastolic->number,
                                diastolic->unit, systolic->number, systolic->unit);
        }
        break;
    case PLAUSIBILITY_UNIT_SUSPECT:
        if (sent != NULL && quantity != NULL) {
            return arena_printf(arena, "%s %s %s?", quantity->code, sent->number,
                                unit_code(finding->proposed_unit));
        }
        break;
    case PLAUSIBILITY_OK:
    case PLAUSIBILITY_IMPOSSIBLE:
        break;
    }
    return NULL;
}
