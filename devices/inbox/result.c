// SPDX-License-Identifier: EUPL-1.2
// Words for the results of the custody room.
#include "inbox/result.h"

const char *inbox_result_text(enum inbox_result result) {
    switch (result) {
    case INBOX_OK:
        return "ok";
    case INBOX_INVALID:
        return "invalid argument";
    case INBOX_MISSING:
        return "file not found";
    case INBOX_DENIED:
        return "access to the file denied, or the file is open to others";
    case INBOX_BUSY:
        return "in use by another process";
    case INBOX_FULL:
        return "no space left on the storage";
    case INBOX_LATCHED:
        return "a flush failed earlier, refusing until restarted";
    case INBOX_IO:
        return "the storage failed";
    case INBOX_CORRUPT:
        return "not a file of this kind, or damaged";
    case INBOX_WRONG_KEY:
        return "sealed for another key";
    case INBOX_NO_MEMORY:
        return "out of memory";
    }
    return "unknown result";
}
