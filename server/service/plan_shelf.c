// SPDX-License-Identifier: EUPL-1.2
// Reading a folder of plan files.
#include "service/plan_shelf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "scoring/plan_file.h"
#include "vault/vault.h"

struct plan_shelf {
    struct plan_file *files[PLAN_SHELF_MAX]; // by id, then by version
    size_t count;
};

static enum rc refuse(struct fault *fault, const char *file, const char *code,
                      const struct plan_file_fault *why) {
    log_error("plan.refused", log_text("file", file), log_text("code", why->code),
              log_text("pointer", why->pointer), log_text("hint", why->hint),
              log_int("at-line", why->line));
    char place[FAULT_POINTER_SIZE];
    snprintf(place, sizeof place, "%.60s#%.50s", file, why->pointer);
    enum rc rc = fault_at(fault, place, why->code[0] == '\0' ? code : why->code);
    (void)fault_set(fault, RC_INVALID, code);
    return rc;
}

static enum rc slurp(const char *path, char **text, size_t *length) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return RC_IO;
    char *bytes = malloc(PLAN_FILE_BYTES_MAX + 1);
    size_t got = bytes == NULL ? 0 : fread(bytes, 1, PLAN_FILE_BYTES_MAX + 1, file);
    bool failed = bytes == NULL || ferror(file) != 0;
    (void)fclose(file);
    if (failed) {
        free(bytes);
        return RC_IO;
    }
    *text = bytes;
    *length = got;
    return RC_OK;
}

// The pages ask every item by its grades and show one limit; `sostegno evaluate` can do more.
static bool is_askable(const struct plan *plan, struct plan_file_fault *why) {
    for (size_t i = 0; i < plan->activity_count; i++) {
        if (plan->activities[i].kind != PLAN_ITEM_GRADE) {
            *why = (struct plan_file_fault){.code = "not-askable",
                                            .hint = "the pages ask items by grades only"};
            snprintf(why->pointer, sizeof why->pointer, "/activities/%zu", i);
            return false;
        }
    }
    if (plan->group_count + plan->scale_count > 0) {
        *why = (struct plan_file_fault){.code = "not-askable",
                                        .hint = "the pages show no groups and no levels"};
        snprintf(why->pointer, sizeof why->pointer, "%s",
                 plan->group_count > 0 ? "/groups" : "/scales");
        return false;
    }
    return true;
}

static enum rc add_file(struct plan_shelf *shelf, const char *directory, const char *name,
                        struct fault *fault) {
    if (shelf->count == PLAN_SHELF_MAX)
        return fault_set(fault, RC_LIMIT, "plan-too-many");
    char path[4096];
    int written = snprintf(path, sizeof path, "%s/%s", directory, name);
    char *text = NULL;
    size_t length = 0;
    if (written < 0 || (size_t)written >= sizeof path || slurp(path, &text, &length) != RC_OK)
        return fault_set(fault, RC_IO, "plan-folder");
    struct plan_file *file = NULL;
    struct plan_file_fault why = {0};
    enum plan_file_result result = plan_file_read(text, length, &file, &why);
    free(text);
    switch (result) {
    case PLAN_FILE_OK:
        break;
    case PLAN_FILE_NO_MEMORY:
        return RC_NOMEM;
    case PLAN_FILE_TOO_BIG:
        snprintf(why.code, sizeof why.code, "too-big");
        return refuse(fault, name, "plan-invalid", &why);
    case PLAN_FILE_SYNTAX:
    case PLAN_FILE_INVALID:
        return refuse(fault, name, "plan-invalid", &why);
    }
    const struct plan *plan = plan_file_plan(file);
    if (plan_shelf_find(shelf, plan->id, plan->version) != NULL) {
        why = (struct plan_file_fault){.code = "plan-twice"};
        plan_file_free(file);
        return refuse(fault, name, "plan-twice", &why);
    }
    if (!is_askable(plan, &why)) {
        plan_file_free(file);
        return refuse(fault, name, "plan-invalid", &why);
    }
    shelf->files[shelf->count++] = file;
    return RC_OK;
}

