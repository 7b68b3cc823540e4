// SPDX-License-Identifier: EUPL-1.2
// Every number and choice of a plan in words, with its rule and its source.
#include "case_file/case_names.h"
#include "case_file/case_page.h"

#include <stdio.h>
#include <string.h>

static void say_basis(struct case_page *page, const char *rule, const char *source) {
    case_page_say(page, " — %s%s%s %s\n", rule, rule[0] != '\0' ? ", " : "",
                  case_page_word(page, "fonte:", "source:"), source);
}

static void say_amount(struct case_page *page, const char *name, const struct plan_number *number) {
    case_page_say(page, "  %s: %s", name, case_page_amount(page, number->value).text);
    say_basis(page, number->rule, number->source);
}

// A number that is 0 where the plan has no such rule is said too when the plan gives its reason: a
// reader looks for it.
static void say_limit(struct case_page *page, const char *name, const struct plan_number *number,
                      const char *none) {
    if (number->value == 0 && (!number->source || number->source[0] == '\0')) {
        return;
    }
    if (number->value == 0) {
        case_page_say(page, "  %s: %s", name, none);
    } else {
        case_page_say(page, "  %s: %lld", name, (long long)number->value);
    }
    say_basis(page, number->rule, number->source);
}

static void say_number(struct case_page *page, const char *name, const struct plan_number *number) {
    say_limit(page, name, number, case_page_word(page, "nessuno", "none"));
}

static void say_age(struct case_page *page, const char *name, const struct plan_number *number) {
    say_limit(page, name, number, case_page_word(page, "nessuna", "none"));
}

static void say_flag(struct case_page *page, const char *name, const struct plan_flag *flag) {
    if (!flag->source || flag->source[0] == '\0') {
        return;
    }
    case_page_say(page, "  %s: %s", name,
                  flag->value ? case_page_word(page, "sì", "yes")
                              : case_page_word(page, "no", "no"));
    say_basis(page, flag->rule, flag->source);
}

static const char *form_word(const struct case_page *page, enum benefit_form form) {
    switch (form) {
    case BENEFIT_FORM_DIRECT:
        return case_page_word(page, "servizio diretto", "direct service");
    case BENEFIT_FORM_INVOICE:
        return case_page_word(page, "rimborso di fatture", "reimbursement of invoices");
    case BENEFIT_FORM_HOME_CARER:
        return case_page_word(page, "rimborso di un assistente familiare",
                              "reimbursement of a home carer");
    case BENEFIT_FORM_RSA_STAY:
        return case_page_word(page, "rimborso di un ricovero in RSA",
                              "reimbursement of a stay in an RSA");
    case BENEFIT_FORM_ANNUITY:
        return case_page_word(page, "rendita", "annuity");
    case BENEFIT_FORM_UNKNOWN:
        break;
    }
    return "";
}

static void say_state(struct case_page *page, const struct plan *plan) {
    case_page_say(
        page, "%s\n",
        case_page_word(page, "Regole del piano: lo stato", "Rules of the plan: the state"));
    switch (plan->consolidation) {
    case PLAN_CONSOLIDATION_ANY:
        break;
    case PLAN_CONSOLIDATION_REQUIRED:
        case_page_say(page, "  %s — %s\n",
                      case_page_word(page, "lo stato deve essere consolidato",
                                     "the state must be consolidated"),
                      plan->consolidation_rule);
        break;
    case PLAN_CONSOLIDATION_FORBIDDEN:
        case_page_say(page, "  %s — %s\n",
                      case_page_word(page, "lo stato non deve essere consolidato",
                                     "the state must not be consolidated"),
                      plan->consolidation_rule);
        break;
    }
    say_flag(page,
             case_page_word(page, "serve un bisogno costante di assistenza",
                            "a constant need of care is required"),
             &plan->constant_need);
}

static void say_benefit(struct case_page *page, const struct plan *plan) {
    case_page_say(page, "%s\n",
                  case_page_word(page, "Numeri del piano: la prestazione",
                                 "Numbers of the plan: the benefit"));
    say_amount(page,
               plan->yearly.value ? case_page_word(page, "massimale all’anno", "ceiling a year")
                                  : case_page_word(page, "massimale al mese", "ceiling a month"),
               &plan->ceiling_cents);
    say_number(page, case_page_word(page, "mesi di beneficio", "benefit months"), &plan->months);
    for (size_t i = 1; i < BENEFIT_FORM_COUNT; i++) {
        say_flag(page, form_word(page, (enum benefit_form)i), &plan->forms[i]);
    }
    say_flag(page, case_page_word(page, "serve la quietanza", "a receipt is needed"),
             &plan->receipt_required);
    say_flag(page,
             case_page_word(page, "si inizia dal 1° del mese dopo",
                            "begins on the 1st of the month after"),
             &plan->start_next_month);
    say_number(page, case_page_word(page, "giorni di franchigia", "deductible days"),
               &plan->deductible_days);
    say_flag(page, case_page_word(page, "in vita a ogni pagamento", "alive at each payment"),
             &plan->alive_at_payment);
    say_flag(page, case_page_word(page, "finché dura lo stato", "for as long as the state lasts"),
             &plan->until_state_ends);
    say_number(page,
               case_page_word(page, "giorni entro cui una ricaduta è lo stesso evento",
                              "days within which a relapse is the same event"),
               &plan->same_event_days);
}

