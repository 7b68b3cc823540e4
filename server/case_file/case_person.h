// SPDX-License-Identifier: EUPL-1.2
// The member and the account of a case (docs/evaluate.md).
#ifndef CASE_FILE_CASE_PERSON_H
#define CASE_FILE_CASE_PERSON_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"

#include <stdbool.h>

enum { CASE_MEMBER_FACTS = 6, CASE_ACCOUNT_FACTS = 1 };

struct member_json {
    const char *codice_fiscale, *family_name, *given_name, *birth, *birth_place;
    int sex;
    struct json_list evidence[CASE_MEMBER_FACTS];
};

struct account_json {
    const char *iban;
    struct json_list evidence[CASE_ACCOUNT_FACTS];
};

extern const struct json_field case_member_fields[];
extern const struct json_field case_account_fields[];

// Turns what was given into facts. facts->facts must be filled. False only when out of memory.
bool case_person_read(const struct member_json *member, const struct account_json *account,
                      struct arena *arena, struct evaluation_case *facts,
                      struct case_evidence *evidence, struct fault *fault);

#endif
