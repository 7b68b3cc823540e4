// SPDX-License-Identifier: EUPL-1.2
// An evaluated case in words: each number with its rule and where it was taken from.
#include "case_file/case_output.h"
#include "case_file/case_text.h"

#include <stdio.h>

#include "case_file/case_names.h"
#include "case_file/case_page.h"
#include "case_file/case_proof.h"
#include "scoring/points.h"

static const char *word(const struct case_page *page, enum case_word name) {
    return case_text_word(name, page->language);
}

struct points_text {
    char text[POINTS_TEXT_SIZE];
};

static struct points_text points_text(int32_t points) {
    struct points_text made;
    (void)points_format(points, made.text);
    return made;
}

static const char *answer_label(const struct case_page *page, const struct plan_activity *activity,
                                const struct answer *answer, char text[ASSESSMENT_WORD_SIZE]) {
    switch (answer->kind) {
    case ANSWER_MISSING:
        return word(page, CASE_WORD_NO_ANSWER);
    case ANSWER_DONT_KNOW:
        return word(page, CASE_WORD_DONT_KNOW);
    case ANSWER_GRADE:
        return case_page_label(page, &activity->grades[answer->grade].label);
    case ANSWER_NUMBER:
    case ANSWER_DAY:
        break;
    }
    return assessment_word(activity, answer, text);
}

enum case_unit case_test_unit(enum plan_test_kind kind) {
    switch (kind) {
    case PLAN_TEST_SUM_AT_LEAST:
    case PLAN_TEST_SUM_AT_MOST:
    case PLAN_TEST_IN_BAND:
        return CASE_UNIT_POINTS;
    case PLAN_TEST_UNABLE_AT_LEAST:
    case PLAN_TEST_POINTS_AT_LEAST:
        return CASE_UNIT_ACTIVITIES;
    case PLAN_TEST_DURATION_AT_LEAST:
    case PLAN_TEST_DAY_FROM:
        return CASE_UNIT_DAYS;
    case PLAN_TEST_LEVEL_IN:
    case PLAN_TEST_NONE:
    case PLAN_TEST_ALL:
    case PLAN_TEST_ANY:
    case PLAN_TEST_NOT:
        break;
    }
    return CASE_UNIT_LEVELS;
}

static const char *unit_word(const struct case_page *page, enum case_unit unit) {
    switch (unit) {
    case CASE_UNIT_POINTS:
        return word(page, CASE_WORD_POINTS);
    case CASE_UNIT_ACTIVITIES:
        return word(page, CASE_WORD_ACTIVITIES);
    case CASE_UNIT_DAYS:
        return word(page, CASE_WORD_DAYS);
    case CASE_UNIT_LEVELS:
        break;
    }
    return word(page, CASE_WORD_LEVEL);
}

// "27.5", or "12.5 – 27.5" while answers are open.
static void say_span(struct case_page *page, int32_t low, int32_t high) {
    case_page_say(page, "%s", points_text(low).text);
    if (low != high) {
        case_page_say(page, " – %s", points_text(high).text);
    }
}

static void say_groups(struct case_page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->group_count; i++) {
        const struct plan_group *group = &plan->groups[i];
        const struct assessment_group *made = &score->groups[i];
        case_page_say(page, "  %s: ", case_page_label(page, &group->label));
        say_span(page, made->raw_low, made->raw_high);
        if (group->combine == PLAN_COMBINE_BANDS || group->weight > 0) {
            case_page_say(page, " → ");
            say_span(page, made->low, made->high);
        }
        case_page_say(page, " %s %s [%s: %s]\n", word(page, CASE_WORD_OF),
                      points_text(group->range.most).text, group->rule, group->source);
    }
}

