// SPDX-License-Identifier: EUPL-1.2
// Measuring by the domain clock, and the queue of messages of one device.
#include "fleet/member.h"

#include "fleet/message.h"
#include "scoring/rome_time.h"

#include <stdlib.h>
#include <string.h>

#define DAY_US INT64_C(86400000000)
// A CoAP message must fit one datagram without blocks.
#define COAP_BYTES 1024
#define MQTT_BYTES 60000

static size_t index_of_first_copd(const struct device_list *devices) {
    size_t i = 0;
    while (i < devices->count && devices->devices[i].condition != CONDITION_COPD) {
        i++;
    }
    return i;
}

static enum habit_of_sending habit_of(size_t index, size_t count, size_t exacerbated) {
    // With few devices everybody is needed.
    size_t silent = exacerbated == count - 1 ? count - 2 : count - 1;
    if (count >= 4 && index == silent) {
        return SENDS_NO_MORE;
    }
    if (index == exacerbated) {
        return SENDS_AT_ONCE;
    }
    return index % 5 == 3 ? SENDS_LATE : index % 7 == 1 ? SENDS_TWICE : SENDS_AT_ONCE;
}

struct member *members_make(const struct device_list *devices, const struct fleet_plan *plan) {
    struct member *members = calloc(devices->count ? devices->count : 1, sizeof *members);
    if (!members) {
        return NULL;
    }
    size_t exacerbated = index_of_first_copd(devices);
    for (size_t i = 0; i < devices->count; i++) {
        struct member *member = &members[i];
        member->device = &devices->devices[i];
        member->curve = (struct curve){
            .seed = plan->seed,
            .member = i,
            .condition = member->device->condition,
            .unsteady = !plan->calm && i % 8 == 4,
            .exacerbation = !plan->calm && i == exacerbated,
            .exacerbation_us = plan->start_us - 5 * DAY_US,
        };
        member->habit = plan->calm ? SENDS_AT_ONCE : habit_of(i, devices->count, exacerbated);
        member->silent_from_us = plan->start_us - 3 * DAY_US;
        member->boot = plan->boot;
        member->next_seq = 1;
        // From the day that holds the first moment; its samples before that are skipped, not sent.
        member->day = rome_date(plan->start_us - plan->days_back * DAY_US);
        member->sample_count = curve_day(&member->curve, member->day, member->samples);
        while (member->sample_at < member->sample_count &&
               member->samples[member->sample_at].time_us <=
                   plan->start_us - plan->days_back * DAY_US) {
            member->sample_at++;
        }
    }
    return members;
}

void members_free(struct member *members, size_t count) {
    for (size_t i = 0; members && i < count; i++) {
        while (members[i].first) {
            struct outgoing *next = members[i].first->next;
            free(members[i].first->text);
            free(members[i].first);
            members[i].first = next;
        }
        free(members[i].waiting);
    }
    free(members);
}

static bool keep_waiting(struct member *member, const struct sample *sample) {
    if (member->waiting_count == member->waiting_capacity) {
        size_t capacity = member->waiting_capacity ? member->waiting_capacity * 2 : 8;
        struct sample *waiting = realloc(member->waiting, capacity * sizeof *waiting);
        if (!waiting) {
            return false;
        }
        member->waiting = waiting;
        member->waiting_capacity = capacity;
    }
    member->waiting[member->waiting_count++] = *sample;
    return true;
}

// Everything measured up to now, from the curve into the waiting samples.
static bool measure(struct member *member, int64_t now_us) {
    for (;;) {
        while (member->sample_at < member->sample_count) {
            const struct sample *sample = &member->samples[member->sample_at];
            if (sample->time_us > now_us) {
                return true;
            }
            bool silent =
                member->habit == SENDS_NO_MORE && sample->time_us >= member->silent_from_us;
            if (!silent && !keep_waiting(member, sample)) {
                return false;
            }
            member->sample_at++;
        }
        // Tomorrow is only looked at when it has begun.
        struct civil_date tomorrow = civil_date_add_days(member->day, 1);
        if (civil_date_compare(tomorrow, rome_date(now_us)) > 0) {
            return true;
        }
        member->day = tomorrow;
        member->sample_count = curve_day(&member->curve, tomorrow, member->samples);
        member->sample_at = 0;
    }
}

