// SPDX-License-Identifier: EUPL-1.2
// Which evidence stands beside which fact of a case. Evidence ids are the caller's own words.
#ifndef CASE_FILE_CASE_EVIDENCE_H
#define CASE_FILE_CASE_EVIDENCE_H

#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

// Facts that stand alone in the case; items of lists carry their evidence themselves.
enum case_fact {
    CASE_FACT_ANSWERS,
    CASE_FACT_CONSOLIDATED,
    CASE_FACT_CONSTANT_NEED,
    CASE_FACT_HOLDER,
    CASE_FACT_DECISION,
    CASE_FACT_ONSET,
    CASE_FACT_FIRST_CONTACT,
    CASE_FACT_SENT,
    CASE_FACT_RECEIVED,
    CASE_FACT_COMPLETE,
    CASE_FACT_LATE_RULING,
    CASE_FACT_WITHDRAWN,
    CASE_FACT_DECIDED,
    CASE_FACT_REVIEW_ON,
    CASE_FACT_CAUSE,
    CASE_FACT_ENDED,
    CASE_FACT_ALIVE_THROUGH,
    CASE_FACT_DEATH,
    CASE_FACT_DEATH_NOTIFIED,
    CASE_FACT_COVER_BIRTH,
    CASE_FACT_COVER_CHILD,
    CASE_FACT_COVER_EXPIRY,
    CASE_FACT_COVER_HOLDER_BIRTH,
    CASE_FACT_HEALTH_TESTED_ON,
    CASE_FACT_HEALTH_STATEMENT,
    CASE_FACT_HEALTH_SUBSTANCES,
    CASE_FACT_HEALTH_MEDICINES,
    CASE_FACT_HEALTH_INVALIDITY,
    CASE_FACT_CAUSES_EXAMINED,
    CASE_FACT_ADMITTED,
    CASE_FACT_HOME_SERVICE,
    CASE_FACT_INPATIENT,
    CASE_FACT_CODICE_FISCALE,
    CASE_FACT_FAMILY_NAME,
    CASE_FACT_GIVEN_NAME,
    CASE_FACT_MEMBER_BIRTH,
    CASE_FACT_SEX,
    CASE_FACT_BIRTH_PLACE,
    CASE_FACT_IBAN,
    CASE_FACT_COUNT,
};

// The evidence of the items of one list: one struct json_list of texts every `stride` bytes.
struct evidence_column {
    const unsigned char *first;
    size_t stride;
    size_t count;
};

struct case_evidence {
    bool any; // some fact has evidence
    struct json_list facts[CASE_FACT_COUNT];
    struct evidence_column sheets, visits, paid, authorisations, expenses, checks, events, findings,
        causes, documents, earlier, payments, interruptions, complaints, quotations;
};

// The column of a list whose items hold their evidence at `offset`.
struct evidence_column evidence_column_of(const struct json_list *list, size_t offset,
                                          size_t stride);

// The evidence of item `index`; an empty list for one that the column does not have.
struct json_list evidence_column_at(const struct evidence_column *column, size_t index);

// Sets `any`.
void case_evidence_settle(struct case_evidence *evidence);

#endif
