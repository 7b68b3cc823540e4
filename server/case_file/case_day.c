// SPDX-License-Identifier: EUPL-1.2
// Reading days.
#include "case_file/case_day.h"

#include <stdio.h>
#include <string.h>

struct civil_date case_day_of(const char *text) {
    struct civil_date date = {0};
    if (text && !civil_date_parse(text, strlen(text), &date)) {
        return (struct civil_date){0};
    }
    return date;
}

struct civil_date case_day_past(const char *text, struct civil_date as_of, const char *pointer,
                                struct fault *fault) {
    struct civil_date date = case_day_of(text);
    if (text && !civil_date_known(date)) {
        fault_at(fault, pointer, "out-of-range");
    } else if (civil_date_known(as_of) && civil_date_compare(date, as_of) > 0) {
        fault_at(fault, pointer, "after-as-of");
    }
    return date;
}

struct civil_date case_day_of_item(const char *text, struct civil_date as_of, const char *list,
                                   size_t index, const char *name, struct fault *fault) {
    struct civil_date date = case_day_of(text);
    if (text && (!civil_date_known(date) || civil_date_compare(date, as_of) > 0)) {
        char pointer[FAULT_POINTER_SIZE];
        (void)snprintf(pointer, sizeof pointer, "/%s/%zu/%s", list, index, name);
        return case_day_past(text, as_of, pointer, fault);
    }
    return date;
}

void case_day_ordered(struct civil_date first, struct civil_date second, const char *pointer,
                      struct fault *fault) {
    if (civil_date_known(first) && civil_date_known(second) &&
        civil_date_compare(first, second) > 0) {
        fault_at(fault, pointer, "contradiction");
    }
}
