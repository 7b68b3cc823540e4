// SPDX-License-Identifier: EUPL-1.2
// The opening dossier: which documents it needs and on which day it became complete
// (A-17 …, S-06). Pure; any thread.
#ifndef SCORING_DOSSIER_H
#define SCORING_DOSSIER_H

#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stddef.h>

struct document_fact {
    const char *code;
    struct civil_date received;
    enum fact accepted; // a person looked at it: it is what it should be
};

struct dossier_facts {
    const struct document_fact *documents;
    size_t document_count;
    enum fact admitted;
    enum fact home_service;
    enum fact inpatient;
};

// Is that document of the plan needed here?
enum fact dossier_needs(const struct plan_document *document, const struct dossier_facts *facts);

// The day on which an accepted copy of it was received, the earliest; unknown when there is none.
struct civil_date dossier_received(const struct plan_document *document,
                                   const struct dossier_facts *facts);

// The day of receipt, not of the clerk's click, of the last document that is needed. Unknown while
// one is missing or it is not known whether it is needed, and for a plan that lists no document.
struct civil_date dossier_complete_on(const struct plan *plan, const struct dossier_facts *facts);

#endif
