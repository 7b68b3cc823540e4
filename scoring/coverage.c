// SPDX-License-Identifier: EUPL-1.2
// From dated events to cover on one day.
#include "scoring/coverage.h"

#include "scoring/act_term.h"

enum {
    YEAR_MONTHS = 12,
    LAST_OF_JUNE_DAY = 30,
    JUNE = 6,
};

// What is known after the events so far, looked at from one day.
struct track {
    const struct plan *plan;
    const struct cover_facts *facts;
    struct civil_date day;
    struct civil_date from;  // of the period in hand; unknown: none
    struct civil_date until; // first day without cover; unknown: open
    struct civil_date since; // from of the period that holds on the day
    struct civil_date event; // the day of the one that is applied
    struct civil_date leave_from;
    struct civil_date leave_over;
    struct civil_date unpaid_from;
    struct civil_date unpaid_over;
    bool opted_out;
    const char *rule;      // that made the cover what it is on the day; NULL: no event spoke yet
    const char *perhaps;   // rule of an entry that may have begun a cover; NULL: none
    const char *unsure;    // rule of an end or suspension that may have begun; NULL: none
    const char *suspended; // rule of the suspension that holds on the day
    const char *flag;      // of the period in hand, as far as it concerns the day
    const char *day_flag;  // of the period that holds on the day
};

static bool before(struct civil_date a, struct civil_date b) {
    return civil_date_compare(a, b) < 0;
}

static struct civil_date first_of_month(struct civil_date date, int32_t months_later) {
    int year;
    int month;
    if (!civil_date_split(date, &year, &month, NULL)) {
        return (struct civil_date){0};
    }
    return civil_date_add_months(civil_date_of(year, month, 1), months_later);
}

// The last day of a month on which a communication still counts for that month.
static struct civil_date cutoff_in(const struct plan *plan, int64_t cutoff_day,
                                   struct civil_date first) {
    struct civil_date last = civil_date_add_days(civil_date_add_months(first, 1), -1);
    struct civil_date cutoff =
        civil_date_earliest(civil_date_add_days(first, (int32_t)cutoff_day - 1), last);
    return plan->settings.extend_cutoffs.value ? act_term_next_working_day(plan, cutoff) : cutoff;
}

static struct civil_date effective_by(const struct plan *plan, int64_t cutoff_day,
                                      struct civil_date event, struct civil_date communicated) {
    if (!civil_date_known(event) || !civil_date_known(communicated)) {
        return (struct civil_date){0};
    }
    struct civil_date told = first_of_month(communicated, 0);
    bool late = civil_date_compare(communicated, cutoff_in(plan, cutoff_day, told)) > 0;
    told = civil_date_add_months(told, late ? 1 : 0);
    struct civil_date happened = first_of_month(event, 0);
    struct civil_date month = civil_date_compare(told, happened) > 0 ? told : happened;
    return civil_date_add_months(month, 1);
}

struct civil_date coverage_effective(const struct plan *plan, struct civil_date event,
                                     struct civil_date communicated) {
    return effective_by(plan, plan->cover.cutoff_day.value, event, communicated);
}

struct civil_date coverage_age_reached(const struct plan *plan, struct civil_date birth,
                                       int32_t years) {
    int month;
    int born;
    int day;
    struct civil_date reached = civil_date_add_months(birth, years * YEAR_MONTHS);
    if (plan->settings.leap_birthday == PLAN_LEAP_BIRTHDAY_IN_MARCH &&
        civil_date_split(birth, NULL, &month, &born) &&
        civil_date_split(reached, NULL, NULL, &day) && month == 2 && born == 29 && day == 28) {
        return civil_date_add_days(reached, 1);
    }
    return reached;
}

// Whether the day lies in [from, until), an unknown end being open.
static bool within(struct civil_date day, struct civil_date from, struct civil_date until) {
    return civil_date_known(from) && !before(day, from) &&
           (!civil_date_known(until) || before(day, until));
}

