// SPDX-License-Identifier: EUPL-1.2
// The readings of one kind in a window.
#include "service/reading_window.h"

#include <stdlib.h>
#include <string.h>

#include "payload/payload.h"
#include "service/care_profile.h"
#include "service/measure.h"
#include "service/service.h"
#include "service/subject_access.h"
#include "store/limits.h"
#include "store/readings.h"
#include "store/store.h"

enum { READINGS_MAX = 300000, WINDOW_MEMORY = 256 * 1024 * 1024 };

struct reading_all {
    const struct service *service;
    const struct subject *subject;
    struct arena *arena;
    struct window_view *view;
    struct reading *readings;
    size_t count;
};

static bool is_out(enum reading_level level) {
    return level != READING_LEVEL_UNKNOWN && level != READING_LEVEL_NORMAL;
}

// Indexes of the readings to draw: all, or least and greatest of each slice in order of time.
static size_t choose(const struct window_view *view, const struct reading *readings, size_t count,
                     size_t *chosen) {
    if (count <= WINDOW_POINTS_MAX) {
        for (size_t i = 0; i < count; i++) {
            chosen[i] = i;
        }
        return count;
    }
    int64_t slice_us = (view->to_us - view->from_us) / (WINDOW_POINTS_MAX / 2) + 1;
    size_t n = 0;
    for (size_t i = 0; i < count;) {
        int64_t slice = (readings[i].identity.time_us - view->from_us) / slice_us;
        size_t least = i;
        size_t greatest = i;
        for (; i < count && (readings[i].identity.time_us - view->from_us) / slice_us == slice;
             i++) {
            least = readings[i].value < readings[least].value ? i : least;
            greatest = readings[i].value > readings[greatest].value ? i : greatest;
        }
        chosen[n++] = least < greatest ? least : greatest;
        if (least != greatest) {
            chosen[n++] = least < greatest ? greatest : least;
        }
    }
    return n;
}

static void add_flag(struct window_point *point, const char *name) {
    if (name[0] != '\0' && point->flag_count < WINDOW_FLAGS_MAX) {
        point->flags[point->flag_count++] = name;
    }
}

// What the device said of it, then what we found.
static void view_flags(unsigned flags, struct window_point *point) {
    static const struct {
        unsigned flag;
        const char *name;
    } found[] = {
        {READING_FLAG_SEQUENCE_REUSED, "sequence-reused"},
        {READING_FLAG_CLOCK_AHEAD, "clock-ahead"},
        {READING_FLAG_CLOCK_BEHIND, "clock-behind"},
        {READING_FLAG_HOUR_TWICE, "hour-twice"},
        {READING_FLAG_BELOW_RANGE, "below-range"},
        {READING_FLAG_ABOVE_RANGE, "above-range"},
    };
    for (unsigned bit = 1; bit <= PAYLOAD_FLAG_CONTROL; bit <<= 1) {
        add_flag(point, payload_flag_text((enum payload_flag)(flags & bit)));
    }
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        add_flag(point, (flags & found[i].flag) != 0 ? found[i].name : "");
    }
}

// Less or more than its number, which is the end of the meter's range.
static bool is_beyond(const struct reading *reading) {
    return (reading->flags & (READING_FLAG_BELOW_RANGE | READING_FLAG_ABOVE_RANGE)) != 0;
}

static void view_point(const struct reading *reading, struct arena *arena,
                       struct window_point *point) {
    *point = (struct window_point){
        .id = public_id_of_bytes(reading->identity.digest),
        .t_us = reading->identity.time_us,
        .value = measure_value(arena, reading->quantity, reading->value, reading->unit),
        .level = reading_level_name(reading->level),
        .source = reading_origin_name(reading->origin),
    };
    if (point->value != NULL && (strcmp(point->value, reading->sent) != 0 ||
                                 strcmp(reading->unit, measure_unit(reading->quantity)) != 0)) {
        point->sent = arena_printf(arena, "%s %s", reading->sent, reading->unit);
    }
    if (reading->received_us - reading->identity.time_us > CLOCK_HOUR_US) {
        point->received_us = reading->received_us;
    }
    view_flags(reading->flags, point);
}

