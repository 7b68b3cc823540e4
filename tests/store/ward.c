// SPDX-License-Identifier: EUPL-1.2
// A monitored ward for tests.
#include "ward.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "service/device_life.h"
#include "service/enrolment.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/persons.h"
#include "store/store.h"
#include "vault/seal.h"
#include "vault/vault.h"

static const char *inbox_path(const struct ward *ward) {
    static char path[160];
    snprintf(path, sizeof path, "%s/mqtt.inbox", ward->inboxes);
    return path;
}

void ward_open_drain(struct ward *ward) {
    struct fault fault = {0};
    struct drain_options options = {
        .service = &ward->service, .inboxes = ward->inboxes, .record_only = ward->record_only};
    assert_int_equal(drain_open(&options, &ward->drain, &fault), RC_OK);
}

void ward_close_drain(struct ward *ward) {
    drain_close(ward->drain);
    ward->drain = NULL;
}

void ward_open_door(struct ward *ward) {
    uint8_t secret[VAULT_KEY_SIZE];
    struct inbox_writer_options options = {.path = inbox_path(ward), .door = INBOX_DOOR_MQTT};
    vault_inbox_keys(ward->place->vault, options.server_public, secret);
    assert_int_equal(inbox_writer_open(&options, &ward->door), INBOX_OK);
}

void ward_close_door(struct ward *ward) {
    inbox_writer_close(ward->door);
    ward->door = NULL;
}

static struct actor staff(const struct ward *ward, enum role role) {
    struct actor actor = {.role = role, .user = public_id_new(), .fund = ward->fund};
    snprintf(actor.username, sizeof actor.username, "%s", role_name(role));
    return actor;
}

static enum rc add_fund(struct tx *tx, void *fund) {
    int64_t row;
    enum rc rc = fund_insert(tx, fund, "ward", &row);
    return rc == RC_OK ? audit_append(tx, "system", "test.fund", "", NULL) : rc;
}

int ward_make(void **state) {
    void *place = NULL;
    assert_int_equal(place_make(&place), 0);
    struct ward *ward = calloc(1, sizeof *ward);
    assert_non_null(ward);
    ward->place = place;
    ward->service = (struct service){
        .inboxes = ward->inboxes,
        .store = ward->place->store, .vault = ward->place->vault, .domain = domain_time_real()};
    ward->kind = INBOX_DOOR_MQTT;
    ward->fund = public_id_new();
    assert_int_equal(
        store_write(ward->place->store, STORE_OFFICE, "test.fund", add_fund, &ward->fund), RC_OK);
    ward->admin = staff(ward, ROLE_ADMIN);
    ward->operator= staff(ward, ROLE_OPERATOR);
    ward->clinician = staff(ward, ROLE_MONITORING_CLINICIAN);
    snprintf(ward->inboxes, sizeof ward->inboxes, "%s/inboxes", ward->place->folder);
    assert_int_equal(mkdir(ward->inboxes, 0750), 0);
    ward_open_door(ward);
    ward_open_drain(ward);
    *state = ward;
    return 0;
}

int ward_drop(void **state) {
    struct ward *ward = *state;
    ward_close_drain(ward);
    ward_close_door(ward);
    void *place = ward->place;
    free(ward);
    return place_drop(&place);
}

struct joining {
    struct ward *ward;
    struct public_id person, subject;
    const char *conditions, *payload;
};

// A person of the office, as far as monitoring asks for one.
static enum rc append_enrolment(struct tx *tx, void *context) {
    struct joining *j = context;
    struct arena *arena = arena_new(0);
    uint8_t wrapped[VAULT_WRAPPED_SIZE];
    struct data_key key;
    assert_non_null(arena);
    vault_person_key_new(j->ward->service.vault, &j->person, wrapped, &key);
    struct person person = {
        .public_id = j->person, .fund = j->ward->fund, .key = {wrapped, sizeof wrapped}};
    struct sealed conditions = {0};
    const struct {
        const char *table, *column, *text;
        struct sealed *sealed;
    } fields[] = {
        {"persons", "last_name", "Rossi", &person.last_name},
        {"persons", "first_name", "Anna", &person.first_name},
        {"persons", "birth_date", "1950-01-01", &person.birth_date},
        {"persons", "codice_fiscale", "RSSMRA80A01H501U", &person.codice_fiscale},
        {"enrolments", "conditions", j->conditions, &conditions},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct seal_place place = {fields[i].table, fields[i].column, &j->person};
        fields[i].sealed->bytes =
            vault_seal_text(&key, &place, fields[i].text, arena, &fields[i].sealed->length);
    }
    struct person_index code = {0};
    memcpy(code.bytes, j->person.text, sizeof code.bytes);
    int64_t id;
    enum rc rc = person_insert(tx, &person, &code, NULL, 0);
    if (rc == RC_OK)
        rc = enrolment_insert(tx, &j->person, &j->subject, &conditions, 0);
    if (rc == RC_OK)
        rc = outbox_append(tx, ENROLMENT_OUTBOX_KIND, j->payload, 0, &id);
    if (rc == RC_OK)
        rc = audit_append(tx, "system", "test.enrol", "", NULL);
    arena_free(arena);
    return rc;
}

