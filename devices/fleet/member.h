// SPDX-License-Identifier: EUPL-1.2
// One simulated member with one device: what it measures, when it sends, what is not yet
// acknowledged.
//
// A device behaves like a good real one: it keeps every message until it is acknowledged, sends one
// at a time in order, and sends the same bytes again when it is not sure.
#ifndef FLEET_MEMBER_H
#define FLEET_MEMBER_H

#include "fleet/device_list.h"
#include "fleet/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum habit_of_sending {
    SENDS_AT_ONCE = 0,
    SENDS_TWICE,   // every message again after its acknowledgement, byte for byte
    SENDS_LATE,    // a day's readings in one message
    SENDS_NO_MORE, // silent: nothing measured after silent_from_us
};

struct outgoing {
    struct outgoing *next;
    char *text;
    size_t length;
    bool repeat; // acknowledged before; sent again all the same
    const struct scenario_step *step; // how it is sent; NULL: a reading of the member's meter
};

// A scenario as one member plays it.
struct part_played {
    const struct scenario *scenario; // NULL: none, the member lives
    size_t device;                   // which of the scenario's devices the member has
    size_t next;                     // step
    int64_t start_us;                // domain
};

struct member {
    const struct device *device;
    struct curve curve;
    enum habit_of_sending habit;
    int64_t silent_from_us; // domain
    int64_t boot;
    int64_t next_seq;
    struct civil_date day; // of the samples below
    struct sample samples[CURVE_SAMPLES_A_DAY];
    size_t sample_count;
    size_t sample_at;
    struct sample *waiting; // measured, not yet in a message
    size_t waiting_count;
    size_t waiting_capacity;
    struct outgoing *first; // the one being sent, or NULL
    struct outgoing *last;
    size_t outgoing_count;
    struct part_played part;
};

struct fleet_plan {
    uint64_t seed;
    int64_t boot;
    int64_t start_us; // domain instant at which the fleet begins to live
    int days_back;    // days measured before that, sent first
    bool calm;        // nobody unsteady, no exacerbation, silence, repetition, lateness
};

// Makes the members of the devices: the first COPD member has the exacerbation, the last member who
// has none is silent, every fifth sends late, every seventh twice, every eighth is unsteady. Owned
// by the caller, freed by members_free; NULL without memory. `devices` must outlive them.
struct member *members_make(const struct device_list *devices, const struct fleet_plan *plan);
void members_free(struct member *members, size_t count);

// Puts everything measured up to now_us (domain) into messages as the member's habit is; with
// `history`, all of it in as few messages as possible. Whoever plays a scenario measures nothing: the
// steps that are due. False without memory, or when a step has a place of no known form.
bool member_collect(struct member *member, int64_t now_us, bool history);

// Whether the member's part in its scenario has steps that are not yet in a message.
bool member_has_steps(const struct member *member);

// The first message is given up.
void member_drop(struct member *member);

// The first message has been acknowledged: it goes, and comes again at the end if the member sends
// twice.
void member_acknowledged(struct member *member);

#endif