static void settle_period(struct track *track) {
    if (within(track->day, track->from, track->until)) {
        track->since = track->from;
        track->day_flag = track->flag;
    }
}

// S-13: the age from which a person neither enters nor renews, and the day of reaching it.
static int32_t exit_years(const struct plan *plan) {
    int32_t age = (int32_t)plan->cover.exit_age.value;
    return plan->settings.age_limit == PLAN_AGE_LIMIT_STRICT ? age - 1 : age;
}

static struct civil_date too_old_from(const struct plan *plan, struct civil_date birth) {
    return coverage_age_reached(plan, birth, exit_years(plan));
}

static bool too_old_to_enter(const struct track *track, struct civil_date start) {
    struct civil_date limit = too_old_from(track->plan, track->facts->birth);
    return track->plan->cover.exit_age.value > 0 && civil_date_known(limit) &&
           !before(start, limit);
}

// A rule speaks for the days from `from` on; for those before, what spoke for them already stands.
static void speak(struct track *track, struct civil_date from, const char *rule) {
    if (track->rule == NULL || !before(track->day, from)) {
        track->rule = rule;
    }
}

// An event that lets nobody in explains why there is no cover, where there is none.
static void refuse(struct track *track, struct civil_date from, const char *rule) {
    if (!within(track->day, track->from, track->until)) {
        speak(track, from, rule);
    }
}

// The first day on which the event in hand can have begun a cover.
static struct civil_date earliest_start(const struct track *track) {
    return first_of_month(track->event, 1);
}

// May the event in hand let somebody in on that day? Who is covered already is not let in again.
static bool may_enter(struct track *track, struct civil_date start) {
    bool running = civil_date_known(track->from) && !civil_date_known(track->until) &&
                   !before(start, track->from);
    if (track->opted_out) {
        refuse(track, earliest_start(track), "A-02");
    }
    return !track->opted_out && !running;
}

// Nobody says whether a cover began, or when: it is not known from the first day that it can have
// had up to its end. Who is too old on that day was let in on none.
static void perhaps_enter(struct track *track, struct civil_date start, struct civil_date until,
                          const char *rule) {
    if (!may_enter(track, start)) {
        return;
    }
    if (too_old_to_enter(track, start)) {
        refuse(track, start, track->plan->cover.exit_age.rule);
    } else if (!civil_date_known(start) || within(track->day, start, until)) {
        track->perhaps = rule;
    }
}

// Did a period begin, or go on?
static bool enter(struct track *track, struct civil_date start, const char *rule) {
    if (!civil_date_known(start)) {
        perhaps_enter(track, earliest_start(track), start, rule);
        return false;
    }
    if (!may_enter(track, start)) {
        return false;
    }
    if (too_old_to_enter(track, start)) {
        refuse(track, start, track->plan->cover.exit_age.rule);
        return false;
    }
    // A return before the old cover has ended goes on with it, if that has begun by then.
    if (civil_date_known(track->until) && before(track->until, start)) {
        settle_period(track);
        track->from = start;
    }
    track->from = civil_date_earliest(track->from, start);
    track->until = (struct civil_date){0};
    track->flag = before(track->day, start) ? track->flag : NULL;
    speak(track, start, rule);
    return true;
}

static void leave(struct track *track, struct civil_date until, const char *rule) {
    bool ends_already = civil_date_known(track->until) && !before(until, track->until);
    if (civil_date_known(track->from) && !ends_already) {
        track->until = until;
        speak(track, until, rule);
    }
}

