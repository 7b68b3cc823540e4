// SPDX-License-Identifier: EUPL-1.2
// sostegno plan compare: the same cases under two plans, who changes and what it costs.
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_stream.h"
#include "case_file/case_input.h"
#include "case_file/case_output.h"
#include "cli/case_lines.h"
#include "cli/command.h"
#include "cli/exit.h"
#include "cli/plan_word.h"
#include "scoring/evaluation.h"
#include "scoring/money.h"

enum { OUTPUT_MAX = 1024 * 1024, SIDES = 2 };

// What one plan says about one case.
struct verdict {
    enum proposal_outcome outcome;
    int64_t due_cents;      // over all expenses; at most 400 of a thousand million euro
    int64_t reserved_cents; // of authorised services that are to come
};

static int64_t cost_of(const struct verdict *verdict) {
    return verdict->due_cents + verdict->reserved_cents;
}

struct comparison {
    struct invocation *invocation;
    struct plan_file *files[SIDES]; // old, new
    struct evaluation *evaluation;
    struct allocation *allocations;
    struct buffer out;
    int64_t cases, changed, refused;
    int64_t cost_cents[SIDES];
};

static enum rc judge(struct comparison *comparison, const struct plan *plan, const json_t *json,
                     struct arena *arena, struct verdict *verdict, struct fault *fault) {
    struct case_input input;
    enum rc rc = case_input_read(plan, json, (struct civil_date){0}, arena, &input, fault);
    if (rc != RC_OK) {
        return rc;
    }
    if (!evaluation_make(plan, &input.facts, comparison->evaluation, comparison->allocations)) {
        return fault_set(fault, RC_INVALID, "not-evaluable");
    }
    *verdict = (struct verdict){.outcome = comparison->evaluation->proposal.outcome};
    for (size_t i = 0; i < input.facts.expense_count; i++) {
        verdict->due_cents += comparison->allocations[i].payable_cents;
    }
    for (size_t i = 0; i < input.facts.authorisation_count; i++) {
        verdict->reserved_cents += comparison->evaluation->reserved_cents[i];
    }
    return RC_OK;
}

static void put_money(struct json_stream *stream, const char *name, int64_t cents) {
    char text[MONEY_TEXT_SIZE];
    (void)money_format(cents, text);
    json_stream_name(stream, name);
    json_stream_text(stream, text);
}

static void put_verdict(struct json_stream *stream, const char *name,
                        const struct verdict *verdict) {
    json_stream_name(stream, name);
    json_stream_open(stream, '{');
    json_stream_name(stream, "outcome");
    json_stream_text(stream, proposal_outcome_name(verdict->outcome));
    put_money(stream, "due", verdict->due_cents);
    put_money(stream, "reserved", verdict->reserved_cents);
    json_stream_close(stream, '}');
}

static void put_change(struct json_stream *stream, const json_t *json,
                       const struct verdict verdicts[SIDES]) {
    json_stream_open(stream, '{');
    json_stream_name(stream, "id");
    json_stream_text(stream, json_string_value(json_object_get(json, "id")));
    put_verdict(stream, "old", &verdicts[0]);
    put_verdict(stream, "new", &verdicts[1]);
    put_money(stream, "difference", cost_of(&verdicts[1]) - cost_of(&verdicts[0]));
    json_stream_close(stream, '}');
}

static void put_total(struct json_stream *stream, const struct comparison *comparison) {
    json_stream_open(stream, '{');
    json_stream_name(stream, "cases");
    json_stream_integer(stream, comparison->cases);
    json_stream_name(stream, "changed");
    json_stream_integer(stream, comparison->changed);
    json_stream_name(stream, "refused");
    json_stream_integer(stream, comparison->refused);
    put_money(stream, "old", comparison->cost_cents[0]);
    put_money(stream, "new", comparison->cost_cents[1]);
    put_money(stream, "difference", comparison->cost_cents[1] - comparison->cost_cents[0]);
    json_stream_close(stream, '}');
}

// Adds both sums or neither.
static enum rc count(struct comparison *comparison, const struct verdict verdicts[SIDES]) {
    int64_t sums[SIDES];
    for (size_t i = 0; i < SIDES; i++) {
        if (!money_add(comparison->cost_cents[i], cost_of(&verdicts[i]), &sums[i])) {
            return RC_LIMIT;
        }
    }
    comparison->cost_cents[0] = sums[0];
    comparison->cost_cents[1] = sums[1];
    return RC_OK;
}

static bool has_place(const struct fault *fault, const struct fault_place *place) {
    for (size_t i = 0; i < fault->count; i++) {
        if (strcmp(fault->at[i].pointer, place->pointer) == 0 &&
            strcmp(fault->at[i].code, place->code) == 0) {
            return true;
        }
    }
    return false;
}

// What is wrong with a line, and for each place the plan that alone refuses it; NULL: either does.
struct refusal {
    struct fault fault;
    const char *plans[FAULT_PLACES];
};

