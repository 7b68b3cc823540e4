// SPDX-License-Identifier: EUPL-1.2
// What was said, found and decided about a claim, and when.
#include "service/case_history.h"

#include <stdlib.h>
#include <string.h>

#include "scoring/rome_time.h"
#include "service/case_findings.h"
#include "service/life_signs.h"
#include "store/decisions.h"

static const char *member(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static void take_statement(struct claim_statement *statement, const json_t *content) {
    const struct {
        const char *name;
        const char **target;
    } fields[] = {{"onsetDate", &statement->onset_date},
                  {"constantNeed", &statement->constant_need},
                  {"placeOfCare", &statement->place_of_care}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *value = member(content, fields[i].name);
        if (value != NULL)
            *fields[i].target = value;
    }
}

static enum rc take_finding(struct claim_case *c, const struct claim_fact *fact,
                            const json_t *content) {
    struct civil_date day = case_date(fact->effective_on);
    struct claim_finding finding = {.recorded = true,
                                    .examined_on = fact->effective_on,
                                    .note = member(content, "note"),
                                    .at_us = fact->recorded_us};
    const char *consolidated = member(content, "consolidated");
    const char *need = member(content, "constantNeed");
    if (consolidated == NULL || need == NULL ||
        !consolidated_from_name(consolidated, &finding.consolidated) ||
        !fact_from_name(need, &finding.constant_need))
        return RC_BUG;
    enum rc rc = case_staff(c->tx, &fact->recorded_by, c->arena, &finding.by);
    if (rc != RC_OK)
        return rc;
    // That of the latest examination counts; of one day, what was recorded last.
    if (!c->view.finding.recorded ||
        civil_date_compare(day, case_date(c->view.finding.examined_on)) >= 0)
        c->view.finding = finding;
    c->judgements[c->judgement_count++] =
        (struct case_judgement){day, finding.consolidated, finding.constant_need};
    return RC_OK;
}

static enum rc take_fact(struct claim_case *c, const struct claim_fact *fact) {
    const json_t *content = NULL;
    struct seal_place place = {"claim_facts", "content", &fact->public_id};
    enum rc rc = json_unseal(&c->key, &place, &fact->content, c->arena, &content);
    if (rc != RC_OK)
        return rc;
    switch (fact->kind) {
    case CLAIM_FACT_NONE:
        return RC_BUG;
    case CLAIM_FACT_STATEMENT:
        take_statement(&c->view.statement, content);
        return RC_OK;
    case CLAIM_FACT_FINDING:
        return take_finding(c, fact, content);
    case CLAIM_FACT_LIFE:
        return RC_OK; // load_life: of all claims of the person
    case CLAIM_FACT_COMPLETE:
        c->complete_by = fact->recorded_by;
        return RC_OK; // the claim's own row carries the date
    case CLAIM_FACT_CHECK:
    case CLAIM_FACT_DOSSIER:
    case CLAIM_FACT_DATE:
    case CLAIM_FACT_LATE_RULING:
    case CLAIM_FACT_SURVIVAL_RULING:
    case CLAIM_FACT_CONTROL:
    case CLAIM_FACT_END:
    case CLAIM_FACT_COMPLAINT:
    case CLAIM_FACT_COMPLAINT_ANSWER:
    case CLAIM_FACT_EARLY_RULING:
    case CLAIM_FACT_REFUSAL_RULING:
    case CLAIM_FACT_INTERRUPTION:
        return case_take_finding(c, fact, content);
    }
    return RC_BUG;
}

static enum rc load_life(struct claim_case *c) {
    struct claim_view *view = &c->view;
    struct life_signs signs = {0};
    enum rc rc =
        life_signs_read(c->tx, &c->claim.person, c->claim.id, &c->key, c->arena, &signs);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < signs.count; i++) {
        const struct life_sign *sign = &signs.list[i];
        if (!sign->died && civil_date_compare(sign->on, view->proven_on) > 0) {
            view->proven_on = sign->on;
            view->proven_evidence = member(sign->content, "evidence");
        }
    }
    const struct life_sign *death = life_signs_death(&signs);
    if (death == NULL)
        return RC_OK;
    view->died_on = death->on;
    view->death = (struct claim_death){.notified_on = member(death->content, "notifiedOn"),
                                       .evidence = member(death->content, "evidence"),
                                       .signature = {.at_us = death->fact->recorded_us}};
    return case_staff(c->tx, &death->fact->recorded_by, c->arena, &view->death.signature.by);
}

enum rc case_load_facts(struct claim_case *c) {
    struct claim_fact *facts = NULL;
    size_t count = 0;
    enum rc rc = claim_fact_list(c->tx, c->claim.id, c->arena, &facts, &count);
    // Room for all of one kind, and for the one that a use case adds.
    c->view.complaints = arena_array(c->arena, count + 1, sizeof *c->view.complaints);
    c->view.interruptions = arena_array(c->arena, count + 1, sizeof *c->view.interruptions);
    c->view.controls = arena_array(c->arena, count + 1, sizeof *c->view.controls);
    c->judgements = arena_array(c->arena, count + 1, sizeof *c->judgements);
    if (rc == RC_OK && (c->view.complaints == NULL || c->view.interruptions == NULL ||
                        c->view.controls == NULL || c->judgements == NULL))
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = take_fact(c, &facts[i]);
    return rc == RC_OK ? load_life(c) : rc;
}

