// SPDX-License-Identifier: EUPL-1.2
// Plan files and dates for the tests of the rules.
#include "scoring_plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn static void give_up(const char *what, const char *detail) {
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(1);
}

char *plans_text(const char *name, size_t *length) {
    char path[512];
    const char *folder = strchr(name, '/') == NULL ? "scoring/plans/" : "";
    snprintf(path, sizeof path, "%s/%s%s.json", HOUSE_SOURCE_DIR, folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        give_up("cannot open", path);
    }
    char *text = calloc(1, PLAN_FILE_BYTES_MAX + 1);
    if (text == NULL) {
        give_up("no memory for", path);
    }
    *length = fread(text, 1, PLAN_FILE_BYTES_MAX, file);
    fclose(file);
    return text;
}

struct plan_file *plans_open(const char *name) {
    size_t length;
    char *text = plans_text(name, &length);
    struct plan_file *file = NULL;
    struct plan_file_fault fault;
    if (plan_file_read(text, length, &file, &fault) != PLAN_FILE_OK) {
        fprintf(stderr, "%s line %d: ", fault.code, fault.line);
        give_up(fault.pointer, fault.hint);
    }
    free(text);
    return file;
}

struct civil_date plans_date(const char *text) {
    struct civil_date date = {0};
    if (text != NULL && !civil_date_parse(text, strlen(text), &date)) {
        give_up("not a date", text);
    }
    return date;
}

struct plan_file *temporary;
struct plan_file *permanent;

int both_plans_open(void **state) {
    (void)state;
    temporary = plans_open("temporary-2026");
    permanent = plans_open("permanent-2026");
    return 0;
}

int both_plans_close(void **state) {
    (void)state;
    plan_file_free(temporary);
    plan_file_free(permanent);
    return 0;
}
