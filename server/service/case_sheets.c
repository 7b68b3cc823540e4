// SPDX-License-Identifier: EUPL-1.2
// Sheets of answers.
#include "service/case_sheets.h"

#include <string.h>

#include "service/service.h"
#include "vault/vault.h"

enum { GRADE_PADDED = 48, SHEETS_MAX = 50 };

static enum rc load_answers(struct claim_case *c, const struct assessment_sheet *sheet,
                            const struct claim_answer **list, size_t *count) {
    struct saved_answer *saved = NULL;
    size_t found = 0;
    enum rc rc = answer_list(c->tx, sheet->id, c->arena, &saved, &found);
    struct claim_answer *answers = arena_array(c->arena, found + 1, sizeof *answers);
    if (rc == RC_OK && answers == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < found && rc == RC_OK; i++) {
        struct seal_place place = {"answers", "grade", &saved[i].public_id};
        answers[i] = (struct claim_answer){.item = saved[i].item, .saved_us = saved[i].saved_us};
        rc = text_unseal(&c->key, &place, &saved[i].grade, c->arena, &answers[i].grade);
    }
    if (rc != RC_OK)
        return rc;
    *list = answers;
    *count = found;
    return RC_OK;
}

enum rc case_load_sheets(struct claim_case *c) {
    struct assessment_sheet *rows = NULL;
    size_t count = 0;
    enum rc rc = assessment_of_family(c->tx, c->claim.id, c->arena, &c->sheet);
    if (rc == RC_OK)
        rc = load_answers(c, &c->sheet, &c->answers, &c->answer_count);
    if (rc == RC_OK)
        rc = assessment_list_examined(c->tx, c->claim.id, c->arena, &rows, &count);
    struct claim_sheet *sheets = arena_array(c->arena, count + 1, sizeof *sheets);
    if (rc == RC_OK && sheets == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        sheets[i] = (struct claim_sheet){.id = rows[i].public_id,
                                         .rater = rows[i].rater,
                                         .on = rows[i].on,
                                         .signature = {.at_us = rows[i].created_us}};
        rc = case_staff(c->tx, &rows[i].created_by, c->arena, &sheets[i].signature.by);
        if (rc == RC_OK)
            rc = load_answers(c, &rows[i], &sheets[i].answers, &sheets[i].answer_count);
    }
    c->view.rater = c->sheet.rater;
    c->view.answers = c->answers;
    c->view.answer_count = c->answer_count;
    c->view.sheets = sheets;
    c->view.sheet_count = rc == RC_OK ? count : 0;
    return rc;
}

// One dated sheet of the engine.
struct dated {
    struct civil_date day;
    const struct claim_sheet *examined;  // NULL: the family's answers
    const struct case_judgement *judged; // NULL: nobody had judged by then
};

// The newest examination up to that day; of one day the one recorded last.
static const struct claim_sheet *examined_by(const struct claim_case *c, struct civil_date day) {
    const struct claim_sheet *found = NULL;
    for (size_t i = 0; i < c->view.sheet_count; i++) {
        const struct claim_sheet *one = &c->view.sheets[i];
        if (civil_date_compare(case_date(one->on), day) <= 0 &&
            (found == NULL || civil_date_compare(case_date(one->on), case_date(found->on)) >= 0))
            found = one;
    }
    return found;
}

static const struct case_judgement *judged_by(const struct claim_case *c, struct civil_date day) {
    const struct case_judgement *found = NULL;
    for (size_t i = 0; i < c->judgement_count; i++) {
        const struct case_judgement *one = &c->judgements[i];
        if (civil_date_compare(one->day, day) <= 0 &&
            (found == NULL || civil_date_compare(one->day, found->day) >= 0))
            found = one;
    }
    return found;
}

