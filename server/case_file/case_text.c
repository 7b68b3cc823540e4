// SPDX-License-Identifier: EUPL-1.2
// Sentences of `sostegno evaluate --explain`, in both languages.
#include "case_file/case_text.h"

// The screens say the same (dashboard/text).
static const struct plan_text reasons[REASON_COUNT] = {
    [REASON_ANSWER_MISSING] = {"Manca una risposta", "An answer is missing"},
    [REASON_ANSWER_DONT_KNOW] = {"Risposta “non so”", "Answer “I do not know”"},
    [REASON_TEST_REACHED] = {"La soglia è raggiunta", "The threshold is reached"},
    [REASON_TEST_NOT_REACHED] = {"La soglia non è raggiunta", "The threshold is not reached"},
    [REASON_STATE_STILL_RUNNING] = {"Lo stato non è ancora durato per tutti i giorni richiesti",
                                    "The state has not yet lasted all the days required"},
    [REASON_CONSOLIDATION_NOT_JUDGED] =
        {"Nessun medico ha ancora detto se lo stato è consolidato",
         "No physician has said yet whether the state is consolidated"},
    [REASON_CONSOLIDATION_UNDETERMINED] = {"Non si può ancora dire se lo stato è consolidato",
                                           "Whether the state is consolidated cannot be said yet"},
    [REASON_CONSOLIDATED] = {"Lo stato è consolidato", "The state is consolidated"},
    [REASON_NOT_CONSOLIDATED] = {"Lo stato non è consolidato", "The state is not consolidated"},
    [REASON_CONSOLIDATED_NEVER_COVERED] = {"Questo piano non copre gli stati consolidati",
                                           "This plan never covers consolidated states"},
    [REASON_NOT_CONSOLIDATED_NOT_COVERED] = {"Questo piano copre solo gli stati consolidati",
                                             "This plan covers consolidated states only"},
    [REASON_CONSTANT_NEED] = {"C’è bisogno di assistenza continua", "Constant care is needed"},
    [REASON_CONSTANT_NEED_ABSENT] = {"Non c’è bisogno di assistenza continua",
                                     "Constant care is not needed"},
    [REASON_CONSTANT_NEED_UNKNOWN] = {"Non si sa se serve assistenza continua",
                                      "Whether constant care is needed is not known"},
    [REASON_NOT_HOLDER] = {"Il piano copre solo il titolare", "The plan covers the holder only"},
    [REASON_HOLDER_UNKNOWN] = {"Non si sa se la persona è il titolare",
                               "Whether the person is the holder is not known"},
    [REASON_DOSSIER_NOT_COMPLETE] = {"La documentazione non è completa",
                                     "The dossier is not complete"},
    [REASON_CHECK_HIT] = {"Un controllo è contrario", "A check speaks against it"},
    [REASON_CHECK_UNKNOWN] = {"Un controllo è ancora aperto", "A check is still open"},
    [REASON_FILED_IN_TIME] = {"Denuncia nei termini", "Filed in time"},
    [REASON_FILED_LATE] = {"Denuncia oltre i termini: decide una persona",
                           "Filed late: a person decides"},
    [REASON_FILED_LATE_ACCEPTED] = {"Denuncia in ritardo, accettata", "Filed late, accepted"},
    [REASON_FILED_LATE_LOST] = {"Denuncia in ritardo, diritto perso", "Filed late, right lost"},
    [REASON_FILED_LATE_REDUCED] = {"Denuncia in ritardo, riduzione per il pregiudizio provato",
                                   "Filed late, reduced by the proven prejudice"},
    [REASON_DOSSIER_SENT_AFTER_TERM] = {"Documenti inviati dopo il termine",
                                        "Documents sent after the term"},
    [REASON_ONSET_UNKNOWN] = {"La data di inizio non è nota", "The onset date is not known"},
    [REASON_FILING_DATE_UNKNOWN] = {"La data della denuncia non è nota",
                                    "The filing date is not known"},
    [REASON_SURVIVAL_RUNNING] = {"L’attesa prevista dal piano non è ancora trascorsa",
                                 "The plan’s waiting period has not passed yet"},
    [REASON_SURVIVAL_UNCONFIRMED] =
        {"Manca la conferma di esistenza in vita dopo l’attesa prevista dal piano",
         "Proof of life after the plan’s waiting period is missing"},
    [REASON_SURVIVAL_PASSED] = {"L’attesa prevista dal piano è trascorsa",
                                "The plan’s waiting period has passed"},
    [REASON_DIED_IN_WINDOW] = {"Decesso durante l’attesa prevista dal piano",
                               "Death during the plan’s waiting period"},
    [REASON_DIED_ON_LAST_DAY] = {"Decesso nell’ultimo giorno di attesa: decide una persona",
                                 "Death on the last day of the waiting period: a person decides"},
    [REASON_WRITTEN_CLAIM_UNKNOWN] = {"Non è nota la data della richiesta scritta",
                                      "The date of the written claim is not known"},
    [REASON_FORM_NOT_COVERED] = {"Questo tipo di spesa non è coperto dal piano",
                                 "This kind of expense is not covered by the plan"},
    [REASON_ANNUITY_NEVER] = {"Il piano non paga rendite", "The plan pays no annuity"},
    [REASON_NOT_RECOGNISED] = {"La richiesta non è riconosciuta", "The claim is not recognised"},
    [REASON_REVIEW_OPEN] = {"La revisione è ancora aperta", "The review is still open"},
    [REASON_BEFORE_BENEFIT] = {"Spesa precedente all’inizio del beneficio",
                               "Expense before the benefit starts"},
    [REASON_AFTER_BENEFIT] = {"Spesa successiva alla fine del beneficio",
                              "Expense after the benefit ends"},
    [REASON_AFTER_DEATH] = {"Spesa successiva al decesso", "Expense after death"},
    [REASON_CEILING_REACHED] = {"Il massimale del mese è raggiunto",
                                "The month’s ceiling is reached"},
    [REASON_IN_FUTURE] = {"Il periodo della spesa è nel futuro", "The expense lies in the future"},
    [REASON_NOT_RECEIPTED] = {"Manca la quietanza", "The receipt for the payment is missing"},
    [REASON_DECISION_OPEN] = {"La decisione sulla richiesta è ancora aperta",
                              "The decision about the claim is still open"},
    [REASON_EXPENSE_EXCLUDED] = {"Questo tipo di spesa è escluso",
                                 "This kind of expense is excluded"},
    [REASON_STATE_TOO_RECENT] = {"Lo stato non dura ancora da abbastanza tempo",
                                 "The state has not lasted long enough yet"},
    [REASON_FILED_EARLY] = {"Denuncia prima che lo stato durasse abbastanza: decide una persona",
                            "Filed before the state had lasted long enough: a person decides"},
    [REASON_FILED_EARLY_ACCEPTED] = {"Denuncia troppo presto, accettata",
                                     "Filed too early, accepted"},
    [REASON_FILED_EARLY_REFUSED] = {"Denuncia troppo presto: va presentata di nuovo",
                                    "Filed too early: it has to be filed again"},
    [REASON_MONTHS_USED_BEFORE] = {"I mesi di beneficio sono già stati usati",
                                   "The benefit months are already used"},
    [REASON_SAME_EVENT_OPEN] = {"Resta da stabilire se un beneficio precedente è lo stesso evento",
                                "Whether an earlier benefit was the same event is still open"},
    [REASON_BEYOND_RECKONING] = {"Oltre i mesi calcolati: decide una persona",
                                 "Beyond the months that are reckoned: a person decides"},
    [REASON_STATE_ENDED] = {"Spesa successiva alla cessazione dello stato",
                            "Expense after the state ended"},
    [REASON_COVER_ENDED] = {"Spesa successiva alla fine della copertura",
                            "Expense after the cover ended"},
    [REASON_SUSPENDED] = {"Pagamenti sospesi per il rifiuto di un controllo",
                          "Payments are suspended because a check was refused"},
    [REASON_DIED_BEFORE_PAYMENT] = {"Decesso prima del pagamento", "Death before the payment"},
    [REASON_ALTERNATIVE_USED] = {"Nel periodo è già stata scelta l’altra prestazione",
                                 "The other benefit was already taken in this period"},
    [REASON_EXPENSE_DATE_UNKNOWN] = {"Manca la data che decide il mese della spesa",
                                     "The date that decides the month of the expense is missing"},
    [REASON_QUOTATION_MISSING] = {"Manca il cambio della settimana",
                                  "The exchange rate of the week is missing"},
    [REASON_CLAIM_WITHDRAWN] = {"La richiesta è stata ritirata", "The claim was withdrawn"},
};

