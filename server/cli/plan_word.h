// SPDX-License-Identifier: EUPL-1.2
// The plan file that a command names.
#ifndef CLI_PLAN_WORD_H
#define CLI_PLAN_WORD_H

#include "cli/command.h"
#include "scoring/plan_file.h"

// Opens the plan file at `word`, a path. Exit code 0 and *file is the caller's (plan_file_free);
// otherwise the fault has been said on invocation->err: file, line, column, place, code, hint.
int plan_word_open(struct invocation *invocation, const char *word, struct plan_file **file);

// Are there as many files as the command takes, and no option? Else says so: files and options that
// nobody looks at would seem to have been looked at.
bool plan_word_only(struct invocation *invocation, int files);

#endif
