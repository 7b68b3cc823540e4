// SPDX-License-Identifier: EUPL-1.2
// What the office knows that ends a member's monitoring.
#include "service/standing.h"

#include <string.h>

#include "base/json.h"
#include "scoring/rome_time.h"
#include "service/claim_case.h"
#include "service/person_cover.h"
#include "service/person_seal.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/claims.h"
#include "store/cover_events.h"
#include "store/covers.h"
#include "store/outbox.h"
#include "vault/vault.h"

struct finding {
    struct tx *tx;
    const struct service *service;
    const struct person *person;
    struct data_key key;
    struct arena *arena;
};

// Signs of life out of all claims of the person, in the order of recording.
struct signs {
    const struct claim_fact **facts;
    size_t count;
};

static enum rc add_signs(struct finding *f, int64_t claim, struct signs *signs) {
    struct claim_fact *facts = NULL;
    size_t count = 0;
    enum rc rc = claim_fact_list(f->tx, claim, f->arena, &facts, &count);
    const struct claim_fact **all = arena_array(f->arena, signs->count + count + 1, sizeof *all);
    if (rc != RC_OK || all == NULL) {
        return rc == RC_OK ? RC_NOMEM : rc;
    }
    if (signs->count > 0) {
        memcpy(all, signs->facts, signs->count * sizeof *all);
    }
    for (size_t i = 0; i < count; i++) {
        if (facts[i].kind != CLAIM_FACT_LIFE) {
            continue;
        }
        size_t at = signs->count++;
        for (; at > 0 && all[at - 1]->recorded_us > facts[i].recorded_us; at--) {
            all[at] = all[at - 1];
        }
        all[at] = &facts[i];
    }
    signs->facts = all;
    return RC_OK;
}

// As a case reads them (case_history.c): a person seen after the day of their death did not die on
// it.
static enum rc take_sign(struct finding *f, const struct claim_fact *fact,
                         struct civil_date *died_on) {
    const json_t *content = NULL;
    struct seal_place place = {"claim_facts", "content", &fact->public_id};
    enum rc rc = json_unseal(&f->key, &place, &fact->content, f->arena, &content);
    if (rc == RC_OK) {
        const char *what = json_string_value(json_object_get(content, "fact"));
        struct civil_date on = case_date(fact->effective_on);
        if (what != NULL && strcmp(what, "died") == 0) {
            *died_on = on;
        } else if (civil_date_known(*died_on) && civil_date_compare(on, *died_on) > 0) {
            *died_on = (struct civil_date){0};
        }
    }
    return rc;
}

static enum rc find_death(struct finding *f, bool *died) {
    struct claim *claims = NULL;
    size_t count = 0;
    struct signs signs = {0};
    struct civil_date died_on = {0};
    enum rc rc = claim_list_of_person(f->tx, &f->person->public_id, f->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        rc = add_signs(f, claims[i].id, &signs);
    }
    for (size_t i = 0; i < signs.count && rc == RC_OK; i++) {
        rc = take_sign(f, signs.facts[i], &died_on);
    }
    if (rc == RC_OK) {
        *died = civil_date_known(died_on);
    }
    return rc;
}

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
                              : cover_facts_of(rows, count, cover->plan_id, birth_date, f->arena,
                                               &facts);
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
    bool died = false, over = false;
    enum rc rc = person_key(service, person, &f.key);
    if (rc != RC_OK) {
        return rc;
    }
    rc = find_death(&f, &died);
    if (rc == RC_OK) {
        rc = find_cover(&f, &over);
    }
    vault_wipe(&f.key, sizeof f.key);
    if (rc == RC_OK) {
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
