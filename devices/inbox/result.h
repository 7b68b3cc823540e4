// SPDX-License-Identifier: EUPL-1.2
// Results of the custody room, shared by inbox, keys, roster and wake.
#ifndef INBOX_RESULT_H
#define INBOX_RESULT_H

// Every function of this room that can fail returns one of these; out parameters are written only
// on INBOX_OK. The room never logs and never prints: inbox_result_text() is fit for a log line, it
// names no device and no content.
enum inbox_result {
    INBOX_OK = 0,
    INBOX_INVALID,   // an argument breaks the contract of the called function
    INBOX_MISSING,   // the file is not there
    INBOX_DENIED,    // the file is there but may not be opened, or others may read a secret
    INBOX_BUSY,      // another door holds this inbox, or a checkpoint could not finish in time
    INBOX_FULL,      // no space left: nothing was stored, trying again later is sensible
    INBOX_LATCHED,   // a flush failed earlier: nothing is accepted until the process is restarted
    INBOX_IO,        // the storage failed now; a writer is latched from here on
    INBOX_CORRUPT,   // the file is not what this room wrote, or its pages are damaged
    INBOX_WRONG_KEY, // sealed for another key; nothing was lost, come back with the right one
    INBOX_NO_MEMORY,
};

const char *inbox_result_text(enum inbox_result result);

#endif