struct public_id ward_member(struct ward *ward, const char *conditions_json) {
    char since[CLOCK_TEXT_SIZE];
    char payload[400];
    struct joining j = {ward, public_id_new(), public_id_new(), conditions_json, payload};
    clock_text(service_domain_now(&ward->service) - 40 * DAY_US, since);
    snprintf(payload, sizeof payload,
             "{\"subject\":\"%s\",\"fund\":\"%s\",\"person\":\"%s\",\"enrolledAt\":\"%s\"}",
             j.subject.text, ward->fund.text, j.person.text, since);
    assert_int_equal(
        store_write(ward->place->store, STORE_OFFICE, "test.enrol", append_enrolment, &j), RC_OK);
    assert_int_equal(enrolment_apply(&ward->service), RC_OK);
    return j.subject;
}

struct public_id ward_device(struct ward *ward) {
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct device_view view;
    char secret[DEVICE_SECRET_SIZE];
    struct device_new wanted = {.model = "Test gateway"};
    assert_int_equal(
        devices_register(&ward->service, &ward->admin, NULL, &wanted, arena, &fault, &view, secret),
        RC_OK);
    struct public_id id = view.id;
    arena_free(arena);
    return id;
}

void ward_assign(struct ward *ward, const struct public_id *device, const struct public_id *subject,
                 int64_t from_us) {
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct device_view view;
    assert_int_equal(devices_assign(&ward->service, &ward->operator, NULL, device, subject, from_us,
                                    arena, &fault, &view),
                     RC_OK);
    arena_free(arena);
}

void ward_hand_over(struct ward *ward, const struct public_id *device,
                    const struct public_id *subject, int64_t at_us) {
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct device_view view;
    struct device_wish wish = {.service = &ward->service,
                               .actor = &ward->operator,
                               .device = device,
                               .arena = arena,
                               .fault = &fault,
                               .view = &view};
    assert_int_equal(
        devices_end(&ward->service, &ward->operator, device, at_us, arena, &fault, &view), RC_OK);
    assert_int_equal(device_life_clean(&wish, at_us), RC_OK);
    ward_assign(ward, device, subject, at_us);
    arena_free(arena);
}

struct public_id ward_patient(struct ward *ward, struct public_id *device) {
    struct public_id subject = ward_member(ward, "[\"hypertension\"]");
    *device = ward_device(ward);
    ward_assign(ward, device, &subject, service_domain_now(&ward->service) - 34 * DAY_US);
    return subject;
}

int64_t ward_send_kind(struct ward *ward, const struct public_id *device, const char *kind,
                       const char *text, int64_t received_us) {
    struct inbox_facts facts = {.door = ward->kind,
                                .received_us = received_us == 0 ? inbox_now_us() : received_us,
                                .content_format = INBOX_NO_CONTENT_FORMAT,
                                .protocol = 5,
                                .qos = 1};
    snprintf(facts.kind, sizeof facts.kind, "%s", kind);
    public_id_to_bytes(device, facts.device);
    struct inbox_entry entry = {.facts = &facts, .payload = text, .length = strlen(text)};
    int64_t sequence = 0;
    assert_int_equal(inbox_writer_append(ward->door, &entry, &sequence), INBOX_OK);
    return sequence;
}

int64_t ward_send_at(struct ward *ward, const struct public_id *device, const char *text,
                     int64_t received_us) {
    return ward_send_kind(ward, device, "readings", text, received_us);
}

int64_t ward_send(struct ward *ward, const struct public_id *device, const char *text) {
    return ward_send_at(ward, device, text, 0);
}

const char *ward_reading(const char *members, int64_t age_us) {
    static char text[600];
    char at[CLOCK_TEXT_SIZE];
    clock_text((inbox_now_us() - age_us) / 1000000 * 1000000, at);
    snprintf(text, sizeof text, "{\"sent\":\"%s\",\"readings\":[{\"t\":\"%s\",%s}]}", at, at,
             members);
    return text;
}

const char *ward_pressure(int systolic, int diastolic, int64_t age_us, int64_t seq) {
    static char text[600];
    char at[CLOCK_TEXT_SIZE];
    char counted[40] = "";
    clock_text((inbox_now_us() - age_us) / 1000000 * 1000000, at);
    if (seq >= 0) {
        snprintf(counted, sizeof counted, "\"seq\":%lld,\"boot\":1,", (long long)seq);
    }
    snprintf(
        text, sizeof text,
        "{%s\"sent\":\"%s\",\"readings\":[{\"t\":\"%s\",\"kind\":\"blood-pressure\",\"values\":"
        "{\"systolic\":{\"v\":%d,\"u\":\"mm[Hg]\"},\"diastolic\":{\"v\":%d,\"u\":\"mm[Hg]\"}}}]}",
        counted, at, at, systolic, diastolic);
    return text;
}

void ward_send_pressure(struct ward *ward, const struct public_id *device, int systolic,
                        int64_t age_us) {
    ward_send(ward, device, ward_pressure(systolic, 80, age_us, -1));
}

void ward_drain(struct ward *ward) {
    assert_int_equal(drain_run_once(ward->drain), RC_OK);
}

int64_t ward_number(const struct ward *ward, const char *sql) {
    return place_sql(ward->place, "monitoring.db", sql);
}

void ward_tamper(const struct ward *ward, const char *sql) {
    sqlite3 *db = NULL;
    int on = 1;
    assert_int_equal(sqlite3_open(inbox_path(ward), &db), SQLITE_OK);
    assert_int_equal(sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail_msg("%s", sqlite3_errmsg(db));
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