// All that came before ends on that day, also what may have begun. While the day is not known, cover
// is not from the first that it can be to the end that is known.
static void leave_for_good(struct track *track, struct civil_date until, struct civil_date earliest,
                           const char *rule) {
    bool ended = civil_date_known(track->until) && !before(track->day, track->until);
    if (civil_date_known(until)) {
        leave(track, until, rule);
        bool began = track->perhaps != NULL || civil_date_known(track->since);
        if (began && !before(track->day, until)) {
            track->perhaps = track->day_flag = NULL;
            track->since = (struct civil_date){0};
            track->rule = rule;
        }
    } else if (civil_date_known(track->from) && !before(track->day, earliest) && !ended) {
        track->unsure = rule;
    }
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
    struct deadline deadline = act_term_in_days(track->plan, term->rule, DEADLINE_EVENT_NONE,
                                                event->date, (int32_t)term->value);
    if (term->value > 0 && deadline_position(&deadline, event->communicated) == DEADLINE_PAST) {
        refuse(track, earliest_start(track), term->rule);
        return;
    }
    if (event->paid == FACT_NO) {
        refuse(track, earliest_start(track), track->plan->cover.cutoff_day.rule);
        return;
    }
    struct civil_date start = coverage_effective(track->plan, event->date, event->communicated);
    if (event->paid == FACT_UNKNOWN && civil_date_known(start)) {
        perhaps_enter(track, start, (struct civil_date){0}, term->rule);
    } else {
        (void)enter(track, start, term->rule);
    }
}

// B-03: relatives asked for in the window are covered from the month after it for a year; in the
// month after the window, from the month after the request (S-32).
static void window_request(struct track *track, const struct cover_event *event) {
    const struct plan_number *window = &track->plan->cover.window_month;
    enum plan_late_window late_window = track->plan->settings.late_window;
    int year;
    int month;
    if (window->value == 0 || !civil_date_split(event->date, &year, &month, NULL)) {
        return;
    }
    struct civil_date opens = civil_date_of(year, (int)window->value, 1);
    bool late = before(civil_date_add_days(civil_date_add_months(opens, 1), -1), event->date);
    bool outside = before(event->date, opens) ||
                   before(civil_date_add_days(civil_date_add_months(opens, 2), -1), event->date);
    struct civil_date start = earliest_start(track);
    if (outside || (late && late_window == PLAN_LATE_WINDOW_REFUSED) || event->paid == FACT_NO ||
        event->for_all == FACT_NO) {
        refuse(track, start, window->rule);
        return;
    }
    struct civil_date until = civil_date_add_months(opens, YEAR_MONTHS + 1);
    if (event->paid == FACT_UNKNOWN || event->for_all == FACT_UNKNOWN) {
        perhaps_enter(track, start, until, window->rule);
        refuse(track, until, window->rule);
    } else if (enter(track, start, window->rule)) {
        leave(track, until, window->rule);
        bool flagged = late && late_window == PLAN_LATE_WINDOW_FLAGGED;
        track->flag = flagged && !before(track->day, start) ? "S-32" : track->flag;
    }
}

// S-31: hire by another employer of the sector is an entry of its own, also after opting out.
static void rehire(struct track *track, struct civil_date effective) {
    if (track->plan->settings.rehire == PLAN_REHIRE_NEW_ENTRY) {
        track->opted_out = false;
    }
    (void)enter(track, effective, track->plan->cover.cutoff_day.rule);
}

static void terminate(struct track *track, const struct cover_event *event,
                      struct civil_date annual_expiry) {
    const struct plan_cover *cover = &track->plan->cover;
    struct civil_date earliest = civil_date_add_days(event->date, 1);
    struct civil_date until = {0};
    switch (cover->end) {
    case PLAN_COVER_END_MONTH_AFTER:
        earliest = earliest_start(track);
        until = coverage_effective(track->plan, event->date, event->communicated);
        break;
    case PLAN_COVER_END_ANNUAL_EXPIRY:
        until = civil_date_add_days(next_expiry(annual_expiry, event->date), 1);
        break;
    }
    leave_for_good(track, until, earliest, cover->end_rule);
}

static void suspend(struct track *track, struct civil_date from, struct civil_date until,
                    const char *rule) {
    if (within(track->day, from, until)) {
        track->suspended = rule;
    }
}

