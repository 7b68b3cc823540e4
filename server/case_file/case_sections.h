// SPDX-License-Identifier: EUPL-1.2
// The optional sections of a case: cover, health at its start, causes, dossier (docs/evaluate.md).
#ifndef CASE_FILE_CASE_SECTIONS_H
#define CASE_FILE_CASE_SECTIONS_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

enum { CASE_COVER_FACTS = 4, CASE_HEALTH_FACTS = 4, CASE_CAUSES_FACTS = 1, CASE_DOSSIER_FACTS = 3 };

struct cover_json {
    const char *birth, *holder_birth, *annual_expiry;
    int child;
    struct json_list events;
    struct json_list evidence[CASE_COVER_FACTS];
};

struct invalidity_json {
    const char *since;
    int status;
    int64_t percent;
    struct json_list evidence;
};

struct health_json {
    const char *tested_on;
    int statement;
    int64_t substances, medicines;
    int drugs_known;
    struct invalidity_json invalidity;
    struct json_list findings;
    struct json_list evidence[CASE_HEALTH_FACTS];
};

struct causes_json {
    int examined;
    struct json_list found;
    struct json_list evidence[CASE_CAUSES_FACTS];
};

struct dossier_json {
    int admitted, home_service, inpatient;
    struct json_list documents;
    struct json_list evidence[CASE_DOSSIER_FACTS];
};

struct sections_json {
    bool cover_given, health_given, causes_given, dossier_given;
    struct cover_json cover;
    struct health_json health;
    struct causes_json causes;
    struct dossier_json dossier;
};

extern const struct json_field case_cover_fields[];
extern const struct json_field case_health_fields[];
extern const struct json_field case_causes_fields[];
extern const struct json_field case_dossier_fields[];

// What stands for "not given" in a section.
extern const struct sections_json case_sections_empty;

// Turns the sections that were given into facts, which live in the arena. facts->facts must be
// filled. Faults are added with their place; false only when out of memory.
bool case_sections_read(const struct plan *plan, const struct sections_json *json,
                        struct arena *arena, struct evaluation_case *facts,
                        struct case_evidence *evidence, struct fault *fault);

#endif
