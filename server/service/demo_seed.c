// SPDX-License-Identifier: EUPL-1.2
// Funds, accounts, members and devices of a demo.
#include "service/demo_seed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "scoring/rome_time.h"
#include "service/account_admin.h"
#include "service/demo_case.h"
#include "service/devices.h"
#include "service/enrolment.h"
#include "service/person_cover.h"
#include "service/persons.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/store.h"
#include "vault/vault.h"

enum {
    ENROLLED_BEFORE = 60,   // days since the members were enrolled in monitoring
    ASSIGNED_BEFORE = 45,   // … and since they have their devices
    REGISTERED_BEFORE = 170 // … and since they are known at all
};

struct staff_account {
    const char *username, *name;
    enum role role;
};

static const struct staff_account staff[] = {
    {"amministratrice", "Sara Benedetti", ROLE_ADMIN},
    {"operatore", "Paolo Rinaldi", ROLE_OPERATOR},
    {"clinico", "dott. Luca Sartori", ROLE_MONITORING_CLINICIAN},
    {"medico", "dott.ssa Elena Vitale", ROLE_CLAIMS_CLINICIAN},
    {"liquidatrice", "Marta Colombo", ROLE_CLAIMS_HANDLER},
    {"pagamenti", "Davide Ricci", ROLE_PAYMENTS_OFFICER},
};
enum { STAFF = sizeof staff / sizeof staff[0] };

static struct civil_date day_of(const struct demo *demo, int days_before) {
    struct civil_date today = rome_date(service_domain_now(demo->service));
    return civil_date_add_days(today, -days_before);
}

