// SPDX-License-Identifier: EUPL-1.2
// Exit codes of the program (docs/operation.md).
#ifndef CLI_EXIT_H
#define CLI_EXIT_H

#include "base/result.h"

enum exit_code {
    EXIT_CODE_OK = 0,
    EXIT_CODE_FAILURE = 1,
    EXIT_CODE_USAGE = 2,
    EXIT_CODE_NOT_FOUND = 3,
    EXIT_CODE_CONFLICT = 4,
    EXIT_CODE_REFUSED = 5,
    EXIT_CODE_UNREACHABLE = 69,
    EXIT_CODE_CONFIG = 78,
};

int exit_code_of(enum rc rc);

#endif
