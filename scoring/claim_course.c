// SPDX-License-Identifier: EUPL-1.2
// From facts to events to the state of the claim.
#include "scoring/claim_course.h"

static const char *const decision_names[CLAIM_RULING_COUNT] = {
    [CLAIM_RULING_NONE] = "none",
    [CLAIM_RULING_RECOGNISED] = "recognised",
    [CLAIM_RULING_REVIEWABLE] = "reviewable",
    [CLAIM_RULING_NOT_RECOGNISED] = "not-recognised",
    [CLAIM_RULING_EXCLUDED] = "excluded",
    [CLAIM_RULING_NOT_INSURABLE] = "not-insurable",
    [CLAIM_RULING_NOT_COVERED] = "not-covered",
};

static const enum claim_event events_of_decisions[CLAIM_RULING_COUNT] = {
    [CLAIM_RULING_RECOGNISED] = CLAIM_EVENT_DECIDE_RECOGNISED,
    [CLAIM_RULING_REVIEWABLE] = CLAIM_EVENT_DECIDE_REVIEWABLE,
    [CLAIM_RULING_NOT_RECOGNISED] = CLAIM_EVENT_DECIDE_NOT_RECOGNISED,
    [CLAIM_RULING_EXCLUDED] = CLAIM_EVENT_DECIDE_EXCLUDED,
    [CLAIM_RULING_NOT_INSURABLE] = CLAIM_EVENT_DECIDE_NOT_INSURABLE,
    [CLAIM_RULING_NOT_COVERED] = CLAIM_EVENT_DECIDE_NOT_COVERED,
};

// An event that the table does not allow where the claim stands has no effect: it is the story of
// the claim that is told here, not a command.
static void lead(struct claim_course *course, bool happened, enum claim_event event) {
    unsigned effects = claim_state_effects(course->state, event);
    if (happened && claim_state_next(course->state, event, &course->state)) {
        course->effects = effects;
    }
}

static void end(struct claim_course *course, bool happened, enum claim_end why) {
    if (happened && claim_state_end(course->state, why, &course->state, &course->effects)) {
        course->end = why;
    }
}

struct claim_course claim_course_of(const struct claim_course_facts *facts) {
    struct claim_course course = {.state = CLAIM_NOTICE};
    bool decided = facts->decision != CLAIM_RULING_NONE;
    lead(&course, facts->filed || decided, CLAIM_EVENT_FILE);
    lead(&course, facts->documents_asked, CLAIM_EVENT_REQUEST_DOCUMENTS);
    lead(&course, facts->complete || decided, CLAIM_EVENT_DOCUMENTS_COMPLETE);
    lead(&course, facts->examined || decided, CLAIM_EVENT_EVALUATE);
    lead(&course, facts->late && !decided, CLAIM_EVENT_FIND_LATE);
    lead(&course, decided, events_of_decisions[facts->decision]);
    lead(&course, facts->paid, CLAIM_EVENT_START_PAYMENT);
    lead(&course, facts->suspended, CLAIM_EVENT_SUSPEND);
    end(&course, facts->withdrawn, CLAIM_END_WITHDRAWN);
    bool pays = course.state == CLAIM_RECOGNISED || course.state == CLAIM_IN_PAYMENT ||
                course.state == CLAIM_SUSPENDED;
    end(&course, facts->died && pays, CLAIM_END_DEATH);
    end(&course, facts->consolidated && pays, CLAIM_END_CONSOLIDATED);
    end(&course, facts->state_ended && pays, CLAIM_END_STATE_ENDED);
    end(&course, facts->cover_lost && pays, CLAIM_END_COVER);
    end(&course, facts->months_over && pays, CLAIM_END_MONTHS_USED);
    return course;
}

const char *claim_ruling_name(enum claim_ruling decision) {
    return decision_names[decision];
}