// A list that is full may have dropped the place that it seems not to have.
static void join_faults(const struct fault faults[SIDES], struct refusal *refusal) {
    static const char *const names[SIDES] = {"old", "new"};
    struct fault *joined = &refusal->fault;
    for (size_t side = 0; side < SIDES; side++) {
        const struct fault *own = &faults[side], *other = &faults[SIDES - 1 - side];
        if (own->code[0] != '\0') {
            (void)fault_set(joined, own->rc, own->code);
        }
        for (size_t i = 0; i < own->count && joined->count < FAULT_PLACES; i++) {
            bool both = has_place(other, &own->at[i]);
            if (side == 0 || !both) {
                bool sure = !both && other->count < FAULT_PLACES;
                refusal->plans[joined->count] = sure ? names[side] : NULL;
                (void)fault_at(joined, own->at[i].pointer, own->at[i].code);
            }
        }
    }
}

static enum rc compare_case(struct comparison *comparison, const json_t *json, struct arena *arena,
                            struct json_stream *stream, struct refusal *refusal) {
    struct verdict verdicts[SIDES];
    struct fault faults[SIDES] = {0};
    enum rc rcs[SIDES];
    for (size_t i = 0; i < SIDES; i++) {
        rcs[i] = judge(comparison, plan_file_plan(comparison->files[i]), json, arena, &verdicts[i],
                       &faults[i]);
    }
    join_faults(faults, refusal);
    for (size_t i = 0; i < SIDES; i++) {
        if (rcs[i] != RC_OK) {
            return rcs[i];
        }
    }
    if (verdicts[0].outcome != verdicts[1].outcome ||
        verdicts[0].due_cents != verdicts[1].due_cents ||
        verdicts[0].reserved_cents != verdicts[1].reserved_cents) {
        comparison->changed++;
        put_change(stream, json, verdicts);
    }
    return count(comparison, verdicts);
}

static enum rc write_out(struct comparison *comparison) {
    enum rc rc = comparison->out.length > 0 ? buffer_text(&comparison->out, "\n") : RC_OK;
    size_t length = comparison->out.length;
    if (rc == RC_OK &&
        fwrite(buffer_string(&comparison->out), 1, length, comparison->invocation->out) != length) {
        rc = RC_IO;
    }
    buffer_clear(&comparison->out);
    return rc;
}

static enum rc one_line(struct comparison *comparison, const struct case_line *line) {
    struct refusal refusal = {0};
    struct fault *fault = &refusal.fault;
    struct json_stream stream = json_stream_begin(&comparison->out);
    json_t *json = NULL;
    struct arena *arena = arena_new(0);
    enum rc rc = arena ? RC_OK : RC_NOMEM;
    if (rc == RC_OK) {
        rc = line->too_long ? fault_set(fault, RC_LIMIT, "json-too-large")
                            : json_read(line->text, line->length, &case_limits, fault, &json);
    }
    if (rc == RC_OK) {
        rc = compare_case(comparison, json, arena, &stream, &refusal);
    }
    comparison->cases++;
    if (fault->code[0] != '\0' && rc != RC_NOMEM) {
        comparison->refused++;
        case_output_fault(&stream, line->number, json_string_value(json_object_get(json, "id")),
                          fault, refusal.plans);
        rc = RC_OK;
    }
    json_decref(json);
    arena_free(arena);
    return rc != RC_OK ? rc : stream.rc != RC_OK ? stream.rc : write_out(comparison);
}

static enum rc compare_lines(struct comparison *comparison) {
    struct case_lines *lines = case_lines_open(stdin, case_limits.bytes);
    enum rc rc = lines ? RC_OK : RC_NOMEM;
    struct case_line line;
    while (rc == RC_OK && case_lines_next(lines, &line)) {
        if (line.length > 0 || line.too_long) {
            rc = one_line(comparison, &line);
        }
    }
    if (rc == RC_OK && case_lines_failed(lines)) {
        rc = RC_IO;
    }
    case_lines_close(lines);
    if (rc == RC_OK) {
        struct json_stream stream = json_stream_begin(&comparison->out);
        put_total(&stream, comparison);
        rc = stream.rc == RC_OK ? write_out(comparison) : stream.rc;
    }
    return rc;
}

static int compare(struct comparison *comparison) {
    comparison->evaluation = malloc(sizeof *comparison->evaluation);
    comparison->allocations = calloc(EVALUATION_EXPENSES_MAX, sizeof *comparison->allocations);
    buffer_init(&comparison->out, OUTPUT_MAX);
    bool ready = comparison->evaluation && comparison->allocations;
    enum rc rc = ready ? compare_lines(comparison) : RC_NOMEM;
    free(comparison->evaluation);
    free(comparison->allocations);
    buffer_free(&comparison->out);
    if (rc != RC_OK) {
        fprintf(comparison->invocation->err, "sostegno: plan compare: %s\n", rc_name(rc));
        return EXIT_CODE_FAILURE;
    }
    return comparison->refused > 0 ? EXIT_CODE_REFUSED : EXIT_CODE_OK;
}

int command_plan_compare(struct invocation *invocation) {
    static const char *const no_flags[] = {NULL};
    struct comparison comparison = {.invocation = invocation};
    int code = plan_word_only(invocation, SIDES) ? EXIT_CODE_OK : EXIT_CODE_USAGE;
    for (int i = 0; i < SIDES && code == EXIT_CODE_OK; i++) {
        code =
            plan_word_open(invocation, command_word(invocation, i, no_flags), &comparison.files[i]);
    }
    if (code == EXIT_CODE_OK) {
        code = compare(&comparison);
    }
    for (size_t i = 0; i < SIDES; i++) {
        plan_file_free(comparison.files[i]);
    }
    return code;
}
