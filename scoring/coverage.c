// SPDX-License-Identifier: EUPL-1.2
// From dated events to cover on one day.
#include "scoring/coverage.h"

#include "scoring/deadline.h"

static const char *const event_names[] = {
    [COVER_EVENT_NONE] = "none",
    [COVER_ENROLMENT] = "enrolment",
    [COVER_FAMILY_CHANGE] = "family-change",
    [COVER_OPT_OUT] = "opt-out",
    [COVER_TERMINATION] = "termination",
    [COVER_LEAVE_START] = "leave-start",
    [COVER_LEAVE_END] = "leave-end",
    [COVER_UNPAID] = "unpaid",
    [COVER_ARREARS_PAID] = "arrears-paid",
};

// What is known after the events so far, looked at from one day.
struct track {
    const struct plan *plan;
    struct civil_date day;
    struct civil_date from;  // of the period in hand; unknown: none
    struct civil_date until; // first day without cover; unknown: open
    struct civil_date since; // from of the period that holds on the day
    struct civil_date leave_from;
    struct civil_date unpaid_from;
    bool opted_out;
    bool unsure; // an event lacks a date that may matter
    const char *rule;
    const char *suspended; // rule of the suspension that holds on the day
};

static struct civil_date first_of_month(struct civil_date date, int32_t months_later) {
    int year;
    int month;
    if (!civil_date_split(date, &year, &month, NULL)) {
        return (struct civil_date){0};
    }
    return civil_date_add_months(civil_date_of(year, month, 1), months_later);
}

struct civil_date coverage_effective(const struct plan *plan, struct civil_date event,
                                     struct civil_date communicated) {
    int day;
    if (!civil_date_known(event) || !civil_date_split(communicated, NULL, NULL, &day)) {
        return (struct civil_date){0};
    }
    struct civil_date told =
        first_of_month(communicated, day > plan->cover.cutoff_day.value ? 1 : 0);
    struct civil_date happened = first_of_month(event, 0);
    struct civil_date month = civil_date_compare(told, happened) > 0 ? told : happened;
    return civil_date_add_months(month, 1);
}

struct civil_date coverage_age_reached(struct civil_date birth, int32_t years) {
    int month;
    int born;
    int day;
    struct civil_date reached = civil_date_add_months(birth, years * 12);
    if (civil_date_split(birth, NULL, &month, &born) &&
        civil_date_split(reached, NULL, NULL, &day) && month == 2 && born == 29 && day == 28) {
        return civil_date_add_days(reached, 1);
    }
    return reached;
}

static bool before(struct civil_date a, struct civil_date b) {
    return civil_date_compare(a, b) < 0;
}

// Whether the day lies in [from, until), an unknown end being open.
static bool within(struct civil_date day, struct civil_date from, struct civil_date until) {
    return civil_date_known(from) && !before(day, from) &&
           (!civil_date_known(until) || before(day, until));
}

static void settle_period(struct track *track) {
    if (within(track->day, track->from, track->until)) {
        track->since = track->from;
    }
}

static void enter(struct track *track, struct civil_date start, const char *rule) {
    bool running = civil_date_known(track->from) && !civil_date_known(track->until);
    if (running || track->opted_out) {
        return;
    }
    settle_period(track);
    track->rule = rule;
    if (!civil_date_known(start)) {
        track->unsure = true;
        return;
    }
    // A return before the old cover has ended goes on with it.
    bool gap = !civil_date_known(track->from) || before(track->until, start);
    track->from = gap ? start : track->from;
    track->until = (struct civil_date){0};
}

static void leave(struct track *track, struct civil_date until, const char *rule) {
    if (!civil_date_known(track->from) || civil_date_known(track->until)) {
        return;
    }
    track->rule = rule;
    if (!civil_date_known(until)) {
        track->unsure = true;
        return;
    }
    track->until = until;
}

// The annual expiry on or after a day.
static struct civil_date next_expiry(struct civil_date expiry, struct civil_date day) {
    int year;
    int day_year;
    if (!civil_date_split(expiry, &year, NULL, NULL) ||
        !civil_date_split(day, &day_year, NULL, NULL)) {
        return (struct civil_date){0};
    }
    struct civil_date same_year = civil_date_add_months(expiry, (day_year - year) * 12);
    return before(same_year, day) ? civil_date_add_months(expiry, (day_year - year + 1) * 12)
                                  : same_year;
}

static void family_change(struct track *track, const struct cover_event *event) {
    const struct plan_number *term = &track->plan->cover.family_days;
    struct deadline deadline =
        deadline_in_days(DEADLINE_ACT, term->rule, DEADLINE_EVENT_NONE, event->date,
                         (int32_t)term->value, track->plan->settings.extend_acts.value);
    if (term->value > 0 && deadline_position(&deadline, event->communicated) == DEADLINE_PAST) {
        track->rule = term->rule;
        return;
    }
    if (event->paid == FACT_NO) {
        return;
    }
    struct civil_date start = coverage_effective(track->plan, event->date, event->communicated);
    enter(track, event->paid == FACT_YES ? start : (struct civil_date){0}, term->rule);
}

static void terminate(struct track *track, const struct cover_event *event,
                      struct civil_date annual_expiry) {
    const struct plan_cover *cover = &track->plan->cover;
    struct civil_date until = {0};
    switch (cover->end) {
    case PLAN_COVER_END_MONTH_AFTER:
        until = coverage_effective(track->plan, event->date, event->communicated);
        break;
    case PLAN_COVER_END_ANNUAL_EXPIRY:
        until = civil_date_add_days(next_expiry(annual_expiry, event->date), 1);
        break;
    }
    leave(track, until, cover->end_rule);
}