// Until the return of that day takes effect. When nobody says on which day it was communicated, the
// suspension lasts at least to the 1st of the next month; what comes later is not known.
static void suspend_until_return(struct track *track, struct civil_date from,
                                 struct civil_date returned, struct civil_date effective,
                                 const char *rule) {
    struct civil_date earliest = first_of_month(returned, 1);
    bool told = civil_date_known(effective);
    suspend(track, from, told ? effective : earliest, rule);
    if (!told && !before(track->day, earliest)) {
        track->unsure = rule;
    }
}

// Was the leave in hand, on that day of return, longer than the plan allows?
static bool leave_too_long(const struct track *track, struct civil_date back) {
    int32_t months = (int32_t)track->plan->cover.leave_months.value;
    struct civil_date longest = civil_date_add_months(track->leave_from, months);
    // S-25: a leave of exactly that length.
    return months > 0 && civil_date_known(longest) &&
           (before(longest, back) ||
            (track->plan->settings.exact_leave_suspends.value && !before(back, longest)));
}

// Another leave begins, so the one in hand has ended by then, nobody says when. Where it may have
// suspended, cover is not known from there on.
static void leave_without_return(struct track *track, struct civil_date again) {
    if (leave_too_long(track, again) && !before(track->day, first_of_month(track->leave_from, 1))) {
        track->unsure = track->plan->cover.leave_months.rule;
    }
}

// Something ended of which nobody said when it began: until that end takes effect cover is not
// known, back to the end before or to the entry.
static void ended_unseen(struct track *track, struct civil_date over_before,
                         struct civil_date effective, const char *rule) {
    bool after = !civil_date_known(over_before) || !before(track->day, over_before);
    if (after && within(track->day, track->from, effective)) {
        track->unsure = rule;
    }
}

static void return_from_leave(struct track *track, struct civil_date back,
                              struct civil_date effective) {
    const struct plan_number *months = &track->plan->cover.leave_months;
    if (leave_too_long(track, back)) {
        suspend_until_return(track, first_of_month(track->leave_from, 1), back, effective,
                             months->rule);
    } else if (months->value > 0 && !civil_date_known(track->leave_from)) {
        ended_unseen(track, track->leave_over, effective, months->rule);
    }
    track->leave_from = (struct civil_date){0};
    track->leave_over = back;
}

static void pay_arrears(struct track *track, struct civil_date paid, struct civil_date effective) {
    const struct plan_flag *suspends = &track->plan->cover.unpaid_suspends;
    if (civil_date_known(track->unpaid_from)) {
        suspend_until_return(track, track->unpaid_from, paid, effective, suspends->rule);
    } else if (suspends->value) {
        ended_unseen(track, track->unpaid_over, effective, suspends->rule);
    }
    track->unpaid_from = (struct civil_date){0};
    track->unpaid_over = paid;
}

// A leave without an end lasts to the last day that is known. Too short by then, it may still
// become too long, and suspend from the 1st of the month after it began.
static void leave_still_running(struct track *track) {
    const struct plan_number *months = &track->plan->cover.leave_months;
    struct civil_date known = track->facts->known_until;
    struct civil_date from = first_of_month(track->leave_from, 1);
    bool looks_back = civil_date_known(known) && !before(known, track->day);
    if (leave_too_long(track, looks_back ? known : track->day)) {
        suspend(track, from, (struct civil_date){0}, months->rule);
    } else if (looks_back && months->value > 0 &&
               within(track->day, from, (struct civil_date){0})) {
        track->unsure = months->rule;
    }
}

// S-34: the cut-off that arrears are held against. B-14 asks that they be paid and communicated by
// then: announcing them before does not make them paid.
static struct civil_date arrears_effective(const struct plan *plan,
                                           const struct cover_event *event) {
    bool term = plan->settings.arrears == PLAN_ARREARS_PAYMENT_TERM;
    bool announced =
        civil_date_known(event->communicated) && before(event->communicated, event->date);
    return effective_by(plan, term ? plan->cover.payment_day.value : plan->cover.cutoff_day.value,
                        event->date, announced ? event->date : event->communicated);
}

