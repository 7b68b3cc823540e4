// SPDX-License-Identifier: EUPL-1.2
// Sheets of answers.
#include "service/case_sheets.h"

#include <stdlib.h>
#include <string.h>

#include "case_file/case_examination.h"
#include "service/service.h"
#include "vault/vault.h"

enum { GRADE_PADDED = 48 };

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

static int by_day(const void *a, const void *b) {
    return civil_date_compare(((const struct dated *)a)->day, ((const struct dated *)b)->day);
}

// One sheet for each day on which somebody judged or examined, by day: of one day what was recorded
// last counts, so nothing is lost. Writers see to it that there are not more days than the engine
// takes. NULL: no memory.
static struct dated *list_dated(const struct claim_case *c, size_t *count) {
    size_t all = c->judgement_count + c->view.sheet_count, made = 0;
    struct dated *list = arena_array(c->arena, all + 1, sizeof *list);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < c->judgement_count; i++)
        list[i].day = c->judgements[i].day;
    for (size_t i = 0; i < c->view.sheet_count; i++)
        list[c->judgement_count + i].day = case_date(c->view.sheets[i].on);
    qsort(list, all, sizeof *list, by_day);
    for (size_t i = 0; i < all; i++) {
        struct civil_date day = list[i].day;
        if (made == 0 || civil_date_compare(list[made - 1].day, day) != 0)
            list[made++] = (struct dated){day, examined_by(c, day), judged_by(c, day)};
    }
    *count = made;
    return list;
}

bool case_sheet_fits(const struct claim_case *c, struct civil_date day) {
    size_t count = 0;
    const struct dated *list = list_dated(c, &count);
    bool fits = list != NULL && count < CASE_SHEETS_MAX;
    for (size_t i = 0; list != NULL && i < count; i++)
        fits = fits || civil_date_compare(list[i].day, day) == 0;
    return fits;
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
    size_t count = 0;
    const struct dated *list = list_dated(c, &count);
    if (list == NULL || count == 0) {
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
    size_t count = 0;
    const struct dated *list = list_dated(c, &count);
    const struct claim_sheet *sheet = list != NULL && place < count ? list[place].examined : NULL;
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