static void suspend(struct track *track, struct civil_date from, struct civil_date until,
                    const char *rule) {
    if (within(track->day, from, until)) {
        track->suspended = rule;
    }
}

static void return_from_leave(struct track *track, struct civil_date back,
                              struct civil_date until) {
    const struct plan_number *leave_months = &track->plan->cover.leave_months;
    struct civil_date longest =
        civil_date_add_months(track->leave_from, (int32_t)leave_months->value);
    // S-25: a leave of exactly that length does not suspend.
    if (leave_months->value > 0 && civil_date_known(track->leave_from) && before(longest, back)) {
        suspend(track, first_of_month(track->leave_from, 1), until, leave_months->rule);
    }
    track->leave_from = (struct civil_date){0};
}

static void apply(struct track *track, const struct cover_event *event,
                  const struct cover_facts *facts) {
    const struct plan_cover *cover = &track->plan->cover;
    struct civil_date effective = coverage_effective(track->plan, event->date, event->communicated);
    switch (event->kind) {
    case COVER_EVENT_NONE:
        break;
    case COVER_ENROLMENT:
        enter(track, effective, cover->cutoff_day.rule);
        break;
    case COVER_FAMILY_CHANGE:
        family_change(track, event);
        break;
    case COVER_OPT_OUT:
        leave(track, event->date, "A-02");
        track->opted_out = true;
        break;
    case COVER_TERMINATION:
        terminate(track, event, facts->annual_expiry);
        break;
    case COVER_LEAVE_START:
        track->leave_from = event->date;
        break;
    case COVER_LEAVE_END:
        return_from_leave(track, event->date, effective);
        break;
    case COVER_UNPAID:
        if (cover->unpaid_suspends.value && !civil_date_known(track->unpaid_from)) {
            track->unpaid_from = first_of_month(event->date, 1);
        }
        break;
    case COVER_ARREARS_PAID:
        suspend(track, track->unpaid_from, effective, cover->unpaid_suspends.rule);
        track->unpaid_from = (struct civil_date){0};
        break;
    }
}

// What the ages say about the day. FACT_YES: nothing against it.
static enum fact age_allows(const struct plan *plan, const struct cover_facts *facts,
                            struct civil_date day, const char **rule) {
    const struct plan_cover *cover = &plan->cover;
    bool asks = cover->minimum_age.value > 0 || cover->exit_age.value > 0 ||
                (cover->child_age.value > 0 && facts->child != FACT_NO);
    if (asks && !civil_date_known(facts->birth)) {
        *rule = "S-12";
        return FACT_UNKNOWN;
    }
    if (cover->minimum_age.value > 0 &&
        before(day, coverage_age_reached(facts->birth, (int32_t)cover->minimum_age.value))) {
        *rule = cover->minimum_age.rule;
        return FACT_NO;
    }
    if (cover->child_age.value > 0 && facts->child == FACT_YES) {
        struct civil_date grown =
            coverage_age_reached(facts->birth, (int32_t)cover->child_age.value);
        if (!before(day, first_of_month(grown, 1))) {
            *rule = cover->child_age.rule;
            return FACT_NO;
        }
    }
    struct civil_date exit = coverage_age_reached(facts->birth, (int32_t)cover->exit_age.value);
    if (cover->exit_age.value > 0 && !before(day, exit)) {
        struct civil_date last = next_expiry(facts->annual_expiry, exit);
        if (!civil_date_known(last) || before(last, day)) {
            *rule = cover->exit_age.rule;
            return civil_date_known(last) ? FACT_NO : FACT_UNKNOWN;
        }
    }
    return FACT_YES;
}

static void close_track(struct track *track) {
    settle_period(track);
    if (civil_date_known(track->unpaid_from)) {
        suspend(track, track->unpaid_from, (struct civil_date){0},
                track->plan->cover.unpaid_suspends.rule);
    }
    // A leave still running is longer than allowed on the day, or not yet.
    return_from_leave(track, track->day, (struct civil_date){0});
}

struct coverage coverage_on(const struct plan *plan, const struct cover_facts *facts,
                            struct civil_date day) {
    struct track track = {.plan = plan, .day = day, .rule = plan->cover.cutoff_day.rule};
    if (!civil_date_known(day) || facts->event_count == 0) {
        return (struct coverage){.rule = track.rule};
    }
    for (size_t i = 0; i < facts->event_count; i++) {
        apply(&track, &facts->events[i], facts);
    }
    close_track(&track);
    struct coverage coverage = {.since = track.since, .rule = track.rule};
    if (!civil_date_known(track.since)) {
        coverage.covered = track.unsure ? FACT_UNKNOWN : FACT_NO;
        return coverage;
    }
    if (track.suspended != NULL) {
        return (struct coverage){FACT_NO, track.since, track.suspended};
    }
    coverage.covered = track.unsure ? FACT_UNKNOWN : age_allows(plan, facts, day, &coverage.rule);
    if (civil_date_known(facts->death) && before(facts->death, day)) {
        coverage.covered = FACT_NO;
    }
    return coverage;
}

const char *cover_event_name(enum cover_event_kind kind) {
    return event_names[kind];
}