static const struct plan_text tasks[EVALUATION_TASK_COUNT] = {
    [EVALUATION_TASK_DECIDE_CLAIM] = {"Decidere la richiesta", "Decide the claim"},
    [EVALUATION_TASK_COMPLETE_ANSWERS] = {"Completare le risposte", "Complete the answers"},
    [EVALUATION_TASK_JUDGE_CONSOLIDATION] = {"Giudicare se lo stato è consolidato",
                                             "Judge whether the state is consolidated"},
    [EVALUATION_TASK_REVIEW_STATE] = {"Rivedere lo stato", "Review the state"},
    [EVALUATION_TASK_JUDGE_NEED] = {"Giudicare il bisogno di assistenza continua",
                                    "Judge the constant need of care"},
    [EVALUATION_TASK_SAY_HOLDER] = {"Dire se la persona è il titolare",
                                    "Say whether the person is the holder"},
    [EVALUATION_TASK_COMPLETE_DOSSIER] = {"Completare la documentazione", "Complete the dossier"},
    [EVALUATION_TASK_CONFIRM_CHECK] = {"Confermare il controllo contrario",
                                       "Confirm the check that speaks against it"},
    [EVALUATION_TASK_SETTLE_CHECK] = {"Chiudere il controllo aperto", "Settle the open check"},
    [EVALUATION_TASK_RULE_ON_LATE] = {"Decidere sul ritardo: accettare, ridurre o negare",
                                      "Rule on the delay: accept, reduce or refuse"},
    [EVALUATION_TASK_STATE_ONSET] = {"Indicare la data di inizio", "State the onset date"},
    [EVALUATION_TASK_STATE_FILING] = {"Indicare la data della denuncia", "State the filing date"},
    [EVALUATION_TASK_STATE_WRITTEN_CLAIM] = {"Indicare la data della richiesta scritta",
                                             "State the date of the written claim"},
    [EVALUATION_TASK_CONFIRM_ALIVE] = {"Confermare l’esistenza in vita",
                                       "Confirm that the member is alive"},
    [EVALUATION_TASK_RULE_ON_LAST_DAY] = {"Decidere sul decesso nell’ultimo giorno",
                                          "Rule on the death on the last day"},
    [EVALUATION_TASK_CONFIRM_REFUSAL] = {"Confermare il rifiuto del controllo, prima di sospendere",
                                         "Confirm that the check was refused, before suspending"},
    [EVALUATION_TASK_CONFIRM_STATE_ENDED] = {"Dire se lo stato riconosciuto è cessato",
                                             "Say whether the recognised state has ended"},
    [EVALUATION_TASK_RULE_ON_EARLY] = {"Decidere sulla denuncia anticipata",
                                       "Rule on the early filing"},
    [EVALUATION_TASK_HOLD_REVIEW] = {"Fare la revisione scaduta",
                                     "Hold the review that is overdue"},
    [EVALUATION_TASK_ANSWER_COMPLAINT] = {"Rispondere al reclamo", "Answer the complaint"},
    [EVALUATION_TASK_ANSWER_OVERDUE_COMPLAINT] =
        {"Rispondere al reclamo: il termine è scaduto, l’iscritto può rivolgersi all’IVASS",
         "Answer the complaint: the term is over, the member may turn to IVASS"},
    [EVALUATION_TASK_RULE_ON_LIMITATION] = {"Decidere sulla prescrizione",
                                            "Rule on the limitation of the right"},
    [EVALUATION_TASK_SETTLE_SAME_EVENT] =
        {"Dire se un beneficio precedente riguarda lo stesso evento",
         "Say whether an earlier benefit was the same event"},
    [EVALUATION_TASK_CLAW_BACK] = {"Chiedere indietro quanto pagato per i giorni dopo il decesso",
                                   "Ask back what was paid for days after the death"},
};

