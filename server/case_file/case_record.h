// SPDX-License-Identifier: EUPL-1.2
// A record: the plan's digest, one case and what the engine made of it (docs/evaluate.md). All that
// is needed to come to the same bytes again.
#ifndef CASE_FILE_CASE_RECORD_H
#define CASE_FILE_CASE_RECORD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/result.h"
#include "case_file/case_output.h"

// Adds {"record":1,"plan":…,"rules":…,"input":…,"result":…} to `out`, without a line end. `json` is
// the case that `result` was made of, with its day; `digest` the BLAKE2b-256 of the plan file as
// hex. The settings of the plan stand beside it, so that a later change of the file does not
// rewrite what was read here; `rules` are the ids that the result names, each once, sorted.
RC_CHECKED enum rc case_record_write(const char *digest, const json_t *json, struct arena *arena,
                                     const struct case_result *result, struct buffer *out);

#endif
