// SPDX-License-Identifier: EUPL-1.2
// Collects what is wrong with an input.
#include "base/fault.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void fault_clear(struct fault *fault) {
    if (fault) {
        *fault = (struct fault){0};
    }
}

enum rc fault_set(struct fault *fault, enum rc rc, const char *code) {
    if (fault) {
        fault->rc = rc;
        snprintf(fault->code, sizeof fault->code, "%s", code);
    }
    return rc;
}

enum rc fault_named(struct fault *fault, enum rc rc) {
    bool told = rc == RC_OK || (fault && fault->rc == rc);
    return told ? rc : fault_set(fault, rc, rc_name(rc));
}

enum rc fault_at(struct fault *fault, const char *pointer, const char *code) {
    return fault_atf(fault, code, "%s", pointer);
}

enum rc fault_atf(struct fault *fault, const char *code, const char *pointer_format, ...) {
    if (!fault) {
        return RC_INVALID;
    }
    if (fault->code[0] == '\0') {
        fault_set(fault, RC_INVALID, "invalid-input");
    }
    if (fault->count < FAULT_PLACES) {
        struct fault_place *place = &fault->at[fault->count++];
        va_list arguments;
        va_start(arguments, pointer_format);
        vsnprintf(place->pointer, sizeof place->pointer, pointer_format, arguments);
        va_end(arguments);
        snprintf(place->code, sizeof place->code, "%s", code);
    }
    return RC_INVALID;
}
