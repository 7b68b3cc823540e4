// SPDX-License-Identifier: EUPL-1.2
// Where a claim stands, and the facts recorded about it (append-only, effective and recorded time).
#ifndef STORE_CLAIMS_H
#define STORE_CLAIMS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/fact.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The day of a claim that waits for nothing: it sorts behind every other.
#define CLAIM_NEVER_DUE "2999-12-31"

struct claim {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    struct public_id fund;
    struct public_id person;
    const char *number;  // readable, "2026-000123"
    const char *plan_id; // pinned when the claim was opened
    int32_t plan_version;
    enum fact holder;  // of the cover it was opened under
    const char *state; // claim_state_name() of scoring/claim_state.h
    const char *shown; // the coarser state that the API shows
    int64_t version;   // grows with every change of the claim or of anything below it
    int64_t opened_us; // domain instants; 0: not yet
    int64_t submitted_us;
    struct public_id opened_by, submitted_by;
    const char *received_on; // civil date of Rome; NULL: not yet
    const char *complete_on;
    const char *due_on;
};

// The next readable number of the fund in that year, arena text.
RC_CHECKED enum rc claim_number_next(struct tx *tx, const struct public_id *fund, int year,
                                     struct arena *arena, const char **number);

// id and version are ignored (the version starts at 1). RC_CONFLICT: the person has a draft under
// that plan.
RC_CHECKED enum rc claim_insert(struct tx *tx, const struct claim *claim);

RC_CHECKED enum rc claim_by_public_id(struct tx *tx, const struct public_id *public_id,
                                      struct arena *arena, struct claim *claim);
RC_CHECKED enum rc claim_list_of_person(struct tx *tx, const struct public_id *person,
                                        struct arena *arena, struct claim **claims, size_t *count);

// Claims of the person under the plan that were recognised, or reviewable, at some time, however
// many there are, in the order of their newest decisions.
RC_CHECKED enum rc claim_list_recognised(struct tx *tx, const struct public_id *person,
                                         const char *plan_id, struct arena *arena,
                                         struct claim **claims, size_t *count);

// Write state, shown, dates and due_on of `claim` and grow the version. RC_STALE: the stored
// version is not claim->version. On RC_OK claim->version is the new one.
RC_CHECKED enum rc claim_update(struct tx *tx, struct claim *claim);

enum claim_fact_kind {
    CLAIM_FACT_NONE = 0,
    CLAIM_FACT_STATEMENT, // what the family says: onset, need, place of care
    CLAIM_FACT_FINDING,   // the clinician's judgement
    CLAIM_FACT_LIFE,      // seen alive, or died
    CLAIM_FACT_COMPLETE,  // the last compulsory document was received
    CLAIM_FACT_CHECK,     // insurability or exclusion
    CLAIM_FACT_DOSSIER,   // a document, or the situation on which it depends
    CLAIM_FACT_DATE,      // onset, first contact or sending, as staff established it
    CLAIM_FACT_LATE_RULING,
    CLAIM_FACT_SURVIVAL_RULING,
    CLAIM_FACT_CONTROL, // a check of the continuing state: asked for, refused, complied with
    CLAIM_FACT_END,
    CLAIM_FACT_COMPLAINT,
    CLAIM_FACT_COMPLAINT_ANSWER,
    CLAIM_FACT_EARLY_RULING,
    CLAIM_FACT_REFUSAL_RULING, // of a check (S-11)
    CLAIM_FACT_INTERRUPTION,   // of the limitation (L-09)
};
enum { CLAIM_FACT_KINDS = CLAIM_FACT_INTERRUPTION + 1 };

// The kind as the table and the timeline name it ("late-ruling").
const char *claim_fact_kind_name(enum claim_fact_kind kind);

struct claim_fact {
    struct public_id public_id;
    enum claim_fact_kind kind;
    struct sealed content;    // JSON, sealed at "claim_facts|content|<public id>"
    const char *effective_on; // the day the fact is about
    int64_t recorded_us;      // domain instant
    struct public_id recorded_by;
};

RC_CHECKED enum rc claim_fact_insert(struct tx *tx, int64_t claim_id,
                                     const struct claim_fact *fact);
// All facts in the order in which they were recorded.
RC_CHECKED enum rc claim_fact_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                                   struct claim_fact **facts, size_t *count);

#endif