const char *demo_day(struct demo *demo, int days_before) {
    char text[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(day_of(demo, days_before), text);
    return arena_strdup(demo->arena, text);
}

void demo_at(struct demo *demo, int days_before) {
    int64_t moment = service_domain_now(demo->service);
    int64_t midnight = 0;
    if (days_before > 0 && rome_midnight(day_of(demo, days_before), &midnight))
        moment = midnight + 10 * CLOCK_HOUR_US;
    demo->then = *demo->service;
    demo->then.domain = (struct domain_time){clock_technical_us(), moment, 0};
}

static enum rc refuse_if_filled(struct tx *tx, void *context) {
    struct demo *demo = context;
    struct fund *funds = NULL;
    size_t count = 0;
    enum rc rc = fund_list(tx, demo->arena, &funds, &count);
    return rc == RC_OK && count > 0 ? RC_CONFLICT : rc;
}

struct new_fund {
    struct public_id id;
    const char *name;
};

static enum rc add_fund(struct tx *tx, void *context) {
    const struct new_fund *fund = context;
    int64_t row = 0;
    enum rc rc = fund_insert(tx, &fund->id, fund->name, &row);
    return rc == RC_OK ? audit_append(tx, "operator", "fund.create", fund->id.text, NULL) : rc;
}

static enum rc create_account(struct demo *demo, const struct actor *admin,
                              const struct account_new *input, struct actor *actor) {
    struct account_view account;
    char password[ACCOUNT_PASSWORD_SIZE];
    enum rc rc = account_create(demo->service, admin, NULL, input, demo->arena, &account, password,
                                demo->fault);
    vault_wipe(password, sizeof password);
    if (rc != RC_OK)
        return rc;
    *actor = (struct actor){
        .role = input->role, .user = account.id, .fund = admin->fund, .person = input->person};
    snprintf(actor->username, sizeof actor->username, "%s", input->username);
    return RC_OK;
}

// The first account of a fund is made by whoever runs the command; audit entries say "operator".
static struct actor operator_of(const struct public_id *fund) {
    return (struct actor){
        .role = ROLE_ADMIN, .user = {"operator"}, .fund = *fund, .username = "operator"};
}

static enum rc create_fund(struct demo *demo, const char *name, const char *suffix,
                           struct actor actors[STAFF]) {
    struct new_fund fund = {public_id_new(), name};
    demo->step = "fund";
    enum rc rc = store_write(demo->service->store, STORE_OFFICE, "demo.fund", add_fund, &fund);
    struct actor operator= operator_of(&fund.id);
    demo->step = "accounts";
    for (size_t i = 0; i < STAFF && rc == RC_OK; i++) {
        struct account_new input = {
            .username = arena_printf(demo->arena, "%s%s", staff[i].username, suffix),
            .name = staff[i].name,
            .role = staff[i].role,
        };
        rc = input.username == NULL ? RC_NOMEM
                                    : create_account(demo, &operator, & input, &actors[i]);
    }
    return rc;
}

// The fund told of them in the month before their cover began.
static enum rc record_cover(struct demo *demo, size_t person, const char *plan) {
    struct cover_event_new event = {
        .plan = plan,
        .kind = "enrolment",
        .on = "2023-12-05",
        .communicated_on = "2023-12-07",
        .evidence = "flusso 2023-12",
    };
    return cover_event_record(&demo->then, &demo->handler, NULL, &demo->persons[person], &event,
                              demo->fault);
}

static enum rc register_people(struct demo *demo) {
    enum rc rc = RC_OK;
    demo->step = "persons";
    demo_at(demo, REGISTERED_BEFORE);
    for (size_t i = 0; i < DEMO_PEOPLE && rc == RC_OK; i++) {
        const struct demo_person *person = &demo_people[i];
        struct person_new input = {
            .first_name = person->first_name,
            .last_name = person->last_name,
            .birth_date = person->birth_date,
            .codice_fiscale = person->codice_fiscale,
            .phone = arena_printf(demo->arena, "+39 051 55501%02zu", i),
            // They are employees, enrolled by their own employers.
            .covers = {{.plan = person->permanent ? "permanent-2026" : "temporary-2026",
                        .from = "2024-01-01",
                        .holder = FACT_YES}},
            .cover_count = 1,
        };
        rc = person_register(&demo->then, &demo->handler, NULL, &input, &demo->persons[i],
                             demo->fault);
        if (rc == RC_OK)
            rc = record_cover(demo, i, input.covers[0].plan);
    }
    return rc;
}

static enum rc grant(struct demo *demo, size_t person, const struct actor *family,
                     const char *kind) {
    struct mandate_new input = {
        .username = family->username, .kind = kind, .from = demo_day(demo, REGISTERED_BEFORE)};
    return mandate_grant(&demo->then, &demo->handler, NULL, &demo->persons[person], &input,
                         demo->fault);
}

// A daughter for her father, a member for herself, and an administrator for those who have nobody.
static enum rc create_families(struct demo *demo) {
    demo->step = "families";
    struct account_new daughter = {
        .username = "giulia.ferrari", .name = "Giulia Ferrari", .role = ROLE_FAMILY};
    struct account_new member = {.username = "ada.conti",
                                 .name = "Ada Conti",
                                 .role = ROLE_FAMILY,
                                 .person = demo->persons[1]};
    struct account_new administrator = {
        .username = "studio.moretti", .name = "Studio Moretti", .role = ROLE_FAMILY};
    enum rc rc = create_account(demo, &demo->admin, &daughter, &demo->daughter);
    if (rc == RC_OK)
        rc = create_account(demo, &demo->admin, &member, &demo->member);
    if (rc == RC_OK)
        rc = create_account(demo, &demo->admin, &administrator, &demo->administrator);
    demo_at(demo, REGISTERED_BEFORE);
    if (rc == RC_OK)
        rc = grant(demo, 0, &demo->daughter, "relative");
    for (size_t i = 2; i < DEMO_PEOPLE && rc == RC_OK; i++)
        rc = grant(demo, i, &demo->administrator, "support-administrator");
    return rc;
}

static const struct {
    char letter;
    const char *name, *model, *meter;
} conditions[] = {
    {'h', "hypertension", "Sfigmomanometro BP-2", "BP"},
    {'d', "diabetes", "Glucometro GL-1", "GL"},
    {'c', "copd", "Pulsossimetro OX-3", "OX"},
};
enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };

static enum rc enrol_people(struct demo *demo) {
    enum rc rc = RC_OK;
    demo->step = "enrolment";
    demo_at(demo, ENROLLED_BEFORE);
    for (size_t i = 0; i < DEMO_PEOPLE && rc == RC_OK; i++) {
        const char *names[PERSON_CONDITIONS_MAX];
        size_t count = 0;
        for (size_t k = 0; k < CONDITIONS; k++) {
            if (strchr(demo_people[i].conditions, conditions[k].letter) != NULL)
                names[count++] = conditions[k].name;
        }
        if (count > 0)
            rc = person_enrol(&demo->then, &demo->handler, NULL, &demo->persons[i], names, count,
                              demo->fault);
    }
    // The monitoring side applies what the outbox tells it; here at once, since no server runs.
    return rc == RC_OK ? enrolment_apply(&demo->then) : rc;
}

