// SPDX-License-Identifier: EUPL-1.2
// Working out, in slices, what claims wait for.
#include "service/wait_keeper.h"

#include "service/case_wait.h"
#include "service/decisions.h"
#include "service/service.h"
#include "store/audit.h"

enum { SLICE = 20 };

struct slice {
    const struct service *service;
    int64_t after, last;
    size_t count; // made anew by every run
};

static enum rc keep_slice(struct tx *tx, void *context) {
    struct slice *slice = context;
    struct public_id *ids = NULL;
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    slice->count = 0;
    enum rc rc = claim_wait_missing(tx, DECISION_ENGINE, slice->after, SLICE, arena, &ids,
                                    &slice->count, &slice->last);
    for (size_t i = 0; i < slice->count && rc == RC_OK; i++) {
        struct claim_wait wait;
        struct claim claim;
        struct arena *own = arena_new(0);
        rc = own == NULL ? RC_NOMEM : claim_by_public_id(tx, &ids[i], own, &claim);
        if (rc == RC_OK)
            rc = case_wait_of(tx, slice->service, &ids[i], own, &wait);
        if (rc == RC_OK)
            rc = claim_wait_keep(tx, claim.id, DECISION_ENGINE, &wait);
        arena_free(own);
    }
    if (rc == RC_OK && slice->count > 0)
        rc = audit_append(tx, "system", "claim.keep-waits", "", NULL);
    arena_free(arena);
    return rc;
}

static enum rc look(struct tx *tx, void *context) {
    struct slice *slice = context;
    struct public_id *ids = NULL;
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    enum rc rc = claim_wait_missing(tx, DECISION_ENGINE, slice->after, 1, arena, &ids,
                                    &slice->count, &slice->last);
    arena_free(arena);
    return rc;
}

enum rc wait_keeper_run(void *context) {
    struct wait_keeper *keeper = context;
    if (keeper->done)
        return RC_OK;
    struct slice slice = {.service = keeper->service, .after = keeper->after};
    // Usually none: looked up beside the writer.
    enum rc rc = store_read(keeper->service->store, STORE_OFFICE, "claim.look-waits", look, &slice);
    if (rc == RC_OK && slice.count > 0)
        rc = store_write(keeper->service->store, STORE_OFFICE, "claim.keep-waits", keep_slice,
                         &slice);
    if (rc != RC_OK)
        return rc;
    keeper->after = slice.last;
    keeper->done = slice.count == 0;
    return RC_OK;
}
