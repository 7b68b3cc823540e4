// SPDX-License-Identifier: EUPL-1.2
// What is wrong with an input, and where: stable codes and JSON Pointers, never prose, never the
// value.
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/result.h"

#include <stddef.h>

enum { FAULT_PLACES = 8, FAULT_CODE_SIZE = 48, FAULT_POINTER_SIZE = 120 };

// Codes are stable kebab-case identifiers ("expense-after-death"). A zeroed struct is "no fault".
struct fault {
    enum rc rc;
    char code[FAULT_CODE_SIZE];
    size_t count; // places filled in `at`, at most FAULT_PLACES; further ones are dropped
    struct fault_place {
        char pointer[FAULT_POINTER_SIZE]; // JSON Pointer (RFC 6901) into the request body
        char code[FAULT_CODE_SIZE];
    } at[FAULT_PLACES];
};

void fault_clear(struct fault *fault);

// Set the whole fault's result and code; places already collected stay. Returns `rc`, so that
// callers can `return fault_set(fault, RC_CONFLICT, "claim-already-open");`. `fault` may be NULL.
enum rc fault_set(struct fault *fault, enum rc rc, const char *code);

// At the end of a use case: a failure that no step has told of by its result is named by that.
// Returns `rc`.
enum rc fault_named(struct fault *fault, enum rc rc);

// Add one place; the fault becomes RC_INVALID with code "invalid-input" unless it was set before.
// Always returns RC_INVALID. `fault` may be NULL.
enum rc fault_at(struct fault *fault, const char *pointer, const char *code);

// The same with a formatted pointer: fault_atf(f, "too-old", "/readings/%zu/t", i).
enum rc fault_atf(struct fault *fault, const char *code, const char *pointer_format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