static void enqueue(struct member *member, struct outgoing *outgoing) {
    outgoing->next = NULL;
    if (member->last) {
        member->last->next = outgoing;
    } else {
        member->first = outgoing;
    }
    member->last = outgoing;
    member->outgoing_count++;
}

static int battery_at(const struct member *member, int64_t now_us) {
    int level = 98 - (int)(member->curve.member * 11 % 60) - (int)(now_us / DAY_US % 30);
    return level < 4 ? 4 : level;
}

// Makes one message of the first `count` waiting samples, or of as many as fit.
static bool make_message(struct member *member, int64_t now_us, size_t count) {
    const struct message_head head = {
        .seq = member->next_seq,
        .boot = member->boot,
        .sent_us = now_us,
        .battery = battery_at(member, now_us),
        .meter = member->device->meter,
    };
    size_t limit = member->device->transport == TRANSPORT_COAP ? COAP_BYTES : MQTT_BYTES;
    size_t used = 0;
    struct outgoing *outgoing = calloc(1, sizeof *outgoing);
    if (!outgoing) {
        return false;
    }
    outgoing->text = message_build(&head, member->waiting, count, limit, &used);
    if (!outgoing->text) {
        free(outgoing);
        return false;
    }
    outgoing->length = strlen(outgoing->text);
    member->next_seq++;
    member->waiting_count -= used;
    memmove(member->waiting, member->waiting + used,
            member->waiting_count * sizeof *member->waiting);
    enqueue(member, outgoing);
    return true;
}

// The next step of this device, or NULL.
static const struct scenario_step *next_step(struct part_played *part) {
    const struct scenario *scenario = part->scenario;
    while (part->next < scenario->count && scenario->steps[part->next].device != part->device) {
        part->next++;
    }
    return part->next < scenario->count ? &scenario->steps[part->next] : NULL;
}

bool member_has_steps(const struct member *member) {
    struct part_played part = member->part;
    return part.scenario && next_step(&part);
}

static bool play(struct member *member, int64_t now_us) {
    struct part_played *part = &member->part;
    for (;;) {
        const struct scenario_step *step = next_step(part);
        if (!step || part->start_us + step->at_s * 1000000 > now_us) {
            return true;
        }
        struct outgoing *outgoing = calloc(1, sizeof *outgoing);
        if (!outgoing) {
            return false;
        }
        outgoing->text = scenario_bytes(step, part->start_us, &outgoing->length);
        if (!outgoing->text) {
            free(outgoing);
            return false;
        }
        outgoing->step = step;
        enqueue(member, outgoing);
        part->next++;
    }
}

bool member_collect(struct member *member, int64_t now_us, bool history) {
    if (member->part.scenario) {
        return play(member, now_us);
    }
    if (!measure(member, now_us)) {
        return false;
    }
    bool together = history || member->habit == SENDS_LATE;
    bool due = history || member->habit != SENDS_LATE ||
               (member->waiting_count > 0 && now_us - member->waiting[0].time_us >= DAY_US);
    while (due && member->waiting_count > 0) {
        if (!make_message(member, now_us, together ? member->waiting_count : 1)) {
            return false;
        }
    }
    return true;
}

static struct outgoing *take_first(struct member *member) {
    struct outgoing *first = member->first;
    member->first = first->next;
    if (!member->first) {
        member->last = NULL;
    }
    member->outgoing_count--;
    return first;
}

void member_drop(struct member *member) {
    struct outgoing *gone = take_first(member);
    free(gone->text);
    free(gone);
}

void member_acknowledged(struct member *member) {
    struct outgoing *done = take_first(member);
    if (member->habit == SENDS_TWICE && !done->repeat) {
        done->repeat = true;
        enqueue(member, done);
        return;
    }
    free(done->text);
    free(done);
}
