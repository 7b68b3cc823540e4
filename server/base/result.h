// SPDX-License-Identifier: EUPL-1.2
// The result codes every fallible function of the server answers with.
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

enum rc {
    RC_OK = 0,
    RC_NOT_FOUND, // the thing asked for is not there (or not for this actor)
    RC_CONFLICT,  // it exists already, or its state forbids the step
    RC_STALE,     // the caller's version is not the newest (If-Match)
    RC_INVALID,   // the input is wrong; a struct fault says where
    RC_DENIED,    // the actor may not
    RC_LIMIT,     // a documented bound is reached (size, count, rate)
    RC_BUSY,      // not now: queue full, stopping, read-only after a failed flush
    RC_NOMEM,
    RC_IO,  // disk, file or network failed
    RC_BUG, // our own mistake; logged where it is found
};

// A result that nobody looks at does not compile. To ignore one on purpose, store it and say why.
#define RC_CHECKED __attribute__((warn_unused_result))

// Stable lower-case name ("not-found"), for logs and tests; never NULL.
const char *rc_name(enum rc rc);

#endif