static void summarise(const struct reading *readings, size_t count, struct arena *arena,
                      struct window_series *series) {
    series->count = (int64_t)count;
    if (count == 0) {
        return;
    }
    int64_t sum = 0;
    int64_t n = 0; // of numbers: what a meter could not show has none and is in no mean
    const struct reading *least = NULL;
    const struct reading *greatest = NULL;
    for (size_t i = 0; i < count; i++) {
        series->out_of_limits += is_out(readings[i].level) ? 1 : 0;
        if (is_beyond(&readings[i])) {
            continue;
        }
        n++;
        sum += readings[i].value; // 300,000 values below 10^9 each
        least = least == NULL || readings[i].value < least->value ? &readings[i] : least;
        greatest =
            greatest == NULL || readings[i].value > greatest->value ? &readings[i] : greatest;
    }
    if (n == 0) {
        return;
    }
    int64_t mean = (sum + (sum < 0 ? -n / 2 : n / 2)) / n;
    char text[DECIMAL_TEXT_SIZE];
    quantity_print(series->quantity, mean, text);
    series->mean = arena_strdup(arena, text);
    series->least = measure_value(arena, series->quantity, least->value, least->unit);
    series->greatest = measure_value(arena, series->quantity, greatest->value, greatest->unit);
}

static const char *bound(struct arena *arena, const struct alert_limit *limit) {
    return limit->set ? measure_text(arena, limit->value) : NULL;
}

static enum rc view_steps(struct tx *tx, const struct reading_all *all,
                          struct window_series *series) {
    struct care_limit *limits;
    size_t count;
    enum rc rc = limit_list(tx, all->subject->id, series->quantity, all->arena, &limits, &count);
    if (rc != RC_OK) {
        return rc;
    }
    series->steps = arena_array(all->arena, count + 1, sizeof *series->steps);
    if (series->steps == NULL) {
        return RC_NOMEM;
    }
    // Newest first in the store: walk towards the newest, and let what came before the window begin
    // with it.
    for (size_t i = count; i-- > 0;) {
        const struct care_limit *limit = &limits[i];
        if (limit->from_us >= all->view->to_us) {
            continue;
        }
        bool earlier = limit->from_us <= all->view->from_us;
        if (earlier) {
            series->step_count = 0;
        }
        series->steps[series->step_count++] = (struct window_step){
            .from_us = earlier ? all->view->from_us : limit->from_us,
            .alert_low = bound(all->arena, &limit->rule.alert_low),
            .warn_low = bound(all->arena, &limit->rule.warn_low),
            .warn_high = bound(all->arena, &limit->rule.warn_high),
            .alert_high = bound(all->arena, &limit->rule.alert_high),
        };
    }
    return RC_OK;
}

static enum rc view_series(struct tx *tx, const struct reading_all *all, enum quantity quantity,
                           struct window_series *series) {
    const struct quantity_row *row = quantity_describe(quantity);
    *series = (struct window_series){
        .quantity = quantity, .unit = measure_unit(quantity), .decimals = row->display_decimals};
    size_t from = 0;
    while (from < all->count && all->readings[from].quantity < quantity) {
        from++;
    }
    size_t count = 0;
    while (from + count < all->count && all->readings[from + count].quantity == quantity) {
        count++;
    }
    const struct reading *readings = all->readings + from;
    size_t *chosen = arena_array(all->arena, count + 1, sizeof *chosen);
    if (chosen == NULL) {
        return RC_NOMEM;
    }
    series->point_count = choose(all->view, readings, count, chosen);
    series->points = arena_array(all->arena, series->point_count + 1, sizeof *series->points);
    if (series->points == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < series->point_count; i++) {
        view_point(&readings[chosen[i]], all->arena, &series->points[i]);
    }
    summarise(readings, count, all->arena, series);
    enum rc rc = view_steps(tx, all, series);
    return rc == RC_OK && arena_failed(all->arena) ? RC_NOMEM : rc;
}