static bool is_plan_name(const char *name) {
    size_t length = strlen(name);
    return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static int by_id_and_version(const void *a, const void *b) {
    const struct plan *left = plan_file_plan(*(struct plan_file *const *)a);
    const struct plan *right = plan_file_plan(*(struct plan_file *const *)b);
    int order = strcmp(left->id, right->id);
    if (order != 0)
        return order;
    return (left->version > right->version) - (left->version < right->version);
}

enum rc plan_shelf_load(const char *directory, struct plan_shelf **shelf, struct fault *fault) {
    DIR *folder = opendir(directory);
    if (folder == NULL)
        return fault_set(fault, RC_IO, "plan-folder");
    struct plan_shelf *made = calloc(1, sizeof *made);
    enum rc rc = made == NULL ? RC_NOMEM : RC_OK;
    for (struct dirent *entry = readdir(folder); rc == RC_OK && entry != NULL;
         entry = readdir(folder)) {
        if (is_plan_name(entry->d_name))
            rc = add_file(made, directory, entry->d_name, fault);
    }
    (void)closedir(folder);
    if (rc == RC_OK && made->count == 0)
        rc = fault_set(fault, RC_INVALID, "plan-none");
    if (rc != RC_OK) {
        plan_shelf_free(made);
        return rc;
    }
    qsort(made->files, made->count, sizeof made->files[0], by_id_and_version);
    *shelf = made;
    return RC_OK;
}

void plan_shelf_free(struct plan_shelf *shelf) {
    if (shelf == NULL)
        return;
    for (size_t i = 0; i < shelf->count; i++)
        plan_file_free(shelf->files[i]);
    free(shelf);
}

const struct plan *plan_shelf_find(const struct plan_shelf *shelf, const char *id, int version) {
    for (size_t i = 0; i < shelf->count; i++) {
        const struct plan *plan = plan_file_plan(shelf->files[i]);
        if (plan->version == version && strcmp(plan->id, id) == 0)
            return plan;
    }
    return NULL;
}

const struct plan *plan_shelf_latest(const struct plan_shelf *shelf, const char *id,
                                     struct civil_date date) {
    const struct plan *latest = NULL;
    for (size_t i = 0; i < shelf->count; i++) {
        const struct plan *plan = plan_file_plan(shelf->files[i]);
        if (strcmp(plan->id, id) == 0 && civil_date_compare(plan->valid_from, date) <= 0 &&
            (latest == NULL || plan->version > latest->version))
            latest = plan;
    }
    return latest;
}

size_t plan_shelf_in_force(const struct plan_shelf *shelf, struct civil_date date,
                           const struct plan **plans, size_t capacity) {
    size_t count = 0;
    for (size_t i = 0; i < shelf->count && count < capacity; i++) {
        const struct plan *plan = plan_file_plan(shelf->files[i]);
        if (plan_shelf_latest(shelf, plan->id, date) == plan)
            plans[count++] = plan;
    }
    return count;
}

void plan_shelf_digest(const struct plan_shelf *shelf, const struct plan *plan,
                       char digest[PLAN_DIGEST_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    digest[0] = '\0';
    for (size_t i = 0; i < shelf->count; i++) {
        if (plan_file_plan(shelf->files[i]) != plan)
            continue;
        size_t length = 0;
        const char *text = plan_file_json(shelf->files[i], &length);
        uint8_t hash[VAULT_HASH_SIZE];
        vault_hash(text, length, hash);
        for (size_t b = 0; b < sizeof hash; b++) {
            digest[2 * b] = digits[hash[b] >> 4];
            digest[2 * b + 1] = digits[hash[b] & 15];
        }
        digest[PLAN_DIGEST_SIZE - 1] = '\0';
        return;
    }
}

json_t *plan_shelf_settings(const struct plan_shelf *shelf, const struct plan *plan) {
    for (size_t i = 0; i < shelf->count; i++) {
        if (plan_file_plan(shelf->files[i]) != plan)
            continue;
        size_t length = 0;
        const char *text = plan_file_json(shelf->files[i], &length);
        const struct json_limits limits = {.bytes = length, .depth = 32, .keys = 65536};
        json_t *file = NULL;
        if (json_read(text, length, &limits, NULL, &file) != RC_OK)
            return NULL;
        json_t *settings = json_incref(json_object_get(file, "settings"));
        json_decref(file);
        return settings;
    }
    return NULL;
}

bool plan_is_permanent(const struct plan *plan) {
    return plan->consolidation == PLAN_CONSOLIDATION_REQUIRED;
}
