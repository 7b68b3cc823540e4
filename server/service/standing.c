// SPDX-License-Identifier: EUPL-1.2
// What the office knows that ends a member's monitoring.
#include "service/standing.h"

#include "scoring/rome_time.h"
#include "service/claim_case.h"
#include "service/life_signs.h"
#include "service/person_cover.h"
#include "service/person_seal.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/cover_events.h"
#include "store/covers.h"
#include "store/outbox.h"
#include "vault/vault.h"

struct finding {
    struct tx *tx;
    const struct service *service;
    const struct person *person;
    struct arena *arena;
};

// Whether a cover that has begun is in force. The engine says it where events are known, else the
// register.
static enum rc is_in_force(struct finding *f, const struct cover *cover,
                           const struct cover_event_row *rows, size_t count, const char *birth_date,
                           bool *holds) {
    struct civil_date today = rome_date(service_domain_now(f->service));
    const struct plan *plan = f->service->plans == NULL
                                  ? NULL
                                  : plan_shelf_latest(f->service->plans, cover->plan_id, today);
    struct cover_facts facts = {0};
    enum rc rc = plan == NULL ? RC_OK
                              : cover_facts_of(f->tx, &f->person->public_id, rows, count,
                                               cover->plan_id, birth_date, today, f->arena, &facts);
    if (rc == RC_OK) {
        *holds = facts.event_count > 0 ? coverage_on(plan, &facts, today).covered != FACT_NO
                                       : cover->to_on == NULL ||
                                             civil_date_compare(case_date(cover->to_on), today) >= 0;
    }
    return rc;
}

// Over is what has begun: a cover that is still to come has not ended, and whoever never had one
// is monitored without.
static enum rc find_cover(struct finding *f, bool *over) {
    struct civil_date today = rome_date(service_domain_now(f->service));
    struct cover *covers = NULL;
    struct cover_event_row *rows = NULL;
    struct identity identity;
    size_t count = 0, row_count = 0;
    bool began = false, any = false;
    enum rc rc = cover_list(f->tx, &f->person->public_id, f->arena, &covers, &count);
    if (rc == RC_OK && count > 0) {
        rc = cover_event_list(f->tx, &f->person->public_id, f->arena, &rows, &row_count);
    }
    if (rc == RC_OK && count > 0) {
        rc = person_identity(f->service, f->person, f->arena, &identity);
    }
    for (size_t i = 0; i < count && rc == RC_OK && !any; i++) {
        if (civil_date_compare(case_date(covers[i].from_on), today) > 0) {
            any = true;
            continue;
        }
        began = true;
        rc = is_in_force(f, &covers[i], rows, row_count, identity.birth_date, &any);
    }
    if (rc == RC_OK) {
        *over = began && !any;
    }
    return rc;
}

enum rc standing_find(struct tx *tx, const struct service *service, const struct person *person,
                      struct arena *arena, enum subject_standing *standing) {
    struct finding f = {.tx = tx, .service = service, .person = person, .arena = arena};
    struct data_key key;
    struct life_signs signs = {0};
    bool over = false;
    enum rc rc = person_key(service, person, &key);
    if (rc != RC_OK) {
        return rc;
    }
    rc = life_signs_read(tx, &person->public_id, 0, &key, arena, &signs);
    vault_wipe(&key, sizeof key);
    if (rc == RC_OK) {
        rc = find_cover(&f, &over);
    }
    if (rc == RC_OK) {
        bool died = life_signs_death(&signs) != NULL;
        *standing = died ? STANDING_DECEASED : over ? STANDING_UNCOVERED : STANDING_IN_FORCE;
    }
    return rc;
}

enum rc standing_tell(struct tx *tx, const struct person *person, struct arena *arena) {
    if (!public_id_is_set(&person->subject)) {
        return RC_OK;
    }
    const char *payload = arena_printf(arena, "{\"person\":\"%s\"}", person->public_id.text);
    int64_t id;
    return payload == NULL ? RC_NOMEM : outbox_append(tx, STANDING_OUTBOX_KIND, payload, 0, &id);
}
