// SPDX-License-Identifier: EUPL-1.2
// What a message tells of its device's clock, and what that makes of its readings' times
// (telemonitoring §5 case 11). Nothing is corrected: a reading is marked, or waits with a proposal.
#include "base/clock.h"
#include "scoring/plausibility.h"
#include "service/ingest.h"

enum rc ingest_clock(struct ingest_work *work) {
    const struct payload_message *message = &work->message->decoded;
    if (!message->sent_told) {
        return RC_OK;
    }
    struct device_clock known = work->found.clock;
    struct device_clock clock =
        device_clock_learn(known, message->heartbeat, message->sent_us, work->received_us);
    if (clock.sent_us == known.sent_us && clock.received_us == known.received_us &&
        clock.behind_us == known.behind_us) {
        return RC_OK;
    }
    work->found.clock = clock;
    work->speaker->device.clock = clock;
    return device_clock_keep(work->tx, work->device->id, &clock);
}

// Times that count back from the receipt are ours, and a person or a file has no device's clock.
static bool is_by_device_clock(const struct ingest_work *work,
                               const struct payload_reading *reading) {
    return !work->by_hand && work->origin == READING_ORIGIN_NONE && !reading->time_relative;
}

bool ingest_clock_untrusted(const struct ingest_work *work, const struct payload_reading *reading) {
    return is_by_device_clock(work, reading) &&
           device_clock_untrusted(work->device->clock.behind_us);
}

const char *ingest_clock_proposal(const struct ingest_work *work,
                                  const struct payload_reading *reading) {
    const struct payload_message *message = &work->message->decoded;
    if (!is_by_device_clock(work, reading)) {
        return NULL;
    }
    // A message that was made after it was received says itself by how much its clock is ahead.
    bool ahead = message->sent_told && freshness_clock_ahead(message->sent_us, work->received_us);
    int64_t off_us = ahead ? work->received_us - message->sent_us : work->device->clock.behind_us;
    char text[CLOCK_TEXT_SIZE];
    if (off_us == 0) {
        return NULL;
    }
    clock_text(reading->time_us + off_us, text);
    return arena_printf(work->arena, "t %s?", text);
}