static enum rc give_device(struct demo *demo, const struct public_id *subject, size_t condition,
                           size_t number, FILE *file) {
    struct device_view device;
    char secret[DEVICE_SECRET_SIZE];
    struct device_new wanted = {
        .coap = number % 3 == 2,
        .model = conditions[condition].model,
        .serial = arena_printf(demo->arena, "%s%05zu", conditions[condition].meter, 10000 + number),
    };
    if (wanted.serial == NULL)
        return RC_NOMEM;
    demo_at(demo, ASSIGNED_BEFORE);
    enum rc rc = devices_register(&demo->then, &demo->admin, NULL, &wanted, demo->arena,
                                  demo->fault, &device, secret);
    if (rc == RC_OK && fprintf(file, "%s\t%s\t%s\t%s\t%s\t%s\n", device.id.text, secret,
                               wanted.coap ? "coap" : "mqtt", conditions[condition].name,
                               wanted.serial, subject->text) < 0)
        rc = RC_IO;
    vault_wipe(secret, sizeof secret);
    if (rc == RC_OK)
        rc = devices_assign(&demo->then, &demo->admin, NULL, &device.id, subject,
                            service_domain_now(&demo->then), demo->arena, demo->fault, &device);
    return rc;
}

static enum rc give_devices(struct demo *demo, FILE *file) {
    enum rc rc = RC_OK;
    size_t number = 0;
    demo->step = "devices";
    for (size_t i = 0; i < DEMO_PEOPLE && rc == RC_OK; i++) {
        struct person_record record;
        if (demo_people[i].conditions[0] == '\0')
            continue;
        rc = person_read(demo->service, &demo->handler, &demo->persons[i], demo->arena, &record);
        for (size_t k = 0; k < CONDITIONS && rc == RC_OK; k++) {
            if (strchr(demo_people[i].conditions, conditions[k].letter) != NULL)
                rc = give_device(demo, &record.subject, k, number++, file);
        }
    }
    return rc;
}

// Secrets: readable by the owner alone from the first byte on, complete or not there at all.
static enum rc write_devices(struct demo *demo, const char *path) {
    demo->step = "devices-file";
    char *draft = arena_printf(demo->arena, "%s.new", path);
    if (draft == NULL)
        return RC_NOMEM;
    if (unlink(draft) != 0 && errno != ENOENT)
        return RC_IO;
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (file == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return RC_IO;
    }
    enum rc rc = fputs("# device\tsecret\ttransport\tcondition\tmeter\tsubject\n", file) < 0
                     ? RC_IO
                     : give_devices(demo, file);
    if (rc == RC_OK && (fflush(file) != 0 || fsync(fd) != 0))
        rc = RC_IO;
    if (fclose(file) != 0 && rc == RC_OK)
        rc = RC_IO;
    if (rc == RC_OK && rename(draft, path) != 0)
        rc = RC_IO;
    if (rc != RC_OK)
        (void)unlink(draft);
    return rc;
}

static enum rc fill(struct demo *demo, const struct demo_options *options) {
    struct actor actors[STAFF];
    if (options->accounts_only) {
        enum rc rc = create_fund(demo, "first", "", actors);
        return rc == RC_OK ? create_fund(demo, "second", ".secondo", actors) : rc;
    }
    enum rc rc = create_fund(demo, "Fondo Esempio", "", actors);
    if (rc != RC_OK)
        return rc;
    demo->admin = actors[0];
    demo->clinician = actors[3];
    demo->handler = actors[4];
    rc = register_people(demo);
    if (rc == RC_OK)
        rc = create_families(demo);
    if (rc == RC_OK)
        rc = demo_claims(demo);
    if (rc == RC_OK)
        rc = enrol_people(demo);
    if (rc == RC_OK && options->devices_file != NULL)
        rc = write_devices(demo, options->devices_file);
    return rc;
}

enum rc demo_seed(const struct service *service, const struct demo_options *options,
                  struct fault *fault) {
    struct fault cause = {0};
    struct demo demo = {
        .service = service, .arena = arena_new(256u << 20), .fault = &cause, .step = "look"};
    if (demo.arena == NULL)
        return fault_set(fault, RC_NOMEM, "demo-failed");
    enum rc rc = store_read(service->store, STORE_OFFICE, "demo.look", refuse_if_filled, &demo);
    if (rc == RC_CONFLICT) {
        arena_free(demo.arena);
        return fault_set(fault, RC_CONFLICT, "demo-not-empty");
    }
    if (rc == RC_OK)
        rc = fill(&demo, options);
    if (rc != RC_OK) {
        (void)fault_at(fault, demo.step, cause.code[0] == '\0' ? rc_name(rc) : cause.code);
        (void)fault_set(fault, rc, "demo-failed");
    }
    arena_free(demo.arena);
    return rc;
}
