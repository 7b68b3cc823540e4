// SPDX-License-Identifier: EUPL-1.2
// Sentences of `sostegno evaluate --explain`, in both languages.
#include "case_file/case_text.h"

// The screens say the same (dashboard/text).
static const struct plan_text reasons[REASON_COUNT] = {
    [REASON_ANSWER_MISSING] = {"Manca una risposta", "An answer is missing"},
    [REASON_ANSWER_DONT_KNOW] = {"Risposta “non so”", "Answer “I do not know”"},
    [REASON_TEST_REACHED] = {"La soglia è raggiunta", "The threshold is reached"},
    [REASON_TEST_NOT_REACHED] = {"La soglia non è raggiunta", "The threshold is not reached"},
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
    [REASON_DOSSIER_SENT_AFTER_TERM] = {"Documenti inviati dopo il termine",
                                        "Documents sent after the term"},
    [REASON_ONSET_UNKNOWN] = {"La data di inizio non è nota", "The onset date is not known"},
    [REASON_FILING_DATE_UNKNOWN] = {"La data della denuncia non è nota",
                                    "The filing date is not known"},
    [REASON_SURVIVAL_RUNNING] = {"I 60 giorni non sono ancora trascorsi",
                                 "The 60 days have not passed yet"},
    [REASON_SURVIVAL_UNCONFIRMED] = {"Manca la conferma di esistenza in vita dopo i 60 giorni",
                                     "Proof of life after the 60 days is missing"},
    [REASON_SURVIVAL_PASSED] = {"I 60 giorni sono trascorsi", "The 60 days have passed"},
    [REASON_DIED_IN_WINDOW] = {"Decesso entro i 60 giorni", "Death within the 60 days"},
    [REASON_DIED_ON_LAST_DAY] = {"Decesso nell’ultimo dei 60 giorni: decide una persona",
                                 "Death on the last of the 60 days: a person decides"},
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

static const struct plan_text words[CASE_WORD_COUNT] = {
    [CASE_WORD_CASE] = {"Caso", "Case"},
    [CASE_WORD_PLAN] = {"piano", "plan"},
    [CASE_WORD_AS_OF] = {"alla data del", "as of"},
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
    [CASE_WORD_FROM] = {"dal", "from"},
    [CASE_WORD_TO] = {"al", "to"},
    [CASE_WORD_LAST_DAY] = {"ultimo giorno", "last day"},
    [CASE_WORD_MOVED] = {"prorogato perché festivo", "moved because of a holiday"},
    [CASE_WORD_UNKNOWN] = {"non noto", "unknown"},
    [CASE_WORD_NUMBERS] = {"Numeri del piano", "Numbers of the plan"},
    [CASE_WORD_CEILING] = {"massimale al mese", "ceiling a month"},
    [CASE_WORD_MONTHS] = {"mesi di beneficio", "benefit months"},
    [CASE_WORD_MONTH] = {"mese", "month"},
    [CASE_WORD_FILING] = {"giorni per la denuncia", "days for filing"},
    [CASE_WORD_SURVIVAL] = {"giorni di sopravvivenza", "days of survival"},
    [CASE_WORD_EXPENSES] = {"Spese", "Expenses"},
    [CASE_WORD_PAID] = {"già pagato", "already paid"},
    [CASE_WORD_DUE] = {"da pagare", "due"},
    [CASE_WORD_MEMBER] = {"a carico dell’iscritto", "borne by the member"},
    [CASE_WORD_LEFT] = {"residuo", "left"},
    [CASE_WORD_TASKS] = {"Resta da decidere a una persona", "A person still has to"},
    [CASE_WORD_REFUSED] = {"respinta", "refused"},
    [CASE_WORD_HELD] = {"sospesa", "held"},
    [CASE_WORD_PAYABLE] = {"pagabile", "payable"},
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

const char *case_text_word(enum case_word word, enum case_language language) {
    return in_language(&words[word], language);
}
