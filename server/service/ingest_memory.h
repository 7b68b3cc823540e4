// SPDX-License-Identifier: EUPL-1.2
// What the drain has looked up and not yet written, so that each device, member, limit and newest
// value is looked up once and written once for many messages.
//
// It stands for the rows of the database as they will be after ingest_memory_write. Only as long as
// nobody else has written: ingest_memory_begin forgets everything as soon as one row was changed
// since the last commit of this memory, and whoever undoes what was written must forget. One thread
// at a time, inside the closures that share it.
#ifndef SERVICE_INGEST_MEMORY_H
#define SERVICE_INGEST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/alert_rule.h"
#include "scoring/stuck_sensor.h"
#include "store/devices.h"
#include "store/readings.h"
#include "store/store.h"
#include "store/subjects.h"

struct ingest_memory;

// Who sent a message: a device, or an identity that is none.
struct ingest_speaker {
    struct public_id public_id;
    bool known;
    struct device_speaker device;
    const struct assignment_span *spans; // who had it, newest first
    size_t span_count;
    struct device_news news; // not yet written
    struct ingest_speaker *next, *next_changed;
};

// One quantity of a member.
struct ingest_quantity {
    enum quantity quantity;
    bool looked_for_rule, has_rule;
    struct alert_rule rule; // in force
    bool stored;            // a newest value is in the database
    bool changed;           // not yet written
    struct reading newest;  // if `run.count` is not 0; its texts live as long as the batch
    struct stuck_run run;
    struct ingest_quantity *next;
};

struct ingest_source {
    const char *name;
    int64_t id;
    struct ingest_source *next;
};

struct ingest_person {
    struct subject subject;
    bool changed;    // heard_us, or the newest value of a quantity, is not yet written
    bool heard;      // …heard_us
    int64_t touched; // the run in which their page changed last
    bool looked_for_newest;
    struct ingest_source *sources;
    struct ingest_quantity *quantities;
    struct ingest_person *next, *next_changed;
};

RC_CHECKED enum rc ingest_memory_open(struct ingest_memory **memory);
void ingest_memory_close(struct ingest_memory *memory); // NULL is fine
void ingest_memory_forget(struct ingest_memory *memory);

// A run begins: forgets what may no longer be true. `now_us` decides which limits are in force and
// who is silent.
void ingest_memory_begin(struct ingest_memory *memory, struct tx *tx, int64_t now_us);
// Writes what has not been written.
RC_CHECKED enum rc ingest_memory_write(struct ingest_memory *memory, struct tx *tx);
// The run ends: nothing will be written behind this. Then, when it is committed, it is settled.
void ingest_memory_end(struct ingest_memory *memory, struct tx *tx);
void ingest_memory_settled(struct ingest_memory *memory);
// The number of the run, from 1.
int64_t ingest_memory_run(const struct ingest_memory *memory);

// Results are borrowed until the memory forgets.
RC_CHECKED enum rc ingest_speaker_find(struct ingest_memory *memory, struct tx *tx,
                                       const struct public_id *device,
                                       struct ingest_speaker **speaker);
// RC_NOT_FOUND: nobody had the device then.
RC_CHECKED enum rc ingest_speaker_holder(const struct ingest_speaker *speaker, int64_t at_us,
                                         int64_t *subject_id);
void ingest_speaker_heard(struct ingest_memory *memory, struct ingest_speaker *speaker,
                          const struct device_news *news);
RC_CHECKED enum rc ingest_fund_received(struct ingest_memory *memory, const struct public_id *fund,
                                        int64_t received_us);

RC_CHECKED enum rc ingest_person_find(struct ingest_memory *memory, struct tx *tx, int64_t id,
                                      struct ingest_person **person);
// NULL: not looked up.
struct ingest_person *ingest_person_known(const struct ingest_memory *memory, int64_t id);
// As reading_source.
RC_CHECKED enum rc ingest_person_source(struct ingest_memory *memory, struct tx *tx,
                                        struct ingest_person *person, const char *name,
                                        int64_t *source_id);
// *rule is NULL when no limit is in force.
RC_CHECKED enum rc ingest_person_rule(struct ingest_memory *memory, struct tx *tx,
                                      struct ingest_person *person, enum quantity quantity,
                                      const struct alert_rule **rule);
// Keeps the value if it is the newest of its quantity. *run says for how long the value has been
// the same, all 0 when a newer one was there.
RC_CHECKED enum rc ingest_person_newest(struct ingest_memory *memory, struct tx *tx,
                                        struct ingest_person *person, const struct reading *reading,
                                        struct stuck_run *run);
// A reading measured at `measured_us` was accepted (subject_heard). *back: the person was silent
// and is no more.
void ingest_person_heard(struct ingest_memory *memory, struct ingest_person *person,
                         int64_t measured_us, bool *back);

#endif
