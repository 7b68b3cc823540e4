// SPDX-License-Identifier: EUPL-1.2
// Names for the monitoring side: identity only, looked up by pseudonym within one fund.
#include "service/person_label.h"

#include <stdio.h>
#include <string.h>

#include "scoring/rome_time.h"
#include "service/person_seal.h"
#include "service/service.h"
#include "store/persons.h"
#include "store/store.h"

enum { LABELS_MAX = 200 };

struct lookup {
    const struct service *service;
    const struct public_id *fund;
    const struct public_id *subjects;
    size_t count;
    struct arena *arena;
    struct identity *found; // name NULL: not known
};

// RC_NOT_FOUND: not in this fund, or erased.
static enum rc find_identity(struct tx *tx, const struct lookup *l, size_t i) {
    struct person person;
    enum rc rc = person_by_subject(tx, &l->subjects[i], l->arena, &person);
    if (rc == RC_OK && !public_id_equal(&person.fund, l->fund))
        rc = RC_NOT_FOUND;
    if (rc == RC_OK)
        rc = person_identity(l->service, &person, l->arena, &l->found[i]);
    return rc;
}

static enum rc look_up(struct tx *tx, void *context) {
    const struct lookup *l = context;
    for (size_t i = 0; i < l->count; i++) {
        l->found[i] = (struct identity){0};
        enum rc rc = find_identity(tx, l, i);
        if (rc != RC_OK && rc != RC_NOT_FOUND)
            return rc;
    }
    return RC_OK;
}

enum rc person_labels(const struct service *service, const struct public_id *fund,
                      const struct public_id *subjects, size_t count, struct arena *arena,
                      struct person_label *labels) {
    if (count > LABELS_MAX)
        return RC_LIMIT;
    struct lookup l = {service, fund,  subjects,
                       count,   arena, arena_array(arena, count + 1, sizeof(struct identity))};
    if (l.found == NULL)
        return RC_NOMEM;
    enum rc rc = store_read(service->store, STORE_OFFICE, "person.labels", look_up, &l);
    if (rc != RC_OK)
        return rc;
    struct civil_date today = rome_date(service_domain_now(service));
    for (size_t i = 0; i < count; i++) {
        const struct identity *identity = &l.found[i];
        labels[i] = (struct person_label){.name = "", .codice_fiscale_tail = "----"};
        if (identity->name == NULL)
            continue;
        size_t length = strlen(identity->codice_fiscale);
        labels[i].name = identity->name;
        labels[i].age = person_age(identity->birth_date, today);
        if (length >= 4)
            memcpy(labels[i].codice_fiscale_tail, identity->codice_fiscale + length - 4, 4);
    }
    return RC_OK;
}

enum rc person_banner(const struct service *service, const struct public_id *fund,
                      const struct public_id *subject, struct arena *arena,
                      struct person_banner *banner) {
    struct identity found = {0};
    struct lookup l = {service, fund, subject, 1, arena, &found};
    enum rc rc = store_read(service->store, STORE_OFFICE, "person.banner", look_up, &l);
    if (rc != RC_OK)
        return rc;
    if (found.name == NULL)
        return RC_NOT_FOUND;
    *banner = (struct person_banner){
        .name = found.name,
        .birth_date = found.birth_date,
        .age = person_age(found.birth_date, rome_date(service_domain_now(service))),
        .codice_fiscale = found.codice_fiscale,
        .phone = found.phone,
    };
    return RC_OK;
}
