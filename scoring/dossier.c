// SPDX-License-Identifier: EUPL-1.2
// Completeness of a dossier.
#include "scoring/dossier.h"

#include <string.h>

enum fact dossier_needs(const struct plan_document *document, const struct dossier_facts *facts) {
    switch (document->when) {
    case PLAN_DOCUMENT_NEVER:
        return FACT_NO;
    case PLAN_DOCUMENT_ALWAYS:
        return FACT_YES;
    case PLAN_DOCUMENT_ADMITTED:
        return facts->admitted;
    case PLAN_DOCUMENT_HOME_SERVICE:
        return facts->home_service;
    case PLAN_DOCUMENT_INPATIENT:
        return facts->inpatient;
    }
    return FACT_UNKNOWN;
}

struct civil_date dossier_received(const struct plan_document *document,
                                   const struct dossier_facts *facts) {
    struct civil_date first = {0};
    for (size_t i = 0; i < facts->document_count; i++) {
        const struct document_fact *fact = &facts->documents[i];
        if (fact->accepted == FACT_YES && strcmp(fact->code, document->code) == 0) {
            first = civil_date_earliest(first, fact->received);
        }
    }
    return first;
}

struct civil_date dossier_complete_on(const struct plan *plan, const struct dossier_facts *facts) {
    struct civil_date complete = {0};
    for (size_t i = 0; i < plan->document_count; i++) {
        const struct plan_document *document = &plan->documents[i];
        enum fact needed = dossier_needs(document, facts);
        if (needed == FACT_NO) {
            continue;
        }
        struct civil_date received = dossier_received(document, facts);
        if (!civil_date_known(received)) {
            return (struct civil_date){0};
        }
        if (civil_date_compare(received, complete) > 0) {
            complete = received;
        }
    }
    return complete;
}
