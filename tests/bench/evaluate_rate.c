// SPDX-License-Identifier: EUPL-1.2
// Evaluations a second of processor time, no JSON: evaluate_rate PLAN SECONDS.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "scoring/evaluation.h"
#include "scoring/plan_file.h"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct plan_file *open_plan(const char *path) {
    static char text[PLAN_FILE_BYTES_MAX];
    FILE *in = fopen(path, "re");
    size_t length = in ? fread(text, 1, sizeof text, in) : 0;
    struct plan_file *file = NULL;
    struct plan_file_fault fault;
    if (!in || plan_file_read(text, length, &file, &fault) != PLAN_FILE_OK) {
        fprintf(stderr, "no plan: %s\n", path);
        exit(1);
    }
    fclose(in);
    return file;
}

// The sheet of that number: each activity's grade is a digit.
static void set_sheet(const struct plan *plan, unsigned number, struct assessment *sheet) {
    for (size_t i = 0; i < plan->activity_count; i++) {
        size_t grades = plan->activities[i].grade_count;
        sheet->answers[i] = (struct answer){.kind = ANSWER_GRADE, .grade = number % grades};
        number /= (unsigned)grades;
    }
}

// kind 0: the sheet alone; 1: the proposal; 2: the whole case; 3: the same with one expense.
static bool evaluate_once(const struct plan *plan, const struct evaluation_case *facts, int kind,
                          struct evaluation *made, struct allocation *allocation) {
    if (kind == 0) {
        return assessment_evaluate(plan, &facts->facts.assessment, &made->proposal.score);
    }
    if (kind == 1) {
        return proposal_make(plan, &facts->facts, &made->proposal);
    }
    struct evaluation_case one = *facts;
    one.expense_count = kind == 2 ? 0 : facts->expense_count;
    return evaluation_make(plan, &one, made, allocation);
}

int main(int argc, char **argv) {
    static struct evaluation made;
    static struct allocation allocation;
    static const char *const names[] = {"sheets scored", "proposals made", "whole cases",
                                        "whole cases with an expense"};
    if (argc != 3) {
        return 2;
    }
    struct plan_file *file = open_plan(argv[1]);
    const struct plan *plan = plan_file_plan(file);
    struct civil_date onset = civil_date_of(2026, 1, 2);
    const struct evaluation_expense expense = {
        .expense = {.form = BENEFIT_FORM_DIRECT,
                    .service_from = civil_date_of(2026, 3, 15),
                    .service_to = civil_date_of(2026, 4, 14),
                    .cents = 100000},
        .receipted = FACT_YES,
    };
    struct evaluation_case facts = {
        .facts = {.as_of = civil_date_of(2026, 6, 1),
                  .consolidated = plan->consolidation == PLAN_CONSOLIDATION_REQUIRED
                                      ? CONSOLIDATED_YES
                                      : CONSOLIDATED_NO,
                  .constant_need = FACT_YES,
                  .holder = FACT_YES,
                  .onset = onset,
                  .sent = civil_date_add_days(onset, 5),
                  .received = civil_date_add_days(onset, 8),
                  .complete = civil_date_add_days(onset, 30),
                  .alive_through = civil_date_of(2026, 5, 31)},
        .expenses = &expense,
        .expense_count = 1,
    };
    for (int kind = 0; kind < 4; kind++) {
        unsigned long count = 0;
        double start = now(), end = start + strtod(argv[2], NULL);
        double taken = 0;
        while (taken < end - start) {
            for (unsigned i = 0; i < 1000; i++, count++) {
                set_sheet(plan, (unsigned)count, &facts.facts.assessment);
                if (!evaluate_once(plan, &facts, kind, &made, &allocation)) {
                    return 1;
                }
            }
            taken = now() - start;
        }
        printf("%.0f %s a second\n", (double)count / taken, names[kind]);
    }
    plan_file_free(file);
    return 0;
}
