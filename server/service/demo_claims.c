// SPDX-License-Identifier: EUPL-1.2
// Claims of a demo: every state, and both sides of every limit.
#include <string.h>

#include "scoring/holiday.h"
#include "scoring/rome_time.h"
#include "service/claim_records.h"
#include "service/claims.h"
#include "service/decisions.h"
#include "service/demo_case.h"
#include "service/expenses.h"
#include "service/plan_shelf.h"
#include "service/portal.h"

enum { NEVER = -1, WHO_STUDIO = 0, WHO_DAUGHTER, WHO_MEMBER };

// Days count back from the domain day. A letter of `sheet` is the grade of an item: '0' the best,
// '?' "I do not know",
// '-' not answered yet.
struct story {
    size_t person;
    int who;
    const char *sheet;
    int onset, sent, complete, found; // NEVER: did not happen yet
    enum consolidated consolidated;
    const char *outcome; // NULL: not decided
    int decided;
    int alive;
    int ended; // the state did
};

static const struct story stories[] = {
    // The permanent plan: a father with months behind him, then 35, 40 and 45 points, then the
    // survival window.
    {0, WHO_DAUGHTER, "222221", 160, 150, 145, 140, CONSOLIDATED_YES, "recognised", 135, 85, NEVER},
    {2, WHO_STUDIO, "211111", 30, 20, 15, 10, CONSOLIDATED_YES, NULL, NEVER, NEVER, NEVER},
    {4, WHO_STUDIO, "221111", 25, 18, 12, 6, CONSOLIDATED_YES, NULL, NEVER, NEVER, NEVER},
    {6, WHO_STUDIO, "222111", 40, 33, 28, 20, CONSOLIDATED_YES, "recognised", 15, NEVER, NEVER},
    {8, WHO_STUDIO, "222211", 66, 59, 50, 45, CONSOLIDATED_YES, "recognised", 40, NEVER, NEVER},
    {10, WHO_STUDIO, "222211", 66, 60, 50, 45, CONSOLIDATED_YES, "recognised", 40, 0, NEVER},
    {12, WHO_STUDIO, "222220", 66, 61, 50, 45, CONSOLIDATED_YES, "recognised", 40, 0, NEVER},
    {14, WHO_STUDIO, "2222?1", 12, 5, NEVER, NEVER, CONSOLIDATED_NOT_JUDGED, NULL, NEVER, NEVER,
     NEVER},
    {16, WHO_STUDIO, "22----", 4, NEVER, NEVER, NEVER, CONSOLIDATED_NOT_JUDGED, NULL, NEVER, NEVER,
     NEVER},
    // The temporary plan: who recovered and fell ill again, 2 of 4 and 3 of 4, then filing on day
    // 13, 14 and 15, then months and a review.
    {5, WHO_STUDIO, "1110", 165, 158, 154, 150, CONSOLIDATED_NO, "recognised", 146, NEVER, 110},
    {3, WHO_STUDIO, "1100", 30, 22, 18, 14, CONSOLIDATED_NO, "not-recognised", 12, NEVER, NEVER},
    {5, WHO_STUDIO, "1110", 20, 15, 9, 4, CONSOLIDATED_NO, NULL, NEVER, NEVER, NEVER},
    {7, WHO_STUDIO, "1110", 14, 1, NEVER, NEVER, CONSOLIDATED_NOT_JUDGED, NULL, NEVER, NEVER,
     NEVER},
    {9, WHO_STUDIO, "1110", 15, 1, NEVER, NEVER, CONSOLIDATED_NOT_JUDGED, NULL, NEVER, NEVER,
     NEVER},
    {11, WHO_STUDIO, "1111", 16, 1, 0, 0, CONSOLIDATED_NO, NULL, NEVER, NEVER, NEVER},
    {13, WHO_STUDIO, "1111", 100, 92, 88, 84, CONSOLIDATED_NO, "recognised", 80, NEVER, NEVER},
    {15, WHO_STUDIO, "1110", 40, 30, 25, 20, CONSOLIDATED_UNDETERMINED, "reviewable", 15, NEVER,
     NEVER},
    {17, WHO_STUDIO, "1110", 50, 42, 38, 33, CONSOLIDATED_NO, "excluded", 30, NEVER, NEVER},
    {1, WHO_MEMBER, "11--", 3, NEVER, NEVER, NEVER, CONSOLIDATED_NOT_JUDGED, NULL, NEVER, NEVER,
     NEVER},
};
enum { STORIES = sizeof stories / sizeof stories[0], LATE_STORIES_FIRST = 12, LATE_STORIES = 3 };

// An expense of the claim of `person`; an `approved` one makes lines, a refused one carries the
// words.
struct bill {
    size_t person;
    const char *form, *provider, *document;
    int from, to, sent;
    int64_t cents;
    int judged; // NEVER: still open
    const char *refusal;
};