static void say_terms(struct case_page *page, const struct plan *plan) {
    case_page_say(
        page, "%s\n",
        case_page_word(page, "Numeri del piano: i termini", "Numbers of the plan: terms"));
    say_number(page, case_page_word(page, "giorni per la denuncia", "days for filing"),
               &plan->filing_days);
    say_number(page, case_page_word(page, "giorni di sopravvivenza", "days of survival"),
               &plan->survival_days);
    say_number(page,
               case_page_word(page, "giorni che lo stato deve durare prima della denuncia",
                              "days the state must have lasted before filing"),
               &plan->earliest_filing_days);
    say_number(page,
               case_page_word(page, "giorni per rispondere a un reclamo",
                              "days for answering a complaint"),
               &plan->complaint_days);
    say_number(page, case_page_word(page, "mesi di prescrizione", "months of limitation"),
               &plan->settings.limitation_months);
}

// The fixed day of an age at entry has the rule of that age.
static void say_entry_day(struct case_page *page, const struct plan_cover *cover) {
    if (civil_date_known(cover->entry_age_on)) {
        case_page_say(page, "  %s: %s — %s\n",
                      case_page_word(page, "giorno in cui si guarda l’età",
                                     "day on which the age is looked at"),
                      case_page_day(page, cover->entry_age_on).text, cover->entry_age.rule);
    }
}

static void say_cover(struct case_page *page, const struct plan *plan) {
    const struct plan_cover *cover = &plan->cover;
    case_page_say(
        page, "%s\n",
        case_page_word(page, "Numeri del piano: la copertura", "Numbers of the plan: the cover"));
    say_flag(page, case_page_word(page, "solo per il titolare", "for the holder only"),
             &plan->holder_only);
    say_number(page,
               case_page_word(page, "giorno del mese entro cui comunicare",
                              "day of the month by which to communicate"),
               &cover->cutoff_day);
    say_number(page,
               case_page_word(page, "giorno del mese entro cui pagare",
                              "day of the month by which to pay"),
               &cover->payment_day);
    say_flag(page, case_page_word(page, "un mese non pagato sospende", "an unpaid month suspends"),
             &cover->unpaid_suspends);
    say_number(page,
               case_page_word(page, "mesi di aspettativa oltre i quali si sospende",
                              "months of unpaid leave beyond which it suspends"),
               &cover->leave_months);
    say_number(page,
               case_page_word(page, "giorni per comunicare una variazione del nucleo",
                              "days for telling a change in the family"),
               &cover->family_days);
    say_number(page,
               case_page_word(page, "mese in cui i familiari possono chiedere di entrare",
                              "month in which relatives may ask for cover"),
               &cover->window_month);
    say_age(page, case_page_word(page, "età minima", "minimum age"), &cover->minimum_age);
    say_age(page, case_page_word(page, "età di uscita", "exit age"), &cover->exit_age);
    say_age(page,
            case_page_word(page, "età fino alla quale i figli sono coperti",
                           "age until which children are covered"),
            &cover->child_age);
    say_number(
        page,
        case_page_word(page, "età dalla quale non si entra più", "age from which nobody enters"),
        &cover->entry_age);
    say_entry_day(page, cover);
    say_number(page, case_page_word(page, "mesi di anzianità", "months of seniority"),
               &plan->seniority_months);
    say_number(page,
               case_page_word(page, "mesi in cui si cerca l’anzianità",
                              "months among which the seniority is looked for"),
               &plan->seniority_within);
    for (size_t i = 0; i < plan->waiting_count; i++) {
        const struct plan_waiting *waiting = &plan->waiting[i];
        case_page_say(page, "  %s (%s): %lld",
                      case_page_word(page, "giorni di carenza", "days of waiting"),
                      case_page_label(page, &waiting->label), (long long)waiting->days.value);
        say_basis(page, waiting->days.rule, waiting->days.source);
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        const struct plan_condition *condition = &plan->conditions[i];
        if (condition->kind == PLAN_CONDITION_INVALIDITY) {
            case_page_say(page, "  %s: %lld %%",
                          case_page_word(page, "invalidità civile che esclude, da",
                                         "civil invalidity that excludes, from"),
                          (long long)condition->least);
            say_basis(page, condition->rule, condition->source);
        } else if (condition->kind == PLAN_CONDITION_SUBSTANCES) {
            case_page_say(page, "  %s: %lld",
                          case_page_word(page, "farmaci per l’ipertensione che escludono, da",
                                         "drugs against hypertension that exclude, from"),
                          (long long)condition->least);
            say_basis(page, condition->rule, condition->source);
        }
    }
}

