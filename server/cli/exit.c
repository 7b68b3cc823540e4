// SPDX-License-Identifier: EUPL-1.2
// From result codes to exit codes.
#include "cli/exit.h"

int exit_code_of(enum rc rc) {
    switch (rc) {
    case RC_OK:
        return EXIT_CODE_OK;
    case RC_NOT_FOUND:
        return EXIT_CODE_NOT_FOUND;
    case RC_CONFLICT:
    case RC_STALE:
    case RC_BUSY:
        return EXIT_CODE_CONFLICT;
    case RC_INVALID:
    case RC_DENIED:
    case RC_LIMIT:
        return EXIT_CODE_REFUSED;
    case RC_NOMEM:
    case RC_IO:
    case RC_BUG:
        break;
    }
    return EXIT_CODE_FAILURE;
}