static const struct bill bills[] = {
    {0, "rsa-stay", "RSA Villa Chiara", "118/A", 144, 130, 88, 54000, 84, NULL},
    {0, "rsa-stay", "RSA Villa Chiara", "141/A", 100, 72, 68, 185000, 66,
     NULL}, // above the ceiling
    {0, "home-carer", "Lavoro domestico, contratto 2026", "busta paga 9", 60, 40, 30, 78000, 26,
     "Il piano permanente rimborsa il ricovero in RSA, non l'assistente a casa."},
    {0, "rsa-stay", "RSA Villa Chiara", "170/A", 50, 22, 18, 96000, NEVER, NULL},
    {8, "rsa-stay", "RSA San Rocco", "77/2026", 45, 30, 8, 61000, NEVER, NULL},
    {10, "rsa-stay", "RSA San Rocco", "78/2026", 45, 30, 8, 48000, NEVER, NULL},
    {12, "rsa-stay", "RSA Le Querce", "9/2026", 45, 30, 8, 52000, 0, NULL},
    {13, "care-invoice", "Cooperativa Assistere", "204", 86, 70, 60, 43000, 55, NULL},
    {13, "home-carer", "Lavoro domestico, contratto 2026", "busta paga 10", 57, 35, 30, 71000, 20,
     NULL},
    {13, "care-invoice", "Cooperativa Assistere", "260", 26, 8, 5, 38000, NEVER, NULL},
};

static const struct actor *actor_of(const struct demo *demo, int who) {
    if (who == WHO_DAUGHTER)
        return &demo->daughter;
    return who == WHO_MEMBER ? &demo->member : &demo->administrator;
}

static const char *grade_of(const struct plan_activity *activity, char letter) {
    if (letter == '?')
        return "unknown";
    size_t grade = (size_t)(letter - '0');
    return activity->grades[grade < activity->grade_count ? grade : activity->grade_count - 1].code;
}

static enum rc fill_in(struct demo *demo, const struct story *story, int onset,
                       struct public_id *claim) {
    const struct actor *family = actor_of(demo, story->who);
    const char *id = demo_people[story->person].permanent ? "permanent-2026" : "temporary-2026";
    struct civil_date today = rome_date(service_domain_now(&demo->then));
    const struct plan *plan = plan_shelf_latest(demo->service->plans, id, today);
    enum rc rc = portal_claim_open(&demo->then, family, NULL, &demo->persons[story->person], id,
                                   claim, demo->fault);
    if (rc != RC_OK)
        return rc;
    struct claim_statement facts = {demo_day(demo, onset), "yes",
                                    demo_people[story->person].permanent ? "rsa" : "home"};
    rc = portal_facts_save(&demo->then, family, claim, &facts, demo->fault);
    for (size_t i = 0; i < plan->activity_count && rc == RC_OK; i++) {
        if (story->sheet[i] != '-')
            rc = portal_answer_save(&demo->then, family, claim, plan->activities[i].code,
                                    grade_of(&plan->activities[i], story->sheet[i]), demo->fault);
    }
    return rc;
}

// What the plan asks for was in the envelope of that day.
static enum rc bring_documents(struct demo *demo, const struct story *story,
                               const struct public_id *claim) {
    static const char *const codes[] = {"D1", "D2", "D3", "D4"};
    struct document_new documents[sizeof codes / sizeof codes[0]];
    size_t count = demo_people[story->person].permanent ? 0 : sizeof codes / sizeof codes[0];
    for (size_t i = 0; i < count; i++)
        documents[i] =
            (struct document_new){codes[i], demo_day(demo, story->complete), FACT_YES, NULL};
    struct dossier_new dossier = {true, FACT_NO, FACT_NO, FACT_NO, documents, count};
    return claim_record_dossier(&demo->then, &demo->handler, claim, -1, &dossier, demo->fault);
}

// Whoever examines a dossier answers the checks with it; one claim has a cause that is excluded.
static enum rc answer_checks(struct demo *demo, const struct story *story,
                             const struct public_id *claim) {
    bool excluded = story->outcome != NULL && strcmp(story->outcome, "excluded") == 0;
    const struct check_new checks[] = {
        {.about = "health-statement", .answer = "yes", .number = -1, .evidence = "D2"},
        {.about = "invalidity", .answer = "none", .number = -1},
        {.about = "substances", .answer = "yes", .number = (int64_t)(story->person % 3)},
        {.about = "causes-examined", .answer = "yes", .number = -1},
        {.about = "exclusion",
         .code = "dangerous-sports",
         .answer = "yes",
         .number = -1,
         .evidence = "verbale di pronto soccorso"},
    };
    size_t count = sizeof checks / sizeof checks[0] - (excluded ? 0 : 1);
    return claim_record_checks(&demo->then, &demo->clinician, claim, -1, checks, count,
                               demo->fault);
}

