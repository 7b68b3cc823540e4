// SPDX-License-Identifier: EUPL-1.2
// What an insurer asks of the rules in bulk: portfolio_rate PLAN COUNT.
//
// Scores COUNT stored sheets again, and reckons the entitlement of one month for COUNT open claims:
// where the month stands, what is left of its ceiling, and one expense in it. Seconds of processor
// time and peak memory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "scoring/allocation.h"
#include "scoring/assessment.h"
#include "scoring/plan_file.h"

// As kept: one byte an answer.
struct stored_sheet {
    unsigned char grades[PLAN_ACTIVITIES_MAX];
};

// As kept: the day of completeness and what the month has used.
struct stored_claim {
    int32_t complete;
    int32_t used_cents;
};

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

static unsigned next_of(unsigned *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static size_t rescore(const struct plan *plan, const struct stored_sheet *sheets, size_t count) {
    size_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        struct assessment sheet = {0};
        struct assessment_result result;
        for (size_t k = 0; k < plan->activity_count; k++) {
            sheet.answers[k] = (struct answer){.kind = ANSWER_GRADE, .grade = sheets[i].grades[k]};
        }
        if (!assessment_evaluate(plan, &sheet, &result)) {
            exit(1);
        }
        reached += result.outcome == ASSESSMENT_REACHED;
    }
    return reached;
}

// The month in which `day` lies, for every claim.
static int64_t entitle(const struct plan *plan, const struct stored_claim *claims, size_t count,
                       struct civil_date day) {
    int64_t due = 0;
    for (size_t i = 0; i < count; i++) {
        struct civil_date complete = {claims[i].complete};
        struct benefit_month month;
        int64_t used[PLAN_MONTHS_MAX] = {0};
        const struct entitlement entitlement = {
            .recognised = true,
            .accrual_start = complete,
            .claim_received = civil_date_add_days(complete, -30),
            .alive_through = day,
        };
        const struct expense expense = {BENEFIT_FORM_DIRECT, day, day, 45000, {0}, {0}};
        struct allocation allocation;
        if (!benefit_month_of(plan, complete, day, &month)) {
            continue;
        }
        used[month.number - 1] = claims[i].used_cents;
        if (!allocation_compute(plan, &entitlement, &expense, used, PLAN_MONTHS_MAX,
                                civil_date_add_days(day, 90), &allocation)) {
            exit(1);
        }
        due += allocation.payable_cents;
    }
    return due;
}

int main(int argc, char **argv) {
    size_t count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (count == 0) {
        return 2;
    }
    struct plan_file *file = open_plan(argv[1]);
    const struct plan *plan = plan_file_plan(file);
    struct stored_sheet *sheets = calloc(count, sizeof *sheets);
    struct stored_claim *claims = calloc(count, sizeof *claims);
    if (!sheets || !claims) {
        return 1;
    }
    unsigned state = 4711;
    struct civil_date day = civil_date_of(2026, 6, 15);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < plan->activity_count; k++) {
            sheets[i].grades[k] =
                (unsigned char)(next_of(&state) % (unsigned)plan->activities[k].grade_count);
        }
        claims[i].complete = civil_date_add_days(day, -(int32_t)(next_of(&state) % 150)).number;
        claims[i].used_cents = (int32_t)(next_of(&state) % 60000);
    }
    double start = now();
    size_t reached = rescore(plan, sheets, count);
    double scored = now();
    int64_t due = entitle(plan, claims, count, day);
    double entitled = now();
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("{\"count\":%zu,\"scoring\":%.4f,\"reached\":%zu,\"entitlement\":%.4f,\"due\":%lld,"
           "\"peakKiB\":%ld}\n",
           count, scored - start, reached, entitled - scored, (long long)due, usage.ru_maxrss);
    free(sheets);
    free(claims);
    plan_file_free(file);
    return 0;
}
