// SPDX-License-Identifier: EUPL-1.2
// Reading what was found, and when.
#include "case_file/case_examination.h"

#include <stdio.h>
#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_table.h"

const char *const case_consolidated_names[4] = {"not-judged", "no", "yes", "undetermined"};

const struct json_field case_sheet_fields[] = {
    DATE_NEEDED("date", sheet_json, date),
    {.name = "answers", .kind = JSON_KIND_ANY, .optional = true, AT(sheet_json, answers)},
    ONE_OF("consolidated", sheet_json, consolidated, case_consolidated_names),
    FACT("constantNeed", sheet_json, constant_need),
    EVIDENCE(sheet_json),
    JSON_END,
};

const struct json_field case_visit_fields[] = {
    DATE_NEEDED("ordered", visit_json, ordered),
    DATE("appointment", visit_json, appointment),
    DATE("held", visit_json, held),
    DATE("refused", visit_json, refused),
    FACT("refusalConfirmed", visit_json, confirmed),
    FACT("stateEnded", visit_json, state_ended),
    EVIDENCE(visit_json),
    JSON_END,
};

// Writes POINTER/NAME with NAME escaped as RFC 6901 wants it; a long name is cut.
static void pointer_to(const char *pointer, const char *name, char out[FAULT_POINTER_SIZE]) {
    size_t used = (size_t)snprintf(out, FAULT_POINTER_SIZE, "%s/", pointer);
    for (; *name && used < FAULT_POINTER_SIZE - 3; name++) {
        if (*name == '~' || *name == '/') {
            out[used++] = '~';
            out[used++] = *name == '~' ? '0' : '1';
        } else {
            out[used++] = *name;
        }
    }
    out[used] = '\0';
}

static const char *answer_fault(const struct plan *plan, const char *name, const json_t *value,
                                struct assessment *assessment) {
    size_t activity;
    const char *grade = json_string_value(value);
    if (!plan_find_activity(plan, name, &activity)) {
        return "unknown-activity";
    }
    if (!grade) {
        return "wrong-type";
    }
    if (strcmp(grade, "unknown") == 0) {
        assessment->answers[activity] = (struct answer){.kind = ANSWER_DONT_KNOW};
        return NULL;
    }
    return assessment_answer(plan, assessment, name, grade) ? NULL : "unknown-grade";
}

void case_examination_answers(const struct plan *plan, json_t *answers, const char *pointer,
                              struct assessment *assessment, struct fault *fault) {
    if (!answers) {
        return;
    }
    if (!json_is_object(answers)) {
        fault_at(fault, pointer, "wrong-type");
        return;
    }
    const char *name;
    json_t *value;
    json_object_foreach(answers, name, value) {
        const char *code = answer_fault(plan, name, value, assessment);
        if (code) {
            char place[FAULT_POINTER_SIZE];
            pointer_to(pointer, name, place);
            fault_at(fault, place, code);
        }
    }
}

// Assessments after the day of the evaluation are allowed: they do not count yet.
static bool read_sheets(const struct plan *plan, const struct json_list *list, struct arena *arena,
                        struct evaluation_case *facts, struct fault *fault) {
    const struct sheet_json *items = list->items;
    struct dated_sheet *sheets = arena_array(arena, list->count, sizeof *sheets);
    if (!sheets) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        char pointer[FAULT_POINTER_SIZE];
        (void)snprintf(pointer, sizeof pointer, "/assessments/%zu/answers", i);
        sheets[i] = (struct dated_sheet){
            .day = case_day_of(items[i].date),
            .consolidated = (enum consolidated)items[i].consolidated,
            .constant_need = (enum fact)items[i].constant_need,
        };
        if (!civil_date_known(sheets[i].day)) {
            fault_atf(fault, "out-of-range", "/assessments/%zu/date", i);
        } else if (civil_date_known(facts->facts.death) &&
                   civil_date_compare(sheets[i].day, facts->facts.death) > 0) {
            fault_atf(fault, "contradiction", "/assessments/%zu/date", i);
        }
        case_examination_answers(plan, items[i].answers, pointer, &sheets[i].assessment, fault);
    }
    facts->sheets = sheets;
    facts->sheet_count = list->count;
    return true;
}

static void check_visit(const struct visit_json *item, const struct evaluation_visit *visit,
                        struct civil_date death, size_t i, struct fault *fault) {
    if (civil_date_compare(visit->ordered, visit->held) > 0 && item->held) {
        fault_atf(fault, "contradiction", "/visits/%zu/held", i);
    }
    if (civil_date_compare(visit->ordered, visit->refused) > 0 && item->refused) {
        fault_atf(fault, "contradiction", "/visits/%zu/refused", i);
    }
    struct civil_date appointment = case_day_of(item->appointment);
    if (item->appointment && !civil_date_known(appointment)) {
        fault_atf(fault, "out-of-range", "/visits/%zu/appointment", i);
    } else if (item->appointment && civil_date_compare(visit->ordered, appointment) > 0) {
        fault_atf(fault, "contradiction", "/visits/%zu/appointment", i);
    }
    if (civil_date_known(death) && civil_date_compare(visit->held, death) > 0) {
        fault_atf(fault, "contradiction", "/visits/%zu/held", i);
    }
    if (item->state_ended != FACT_UNKNOWN && !item->held) {
        fault_atf(fault, "contradiction", "/visits/%zu/stateEnded", i);
    }
    if (item->confirmed != FACT_UNKNOWN && !item->refused) {
        fault_atf(fault, "contradiction", "/visits/%zu/refusalConfirmed", i);
    }
}

static bool read_visits(const struct json_list *list, struct arena *arena,
                        struct evaluation_case *facts, struct fault *fault) {
    const struct visit_json *items = list->items;
    struct civil_date as_of = facts->facts.as_of;
    struct evaluation_visit *visits = arena_array(arena, list->count, sizeof *visits);
    if (!visits) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        visits[i] = (struct evaluation_visit){
            .ordered = case_day_of_item(items[i].ordered, as_of, "visits", i, "ordered", fault),
            .held = case_day_of_item(items[i].held, as_of, "visits", i, "held", fault),
            .refused = case_day_of_item(items[i].refused, as_of, "visits", i, "refused", fault),
            .refusal_confirmed = (enum fact)items[i].confirmed,
            .state_ended = (enum fact)items[i].state_ended,
        };
        check_visit(&items[i], &visits[i], facts->facts.death, i, fault);
    }
    facts->visits = visits;
    facts->visit_count = list->count;
    return true;
}

bool case_examination_read(const struct plan *plan, const struct json_list *sheets,
                           const struct json_list *visits, struct arena *arena,
                           struct evaluation_case *facts, struct case_evidence *evidence,
                           struct fault *fault) {
    evidence->sheets = EVIDENCE_COLUMN(*sheets, sheet_json);
    evidence->visits = EVIDENCE_COLUMN(*visits, visit_json);
    return (sheets->count == 0 || read_sheets(plan, sheets, arena, facts, fault)) &&
           (visits->count == 0 || read_visits(visits, arena, facts, fault));
}