static void say_scales(struct case_page *page, const struct plan *plan,
                       const struct assessment_result *score) {
    for (size_t i = 0; i < plan->scale_count; i++) {
        const struct plan_scale *scale = &plan->scales[i];
        const struct assessment_scale *found = &score->scales[i];
        size_t level = 0;
        const char *name = word(page, CASE_WORD_NO_LEVEL);
        if (!assessment_level(found, &level)) {
            name = word(page, CASE_WORD_OPEN);
        } else if (level > 0) {
            name = case_page_label(page, &scale->levels[level - 1].label);
        }
        case_page_say(page, "  %s: %s (", case_page_label(page, &scale->label), name);
        say_span(page, found->low, found->high);
        case_page_say(page, ") [%s: %s]\n", scale->rule, scale->source);
        for (size_t k = 0; k < scale->level_count; k++) {
            const struct plan_level *step = &scale->levels[k];
            case_page_say(page, "    %s: %s%s %s, %s %s\n", case_page_label(page, &step->label),
                          word(page, CASE_WORD_THRESHOLD), step->above ? " >" : "",
                          points_text(step->threshold).text, word(page, CASE_WORD_DISTANCE),
                          points_text(found->low - step->threshold).text);
        }
        if (found->override != NULL) {
            case_page_say(page, "    %s [%s: %s]\n", word(page, CASE_WORD_OVERRIDE),
                          found->override->rule, found->override->source);
        }
    }
}

static void say_score(struct case_page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct assessment_result *score = &result->evaluation->proposal.score;
    case_page_say(page, "%s", word(page, CASE_WORD_SCORE));
    // Where groups weigh the items, their bare sum says nothing.
    if (plan->group_count == 0) {
        case_page_say(page, ": %s %s %s %s", points_text(score->sum).text, word(page, CASE_WORD_OF),
                      points_text(plan_points_possible(plan)).text, word(page, CASE_WORD_POINTS));
    }
    case_page_say(page, "\n");
    for (size_t i = 0; i < score->contribution_count; i++) {
        const struct assessment_contribution *contribution = &score->contributions[i];
        char text[ASSESSMENT_WORD_SIZE];
        case_page_say(page, "  %s: %s: %s %s %s [%s]\n",
                      case_page_label(page, &plan->activities[i].label),
                      answer_label(page, &plan->activities[i], &contribution->answer, text),
                      points_text(contribution->points).text, word(page, CASE_WORD_OF),
                      points_text(contribution->points_possible).text, plan->activities[i].rule);
    }
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        enum case_unit unit = case_test_unit(test->kind);
        int32_t scale = unit == CASE_UNIT_POINTS ? 1 : 100;
        case_page_say(page, "  %s %s, %s %s, %s %s (%s) [%s: %s]\n",
                      word(page, CASE_WORD_THRESHOLD), points_text(test->threshold * scale).text,
                      word(page, CASE_WORD_REACHED), points_text(test->reached * scale).text,
                      word(page, CASE_WORD_DISTANCE), points_text(test->distance * scale).text,
                      unit_word(page, unit), test->rule, test->test->source);
    }
    say_groups(page, plan, score);
    say_scales(page, plan, score);
}

static const char *event_word(const struct case_page *page, enum deadline_event event) {
    switch (event) {
    case DEADLINE_EVENT_NONE:
        break;
    case DEADLINE_EVENT_ONSET:
        return case_page_word(page, "inizio dello stato", "onset of the state");
    case DEADLINE_EVENT_FIRST_CONTACT:
        return case_page_word(page, "primo contatto", "first contact");
    case DEADLINE_EVENT_CLAIM_SENT:
        return case_page_word(page, "richiesta inviata", "claim sent");
    case DEADLINE_EVENT_CLAIM_RECEIVED:
        return case_page_word(page, "richiesta ricevuta", "claim received");
    case DEADLINE_EVENT_DOSSIER_COMPLETE:
        return case_page_word(page, "documentazione completa", "dossier complete");
    case DEADLINE_EVENT_DOCUMENT_REQUESTED:
        return case_page_word(page, "documento richiesto", "document asked for");
    case DEADLINE_EVENT_COMPLAINT_RECEIVED:
        return case_page_word(page, "reclamo ricevuto", "complaint received");
    case DEADLINE_EVENT_DECISION:
        return case_page_word(page, "decisione", "decision");
    case DEADLINE_EVENT_INTERRUPTION:
        return case_page_word(page, "prescrizione interrotta", "limitation interrupted");
    }
    return case_page_word(page, "evento", "event");
}