static const struct {
    const char *id;
    struct plan_text question;
} settled[] = {
    {"S-01", {"giorno zero di un termine", "day zero of a term"}},
    {"S-02", {"ultimo giorno di un atto, se festivo", "last day of an act, if a holiday"}},
    {"S-02b", {"scadenza del portale, se festiva", "cut-off of the portal, if a holiday"}},
    {"S-02c", {"finestra di stato, se festiva", "state window, if a holiday"}},
    {"S-03", {"data della richiesta scritta", "date of a written claim"}},
    {"S-04", {"data che conta per la denuncia", "date that counts for filing"}},
    {"S-05", {"mese di beneficio", "benefit month"}},
    {"S-06", {"inizio del beneficio", "start of the benefit"}},
    {"S-07", {"parte non usata del massimale", "unused part of the ceiling"}},
    {"S-08", {"mese a cui va una spesa", "month that an expense uses"}},
    {"S-09", {"denuncia in ritardo", "late claim"}},
    {"S-10", {"stato rivedibile", "reviewable state"}},
    {"S-11", {"rifiuto di un controllo", "refusal of a check"}},
    {"S-12", {"compimento dell’età", "reaching an age"}},
    {"S-13", {"limite di età per il rinnovo", "age limit for renewal"}},
    {"S-14", {"figlio che raggiunge l’età", "child who reaches the age"}},
    {"S-15", {"durata del beneficio", "length of the benefit"}},
    {"S-16", {"ultimo mese non intero", "partial last month"}},
    {"S-17", {"forme diverse nello stesso mese", "mixed forms in a month"}},
    {"S-18", {"mese di effetto di una comunicazione", "effective month of a communication"}},
    {"S-19", {"giorno della prova di assicurabilità", "day of the insurability test"}},
    {"S-20", {"invalidità solo richiesta", "invalidity only applied for"}},
    {"S-21", {"farmaci che si contano", "drugs that are counted"}},
    {"S-22", {"stato che diventa consolidato", "state that turns consolidated"}},
    {"S-23", {"data di una spesa all’estero", "date of an expense abroad"}},
    {"S-24", {"cambio medio della settimana", "average exchange of the week"}},
    {"S-25", {"aspettativa di un mese esatto", "leave of exactly one month"}},
    {"S-26", {"pagamento in corso a fine copertura", "payment in course when cover ends"}},
    {"S-27", {"mese del decesso", "month of death"}},
    {"S-28", {"chi può agire", "who may act"}},
    {"S-29", {"in vita dopo i giorni previsti", "alive after the days"}},
    {"S-30", {"arrotondamento e valuta", "rounding and currency"}},
    {"S-31", {"nuova assunzione", "re-hire"}},
    {"S-32", {"finestra per i familiari", "window for relatives"}},
    {"S-33", {"contributo straordinario", "extraordinary contribution"}},
    {"S-34", {"arretrati pagati dopo la scadenza", "arrears paid after the cut-off"}},
    {"S-35", {"requisito che viene meno", "requirement that lapses"}},
    {"L-09", {"prescrizione", "limitation"}},
};

static const char *question_of(const struct case_page *page, const char *id, size_t length) {
    for (size_t i = 0; i < sizeof settled / sizeof settled[0]; i++) {
        if (strlen(settled[i].id) == length && memcmp(settled[i].id, id, length) == 0) {
            return case_page_label(page, &settled[i].question);
        }
    }
    return "";
}

// The settings are the plan file's own words: {"S-01":"event-day-is-day-0",…}, one a line.
static void say_settings(struct case_page *page, const struct plan *plan) {
    const char *at = plan->settings_text;
    if (!at) {
        return;
    }
    case_page_say(page, "%s\n",
                  case_page_word(page, "Punti aperti del regolamento, come li risolve il piano",
                                 "What the regulation leaves open, as the plan settles it"));
    const char *id = strchr(at, '"');
    while (id) {
        const char *id_end = strchr(id + 1, '"');
        const char *value = id_end ? id_end + 2 : NULL;
        const char *end = value ? value + strcspn(value, ",}") : NULL;
        if (!end) {
            return;
        }
        bool quoted = *value == '"';
        size_t length = (size_t)(id_end - id - 1);
        size_t size = (size_t)(end - value) - (quoted ? 2 : 0);
        const char *name = quoted ? case_setting_name(page, value + 1, size) : NULL;
        case_page_say(page, "  %.*s %s: %s%s%.*s%s\n", (int)length, id + 1,
                      question_of(page, id + 1, length), name ? name : "", name ? " [" : "",
                      (int)size, value + (quoted ? 1 : 0), name ? "]" : "");
        id = strchr(end, '"');
    }
}

void case_page_plan(struct case_page *page, const struct plan *plan) {
    say_state(page, plan);
    say_benefit(page, plan);
    say_terms(page, plan);
    say_cover(page, plan);
    say_settings(page, plan);
}
