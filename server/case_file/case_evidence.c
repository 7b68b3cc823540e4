// SPDX-License-Identifier: EUPL-1.2
// Finding the evidence beside a fact.
#include "case_file/case_evidence.h"

struct evidence_column evidence_column_of(const struct json_list *list, size_t offset,
                                          size_t stride) {
    if (list->count == 0) {
        return (struct evidence_column){0};
    }
    return (struct evidence_column){(const unsigned char *)list->items + offset, stride,
                                    list->count};
}

struct json_list evidence_column_at(const struct evidence_column *column, size_t index) {
    if (index >= column->count) {
        return (struct json_list){0};
    }
    return *(const struct json_list *)(const void *)(column->first + index * column->stride);
}

static bool column_has_any(const struct evidence_column *column) {
    for (size_t i = 0; i < column->count; i++) {
        if (evidence_column_at(column, i).count > 0) {
            return true;
        }
    }
    return false;
}

void case_evidence_settle(struct case_evidence *evidence) {
    const struct evidence_column *const columns[] = {
        &evidence->sheets,         &evidence->visits,     &evidence->paid,
        &evidence->authorisations, &evidence->expenses,   &evidence->checks,
        &evidence->events,         &evidence->findings,   &evidence->causes,
        &evidence->documents,      &evidence->earlier,    &evidence->payments,
        &evidence->interruptions,  &evidence->complaints, &evidence->quotations,
    };
    evidence->any = false;
    for (size_t i = 0; i < CASE_FACT_COUNT && !evidence->any; i++) {
        evidence->any = evidence->facts[i].count > 0;
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0] && !evidence->any; i++) {
        evidence->any = column_has_any(columns[i]);
    }
}