static const char *position_word(const struct case_page *page, enum deadline_position position) {
    switch (position) {
    case DEADLINE_POSITION_UNKNOWN:
        break;
    case DEADLINE_IN_TIME:
        return case_page_word(page, "in corso", "running");
    case DEADLINE_ON_LAST_DAY:
        return case_page_word(page, "scade oggi", "ends today");
    case DEADLINE_PAST:
        return case_page_word(page, "trascorso", "over");
    }
    return case_page_word(page, "non calcolabile", "cannot be reckoned");
}

// "14 days from 2026-01-02 (onset of the state, not counted): last day 2026-01-16; over".
static void say_deadline(struct case_page *page, const struct deadline *deadline,
                         struct civil_date as_of) {
    bool months = deadline->months > 0;
    case_page_say(page, "  %s: %d %s %s %s (%s, %s): %s %s", deadline->rule,
                  months ? deadline->months : deadline->days,
                  months ? case_page_word(page, "mesi", "months") : word(page, CASE_WORD_DAYS),
                  word(page, CASE_WORD_FROM), case_page_day(page, deadline->start).text,
                  event_word(page, deadline->event),
                  case_page_word(page, "che non si conta", "not counted"),
                  word(page, CASE_WORD_LAST_DAY), case_page_day(page, deadline->last).text);
    if (deadline->extended_over != HOLIDAY_NONE) {
        case_page_say(page, ", %s: %s %s (%s)", word(page, CASE_WORD_MOVED),
                      case_page_day(page, deadline->nominal).text,
                      case_page_word(page, "è festivo", "is a holiday"),
                      case_name(page, holiday_name(deadline->extended_over)));
    }
    case_page_say(page, "; %s\n", position_word(page, deadline_position(deadline, as_of)));
}

static void say_deadlines(struct case_page *page, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    struct civil_date as_of = result->input->facts.facts.as_of;
    if (evaluation->proposal.deadline_count + evaluation->term_count > 0) {
        case_page_say(page, "%s\n", word(page, CASE_WORD_DEADLINES));
    }
    for (size_t i = 0; i < evaluation->proposal.deadline_count; i++) {
        say_deadline(page, &evaluation->proposal.deadlines[i], as_of);
    }
    for (size_t i = 0; i < evaluation->term_count; i++) {
        say_deadline(page, &evaluation->terms[i], as_of);
    }
}

static enum case_word expense_word(enum allocation_outcome outcome) {
    switch (outcome) {
    case ALLOCATION_REFUSED:
        return CASE_WORD_REFUSED;
    case ALLOCATION_HELD:
        return CASE_WORD_HELD;
    case ALLOCATION_PAYABLE:
        return CASE_WORD_PAYABLE;
    }
    return CASE_WORD_HELD;
}

static void say_reason(struct case_page *page, const struct reason *reason) {
    if (reason->code != REASON_NONE) {
        case_page_say(page, " [%s: %s]", reason->rule,
                      case_text_reason(reason->code, page->language));
    }
}

// "CHF 190.00 at the mean of the rates of the week from 2026-05-04 (2): EUR 200.00".
static void say_exchange(struct case_page *page, const struct case_result *result, size_t index) {
    const struct exchanged *made = &result->evaluation->exchanged[index];
    const struct evaluation_expense *given = &result->input->facts.expenses[index];
    if (!given->currency || !civil_date_known(made->week)) {
        return;
    }
    case_page_say(page, "    %s %lld%s%02lld %s %s (%d): %s [A-36, S-24]\n", given->currency,
                  (long long)(given->expense.cents / 100), case_page_word(page, ",", "."),
                  (long long)(given->expense.cents % 100),
                  case_page_word(page, "alla media dei cambi della settimana dal",
                                 "at the mean of the rates of the week from"),
                  case_page_day(page, made->week).text, made->quotations,
                  case_page_amount(page, made->cents).text);
}

