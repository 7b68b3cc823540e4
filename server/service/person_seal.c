// SPDX-License-Identifier: EUPL-1.2
// Opening and sealing what belongs to a person.
#include "service/person_seal.h"

#include <string.h>

#include "base/log.h"
#include "service/service.h"
#include "vault/vault.h"

enum rc person_key(const struct service *service, const struct person *person,
                   struct data_key *key) {
    if (person->key.bytes == NULL)
        return RC_NOT_FOUND;
    enum rc rc = vault_person_key_open(service->vault, &person->public_id, person->key.bytes,
                                       person->key.length, key);
    if (rc != RC_OK)
        log_error("person.key", log_text("person", person->public_id.text), log_rc(rc));
    return rc == RC_CONFLICT ? RC_IO : rc;
}

enum rc text_seal(const struct data_key *key, const struct seal_place *place, const char *text,
                  struct arena *arena, struct sealed *sealed) {
    struct sealed made = {0};
    if (text != NULL) {
        made.bytes = vault_seal_text(key, place, text, arena, &made.length);
        if (made.bytes == NULL)
            return RC_NOMEM;
    }
    *sealed = made;
    return RC_OK;
}

enum rc text_unseal(const struct data_key *key, const struct seal_place *place,
                    const struct sealed *sealed, struct arena *arena, const char **text) {
    if (sealed->bytes == NULL) {
        *text = NULL;
        return RC_OK;
    }
    char *plain = NULL;
    size_t length = 0;
    enum rc rc = vault_unseal(key, place, sealed->bytes, sealed->length, arena, &plain, &length);
    if (rc != RC_OK) {
        log_error("person.unseal", log_text("table", place->table),
                  log_text("column", place->column), log_text("row", place->row->text), log_rc(rc));
        return rc == RC_CONFLICT ? RC_IO : rc;
    }
    *text = plain;
    return RC_OK;
}

enum rc json_seal(const struct data_key *key, const struct seal_place *place, const json_t *json,
                  struct arena *arena, struct sealed *sealed) {
    char *text = json == NULL ? NULL : json_render_canonical(arena, json);
    if (text == NULL)
        return RC_NOMEM;
    return text_seal(key, place, text, arena, sealed);
}

static void release_json(void *json) {
    json_decref(json);
}

enum rc json_unseal(const struct data_key *key, const struct seal_place *place,
                    const struct sealed *sealed, struct arena *arena, const json_t **json) {
    const char *text = NULL;
    enum rc rc = text_unseal(key, place, sealed, arena, &text);
    if (rc != RC_OK || text == NULL) {
        if (rc == RC_OK)
            *json = NULL;
        return rc;
    }
    json_t *value = NULL;
    // Our own text, possibly longer than what a request may be.
    const struct json_limits limits = {.bytes = 1 << 20, .depth = 16, .keys = 4096};
    rc = json_read(text, strlen(text), &limits, NULL, &value);
    if (rc != RC_OK)
        return RC_BUG;
    if (arena_adopt(arena, value, release_json) != 0)
        return RC_NOMEM;
    *json = value;
    return RC_OK;
}

enum rc person_identity(const struct service *service, const struct person *person,
                        struct arena *arena, struct identity *identity) {
    struct data_key key;
    enum rc rc = person_key(service, person, &key);
    if (rc != RC_OK)
        return rc;
    struct identity opened = {0};
    const struct {
        const char *column;
        const struct sealed *sealed;
        const char **text;
    } fields[] = {
        {"last_name", &person->last_name, &opened.last_name},
        {"first_name", &person->first_name, &opened.first_name},
        {"birth_date", &person->birth_date, &opened.birth_date},
        {"codice_fiscale", &person->codice_fiscale, &opened.codice_fiscale},
        {"phone", &person->phone, &opened.phone},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && rc == RC_OK; i++) {
        struct seal_place place = {"persons", fields[i].column, &person->public_id};
        rc = text_unseal(&key, &place, fields[i].sealed, arena, fields[i].text);
    }
    vault_wipe(&key, sizeof key);
    if (rc != RC_OK)
        return rc;
    opened.name = arena_printf(arena, "%s, %s", opened.last_name, opened.first_name);
    if (opened.name == NULL)
        return RC_NOMEM;
    *identity = opened;
    return RC_OK;
}

int person_age(const char *birth_date, struct civil_date today) {
    struct civil_date birth;
    int birth_year, birth_month, birth_day, year, month, day;
    if (birth_date == NULL || !civil_date_parse(birth_date, strlen(birth_date), &birth) ||
        !civil_date_split(birth, &birth_year, &birth_month, &birth_day) ||
        !civil_date_split(today, &year, &month, &day) || civil_date_compare(birth, today) > 0)
        return 0;
    bool reached = month > birth_month || (month == birth_month && day >= birth_day);
    return year - birth_year - (reached ? 0 : 1);
}
