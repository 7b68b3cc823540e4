// SPDX-License-Identifier: EUPL-1.2
// Plan files on the command line: opening one, and `sostegno plan check`.
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/exit.h"
#include "cli/plan_word.h"

static int say_fault(struct invocation *invocation, const char *path, enum plan_file_result result,
                     const struct plan_file_fault *fault) {
    if (result == PLAN_FILE_NO_MEMORY) {
        fprintf(invocation->err, "sostegno: out of memory\n");
        return EXIT_CODE_FAILURE;
    }
    fprintf(invocation->err, "%s:%d:%d: %s at \"%s\": %s\n", path, fault->line, fault->column,
            fault->code, fault->pointer, fault->hint);
    return EXIT_CODE_REFUSED;
}

int plan_word_open(struct invocation *invocation, const char *word, struct plan_file **file) {
    if (!word) {
        return command_usage(invocation, "the plan file is missing");
    }
    const char *path = command_path(invocation, word);
    FILE *in = path ? fopen(path, "re") : NULL;
    if (!in) {
        fprintf(invocation->err, "sostegno: cannot read %s\n", word);
        return EXIT_CODE_NOT_FOUND;
    }
    char *text = malloc(PLAN_FILE_BYTES_MAX + 1);
    size_t length = text ? fread(text, 1, PLAN_FILE_BYTES_MAX + 1, in) : 0;
    bool failed = !text || ferror(in) != 0;
    (void)fclose(in);
    if (failed) {
        free(text);
        fprintf(invocation->err, "sostegno: cannot read %s\n", word);
        return EXIT_CODE_FAILURE;
    }
    struct plan_file_fault fault = {0};
    enum plan_file_result result = plan_file_read(text, length, file, &fault);
    free(text);
    return result == PLAN_FILE_OK ? EXIT_CODE_OK : say_fault(invocation, word, result, &fault);
}

bool plan_word_only(struct invocation *invocation, int files) {
    bool only = invocation->count <= files;
    for (int i = 0; i < invocation->count && only; i++) {
        only = strncmp(invocation->words[i], "--", 2) != 0;
    }
    if (!only) {
        (void)command_usage(invocation, files == 1 ? "plan check takes one file and no option"
                                                   : "plan compare takes two files and no option");
    }
    return only;
}

int command_plan_check(struct invocation *invocation) {
    static const char *const no_flags[] = {NULL};
    if (!plan_word_only(invocation, 1)) {
        return EXIT_CODE_USAGE;
    }
    struct plan_file *file = NULL;
    int code = plan_word_open(invocation, command_word(invocation, 0, no_flags), &file);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    const struct plan *plan = plan_file_plan(file);
    fprintf(invocation->out, "%s version %d is a plan\n", plan->id, plan->version);
    plan_file_free(file);
    return EXIT_CODE_OK;
}