static const struct plan_text outcomes[] = {
    [PROPOSAL_INCOMPLETE] = {"incompleta", "incomplete"},
    [PROPOSAL_RECOGNISED] = {"riconosciuta", "recognised"},
    [PROPOSAL_NOT_RECOGNISED] = {"non riconosciuta", "not recognised"},
    [PROPOSAL_REVIEWABLE] = {"rivedibile", "reviewable"},
    [PROPOSAL_EXCLUDED] = {"esclusa", "excluded"},
    [PROPOSAL_NOT_INSURABLE] = {"non assicurabile", "not insurable"},
    [PROPOSAL_NOT_COVERED] = {"non coperta", "not covered"},
    [PROPOSAL_LATE_FOR_A_PERSON] = {"in ritardo: decide una persona", "late: a person decides"},
    [PROPOSAL_HELD] = {"sospesa: decide una persona", "held: a person decides"},
};

static const struct plan_text states[CLAIM_STATE_COUNT] = {
    [CLAIM_STATE_NONE] = {"non noto", "not known"},
    [CLAIM_NOTICE] = {"annunciata", "announced"},
    [CLAIM_OPENED] = {"aperta", "opened"},
    [CLAIM_WAITING_DOCUMENTS] = {"in attesa di documenti", "waiting for documents"},
    [CLAIM_COMPLETE] = {"completa", "complete"},
    [CLAIM_UNDER_EVALUATION] = {"in valutazione", "under evaluation"},
    [CLAIM_RECOGNISED] = {"riconosciuta", "recognised"},
    [CLAIM_NOT_RECOGNISED] = {"non riconosciuta", "not recognised"},
    [CLAIM_REVIEWABLE] = {"rivedibile", "reviewable"},
    [CLAIM_EXCLUDED] = {"esclusa", "excluded"},
    [CLAIM_NOT_INSURABLE] = {"non assicurabile", "not insurable"},
    [CLAIM_NOT_COVERED] = {"non coperta", "not covered"},
    [CLAIM_LATE] = {"in ritardo: decide una persona", "late: a person decides"},
    [CLAIM_IN_PAYMENT] = {"in pagamento", "in payment"},
    [CLAIM_SUSPENDED] = {"sospesa", "suspended"},
    [CLAIM_ENDED] = {"terminata", "ended"},
};