// Judgements in the order of recording, then examinations; as many as the engine takes, the newest
// of each kind.
static size_t list_dated(const struct claim_case *c, struct dated list[SHEETS_MAX]) {
    size_t examined = c->view.sheet_count < SHEETS_MAX / 2 ? c->view.sheet_count : SHEETS_MAX / 2;
    size_t judged = c->judgement_count;
    if (judged > SHEETS_MAX - examined)
        judged = SHEETS_MAX - examined;
    size_t count = 0;
    for (size_t i = c->judgement_count - judged; i < c->judgement_count; i++) {
        const struct case_judgement *one = &c->judgements[i];
        list[count++] = (struct dated){one->day, examined_by(c, one->day), one};
    }
    for (size_t i = c->view.sheet_count - examined; i < c->view.sheet_count; i++) {
        const struct claim_sheet *one = &c->view.sheets[i];
        struct civil_date day = case_date(one->on);
        list[count++] = (struct dated){day, one, judged_by(c, day)};
    }
    return count;
}

static json_t *answers_json(const struct claim_answer *list, size_t count) {
    json_t *answers = json_object();
    for (size_t i = 0; i < count; i++)
        (void)json_put(answers, list[i].item, json_string(list[i].grade));
    return answers;
}

static const char *stated_need(const struct claim_case *c) {
    const char *need = c->view.statement.constant_need;
    return need == NULL ? fact_name(FACT_UNKNOWN) : need;
}

static json_t *dated_json(const struct claim_case *c, const struct dated *one) {
    const struct claim_sheet *sheet = one->examined;
    json_t *json = json_pack(
        "{s:s, s:s, s:o}", "consolidated",
        consolidated_name(one->judged == NULL ? CONSOLIDATED_NOT_JUDGED
                                              : one->judged->consolidated),
        "constantNeed",
        one->judged == NULL ? stated_need(c) : fact_name(one->judged->constant_need), "answers",
        sheet == NULL ? answers_json(c->answers, c->answer_count)
                      : answers_json(sheet->answers, sheet->answer_count));
    // Whoever judges the papers after the death judges the state of before it.
    bool late =
        civil_date_known(c->view.died_on) && civil_date_compare(one->day, c->view.died_on) > 0;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (civil_date_format(late ? c->view.died_on : one->day, day) != 0)
        (void)json_put(json, "date", json_string(day));
    return json;
}

// The judgement stands alone while there is none of a day, else with its day: two places could say
// two things.
void case_put_sheets(json_t *json, const struct claim_case *c) {
    struct dated list[SHEETS_MAX];
    size_t count = list_dated(c, list);
    if (count == 0) {
        (void)json_put(json, "answers", answers_json(c->answers, c->answer_count));
        (void)json_put(json, "consolidated",
                       json_string(consolidated_name(CONSOLIDATED_NOT_JUDGED)));
        (void)json_put(json, "constantNeed", json_string(stated_need(c)));
        return;
    }
    json_t *sheets = json_array();
    for (size_t i = 0; i < count; i++)
        sheets = json_append(sheets, dated_json(c, &list[i]));
    (void)json_put(json, "assessments", sheets);
}

const char *case_sheet_rater(const struct claim_case *c, size_t place) {
    struct dated list[SHEETS_MAX];
    size_t count = list_dated(c, list);
    const struct claim_sheet *sheet = place < count ? list[place].examined : NULL;
    return sheet == NULL ? c->sheet.rater : sheet->rater;
}

const char *case_family_grade(const struct claim_case *c, const char *item) {
    for (size_t i = 0; i < c->answer_count; i++) {
        if (strcmp(c->answers[i].item, item) == 0)
            return c->answers[i].grade;
    }
    return NULL;
}

enum rc case_save_grade(struct claim_case *c, int64_t sheet, const struct public_id *id,
                        const char *item, const char *grade) {
    char padded[GRADE_PADDED] = {0};
    size_t length = strlen(grade);
    if (length >= sizeof padded)
        return RC_BUG;
    memcpy(padded, grade, length);
    struct seal_place place = {"answers", "grade", id};
    struct saved_answer answer = {
        .public_id = *id,
        .item = item,
        .saved_us = service_domain_now(c->service),
        .saved_by = c->actor->user,
    };
    answer.grade.bytes =
        vault_seal(&c->key, &place, padded, sizeof padded, c->arena, &answer.grade.length);
    return answer.grade.bytes == NULL ? RC_NOMEM : answer_insert(c->tx, sheet, &answer);
}
