// SPDX-License-Identifier: EUPL-1.2
// Facts that staff record about a claim, taken into its view (inside the service room).
#ifndef SERVICE_CASE_FINDINGS_H
#define SERVICE_CASE_FINDINGS_H

#include "base/json.h"
#include "base/result.h"
#include "service/claim_case.h"

// One fact of the kinds from CLAIM_FACT_CHECK on, in the order of recording: of each subject the
// newest counts, earlier ones stay in the store.
RC_CHECKED enum rc case_take_finding(struct claim_case *c, const struct claim_fact *fact,
                                     const json_t *content);

#endif
