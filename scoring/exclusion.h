// SPDX-License-Identifier: EUPL-1.2
// Exclusions in their two scopes: the cause of the state, and the kind of an expense (rule
// book 1.8, X-16, X-17). Mixing them would refuse a case for one invoice. Pure; any thread.
#ifndef SCORING_EXCLUSION_H
#define SCORING_EXCLUSION_H

#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stddef.h>

enum {
    CAUSE_EXCEPTIONS_MAX = 4,
};

struct cause_finding {
    const char *code; // of an exclusion
    enum fact present;
    const char *exceptions[CAUSE_EXCEPTIONS_MAX]; // that apply, e.g. "legitimate-defence"
    size_t exception_count;
};

struct cause_facts {
    enum fact examined; // yes: a person examined the causes, what is not named is absent
    const struct cause_finding *findings;
    size_t finding_count;
};

// Does this exclusion, of scope cause, speak against the claim? An exception that the plan knows
// and the finding names answers no. The causal link itself stays with a person.
enum fact exclusion_hit(const struct plan_exclusion *exclusion, const struct cause_facts *causes);

// The worst answer over all exclusions of scope cause: yes, else unknown, else no.
enum fact exclusion_any(const struct plan *plan, const struct cause_facts *causes);

// The exclusion of scope expense with that code, NULL when the plan has none.
const struct plan_exclusion *exclusion_of_expense(const struct plan *plan, const char *nature);

#endif
