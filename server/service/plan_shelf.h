// SPDX-License-Identifier: EUPL-1.2
// The plan files in force, read once at start and never changed afterwards. Any thread.
#ifndef SERVICE_PLAN_SHELF_H
#define SERVICE_PLAN_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/json.h"
#include "base/result.h"
#include "scoring/plan.h"

struct plan_shelf;

enum { PLAN_SHELF_MAX = 64, PLAN_DIGEST_SIZE = 65 };

// Read every *.json of `directory`. One bad file refuses all of them, so that a server never runs
// with half of its rules: faults plan-folder (RC_IO: cannot be read), plan-none (RC_INVALID: no
// plan in it), plan-invalid (RC_INVALID: the place is "<file>#<pointer>", its code the plan
// file's), plan-twice (the same id and version in two files), plan-too-many. Each is also logged
// with the hint for the person who edits the file.
RC_CHECKED enum rc plan_shelf_load(const char *directory, struct plan_shelf **shelf,
                                   struct fault *fault);
void plan_shelf_free(struct plan_shelf *shelf); // NULL allowed

// The pinned version; NULL when it is not on the shelf.
const struct plan *plan_shelf_find(const struct plan_shelf *shelf, const char *id, int version);

// The newest version that is valid on `date`; NULL when there is none.
const struct plan *plan_shelf_latest(const struct plan_shelf *shelf, const char *id,
                                     struct civil_date date);

// The newest valid version of every plan, in the order of their ids; at most `capacity`, returns
// how many.
size_t plan_shelf_in_force(const struct plan_shelf *shelf, struct civil_date date,
                           const struct plan **plans, size_t capacity);

// BLAKE2b-256 of the whole file, as hex: what a decision pins beside id and version.
void plan_shelf_digest(const struct plan_shelf *shelf, const struct plan *plan,
                       char digest[PLAN_DIGEST_SIZE]);

// The S-settings of the plan file with their sources, a copy: a new reference, NULL when out of
// memory.
json_t *plan_shelf_settings(const struct plan_shelf *shelf, const struct plan *plan);

// Whether the plan asks for a permanent (consolidated) state; the API calls the others temporary.
bool plan_is_permanent(const struct plan *plan);

#endif