static int by_time(const void *a, const void *b) {
    const int64_t *x = a;
    const int64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

// Stretches without any value of the kind for more than twice the expected span, within the time
// the member has been watched and up to now.
static enum rc view_gaps(const struct reading_all *all) {
    struct window_view *view = all->view;
    int64_t now_us = service_domain_now(all->service);
    int64_t start =
        view->from_us > all->subject->enrolled_us ? view->from_us : all->subject->enrolled_us;
    int64_t end = view->to_us < now_us ? view->to_us : now_us;
    int64_t *times = arena_array(all->arena, all->count + 2, sizeof *times);
    view->gaps = arena_array(all->arena, all->count + 2, sizeof *view->gaps);
    if (times == NULL || view->gaps == NULL) {
        return RC_NOMEM;
    }
    for (size_t i = 0; i < all->count; i++) {
        times[i] = all->readings[i].identity.time_us;
    }
    qsort(times, all->count, sizeof *times, by_time);
    int64_t last = start;
    for (size_t i = 0; i <= all->count; i++) {
        int64_t next = i < all->count ? times[i] : end;
        if (next - last > 2 * view->expected_us) {
            view->gaps[view->gap_count++] = (struct window_gap){.from_us = last, .to_us = next};
        }
        last = next > last ? next : last;
    }
    return RC_OK;
}

static enum rc read_all(struct tx *tx, void *context) {
    struct reading_all *all = context;
    struct window_view *view = all->view;
    enum rc rc = reading_window(tx, all->subject->id, view->kind, view->from_us, view->to_us,
                                READINGS_MAX, all->arena, &all->readings, &all->count);
    if (rc != RC_OK) {
        return rc;
    }
    view->series = arena_array(all->arena, QUANTITY_VALUES_MAX, sizeof *view->series);
    if (view->series == NULL) {
        return RC_NOMEM;
    }
    const enum quantity *may = quantity_kind_describe(view->kind)->may;
    for (size_t i = 0; rc == RC_OK && may[i] != QUANTITY_NONE; i++) {
        struct window_series *series = &view->series[view->series_count];
        rc = view_series(tx, all, may[i], series);
        // Few cuffs give a mean: without one there is nothing to draw beside the two pressures.
        view->series_count += may[i] == QUANTITY_MEAN_PRESSURE && series->count == 0 ? 0 : 1;
    }
    return rc == RC_OK ? view_gaps(all) : rc;
}

static void release(void *arena) {
    arena_free(arena);
}

enum rc window_read(const struct service *service, const struct actor *actor,
                    const struct public_id *id, enum quantity_kind kind, int64_t from_us,
                    int64_t to_us, struct arena *arena, struct fault *fault,
                    struct window_view *view) {
    struct subject subject;
    if (to_us <= from_us || to_us - from_us > WINDOW_LONGEST_US) {
        fault_set(fault, RC_INVALID, "query-invalid");
        return fault_at(fault, "?to", to_us <= from_us ? "not-after-from" : "too-long");
    }
    enum rc rc =
        subject_open(service, actor, ACTION_PATIENT_READ, id, "readings", arena, fault, &subject);
    if (rc != RC_OK) {
        return rc;
    }
    *view = (struct window_view){.kind = kind,
                                 .from_us = from_us,
                                 .to_us = to_us,
                                 .expected_us = care_profile_expected_us(kind)};
    struct reading_all all = {
        .service = service, .subject = &subject, .arena = arena_new(WINDOW_MEMORY), .view = view};
    if (all.arena == NULL || arena_adopt(arena, all.arena, release) != 0) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    rc = store_read(service->store, STORE_MONITORING, "readings.window", read_all, &all);
    return rc == RC_OK ? rc : fault_set(fault, rc, rc_name(rc));
}
