// SPDX-License-Identifier: EUPL-1.2
// sostegno evaluate: cases as JSON lines in, decisions proposed as JSON lines out.
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/json_stream.h"
#include "case_file/case_difference.h"
#include "case_file/case_input.h"
#include "case_file/case_output.h"
#include "case_file/case_record.h"
#include "cli/case_lines.h"
#include "cli/command.h"
#include "cli/exit.h"
#include "cli/plan_word.h"
#include "scoring/evaluation.h"
#include "scoring/plan_file.h"
#include "vault/vault.h"

enum {
    OUTPUT_MAX = 32 * 1024 * 1024, // of one case
    FLUSH_AT = 64 * 1024,          // bytes gathered before they are written
    DIGEST_TEXT_SIZE = 2 * VAULT_HASH_SIZE + 1,
};

// A record holds the case and its result, which may name every line of two hundred expenses.
static const struct json_limits record_limits = {
    .bytes = 8 * 1024 * 1024, .depth = 12, .keys = 512 * 1024};

enum mode { MODE_RESULT, MODE_RECORD, MODE_REPLAY, MODE_EXPLAIN };

struct run {
    struct invocation *invocation;
    struct plan_file *file;
    char digest[DIGEST_TEXT_SIZE];
    enum mode mode;
    enum case_language language;
    struct civil_date as_of;
    struct evaluation *evaluation;
    struct allocation *allocations; // EVALUATION_EXPENSES_MAX
    struct buffer out;
    struct buffer record; // a record made again, to be compared
    size_t refused;
};

static void digest_of(const struct plan_file *file, char digest[DIGEST_TEXT_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    size_t length = 0;
    const char *text = plan_file_json(file, &length);
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(text, length, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        digest[2 * i] = digits[hash[i] >> 4];
        digest[2 * i + 1] = digits[hash[i] & 15];
    }
    digest[DIGEST_TEXT_SIZE - 1] = '\0';
}

// A record carries its day in the input, so that it means the same without the option.
static enum rc pin_day(const struct run *run, json_t *json) {
    char day[CIVIL_DATE_TEXT_SIZE];
    if (run->mode != MODE_RECORD || json_object_get(json, "asOf") ||
        civil_date_format(run->as_of, day) == 0) {
        return RC_OK;
    }
    return json_put(json, "asOf", json_string(day)) == 0 ? RC_OK : RC_NOMEM;
}

static enum rc evaluate(struct run *run, const json_t *json, struct arena *arena,
                        struct case_input *input, struct case_result *result, struct fault *fault) {
    const struct plan *plan = plan_file_plan(run->file);
    enum rc rc = case_input_read(plan, json, run->as_of, arena, input, fault);
    if (rc != RC_OK) {
        return rc;
    }
    if (!evaluation_make(plan, &input->facts, run->evaluation, run->allocations)) {
        return fault_set(fault, RC_INVALID, "not-evaluable");
    }
    *result = (struct case_result){plan, input, run->evaluation, run->allocations};
    return RC_OK;
}

// Says where the record that was read first differs from the one made again.
static enum rc tell_difference(struct run *run, json_t *given, struct fault *fault) {
    json_t *made = NULL;
    enum rc rc = json_read(run->record.data, run->record.length, &record_limits, NULL, &made);
    if (rc == RC_OK) {
        rc = fault_set(fault, RC_INVALID, "differs");
        case_difference_tell(made, given, fault);
    }
    json_decref(made);
    return rc;
}

static enum rc replay(struct run *run, json_t *json, const struct case_line *line,
                      struct arena *arena, struct fault *fault) {
    const json_t *input_json = json_object_get(json, "input");
    const char *digest =
        json_string_value(json_object_get(json_object_get(json, "plan"), "digest"));
    if (!input_json || !digest) {
        return fault_set(fault, RC_INVALID, "not-a-record");
    }
    if (strcmp(digest, run->digest) != 0) {
        return fault_set(fault, RC_INVALID, "other-plan");
    }
    struct case_input input;
    struct case_result result;
    enum rc rc = evaluate(run, input_json, arena, &input, &result, fault);
    if (rc != RC_OK) {
        return rc;
    }
    buffer_clear(&run->record);
    rc = case_record_write(run->digest, input_json, arena, &result, &run->record);
    if (rc != RC_OK) {
        return rc;
    }
    if (run->record.length != line->length ||
        memcmp(run->record.data, line->text, line->length) != 0) {
        return tell_difference(run, json, fault);
    }
    struct json_stream stream = json_stream_begin(&run->out);
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "id");
    json_stream_text(&stream, input.id);
    json_stream_name(&stream, "replay");
    json_stream_text(&stream, "same");
    json_stream_close(&stream, '}');
    return stream.rc;
}