// The person's words. Before they had a place of their own they stood in the record.
static enum rc open_ruling(struct claim_case *c, const struct decision *stored,
                           const json_t **ruling, const char **proposal) {
    bool own = stored->ruling.bytes != NULL;
    const json_t *content = NULL;
    struct seal_place place = {"decisions", own ? "ruling" : "record", &stored->public_id};
    enum rc rc =
        json_unseal(&c->key, &place, own ? &stored->ruling : &stored->record, c->arena, &content);
    if (rc != RC_OK)
        return rc;
    *ruling = own ? content : json_object_get(content, "decision");
    *proposal =
        own ? member(content, "proposal") : member(json_object_get(content, "proposal"), "outcome");
    return RC_OK;
}

static enum rc open_decision(struct claim_case *c, const struct decision *stored,
                             struct claim_decision *decision) {
    const json_t *ruling = NULL;
    const char *proposal = NULL;
    enum rc rc = open_ruling(c, stored, &ruling, &proposal);
    if (rc != RC_OK)
        return rc;
    *decision = (struct claim_decision){
        .id = stored->public_id,
        .outcome = stored->outcome,
        .reason = member(ruling, "reason"),
        .review_on = stored->review_on,
        .corrects = stored->corrects,
        .decided_on = case_date_text(c->arena, rome_date(stored->decided_us)),
        .at_us = stored->decided_us,
        .plan_version = stored->plan_version,
        .proposal = proposal,
    };
    if (decision->reason == NULL || decision->proposal == NULL)
        return RC_BUG;
    return case_staff(c->tx, &stored->decided_by, c->arena, &decision->by);
}

enum rc case_load_decisions(struct claim_case *c) {
    struct decision *stored = NULL;
    size_t count = 0;
    enum rc rc = decision_list(c->tx, c->claim.id, c->arena, &stored, &count);
    struct claim_decision *list = arena_array(c->arena, count + 1, sizeof *list);
    if (rc == RC_OK && list == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = open_decision(c, &stored[i], &list[i]);
    c->view.decisions = list;
    c->view.decision_count = rc == RC_OK ? count : 0;
    return rc;
}

struct moments {
    struct claim_case *c;
    struct claim_moment *list;
    size_t count, capacity;
};

static enum rc add_moment(struct moments *m, int64_t at_us, const char *kind,
                          const struct public_id *by) {
    struct staff_ref staff;
    enum rc rc = case_staff(m->c->tx, by, m->c->arena, &staff);
    if (rc == RC_OK && m->count < m->capacity)
        m->list[m->count++] =
            (struct claim_moment){at_us, kind, staff.name[0] == '\0' ? "family" : staff.name};
    return rc;
}

// What happened in one moment, such as by letter, stands in the order in which it can happen.
static size_t place_in_story(const char *kind) {
    static const char *const story[] = {
        "opened", "statement", "submitted",   "dossier",  "complete",         "finding",
        "check",  "life",      "late-ruling", "decision", "expense-submitted"};
    size_t place = 0;
    while (place < sizeof story / sizeof *story && strcmp(story[place], kind) != 0)
        place++;
    return place;
}

static int newest_first(const void *a, const void *b) {
    const struct claim_moment *left = a, *right = b;
    if (left->at_us != right->at_us)
        return left->at_us < right->at_us ? 1 : -1;
    size_t before = place_in_story(left->kind);
    size_t after = place_in_story(right->kind);
    return (before < after) - (before > after);
}

static const char *moment_kind(const struct claim_case *c, const struct claim_fact *fact) {
    for (size_t i = 0; i < CASE_END_CORRECTIONS_MAX && i < c->end_correction_count; i++) {
        if (public_id_equal(&c->end_corrections[i], &fact->public_id))
            return "end-correction";
    }
    return claim_fact_kind_name(fact->kind);
}

enum rc case_fill_timeline(struct claim_case *c) {
    struct claim_fact *facts = NULL;
    size_t fact_count = 0;
    enum rc rc = claim_fact_list(c->tx, c->claim.id, c->arena, &facts, &fact_count);
    struct moments m = {.c = c};
    m.capacity = 2 + fact_count + c->view.decision_count + 2 * c->view.expense_count;
    m.list = arena_array(c->arena, m.capacity, sizeof *m.list);
    if (rc == RC_OK && m.list == NULL)
        rc = RC_NOMEM;
    if (rc == RC_OK)
        rc = add_moment(&m, c->claim.opened_us, "opened", &c->claim.opened_by);
    if (rc == RC_OK && c->claim.submitted_us != 0)
        rc = add_moment(&m, c->claim.submitted_us, "submitted", &c->claim.submitted_by);
    for (size_t i = 0; i < fact_count && rc == RC_OK; i++)
        rc = add_moment(&m, facts[i].recorded_us, moment_kind(c, &facts[i]), &facts[i].recorded_by);
    for (size_t i = 0; i < c->view.decision_count && rc == RC_OK; i++)
        rc = add_moment(&m, c->view.decisions[i].at_us, "decision", &c->view.decisions[i].by.id);
    for (size_t i = 0; i < c->view.expense_count && rc == RC_OK; i++) {
        const struct expense_entry *expense = &c->expenses[i];
        rc = add_moment(&m, expense->submitted_us, "expense-submitted", &expense->submitted_by);
        if (rc == RC_OK && expense->decided_us != 0)
            rc = add_moment(&m, expense->decided_us,
                            strcmp(expense->state, "approved") == 0 ? "expense-approved"
                                                                    : "expense-refused",
                            &expense->decided_by);
    }
    if (rc != RC_OK)
        return rc;
    qsort(m.list, m.count, sizeof *m.list, newest_first);
    c->view.timeline = m.list;
    c->view.moment_count = m.count;
    return RC_OK;
}