static void say_expenses(struct case_page *page, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    size_t count = result->input->facts.expense_count;
    if (count > 0) {
        case_page_say(page, "%s\n", word(page, CASE_WORD_EXPENSES));
    }
    for (size_t i = 0; i < count; i++) {
        const struct allocation *allocation = &result->allocations[i];
        case_page_say(page, "  %s: %s; %s %s, %s %s", result->input->expense_ids[i],
                      word(page, expense_word(allocation->outcome)), word(page, CASE_WORD_DUE),
                      case_page_amount(page, allocation->payable_cents).text,
                      word(page, CASE_WORD_MEMBER),
                      case_page_amount(page, allocation->member_cents).text);
        say_reason(page, &allocation->reason);
        if (civil_date_known(allocation->not_before)) {
            case_page_say(page, ", %s %s", case_page_word(page, "non prima del", "not before"),
                          case_page_day(page, allocation->not_before).text);
        }
        if (i < result->input->facts.authorisation_count && evaluation->reserved_cents[i] > 0) {
            case_page_say(page, ", %s %s [A-32]", case_page_word(page, "riservato", "reserved"),
                          case_page_amount(page, evaluation->reserved_cents[i]).text);
        }
        case_page_say(page, "\n");
        say_exchange(page, result, i);
        for (size_t k = 0; k < allocation->line_count; k++) {
            const struct allocation_line *line = &allocation->lines[k];
            case_page_say(page, "    %s %s %s %s: %s %s", word(page, CASE_WORD_FROM),
                          case_page_day(page, line->part.from).text, word(page, CASE_WORD_TO),
                          case_page_day(page, line->part.to).text,
                          case_page_word(page, "spesa", "spent"),
                          case_page_amount(page, line->part.cents).text);
            if (line->part.place == BENEFIT_PLACE_MONTH) {
                case_page_say(page, " (%s %d%s)", word(page, CASE_WORD_MONTH), line->part.number,
                              allocation->line_count > 1 ? ", S-08" : "");
            }
            case_page_say(page, ", %s %s", word(page, CASE_WORD_DUE),
                          case_page_amount(page, line->payable_cents).text);
            say_reason(page, &line->reason);
            case_page_say(page, "\n");
        }
    }
}

static bool is_untouched(const struct evaluation_month *month) {
    return month->paid_cents == 0 && month->due_cents == 0 && month->reserved_cents == 0 &&
           month->member_cents == 0 && month->left_cents == month->month.ceiling_cents;
}

static void say_month(struct case_page *page, const struct evaluation_month *month) {
    case_page_say(page, "  %s %d: %s %s %s %s: %s %s, %s %s", word(page, CASE_WORD_MONTH),
                  month->month.number, word(page, CASE_WORD_FROM),
                  case_page_day(page, month->month.first).text, word(page, CASE_WORD_TO),
                  case_page_day(page, month->month.last).text,
                  case_page_word(page, "massimale", "ceiling"),
                  case_page_amount(page, month->month.ceiling_cents).text,
                  word(page, CASE_WORD_PAID), case_page_amount(page, month->paid_cents).text);
    if (month->elsewhere_cents > 0) {
        case_page_say(page, ", %s %s",
                      case_page_word(page, "usato da altre richieste", "used by other claims"),
                      case_page_amount(page, month->elsewhere_cents).text);
    }
    case_page_say(page, ", %s %s, %s %s, %s %s, %s %s\n", word(page, CASE_WORD_DUE),
                  case_page_amount(page, month->due_cents).text,
                  case_page_word(page, "riservato", "reserved"),
                  case_page_amount(page, month->reserved_cents).text, word(page, CASE_WORD_MEMBER),
                  case_page_amount(page, month->member_cents).text, word(page, CASE_WORD_LEFT),
                  case_page_amount(page, month->left_cents).text);
}

// Months in which nothing happened stand in one line.
static void say_months(struct case_page *page, const struct evaluation *evaluation) {
    if (evaluation->month_count > 0) {
        case_page_say(page, "%s\n", case_page_word(page, "Mesi di beneficio", "Benefit months"));
    }
    for (size_t i = 0; i < evaluation->month_count; i++) {
        size_t last = i;
        while (last + 1 < evaluation->month_count && is_untouched(&evaluation->months[i]) &&
               is_untouched(&evaluation->months[last + 1])) {
            last++;
        }
        if (last == i) {
            say_month(page, &evaluation->months[i]);
            continue;
        }
        case_page_say(
            page, "  %s %d–%d: %s %s %s %s: %s %s %s, %s\n", case_page_word(page, "mesi", "months"),
            evaluation->months[i].month.number, evaluation->months[last].month.number,
            word(page, CASE_WORD_FROM), case_page_day(page, evaluation->months[i].month.first).text,
            word(page, CASE_WORD_TO), case_page_day(page, evaluation->months[last].month.last).text,
            case_page_word(page, "massimale", "ceiling"),
            case_page_amount(page, evaluation->months[i].month.ceiling_cents).text,
            case_page_word(page, "ciascuno", "each"),
            case_page_word(page, "nulla richiesto", "nothing asked for"));
        i = last;
    }
}

