// SPDX-License-Identifier: EUPL-1.2
// An evaluated case in words: each number with its rule and where it was taken from.
#include "case_file/case_output.h"
#include "case_file/case_text.h"

#include <stdio.h>
#include <string.h>

#include "case_file/case_names.h"
#include "case_file/case_page.h"
#include "case_file/case_proof.h"
#include "scoring/points.h"

static const char *word(const struct case_page *page, enum case_word name) {
    return case_text_word(name, page->language);
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
    case_page_say(
        page, "  %s: %d %s %s (%s, %s)", deadline->rule, months ? deadline->months : deadline->days,
        months ? case_page_word(page, "mesi", "months") : word(page, CASE_WORD_DAYS),
        case_page_at_day(page, CASE_FROM_DAY, deadline->start).text,
        event_word(page, deadline->event), case_page_word(page, "che non si conta", "not counted"));
    if (civil_date_known(deadline->last)) {
        case_page_say(page, ": %s %s", word(page, CASE_WORD_LAST_DAY),
                      case_page_day(page, deadline->last).text);
    }
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
                  case_page_word(page, "alla media dei cambi della settimana",
                                 "at the mean of the rates of the week"),
                  case_page_at_day(page, CASE_FROM_DAY, made->week).text, made->quotations,
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
            case_page_say(page, ", %s %s", case_page_word(page, "non prima", "not before"),
                          case_page_at_day(page, CASE_OF_DAY, allocation->not_before).text);
        }
        if (i < result->input->facts.authorisation_count && evaluation->reserved_cents[i] > 0) {
            case_page_say(page, ", %s %s [A-32]", case_page_word(page, "riservato", "reserved"),
                          case_page_amount(page, evaluation->reserved_cents[i]).text);
        }
        case_page_say(page, "\n");
        say_exchange(page, result, i);
        for (size_t k = 0; k < allocation->line_count; k++) {
            const struct allocation_line *line = &allocation->lines[k];
            case_page_say(page, "    %s %s: %s %s",
                          case_page_at_day(page, CASE_FROM_DAY, line->part.from).text,
                          case_page_at_day(page, CASE_TO_DAY, line->part.to).text,
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
    case_page_say(page, "  %s %d: %s %s: %s %s, %s %s", word(page, CASE_WORD_MONTH),
                  month->month.number,
                  case_page_at_day(page, CASE_FROM_DAY, month->month.first).text,
                  case_page_at_day(page, CASE_TO_DAY, month->month.last).text,
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
        case_page_say(page, "  %s %d–%d: %s %s: %s %s %s, %s\n",
                      case_page_word(page, "mesi", "months"), evaluation->months[i].month.number,
                      evaluation->months[last].month.number,
                      case_page_at_day(page, CASE_FROM_DAY, evaluation->months[i].month.first).text,
                      case_page_at_day(page, CASE_TO_DAY, evaluation->months[last].month.last).text,
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
    case_page_say(page, "  %s: %s (%s): %s", evaluation->coverage.rule,
                  case_page_word(page, "coperto all’inizio dello stato", "covered at the onset"),
                  case_page_day(page, result->input->facts.facts.onset).text,
                  fact_word(page, evaluation->coverage.covered));
    if (civil_date_known(evaluation->coverage.since)) {
        case_page_say(page, ", %s %s", case_page_word(page, "coperto", "covered"),
                      case_page_at_day(page, CASE_FROM_DAY, evaluation->coverage.since).text);
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
            case_page_say(page, ", %s",
                          case_page_at_day(page, CASE_ON_DAY, evaluation->tested_on).text);
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

// The day of the copy that was accepted.
static const char *accepted_word(const struct case_page *page, struct civil_date day,
                                 struct case_day_text *text) {
    *text = case_page_day(page, day);
    return civil_date_known(day) ? text->text : case_page_word(page, "non ancora", "not yet");
}

static void say_documents(struct case_page *page, const struct case_result *result) {
    const struct dossier_facts *dossier = result->input->facts.dossier;
    case_page_say(page, "%s: %s\n",
                  case_page_word(page, "Documentazione completa", "Dossier complete"),
                  case_page_day(page, result->evaluation->complete).text);
    for (size_t i = 0; dossier && i < result->plan->document_count; i++) {
        const struct plan_document *document = &result->plan->documents[i];
        struct case_day_text day;
        enum fact needed = dossier_needs(document, dossier);
        struct civil_date accepted = dossier_received(document, dossier);
        case_page_say(page, "  %s %s: %s: %s", document->code,
                      case_page_label(page, &document->label),
                      case_page_word(page, "serve", "needed"), fact_word(page, needed));
        if (needed != FACT_NO || civil_date_known(accepted)) {
            case_page_say(page, ", %s: %s",
                          case_page_word(page, "ricevuto e accettato", "received and accepted"),
                          accepted_word(page, accepted, &day));
        }
        case_page_say(page, " [%s]\n", document->rule);
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

static const char *ruling_word(const struct case_page *page, enum claim_ruling ruling) {
    switch (ruling) {
    case CLAIM_RULING_NONE:
    case CLAIM_RULING_COUNT:
        break;
    case CLAIM_RULING_RECOGNISED:
        return case_text_outcome(PROPOSAL_RECOGNISED, page->language);
    case CLAIM_RULING_REVIEWABLE:
        return case_text_outcome(PROPOSAL_REVIEWABLE, page->language);
    case CLAIM_RULING_NOT_RECOGNISED:
        return case_text_outcome(PROPOSAL_NOT_RECOGNISED, page->language);
    case CLAIM_RULING_EXCLUDED:
        return case_text_outcome(PROPOSAL_EXCLUDED, page->language);
    case CLAIM_RULING_NOT_INSURABLE:
        return case_text_outcome(PROPOSAL_NOT_INSURABLE, page->language);
    case CLAIM_RULING_NOT_COVERED:
        return case_text_outcome(PROPOSAL_NOT_COVERED, page->language);
    }
    return "";
}

static const char *payment_word(const struct case_page *page, enum proposal_payment payment) {
    switch (payment) {
    case PROPOSAL_PAYMENT_NONE:
        break;
    case PROPOSAL_PAYMENT_HELD:
        return case_page_word(page, "trattenuto", "held");
    case PROPOSAL_PAYMENT_OPEN:
        return case_page_word(page, "possibile", "possible");
    case PROPOSAL_PAYMENT_BARRED:
        return case_page_word(page, "escluso dal decesso", "ruled out by the death");
    }
    return case_page_word(page, "nessuno: la proposta non è di riconoscere",
                          "none: the proposal is not to recognise");
}

// The first day whose services are not paid any more, by the rule that comes first.
static void say_stop(struct case_page *page, const struct evaluation *evaluation) {
    struct civil_date from = civil_date_earliest(evaluation->stops_from, evaluation->cover_lost);
    bool by_cover = civil_date_compare(from, evaluation->stops_from) != 0;
    if (civil_date_known(from)) {
        case_page_say(page, "%s %s [%s: %s]\n",
                      case_page_word(page, "Il beneficio cessa", "The benefit stops"),
                      case_page_at_day(page, CASE_FROM_DAY, from).text,
                      by_cover ? "S-26" : evaluation->stop.rule,
                      case_text_reason(by_cover ? REASON_COVER_ENDED : evaluation->stop.code,
                                       page->language));
    }
}

static void say_head(struct case_page *page, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct evaluation *evaluation = result->evaluation;
    const struct evaluation_case *facts = &result->input->facts;
    case_page_say(page, "%s %s, %s %s\n", word(page, CASE_WORD_CASE), result->input->id,
                  word(page, CASE_WORD_AS_OF),
                  case_page_at_day(page, CASE_OF_DAY, facts->facts.as_of).text);
    case_page_say(page, "%s: %s (%s %d, %s %s) — %s\n", case_page_word(page, "Piano", "Plan"),
                  case_page_label(page, &plan->label), plan->id, plan->version,
                  case_page_word(page, "valido", "valid"),
                  case_page_at_day(page, CASE_FROM_DAY, plan->valid_from).text, plan->document);
    case_page_say(page, "%s: %s%s%s\n",
                  case_page_word(page, "Stato della richiesta", "State of the claim"),
                  case_text_state(evaluation->course.state, page->language),
                  evaluation->course.end == CLAIM_END_NONE ? "" : ", ",
                  case_text_end(evaluation->course.end, page->language));
    say_effects(page, evaluation->course.effects);
    case_page_say(page, "%s: %s\n", word(page, CASE_WORD_PROPOSAL),
                  case_text_outcome(evaluation->proposal.outcome, page->language));
    if (facts->decision != CLAIM_RULING_NONE) {
        case_page_say(page, "%s: %s\n", case_page_word(page, "Decisione", "Decision"),
                      ruling_word(page, facts->decision));
    }
    case_page_say(page, "%s: %s; %s: %s\n", case_page_word(page, "Beneficio dal", "Benefit from"),
                  case_page_day(page, evaluation->proposal.accrual_start).text,
                  case_page_word(page, "pagabile dal", "payable from"),
                  case_page_day(page, evaluation->proposal.first_payable).text);
    case_page_say(page, "%s: %s\n", case_page_word(page, "Pagamento", "Payment"),
                  payment_word(page, evaluation->proposal.payment));
    if (civil_date_known(evaluation->suspended_from)) {
        case_page_say(page, "%s %s [S-11]\n",
                      case_page_word(page, "Pagamenti sospesi", "Payments suspended"),
                      case_page_at_day(page, CASE_FROM_DAY, evaluation->suspended_from).text);
    }
    say_stop(page, evaluation);
}

// S-27: what was paid for days after the death.
static void say_claw_back(struct case_page *page, const struct case_result *result) {
    const char *head = case_page_word(page, "Pagato per giorni dopo il decesso [S-27]\n",
                                      "Paid for days after the death [S-27]\n");
    for (size_t i = 0; i < result->input->facts.payment_count; i++) {
        const struct claw_back *claw_back = &result->evaluation->claw_backs[i];
        if (claw_back->cents > 0) {
            case_page_say(page, "%s  %s: %s %s: %s\n", head, result->input->payment_ids[i],
                          case_page_at_day(page, CASE_FROM_DAY, claw_back->from).text,
                          case_page_at_day(page, CASE_TO_DAY, claw_back->to).text,
                          case_page_amount(page, claw_back->cents).text);
            head = "";
        }
    }
}

// Two reasons may leave the same task.
static bool said_before(const struct evaluation *evaluation, size_t index) {
    const struct evaluation_open_task *task = &evaluation->tasks[index];
    for (size_t i = 0; i < index; i++) {
        if (evaluation->tasks[i].task == task->task &&
            strcmp(evaluation->tasks[i].rule, task->rule) == 0) {
            return true;
        }
    }
    return false;
}

static void say_rest(struct case_page *page, const struct evaluation *evaluation) {
    if (evaluation->task_count > 0) {
        case_page_say(page, "%s\n", word(page, CASE_WORD_TASKS));
    }
    for (size_t i = 0; i < evaluation->task_count; i++) {
        if (!said_before(evaluation, i)) {
            case_page_say(page, "  %s: %s\n", evaluation->tasks[i].rule,
                          case_text_task(evaluation->tasks[i].task, page->language));
        }
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
    case_page_score(&page, result);
    say_reasons(&page, result);
    say_checks(&page, result);
    say_documents(&page, result);
    say_deadlines(&page, result);
    say_months(&page, result->evaluation);
    say_expenses(&page, result);
    say_claw_back(&page, result);
    say_rest(&page, result->evaluation);
    case_page_plan(&page, result->plan);
    case_page_say(&page, "\n");
    return page.rc;
}
