// SPDX-License-Identifier: EUPL-1.2
// Running one act on a claim.
#include "service/case_act.h"

#include "service/service.h"

struct running {
    const struct case_act *act;
    struct arena *arena;
};

static enum rc run_once(struct tx *tx, void *context) {
    struct running *r = context;
    const struct case_act *act = r->act;
    struct claim_case *c = arena_alloc(r->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, act->service, act->actor, act->action, act->claim, act->if_match,
                           r->arena, act->fault, c);
    if (rc != RC_OK)
        return rc;
    rc = act->change(c, act);
    case_wipe(c);
    return rc;
}

enum rc case_act_run(const struct case_act *act) {
    struct running r = {act, arena_new(0)};
    if (r.arena == NULL)
        return RC_NOMEM;
    enum rc rc = store_write(act->service->store, STORE_OFFICE, act->name, run_once, &r);
    arena_free(r.arena);
    return rc;
}