static const struct plan_text ends[CLAIM_END_COUNT] = {
    [CLAIM_END_NONE] = {"", ""},
    [CLAIM_END_MONTHS_USED] = {"mesi esauriti", "months used"},
    [CLAIM_END_STATE_ENDED] = {"stato cessato", "the state ended"},
    [CLAIM_END_CONSOLIDATED] = {"stato consolidato", "the state is consolidated"},
    [CLAIM_END_DEATH] = {"decesso", "death"},
    [CLAIM_END_COVER] = {"fine della copertura", "end of cover"},
    [CLAIM_END_WITHDRAWN] = {"ritirata", "withdrawn"},
};

static const struct plan_text effects[CLAIM_EFFECT_COUNT] = {
    {"si chiedono i documenti mancanti", "the missing documents are asked for"},
    {"decorre il beneficio", "the benefit begins to run"},
    {"decide prima una persona", "a person rules first"},
    {"la decisione si registra", "the decision is recorded"},
    {"si fissa la revisione", "the review gets its day"},
    {"si aprono i mesi di beneficio", "the benefit months are laid out"},
    {"le spese aperte si respingono", "open expenses are refused"},
    {"le spese dal giorno della richiesta restano sospese",
     "expenses from the day of the request on are held"},
    {"le spese sospese si riesaminano", "held expenses are looked at again"},
    {"i servizi autorizzati cessano", "authorised services stop"},
    {"si paga agli eredi", "the heirs are paid"},
    {"si elenca quanto pagato dopo il decesso", "what was paid for days after the death is listed"},
};

static const struct plan_text warnings[CASE_WARNING_COUNT] = {
    [CASE_WARNING_CODICE_FISCALE_INVALID] = {"Il codice fiscale non è valido",
                                             "The codice fiscale is not valid"},
    [CASE_WARNING_CODICE_FISCALE_PROVISIONAL] = {"Il codice fiscale è provvisorio",
                                                 "The codice fiscale is provisional"},
    [CASE_WARNING_CODICE_FISCALE_OMOCODIC] = {"Il codice fiscale è di un caso di omocodia",
                                              "The codice fiscale is one of omocodia"},
    [CASE_WARNING_FAMILY_NAME_DIFFERS] = {"Il cognome non corrisponde al codice fiscale",
                                          "The family name does not fit the codice fiscale"},
    [CASE_WARNING_GIVEN_NAME_DIFFERS] = {"Il nome non corrisponde al codice fiscale",
                                         "The given name does not fit the codice fiscale"},
    [CASE_WARNING_BIRTH_DIFFERS] = {"La data di nascita non corrisponde al codice fiscale",
                                    "The birth date does not fit the codice fiscale"},
    [CASE_WARNING_SEX_DIFFERS] = {"Il sesso non corrisponde al codice fiscale",
                                  "The sex does not fit the codice fiscale"},
    [CASE_WARNING_BIRTH_PLACE_DIFFERS] = {"Il luogo di nascita non corrisponde al codice fiscale",
                                          "The birth place does not fit the codice fiscale"},
    [CASE_WARNING_IBAN_INVALID] = {"L’IBAN non è valido", "The IBAN is not valid"},
    [CASE_WARNING_COVER_ENDED_SINCE] =
        {"La copertura è finita dopo l’evento: il pagamento va avanti fino al suo termine",
         "Cover has ended since the event: payment goes on to its own term"},
    [CASE_WARNING_COVER_ASKED_LATE] = {"La copertura è stata chiesta nel mese dopo la finestra",
                                       "Cover was asked for in the month after the window"},
    [CASE_WARNING_EXCHANGE_OF_AN_EARLIER_WEEK] =
        {"Il cambio è di una settimana precedente: in quella della spesa non ce n’è uno",
         "The exchange is of an earlier week: that of the expense has none"},
};