static enum rc judge(struct demo *demo, const struct story *story, const struct public_id *claim) {
    enum rc rc = RC_OK;
    if (story->complete != NEVER) {
        demo_at(demo, story->complete);
        rc = bring_documents(demo, story, claim);
        if (rc == RC_OK)
            rc = claim_complete(&demo->then, &demo->handler, claim, -1,
                                demo_day(demo, story->complete), demo->fault);
    }
    if (rc == RC_OK && story->found != NEVER) {
        // The visit was the day before its report, where the state had arisen by then.
        int visit = story->found + (story->onset > story->found ? 1 : 0);
        struct finding_new finding = {story->consolidated, FACT_YES, NULL, demo_day(demo, visit)};
        demo_at(demo, story->found);
        rc = claim_find(&demo->then, &demo->clinician, claim, -1, &finding, demo->fault);
        if (rc == RC_OK)
            rc = answer_checks(demo, story, claim);
    }
    if (rc == RC_OK && story->decided != NEVER) {
        bool reviewable = strcmp(story->outcome, "reviewable") == 0;
        struct decision_new decision = {story->outcome, "Valutati documenti e visita.",
                                        reviewable ? demo_day(demo, -30) : NULL};
        demo_at(demo, story->decided);
        rc = claim_decide(&demo->then, &demo->clinician, claim, -1, &decision, demo->fault);
    }
    if (rc == RC_OK && story->alive != NEVER) {
        demo_at(demo, story->alive);
        struct life_new seen = {.date = demo_day(demo, story->alive)};
        rc = claim_record_life(&demo->then, &demo->handler, claim, -1, &seen, demo->fault);
    }
    if (rc == RC_OK && story->ended != NEVER) {
        struct end_new end = {"state-ended", demo_day(demo, story->ended),
                              "certificato del medico curante", NULL};
        demo_at(demo, story->ended);
        rc = claim_end(&demo->then, &demo->handler, claim, -1, &end, demo->fault);
    }
    return rc;
}

static enum rc tell(struct demo *demo, const struct story *story, int onset, int sent,
                    struct public_id *claim) {
    demo_at(demo, sent == NEVER ? 1 : sent);
    enum rc rc = fill_in(demo, story, onset, claim);
    if (rc != RC_OK || sent == NEVER)
        return rc;
    rc = portal_claim_submit(&demo->then, actor_of(demo, story->who), NULL, claim, demo->fault);
    return rc == RC_OK ? judge(demo, story, claim) : rc;
}

static enum rc bring_bill(struct demo *demo, const struct bill *bill, const struct actor *family,
                          const struct public_id *claim) {
    struct public_id expense;
    struct expense_new input = {.form = bill->form,
                                .provider = bill->provider,
                                .document = bill->document,
                                .service_from = demo_day(demo, bill->from),
                                .service_to = demo_day(demo, bill->to),
                                .amount_cents = bill->cents,
                                .receipted = true};
    demo_at(demo, bill->sent);
    enum rc rc =
        portal_expense_submit(&demo->then, family, NULL, claim, &input, &expense, demo->fault);
    if (rc != RC_OK || bill->judged == NEVER)
        return rc;
    demo_at(demo, bill->judged);
    if (bill->refusal != NULL)
        return expense_refuse(&demo->then, &demo->handler, claim, &expense, -1, bill->refusal,
                              demo->fault);
    return expense_approve(&demo->then, &demo->handler, claim, &expense, -1, demo->fault);
}

// The three claims around day 14 need a term whose last day no holiday moves: slide them back
// together.
static int days_to_slide(const struct demo *demo) {
    struct civil_date today = rome_date(service_domain_now(demo->service));
    for (int slide = 0; slide < 14; slide++) {
        // Onset lies 15 days before the day of the middle claim's filing: its last day is that day.
        bool moved = false;
        for (int i = 0; i < LATE_STORIES; i++) {
            int onset = stories[LATE_STORIES_FIRST + i].onset;
            moved = moved || holiday_is(civil_date_add_days(today, 14 - onset - slide));
        }
        if (!moved)
            return slide;
    }
    return 0;
}

enum rc demo_claims(struct demo *demo) {
    int slide = days_to_slide(demo);
    enum rc rc = RC_OK;
    demo->step = "claims";
    for (size_t i = 0; i < STORIES && rc == RC_OK; i++) {
        const struct story *story = &stories[i];
        bool slides = i >= LATE_STORIES_FIRST && i < LATE_STORIES_FIRST + LATE_STORIES;
        int back = slides ? slide : 0;
        struct public_id claim;
        rc = tell(demo, story, story->onset + back,
                  story->sent == NEVER ? NEVER : story->sent + back, &claim);
        for (size_t k = 0; k < sizeof bills / sizeof bills[0] && rc == RC_OK; k++) {
            if (bills[k].person == story->person)
                rc = bring_bill(demo, &bills[k], actor_of(demo, story->who), &claim);
        }
    }
    return rc;
}
