// SPDX-License-Identifier: EUPL-1.2
// Names of the result codes.
#include "base/result.h"

const char *rc_name(enum rc rc) {
    switch (rc) {
    case RC_OK:
        return "ok";
    case RC_NOT_FOUND:
        return "not-found";
    case RC_CONFLICT:
        return "conflict";
    case RC_STALE:
        return "stale";
    case RC_INVALID:
        return "invalid";
    case RC_DENIED:
        return "denied";
    case RC_LIMIT:
        return "limit";
    case RC_BUSY:
        return "busy";
    case RC_NOMEM:
        return "no-memory";
    case RC_IO:
        return "io";
    case RC_BUG:
        return "bug";
    }
    return "unknown";
}
