// SPDX-License-Identifier: EUPL-1.2
// What the drain has looked up and not yet written.
#include "service/ingest_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/limits.h"
#include "store/worklist.h"

// Beyond FORGET_AT a run begins with nothing: a pass over a long backlog must not grow with it.
enum { BUCKETS = 4096, MEMORY_MAX = 256 << 20, FORGET_AT = 32 << 20, NEWEST_MAX = 32 };

// A limit that was set for later begins to hold without anybody writing.
#define LOOK_AGAIN_US (10 * CLOCK_SECOND_US)

struct fund {
    struct public_id id;
    int64_t received_us;
    bool changed;
    struct fund *next;
};

struct ingest_memory {
    struct arena *arena; // of everything below; NULL: nothing is known
    struct ingest_speaker *speakers[BUCKETS];
    struct ingest_person *persons[BUCKETS];
    struct fund *funds;
    struct ingest_speaker *changed_speakers;
    struct ingest_person *changed_persons;
    int64_t now_us;
    int64_t since_us; // nothing known is older
    int64_t run;
    int64_t ended_at;   // rows that the connection had changed when the run ended
    int64_t settled_at; // … and it was committed; -1: it was not
};

enum rc ingest_memory_open(struct ingest_memory **memory) {
    struct ingest_memory *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return RC_NOMEM;
    }
    made->settled_at = -1;
    *memory = made;
    return RC_OK;
}

void ingest_memory_forget(struct ingest_memory *memory) {
    memory->settled_at = -1;
    if (memory->arena == NULL) {
        return;
    }
    arena_free(memory->arena);
    *memory = (struct ingest_memory){
        .settled_at = -1, .run = memory->run, .now_us = memory->now_us};
}

void ingest_memory_close(struct ingest_memory *memory) {
    if (memory != NULL) {
        arena_free(memory->arena);
        free(memory);
    }
}

void ingest_memory_begin(struct ingest_memory *memory, struct tx *tx, int64_t now_us) {
    bool old = now_us < memory->since_us || now_us - memory->since_us > LOOK_AGAIN_US;
    if (old || memory->settled_at != tx_changes(tx) ||
        (memory->arena != NULL && arena_total(memory->arena) > FORGET_AT)) {
        ingest_memory_forget(memory);
        memory->since_us = now_us;
    }
    memory->settled_at = -1; // until this run is committed, too
    memory->now_us = now_us;
    memory->run++;
}

void ingest_memory_end(struct ingest_memory *memory, struct tx *tx) {
    memory->ended_at = tx_changes(tx);
}

void ingest_memory_settled(struct ingest_memory *memory) {
    memory->settled_at = memory->ended_at;
}

int64_t ingest_memory_run(const struct ingest_memory *memory) {
    return memory->run;
}

static void *keep(struct ingest_memory *memory, size_t size) {
    if (memory->arena == NULL) {
        memory->arena = arena_new(MEMORY_MAX);
    }
    return memory->arena == NULL ? NULL : arena_alloc(memory->arena, size);
}

static struct ingest_speaker **speaker_bucket(struct ingest_memory *memory,
                                              const struct public_id *id) {
    uint32_t hash = 2166136261U;
    for (const char *at = id->text; *at != '\0'; at++) {
        hash = (hash ^ (uint8_t)*at) * 16777619U;
    }
    return &memory->speakers[hash % BUCKETS];
}

