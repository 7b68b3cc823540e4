// SPDX-License-Identifier: EUPL-1.2
// Choosing among sheets.
#include "scoring/sheet_history.h"

size_t sheet_history_newest(const struct sheet_history *history, struct civil_date before) {
    size_t found = history->count;
    for (size_t i = 0; i < history->count; i++) {
        struct civil_date day = history->sheets[i].day;
        if (civil_date_compare(day, history->as_of) <= 0 &&
            (!civil_date_known(before) || civil_date_compare(day, before) < 0) &&
            (found == history->count || civil_date_compare(day, history->sheets[found].day) >= 0)) {
            found = i;
        }
    }
    return found;
}

struct civil_date sheet_history_consolidated_since(const struct sheet_history *history) {
    struct civil_date since = {0};
    for (;;) {
        size_t at = sheet_history_newest(history, since);
        if (at == history->count || history->sheets[at].consolidated != CONSOLIDATED_YES) {
            return since;
        }
        since = history->sheets[at].day;
    }
}