static const struct plan_text words[CASE_WORD_COUNT] = {
    [CASE_WORD_CASE] = {"Caso", "Case"},
    [CASE_WORD_AS_OF] = {"alla data", "as of"},
    [CASE_WORD_PROPOSAL] = {"Proposta", "Proposal"},
    [CASE_WORD_SCORE] = {"Punteggio", "Score"},
    [CASE_WORD_OF] = {"su", "of"},
    [CASE_WORD_NO_ANSWER] = {"nessuna risposta", "no answer"},
    [CASE_WORD_DONT_KNOW] = {"non so", "do not know"},
    [CASE_WORD_THRESHOLD] = {"soglia", "threshold"},
    [CASE_WORD_REACHED] = {"raggiunto", "reached"},
    [CASE_WORD_DISTANCE] = {"distanza", "distance"},
    [CASE_WORD_POINTS] = {"punti", "points"},
    [CASE_WORD_ACTIVITIES] = {"atti", "activities"},
    [CASE_WORD_REASONS] = {"Motivi", "Reasons"},
    [CASE_WORD_DEADLINES] = {"Termini", "Deadlines"},
    [CASE_WORD_DAYS] = {"giorni", "days"},
    [CASE_WORD_LAST_DAY] = {"ultimo giorno", "last day"},
    [CASE_WORD_MOVED] = {"prorogato perché festivo", "moved because of a holiday"},
    [CASE_WORD_MONTH] = {"mese", "month"},
    [CASE_WORD_EXPENSES] = {"Spese", "Expenses"},
    [CASE_WORD_PAID] = {"già pagato", "already paid"},
    [CASE_WORD_DUE] = {"da pagare", "due"},
    [CASE_WORD_MEMBER] = {"a carico dell’iscritto", "borne by the member"},
    [CASE_WORD_LEFT] = {"residuo", "left"},
    [CASE_WORD_TASKS] = {"Resta da decidere a una persona", "A person still has to"},
    [CASE_WORD_REFUSED] = {"respinta", "refused"},
    [CASE_WORD_HELD] = {"sospesa", "held"},
    [CASE_WORD_PAYABLE] = {"pagabile", "payable"},
    [CASE_WORD_LEVEL] = {"livello", "level"},
    [CASE_WORD_NO_LEVEL] = {"nessun livello", "no level"},
    [CASE_WORD_OPEN] = {"ancora aperto", "still open"},
    [CASE_WORD_OVERRIDE] = {"livello dato da un accertamento, qualunque sia il punteggio",
                            "level given by a finding, whatever the score"},
};

static const char *in_language(const struct plan_text *text, enum case_language language) {
    return language == CASE_ITALIAN ? text->it : text->en;
}

const char *case_text_reason(enum reason_code code, enum case_language language) {
    return in_language(&reasons[code], language);
}

const char *case_text_task(enum evaluation_task task, enum case_language language) {
    return in_language(&tasks[task], language);
}

const char *case_text_outcome(enum proposal_outcome outcome, enum case_language language) {
    return in_language(&outcomes[outcome], language);
}

const char *case_text_state(enum claim_state state, enum case_language language) {
    return in_language(&states[state], language);
}

const char *case_text_end(enum claim_end end, enum case_language language) {
    return in_language(&ends[end], language);
}

const char *case_text_effect(size_t place, enum case_language language) {
    return in_language(&effects[place], language);
}

const char *case_text_warning(enum case_warning_kind kind, enum case_language language) {
    return in_language(&warnings[kind], language);
}

const char *case_text_word(enum case_word word, enum case_language language) {
    return in_language(&words[word], language);
}