enum rc ingest_speaker_find(struct ingest_memory *memory, struct tx *tx,
                            const struct public_id *device, struct ingest_speaker **speaker) {
    struct ingest_speaker **bucket = speaker_bucket(memory, device);
    for (struct ingest_speaker *one = *bucket; one != NULL; one = one->next) {
        if (public_id_equal(&one->public_id, device)) {
            *speaker = one;
            return RC_OK;
        }
    }
    struct ingest_speaker *made = keep(memory, sizeof *made);
    if (made == NULL) {
        return RC_NOMEM;
    }
    made->public_id = *device;
    made->news.battery = DEVICE_NO_BATTERY;
    enum rc rc = device_speaker(tx, device, &made->device);
    if (rc == RC_OK) {
        made->known = true;
        rc = assignment_spans(tx, made->device.id, memory->arena, &made->spans, &made->span_count);
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    made->next = *bucket;
    *bucket = made;
    *speaker = made;
    return RC_OK;
}

enum rc ingest_speaker_holder(const struct ingest_speaker *speaker, int64_t at_us,
                              int64_t *subject_id) {
    for (size_t i = 0; i < speaker->span_count; i++) {
        const struct assignment_span *span = &speaker->spans[i];
        if (span->from_us <= at_us) {
            if (span->to_us != 0 && span->to_us <= at_us) {
                return RC_NOT_FOUND;
            }
            *subject_id = span->subject_id;
            return RC_OK;
        }
    }
    return RC_NOT_FOUND;
}

void ingest_speaker_heard(struct ingest_memory *memory, struct ingest_speaker *speaker,
                          const struct device_news *news) {
    struct device_news *sum = &speaker->news;
    if (sum->messages == 0) {
        speaker->next_changed = memory->changed_speakers;
        memory->changed_speakers = speaker;
        *sum = (struct device_news){.battery = DEVICE_NO_BATTERY, .received_us = news->received_us};
    }
    sum->messages += news->messages;
    sum->duplicates += news->duplicates;
    sum->dropped += news->dropped;
    sum->received_us =
        sum->received_us > news->received_us ? sum->received_us : news->received_us;
    if (news->battery != DEVICE_NO_BATTERY) {
        sum->battery = news->battery;
    }
    speaker->device.messages += news->messages;
}

enum rc ingest_fund_received(struct ingest_memory *memory, const struct public_id *id,
                             int64_t received_us) {
    struct fund *fund = memory->funds;
    while (fund != NULL && !public_id_equal(&fund->id, id)) {
        fund = fund->next;
    }
    if (fund == NULL) {
        fund = keep(memory, sizeof *fund);
        if (fund == NULL) {
            return RC_NOMEM;
        }
        *fund = (struct fund){.id = *id, .next = memory->funds, .received_us = received_us - 1};
        memory->funds = fund;
    }
    if (received_us > fund->received_us) {
        fund->received_us = received_us;
        fund->changed = true;
    }
    return RC_OK;
}

struct ingest_person *ingest_person_known(const struct ingest_memory *memory, int64_t id) {
    struct ingest_person *person = memory->persons[(uint64_t)id % BUCKETS];
    while (person != NULL && person->subject.id != id) {
        person = person->next;
    }
    return person;
}

enum rc ingest_person_find(struct ingest_memory *memory, struct tx *tx, int64_t id,
                           struct ingest_person **person) {
    struct ingest_person *found = ingest_person_known(memory, id);
    if (found == NULL) {
        found = keep(memory, sizeof *found);
        if (found == NULL) {
            return RC_NOMEM;
        }
        enum rc rc = subject_by_id(tx, id, memory->arena, &found->subject);
        if (rc != RC_OK) {
            return rc;
        }
        struct ingest_person **bucket = &memory->persons[(uint64_t)id % BUCKETS];
        found->next = *bucket;
        *bucket = found;
    }
    *person = found;
    return RC_OK;
}

enum rc ingest_person_source(struct ingest_memory *memory, struct tx *tx,
                             struct ingest_person *person, const char *name, int64_t *source_id) {
    for (const struct ingest_source *one = person->sources; one != NULL; one = one->next) {
        if (strcmp(one->name, name) == 0) {
            *source_id = one->id;
            return RC_OK;
        }
    }
    int64_t id;
    enum rc rc = reading_source(tx, person->subject.id, name, &id);
    if (rc != RC_OK) {
        return rc;
    }
    struct ingest_source *source = keep(memory, sizeof *source);
    char *copy = arena_strdup(memory->arena, name);
    if (source == NULL || copy == NULL) {
        return RC_NOMEM;
    }
    *source = (struct ingest_source){.name = copy, .id = id, .next = person->sources};
    person->sources = source;
    *source_id = id;
    return RC_OK;
}

static struct ingest_quantity *quantity_of(struct ingest_memory *memory,
                                           struct ingest_person *person, enum quantity quantity) {
    struct ingest_quantity *one = person->quantities;
    while (one != NULL && one->quantity != quantity) {
        one = one->next;
    }
    if (one == NULL && (one = keep(memory, sizeof *one)) != NULL) {
        *one = (struct ingest_quantity){.quantity = quantity, .next = person->quantities};
        person->quantities = one;
    }
    return one;
}

enum rc ingest_person_rule(struct ingest_memory *memory, struct tx *tx,
                           struct ingest_person *person, enum quantity quantity,
                           const struct alert_rule **rule) {
    struct ingest_quantity *of = quantity_of(memory, person, quantity);
    if (of == NULL) {
        return RC_NOMEM;
    }
    if (!of->looked_for_rule) {
        enum rc rc = limit_in_force(tx, person->subject.id, quantity, memory->now_us, &of->rule);
        if (rc != RC_OK && rc != RC_NOT_FOUND) {
            return rc;
        }
        of->has_rule = rc == RC_OK;
        of->looked_for_rule = true;
    }
    *rule = of->has_rule ? &of->rule : NULL;
    return RC_OK;
}

static enum rc look_for_newest(struct ingest_memory *memory, struct tx *tx,
                               struct ingest_person *person) {
    struct reading_newest rows[NEWEST_MAX];
    size_t count;
    enum rc rc = reading_newest_runs(tx, person->subject.id, rows, NEWEST_MAX, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct ingest_quantity *of = quantity_of(memory, person, rows[i].quantity);
        if (of == NULL) {
            return RC_NOMEM;
        }
        of->stored = true;
        of->newest.value = rows[i].value;
        of->run = rows[i].run;
    }
    person->looked_for_newest = rc == RC_OK;
    return rc;
}

static void note_change(struct ingest_memory *memory, struct ingest_person *person) {
    if (!person->changed) {
        person->changed = true;
        person->next_changed = memory->changed_persons;
        memory->changed_persons = person;
    }
}

enum rc ingest_person_newest(struct ingest_memory *memory, struct tx *tx,
                             struct ingest_person *person, const struct reading *reading,
                             struct stuck_run *run) {
    *run = (struct stuck_run){0, 0, 0};
    enum rc rc = person->looked_for_newest ? RC_OK : look_for_newest(memory, tx, person);
    if (rc != RC_OK) {
        return rc;
    }
    struct ingest_quantity *of = quantity_of(memory, person, reading->quantity);
    if (of == NULL) {
        return RC_NOMEM;
    }
    int64_t time_us = reading->identity.time_us;
    if (of->run.count > 0 && time_us < of->run.last_us) {
        return RC_OK; // a newer one is there
    }
    if (of->run.count > 0 && of->newest.value == reading->value) {
        of->run.count++;
    } else {
        of->run = (struct stuck_run){.count = 1, .since_us = time_us};
    }
    of->run.last_us = time_us;
    of->newest = *reading;
    of->changed = true;
    note_change(memory, person);
    *run = of->run;
    return RC_OK;
}

void ingest_person_heard(struct ingest_memory *memory, struct ingest_person *person,
                         int64_t measured_us, bool *back) {
    struct subject *subject = &person->subject;
    *back = false;
    if (subject->heard_us != 0 && measured_us <= subject->heard_us) {
        return;
    }
    *back = subject->silent && measured_us + subject->silent_after_us > memory->now_us;
    subject->heard_us = measured_us;
    subject->silent = subject->silent && !*back;
    person->heard = true;
    note_change(memory, person);
}

static enum rc write_person(struct ingest_memory *memory, struct tx *tx,
                            struct ingest_person *person) {
    enum rc rc = RC_OK;
    if (person->heard) {
        rc = subject_heard(tx, person->subject.id, person->subject.heard_us, memory->now_us);
    }
    for (struct ingest_quantity *of = person->quantities; rc == RC_OK && of != NULL;
         of = of->next) {
        if (of->changed) {
            rc = reading_newest_keep(tx, person->subject.id, &of->newest, &of->run, of->stored);
            of->stored = true;
            of->changed = false;
        }
    }
    person->heard = false;
    person->changed = false;
    return rc;
}

enum rc ingest_memory_write(struct ingest_memory *memory, struct tx *tx) {
    enum rc rc = RC_OK;
    for (struct ingest_speaker *one = memory->changed_speakers; rc == RC_OK && one != NULL;
         one = one->next_changed) {
        rc = device_heard(tx, one->device.id, &one->news);
        one->news.messages = 0;
    }
    for (struct ingest_person *one = memory->changed_persons; rc == RC_OK && one != NULL;
         one = one->next_changed) {
        rc = write_person(memory, tx, one);
    }
    for (struct fund *fund = memory->funds; rc == RC_OK && fund != NULL; fund = fund->next) {
        if (fund->changed) {
            rc = worklist_received(tx, &fund->id, fund->received_us);
            fund->changed = false;
        }
    }
    memory->changed_speakers = NULL;
    memory->changed_persons = NULL;
    return rc;
}