static const char *fact_word(const struct case_page *page, enum fact fact) {
    switch (fact) {
    case FACT_UNKNOWN:
        break;
    case FACT_NO:
        return case_page_word(page, "no", "no");
    case FACT_YES:
        return case_page_word(page, "sì", "yes");
    }
    return case_page_word(page, "non si sa", "not known");
}

// The checks that speak against the claim or are open, each by name; of the others how many.
static void say_checks(struct case_page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct evaluation *evaluation = result->evaluation;
    size_t clear = 0;
    case_page_say(page, "%s\n", case_page_word(page, "Controlli", "Checks"));
    case_page_say(page, "  %s: %s %s: %s", evaluation->coverage.rule,
                  case_page_word(page, "coperto il giorno", "covered on"),
                  case_page_day(page, result->input->facts.facts.onset).text,
                  fact_word(page, evaluation->coverage.covered));
    if (civil_date_known(evaluation->coverage.since)) {
        case_page_say(page, ", %s %s", case_page_word(page, "coperto dal", "covered since"),
                      case_page_day(page, evaluation->coverage.since).text);
    }
    case_page_say(page, "\n");
    for (size_t i = 0; i < plan->condition_count; i++) {
        const struct plan_condition *condition = &plan->conditions[i];
        if (evaluation->conditions[i] == FACT_NO) {
            clear++;
            continue;
        }
        case_page_say(page, "  %s: %s %s", condition->rule,
                      case_page_word(page, "non assicurabile per", "not insurable for"),
                      case_name(page, condition->code));
        if (civil_date_known(evaluation->tested_on)) {
            case_page_say(page, ", %s %s", case_page_word(page, "al", "on"),
                          case_page_day(page, evaluation->tested_on).text);
        }
        case_page_say(page, ": %s — %s\n", fact_word(page, evaluation->conditions[i]),
                      condition->source);
    }
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        const struct plan_exclusion *exclusion = &plan->exclusions[i];
        if (exclusion->scope != PLAN_SCOPE_CAUSE || evaluation->exclusions[i] == FACT_NO) {
            clear += exclusion->scope == PLAN_SCOPE_CAUSE;
            continue;
        }
        case_page_say(page, "  %s: %s %s (%s): %s — %s\n", exclusion->rule,
                      case_page_word(page, "esclusione", "exclusion"),
                      case_name(page, exclusion->code),
                      exclusion->item[0] != '\0' ? exclusion->item : exclusion->general_item,
                      fact_word(page, evaluation->exclusions[i]), exclusion->source);
    }
    case_page_say(page, "  %s: %zu\n",
                  case_page_word(page, "controlli senza rilievi", "checks without a finding"),
                  clear);
}

static void say_documents(struct case_page *page, const struct case_result *result) {
    const struct dossier_facts *dossier = result->input->facts.dossier;
    case_page_say(page, "%s: %s\n",
                  case_page_word(page, "Documentazione completa", "Dossier complete"),
                  case_page_day(page, result->evaluation->complete).text);
    for (size_t i = 0; dossier && i < result->plan->document_count; i++) {
        const struct plan_document *document = &result->plan->documents[i];
        case_page_say(
            page, "  %s %s: %s: %s, %s: %s [%s]\n", document->code,
            case_page_label(page, &document->label), case_page_word(page, "serve", "needed"),
            fact_word(page, dossier_needs(document, dossier)),
            case_page_word(page, "ricevuto", "received"),
            case_page_day(page, dossier_received(document, dossier)).text, document->rule);
    }
}