static void apply(struct track *track, const struct cover_event *event) {
    const struct plan_cover *cover = &track->plan->cover;
    struct civil_date effective = coverage_effective(track->plan, event->date, event->communicated);
    track->event = event->date;
    switch (event->kind) {
    case COVER_EVENT_NONE:
        break;
    case COVER_ENROLMENT:
        (void)enter(track, effective, cover->cutoff_day.rule);
        break;
    case COVER_FAMILY_CHANGE:
        family_change(track, event);
        break;
    case COVER_OPT_OUT:
        leave_for_good(track, event->date, event->date, "A-02");
        track->rule = track->rule != NULL ? track->rule : "A-02";
        track->opted_out = true;
        break;
    case COVER_TERMINATION:
        terminate(track, event, track->facts->annual_expiry);
        break;
    case COVER_LEAVE_START:
        leave_without_return(track, event->date);
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
        pay_arrears(track, event->date, arrears_effective(track->plan, event));
        break;
    case COVER_REHIRE:
        rehire(track, effective);
        break;
    case COVER_WINDOW:
        window_request(track, event);
        break;
    }
}

// S-14: the first day on which a child who has grown up is no longer covered.
static struct civil_date child_ends(const struct plan *plan, struct civil_date grown) {
    int year = 0; // of no date at all, which has no June either
    if (plan->settings.child_end == PLAN_CHILD_END_OF_MONTH) {
        return first_of_month(grown, 1);
    }
    (void)civil_date_split(grown, &year, NULL, NULL);
    struct civil_date june = civil_date_of(year, JUNE, LAST_OF_JUNE_DAY);
    return civil_date_add_days(
        before(june, grown) ? civil_date_add_months(june, YEAR_MONTHS) : june, 1);
}

// Has the cover of a person of that birth ended by the annual expiry? While that is not known, it
// may be any day of the year that the person has from the limit on.
static enum fact aged_out(const struct plan *plan, struct civil_date birth,
                          struct civil_date annual_expiry, struct civil_date day) {
    struct civil_date limit = too_old_from(plan, birth);
    if (plan->cover.exit_age.value == 0 || !civil_date_known(limit) || !before(limit, day)) {
        return FACT_NO;
    }
    struct civil_date last = next_expiry(annual_expiry, limit);
    if (!civil_date_known(last)) {
        struct civil_date year_over = coverage_age_reached(plan, birth, exit_years(plan) + 1);
        return before(day, year_over) ? FACT_UNKNOWN : FACT_YES;
    }
    return before(last, day) ? FACT_YES : FACT_NO;
}

// Was the person too old at entry, or on the fixed day of the plan?
static bool too_old_at_entry(const struct plan *plan, struct civil_date birth,
                             struct civil_date since) {
    const struct plan_cover *cover = &plan->cover;
    struct civil_date on = civil_date_known(cover->entry_age_on) ? cover->entry_age_on : since;
    return cover->entry_age.value > 0 &&
           !before(on, coverage_age_reached(plan, birth, (int32_t)cover->entry_age.value));
}

// Who holds the cover is nobody's child under it.
static enum fact is_child(const struct cover_facts *facts) {
    return facts->child == FACT_UNKNOWN && facts->holder == FACT_YES ? FACT_NO : facts->child;
}

// Is the person, unless it is no child, past the age to which children are covered (B-02)?
static bool grown_up(const struct plan *plan, const struct cover_facts *facts,
                     struct civil_date day) {
    int32_t age = (int32_t)plan->cover.child_age.value;
    return age > 0 && is_child(facts) != FACT_NO &&
           !before(day, child_ends(plan, coverage_age_reached(plan, facts->birth, age)));
}

