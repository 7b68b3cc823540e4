// SPDX-License-Identifier: EUPL-1.2
// Building blocks of the field tables of a case: dates, facts, lists, and evidence beside them.
//
// Inside, to be included by the readers of a case only. AT names the struct and the member that a
// field fills.
#ifndef CASE_FILE_CASE_TABLE_H
#define CASE_FILE_CASE_TABLE_H

#include "base/json.h"
#include "case_file/case_evidence.h"

#include <stddef.h>

enum {
    CASE_ID_MAX = 100,
    CASE_CODE_MAX = 40,
    CASE_EVIDENCE_MAX = 20, // ids beside one fact
};

extern const char *const case_fact_names[3]; // by enum fact

#define CHOICE(names) .choices = names, .choice_count = sizeof names / sizeof names[0]
#define AT(type, member) .offset = offsetof(struct type, member)
#define DATE(text, type, member)                                                                   \
    { .name = text, .kind = JSON_KIND_DATE, .optional = true, AT(type, member) }
#define DATE_NEEDED(text, type, member)                                                            \
    { .name = text, .kind = JSON_KIND_DATE, AT(type, member) }
#define FACT(text, type, member)                                                                   \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_CHOICE, .optional = true, AT(type, member),                \
        CHOICE(case_fact_names)                                                                    \
    }
#define ONE_OF(text, type, member, names)                                                          \
    { .name = text, .kind = JSON_KIND_CHOICE, .optional = true, AT(type, member), CHOICE(names) }
#define ONE_OF_NEEDED(text, type, member, names)                                                   \
    { .name = text, .kind = JSON_KIND_CHOICE, AT(type, member), CHOICE(names) }
#define TEXT(text, type, member, most)                                                             \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_TEXT, .optional = true, AT(type, member), .min = 1,        \
        .max = most                                                                                \
    }
#define TEXT_NEEDED(text, type, member, most)                                                      \
    { .name = text, .kind = JSON_KIND_TEXT, AT(type, member), .min = 1, .max = most }
#define OBJECTS(text, type, member, most, item_type, table)                                        \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_LIST, .optional = true, AT(type, member), .max = most,     \
        .item = JSON_KIND_OBJECT, .item_size = sizeof(struct item_type), .fields = table           \
    }
#define TEXTS .item = JSON_KIND_TEXT, .item_min = 1, .item_max = CASE_ID_MAX
// "evidence": [ids] of an item that is one fact.
#define EVIDENCE(type)                                                                             \
    {                                                                                              \
        .name = "evidence", .kind = JSON_KIND_LIST, .optional = true, AT(type, evidence),          \
        .max = CASE_EVIDENCE_MAX, TEXTS                                                            \
    }
// "evidence": {fact: [ids]} of an object of several facts; the table is made of EVIDENCE_OF.
#define EVIDENCE_BY_FACT(type, table)                                                              \
    {                                                                                              \
        .name = "evidence", .kind = JSON_KIND_OBJECT, .optional = true, AT(type, evidence),        \
        .fields = table                                                                            \
    }
#define EVIDENCE_OF(text, index)                                                                   \
    {                                                                                              \
        .name = text, .kind = JSON_KIND_LIST, .optional = true,                                    \
        .offset = (index) * sizeof(struct json_list), .max = CASE_EVIDENCE_MAX, TEXTS              \
    }

// The evidence of the items of a list that was filled by a table with EVIDENCE.
#define EVIDENCE_COLUMN(list, type)                                                                \
    evidence_column_of(&(list), offsetof(struct type, evidence), sizeof(struct type))

#endif
