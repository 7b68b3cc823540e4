// SPDX-License-Identifier: EUPL-1.2
// The forms a benefit may take. Which of them a plan pays is the plan's word (A-31, B-20).
#ifndef SCORING_BENEFIT_FORM_H
#define SCORING_BENEFIT_FORM_H

#include <stdbool.h>

enum benefit_form {
    BENEFIT_FORM_UNKNOWN,
    BENEFIT_FORM_DIRECT,     // an authorised service, paid by the insurer to the provider
    BENEFIT_FORM_INVOICE,    // reimbursement of a care invoice or receipt, other than the next two
    BENEFIT_FORM_HOME_CARER, // reimbursement of an employed home carer (badante)
    BENEFIT_FORM_RSA_STAY,   // reimbursement of a stay in a residenza sanitaria assistenziale
    BENEFIT_FORM_ANNUITY,    // cash without an expense: named so that it can be refused
};

enum {
    BENEFIT_FORM_COUNT = BENEFIT_FORM_ANNUITY + 1,
};

// Names as stored and sent: "unknown", "direct", "invoice", "home-carer", "rsa-stay", "annuity".
const char *benefit_form_name(enum benefit_form form);

// False, and *form untouched, when the text is none of the names.
bool benefit_form_from_name(const char *name, enum benefit_form *form);

#endif
