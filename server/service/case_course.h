// SPDX-License-Identifier: EUPL-1.2
// What runs beside a claim, as the engine reads it: checks of the state, complaints, interruptions
// of the limitation (inside the service room). Each a new reference, NULL when out of memory.
#ifndef SERVICE_CASE_COURSE_H
#define SERVICE_CASE_COURSE_H

#include "base/json.h"
#include "service/claim_view.h"

// Checks that were asked for, refused, complied with (A-37, S-11), and a state that ended. A
// refusal is confirmed when a person said so, and unknown until then.
json_t *case_visits_json(const struct claim_view *view);

// In the order of recording (K-02, L-11); writers keep them below EVALUATION_COMPLAINTS_MAX.
json_t *case_complaints_json(const struct claim_view *view);

// The same with EVALUATION_INTERRUPTIONS_MAX (L-09).
json_t *case_interruptions_json(const struct claim_view *view);

#endif