// A family ends with its holder: whoever may be a relative needs the birth of theirs.
static enum fact holder_aged_out(const struct plan *plan, const struct cover_facts *facts,
                                 struct civil_date day) {
    bool asked = plan->cover.exit_age.value > 0 && facts->holder != FACT_YES;
    if (asked && !civil_date_known(facts->holder_birth)) {
        return FACT_UNKNOWN;
    }
    return aged_out(plan, facts->holder_birth, facts->annual_expiry, day);
}

// What the ages say about the day. FACT_YES: nothing against it.
static enum fact age_allows(const struct track *track, const char **rule) {
    const struct plan *plan = track->plan;
    const struct plan_cover *cover = &plan->cover;
    const struct cover_facts *facts = track->facts;
    bool asks = cover->minimum_age.value > 0 || cover->exit_age.value > 0 ||
                cover->entry_age.value > 0 ||
                (cover->child_age.value > 0 && is_child(facts) != FACT_NO);
    enum fact holders = holder_aged_out(plan, facts, track->day);
    if (asks && !civil_date_known(facts->birth)) {
        *rule = holders == FACT_YES ? cover->exit_age.rule : "S-12";
        return holders == FACT_YES ? FACT_NO : FACT_UNKNOWN;
    }
    if (cover->minimum_age.value > 0 &&
        before(track->day,
               coverage_age_reached(plan, facts->birth, (int32_t)cover->minimum_age.value))) {
        *rule = cover->minimum_age.rule;
        return FACT_NO;
    }
    if (too_old_at_entry(plan, facts->birth, track->since)) {
        *rule = cover->entry_age.rule;
        return FACT_NO;
    }
    bool grown = grown_up(plan, facts, track->day);
    if (grown && facts->child == FACT_YES) {
        *rule = cover->child_age.rule;
        return FACT_NO;
    }
    enum fact own = aged_out(plan, facts->birth, facts->annual_expiry, track->day);
    if (own != FACT_NO || holders != FACT_NO) {
        *rule = cover->exit_age.rule;
        return own == FACT_YES || holders == FACT_YES ? FACT_NO : FACT_UNKNOWN;
    }
    // As a child no longer covered, as anybody else still.
    *rule = grown ? cover->child_age.rule : *rule;
    return grown ? FACT_UNKNOWN : FACT_YES;
}

static void close_track(struct track *track) {
    settle_period(track);
    if (civil_date_known(track->unpaid_from)) {
        suspend(track, track->unpaid_from, (struct civil_date){0},
                track->plan->cover.unpaid_suspends.rule);
    }
    leave_still_running(track);
}

struct coverage coverage_on(const struct plan *plan, const struct cover_facts *facts,
                            struct civil_date day) {
    struct track track = {.plan = plan, .facts = facts, .day = day};
    struct coverage coverage = {.rule = plan->cover.cutoff_day.rule};
    if (!civil_date_known(day) || facts->event_count == 0) {
        return coverage;
    }
    for (size_t i = 0; i < facts->event_count; i++) {
        apply(&track, &facts->events[i]);
    }
    close_track(&track);
    coverage.since = track.since;
    coverage.rule = track.rule != NULL ? track.rule : coverage.rule;
    if (civil_date_known(track.since) && track.suspended != NULL) {
        return (struct coverage){FACT_NO, track.since, track.suspended, NULL};
    }
    coverage.flag = track.day_flag;
    bool covered = civil_date_known(track.since);
    bool open = covered ? track.unsure != NULL : track.perhaps != NULL && track.suspended == NULL;
    coverage.covered = covered || open ? age_allows(&track, &coverage.rule) : FACT_NO;
    // An age that lets nobody be covered decides, whatever the events leave open.
    if (open && coverage.covered != FACT_NO) {
        coverage.covered = FACT_UNKNOWN;
        coverage.rule = covered ? track.unsure : track.perhaps;
    }
    // Who has died has no cover any more, whatever else is not known.
    if (coverage.covered != FACT_NO && civil_date_known(facts->death) &&
        before(facts->death, day)) {
        coverage.covered = FACT_NO;
        coverage.rule = "S-27";
    }
    return coverage;
}
