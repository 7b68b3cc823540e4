// SPDX-License-Identifier: EUPL-1.2
// What runs beside a claim, as the engine reads it.
#include "service/case_course.h"

#include <string.h>

#include "scoring/fact.h"
#include "service/claim_case.h"

static void put_day(json_t *object, const char *name, struct civil_date date) {
    char text[CIVIL_DATE_TEXT_SIZE];
    if (civil_date_known(date) && civil_date_format(date, text) != 0)
        (void)json_put(object, name, json_string(text));
}

static void put_text(json_t *object, const char *name, const char *text) {
    if (text != NULL)
        (void)json_put(object, name, json_string(text));
}

json_t *case_complaints_json(const struct claim_view *view) {
    json_t *complaints = json_array();
    for (size_t i = 0; i < view->complaint_count; i++) {
        const struct claim_complaint *one = &view->complaints[i];
        json_t *complaint = json_pack("{s:s}", "received", one->received_on);
        put_text(complaint, "answered", one->answered_on);
        complaints = json_append(complaints, complaint);
    }
    return complaints;
}

// Each begins the term anew if it still came in time (L-09).
json_t *case_interruptions_json(const struct claim_view *view) {
    json_t *interruptions = json_array();
    for (size_t i = 0; i < view->interruption_count; i++) {
        const struct claim_date_fact *one = &view->interruptions[i];
        interruptions = json_append(
            interruptions, json_pack("{s:s, s:[s]}", "date", one->on, "evidence", one->evidence));
    }
    return interruptions;
}

static const char *visit_day(const json_t *visit, const char *name) {
    return json_string_value(json_object_get(visit, name));
}

// A check that was complied with settles every one that was still open (S-11).
static void hold_visits(json_t *visits, size_t first, const struct claim_view *view,
                        const struct claim_control *complied) {
    for (size_t i = first; i < json_array_size(visits); i++) {
        json_t *visit = json_array_get(visits, i);
        struct civil_date held = case_date(complied->on);
        struct civil_date ordered = case_date(visit_day(visit, "ordered"));
        if (civil_date_compare(held, ordered) < 0)
            held = ordered;
        bool late = civil_date_known(view->died_on) && civil_date_compare(held, view->died_on) > 0;
        put_day(visit, "held", late ? (struct civil_date){0} : held);
    }
}

// Whether a person said that the refusal counts. Before rulings on it were recorded, the claim
// stood suspended as soon as a refusal was, and may have ended so.
static enum fact confirmed(const struct claim_view *view, const struct claim_control *refusal) {
    bool ruled = false;
    for (size_t i = 0; i < view->control_count; i++)
        ruled = ruled || view->controls[i].ruling.ruling != NULL;
    const char *from = view->ending.from;
    bool stood = from != NULL && strcmp(from, claim_state_name(CLAIM_SUSPENDED)) == 0;
    if (!ruled)
        return stood || view->course == CLAIM_SUSPENDED ? FACT_YES : FACT_UNKNOWN;
    if (refusal->ruling.ruling == NULL)
        return FACT_UNKNOWN;
    return strcmp(refusal->ruling.ruling, "confirmed") == 0 ? FACT_YES : FACT_NO;
}

// Checks of the state that were asked for.
json_t *case_visits_json(const struct claim_view *view) {
    json_t *visits = json_array();
    size_t settled = 0;
    for (size_t i = 0; i < view->control_count && visits != NULL; i++) {
        const struct claim_control *control = &view->controls[i];
        size_t count = json_array_size(visits);
        if (strcmp(control->event, "requested") == 0) {
            visits = json_append(visits, json_pack("{s:s}", "ordered", control->on));
        } else if (strcmp(control->event, "refused") != 0) {
            hold_visits(visits, settled, view, control);
            settled = count;
        } else if (count > settled) {
            json_t *newest = json_array_get(visits, count - 1);
            put_text(newest, "refused", control->on);
            put_text(newest, "refusalConfirmed", fact_name(confirmed(view, control)));
        }
    }
    return visits;
}