static enum rc answer(struct run *run, json_t *json, const struct case_line *line,
                      struct arena *arena, struct fault *fault) {
    if (run->mode == MODE_REPLAY) {
        return replay(run, json, line, arena, fault);
    }
    struct case_input input;
    struct case_result result;
    enum rc rc = evaluate(run, json, arena, &input, &result, fault);
    if (rc == RC_OK) {
        rc = pin_day(run, json);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (run->mode == MODE_EXPLAIN) {
        return case_output_text(&run->out, &result, run->language);
    }
    if (run->mode == MODE_RECORD) {
        return case_record_write(run->digest, json, arena, &result, &run->out);
    }
    struct json_stream stream = json_stream_begin(&run->out);
    case_output_json(&stream, &result);
    return stream.rc;
}

static const struct json_limits *limits_of(const struct run *run) {
    return run->mode == MODE_REPLAY ? &record_limits : &case_limits;
}

// The id of a case, or of the case in a record; NULL when there is none to be read.
static const char *id_of(const struct run *run, const json_t *json) {
    const json_t *input = run->mode == MODE_REPLAY ? json_object_get(json, "input") : json;
    return json_string_value(json_object_get(input, "id"));
}

// RC_INVALID and RC_LIMIT are the line's own; anything else ends the run.
static enum rc one_line(struct run *run, const struct case_line *line) {
    struct fault fault = {0};
    json_t *json = NULL;
    size_t before = run->out.length;
    struct arena *arena = arena_new(0);
    enum rc rc = arena ? RC_OK : RC_NOMEM;
    if (rc == RC_OK && line->too_long) {
        rc = fault_set(&fault, RC_LIMIT, "json-too-large");
    }
    if (rc == RC_OK) {
        rc = json_read(line->text, line->length, limits_of(run), &fault, &json);
    }
    if (rc == RC_OK) {
        rc = answer(run, json, line, arena, &fault);
    }
    if (fault.code[0] != '\0' && rc != RC_NOMEM) {
        run->refused++;
        run->out.length = before;
        struct json_stream stream = json_stream_begin(&run->out);
        case_output_fault(&stream, line->number, id_of(run, json), &fault, NULL);
        rc = stream.rc;
    }
    if (rc == RC_OK && (run->mode != MODE_EXPLAIN || fault.code[0] != '\0')) {
        rc = buffer_text(&run->out, "\n");
    }
    json_decref(json);
    arena_free(arena);
    return rc;
}

static enum rc flush(struct run *run, size_t least) {
    if (run->out.length < least || run->out.length == 0) {
        return RC_OK;
    }
    size_t written = fwrite(run->out.data, 1, run->out.length, run->invocation->out);
    bool whole = written == run->out.length;
    buffer_clear(&run->out);
    return whole ? RC_OK : RC_IO;
}

static enum rc run_lines(struct run *run, FILE *in) {
    struct case_lines *lines = case_lines_open(in, limits_of(run)->bytes);
    enum rc rc = lines ? RC_OK : RC_NOMEM;
    struct case_line line;
    while (rc == RC_OK && case_lines_next(lines, &line)) {
        if (line.length == 0 && !line.too_long) {
            continue;
        }
        rc = one_line(run, &line);
        if (rc == RC_OK) {
            rc = flush(run, FLUSH_AT);
        }
    }
    if (rc == RC_OK && case_lines_failed(lines)) {
        rc = RC_IO;
    }
    if (rc == RC_OK) {
        rc = flush(run, 0);
    }
    case_lines_close(lines);
    return rc;
}

static int run_all(struct run *run, FILE *in) {
    run->evaluation = malloc(sizeof *run->evaluation);
    run->allocations = calloc(EVALUATION_EXPENSES_MAX, sizeof *run->allocations);
    buffer_init(&run->out, OUTPUT_MAX);
    buffer_init(&run->record, OUTPUT_MAX);
    enum rc rc = run->evaluation && run->allocations ? run_lines(run, in) : RC_NOMEM;
    free(run->evaluation);
    free(run->allocations);
    buffer_free(&run->out);
    buffer_free(&run->record);
    if (rc != RC_OK) {
        fprintf(run->invocation->err, "sostegno: evaluate: %s\n", rc_name(rc));
        return EXIT_CODE_FAILURE;
    }
    return run->refused > 0 ? EXIT_CODE_REFUSED : EXIT_CODE_OK;
}

// Reads the options. False, with a sentence said, when they are not well formed.
static bool read_options(struct run *run, const char **replay_path) {
    struct invocation *invocation = run->invocation;
    static const char *const known[] = {"--plan", "--as-of", "--explain", "--replay", NULL};
    for (int i = 0; i < invocation->count; i++) {
        size_t k = 0;
        while (known[k] && strcmp(known[k], invocation->words[i]) != 0) {
            k++;
        }
        bool flag = strcmp(invocation->words[i], "--record") == 0;
        if (!flag && (!known[k] || ++i == invocation->count)) {
            (void)command_usage(invocation, "evaluate wants --plan FILE, and perhaps --as-of DAY, "
                                            "--explain it|en, --record or --replay FILE");
            return false;
        }
    }
    const char *day = command_option(invocation, "--as-of");
    if (day && !civil_date_parse(day, strlen(day), &run->as_of)) {
        (void)command_usage(invocation, "--as-of wants a day like 2026-01-31");
        return false;
    }
    const char *language = command_option(invocation, "--explain");
    if (language && strcmp(language, "it") != 0 && strcmp(language, "en") != 0) {
        (void)command_usage(invocation, "--explain wants it or en");
        return false;
    }
    *replay_path = command_option(invocation, "--replay");
    bool record = command_flag(invocation, "--record");
    if ((language != NULL) + (*replay_path != NULL) + record > 1) {
        (void)command_usage(invocation, "--explain, --record and --replay exclude each other");
        return false;
    }
    run->language = language && language[0] == 'e' ? CASE_ENGLISH : CASE_ITALIAN;
    run->mode = language       ? MODE_EXPLAIN
                : *replay_path ? MODE_REPLAY
                : record       ? MODE_RECORD
                               : MODE_RESULT;
    return true;
}

int command_evaluate(struct invocation *invocation) {
    struct run run = {.invocation = invocation};
    const char *replay_path = NULL;
    if (!read_options(&run, &replay_path)) {
        return EXIT_CODE_USAGE;
    }
    int code = plan_word_open(invocation, command_option(invocation, "--plan"), &run.file);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    FILE *in = stdin;
    if (replay_path) {
        const char *path = command_path(invocation, replay_path);
        in = path ? fopen(path, "re") : NULL;
    }
    if (in) {
        digest_of(run.file, run.digest);
        code = run_all(&run, in);
    } else {
        fprintf(invocation->err, "sostegno: evaluate: cannot read %s\n", replay_path);
        code = EXIT_CODE_NOT_FOUND;
    }
    if (replay_path && in) {
        (void)fclose(in);
    }
    plan_file_free(run.file);
    return code;
}