static void say_reasons(struct case_page *page, const struct case_result *result) {
    const struct proposal *proposal = &result->evaluation->proposal;
    struct evidence_set set;
    case_page_say(page, "%s\n", word(page, CASE_WORD_REASONS));
    for (size_t i = 0; i < proposal->reason_count; i++) {
        const struct reason *reason = &proposal->reasons[i];
        const struct evidence_set *found = case_evidence_of_reason(result, reason, &set);
        case_page_say(page, "  %s: %s", case_page_rule(page, reason->rule).text,
                      case_text_reason(reason->code, page->language));
        for (size_t k = 0; found && k < found->count; k++) {
            case_page_say(page, "%s%s", k == 0 ? " {" : ", ", found->ids[k]);
        }
        case_page_say(page, "%s\n", found ? "}" : "");
    }
}

static void say_effects(struct case_page *page, unsigned effects) {
    const char *before = case_page_word(page, "Ne segue: ", "What follows: ");
    for (size_t i = 0; i < CLAIM_EFFECT_COUNT; i++) {
        if ((effects >> i & 1U) != 0) {
            case_page_say(page, "%s%s", before, case_text_effect(i, page->language));
            before = "; ";
        }
    }
    case_page_say(page, "%s", effects != 0 ? "\n" : "");
}

static void say_head(struct case_page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct evaluation *evaluation = result->evaluation;
    case_page_say(page, "%s %s, %s %s\n", word(page, CASE_WORD_CASE), result->input->id,
                  word(page, CASE_WORD_AS_OF),
                  case_page_day(page, result->input->facts.facts.as_of).text);
    case_page_say(page, "%s: %s (%s %d, %s %s) — %s\n", case_page_word(page, "Piano", "Plan"),
                  case_page_label(page, &plan->label), plan->id, plan->version,
                  case_page_word(page, "valido dal", "valid from"),
                  case_page_day(page, plan->valid_from).text, plan->document);
    case_page_say(page, "%s: %s%s%s\n", case_page_word(page, "Stato", "State"),
                  case_text_state(evaluation->course.state, page->language),
                  evaluation->course.end == CLAIM_END_NONE ? "" : ", ",
                  case_text_end(evaluation->course.end, page->language));
    say_effects(page, evaluation->course.effects);
    case_page_say(page, "%s: %s\n", word(page, CASE_WORD_PROPOSAL),
                  case_text_outcome(evaluation->proposal.outcome, page->language));
    case_page_say(page, "%s: %s; %s: %s\n", case_page_word(page, "Beneficio dal", "Benefit from"),
                  case_page_day(page, evaluation->proposal.accrual_start).text,
                  case_page_word(page, "pagabile dal", "payable from"),
                  case_page_day(page, evaluation->proposal.first_payable).text);
    if (civil_date_known(evaluation->stops_from)) {
        case_page_say(page, "%s %s [%s: %s]\n",
                      case_page_word(page, "Il beneficio cessa dal", "The benefit stops from"),
                      case_page_day(page, evaluation->stops_from).text, evaluation->stop.rule,
                      case_text_reason(evaluation->stop.code, page->language));
    }
}

static void say_rest(struct case_page *page, const struct evaluation *evaluation) {
    case_page_say(page, "%s\n", word(page, CASE_WORD_TASKS));
    for (size_t i = 0; i < evaluation->task_count; i++) {
        case_page_say(page, "  %s: %s\n", evaluation->tasks[i].rule,
                      case_text_task(evaluation->tasks[i].task, page->language));
    }
    if (evaluation->warning_count > 0) {
        case_page_say(page, "%s\n", case_page_word(page, "Da guardare", "To be looked at"));
    }
    for (size_t i = 0; i < evaluation->warning_count; i++) {
        case_page_say(page, "  %s: %s\n", case_page_rule(page, evaluation->warnings[i].rule).text,
                      case_text_warning(evaluation->warnings[i].kind, page->language));
    }
}

enum rc case_output_text(struct buffer *out, const struct case_result *result,
                         enum case_language language) {
    struct case_page page = {.out = out, .language = language, .rc = RC_OK};
    say_head(&page, result);
    say_score(&page, result);
    say_reasons(&page, result);
    say_checks(&page, result);
    say_documents(&page, result);
    say_deadlines(&page, result);
    say_months(&page, result->evaluation);
    say_expenses(&page, result);
    say_rest(&page, result->evaluation);
    case_page_plan(&page, result->plan);
    case_page_say(&page, "\n");
    return page.rc;
}
