// SPDX-License-Identifier: EUPL-1.2
// One text of the whole program: what is told is compared before anything else is.
#include "scoring_telling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static char text[16000];
static size_t length;

void tell_anew(void) {
    length = 0;
    text[0] = '\0';
}

void tell(const char *format, ...) {
    va_list words;
    va_start(words, format);
    int written = vsnprintf(text + length, sizeof text - length, format, words);
    va_end(words);
    assert_true(written >= 0 && (size_t)written < sizeof text - length);
    length += (size_t)written;
}

const char *tell_text(void) {
    return text;
}
