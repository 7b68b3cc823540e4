// SPDX-License-Identifier: EUPL-1.2
// From coverage_on on every day to the days on which it changes.
#include "scoring_coverage_told.h"

#include "scoring_plans.h"
#include "scoring_telling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct cover_event event(enum cover_event_kind kind, const char *date, const char *communicated) {
    return (struct cover_event){kind, plans_date(date), plans_date(communicated), FACT_YES,
                                FACT_YES};
}

struct cover_facts facts_of(const struct cover_event *events, size_t count) {
    return (struct cover_facts){.events = events,
                                .event_count = count,
                                .birth = plans_date("1970-05-05"),
                                .holder = FACT_YES,
                                .child = FACT_NO,
                                .annual_expiry = plans_date("2020-12-31")};
}

static void tell_day(const char *word, struct civil_date date) {
    char day[CIVIL_DATE_TEXT_SIZE] = "";
    (void)civil_date_format(date, day);
    tell("%s%s", word, day);
}

static bool same(const struct coverage *a, const struct coverage *b) {
    return a->covered == b->covered && a->since.number == b->since.number &&
           strcmp(a->rule, b->rule) == 0 &&
           strcmp(a->flag == NULL ? "" : a->flag, b->flag == NULL ? "" : b->flag) == 0;
}

const char *coverage_told(const struct plan *plan, const struct cover_facts *facts,
                          const char *from, const char *to) {
    struct civil_date end = plans_date(to);
    struct coverage before = {.rule = ""};
    tell_anew();
    for (struct civil_date day = plans_date(from); civil_date_compare(day, end) <= 0;
         day = civil_date_add_days(day, 1)) {
        struct coverage now = coverage_on(plan, facts, day);
        if (!same(&before, &now)) {
            tell_day(tell_text()[0] == '\0' ? "" : "; ", day);
            tell(" %s %s", fact_name(now.covered), now.rule);
            if (civil_date_known(now.since)) {
                tell_day(" since ", now.since);
            }
            if (now.flag != NULL) {
                tell(" flag %s", now.flag);
            }
        }
        before = now;
    }
    return tell_text();
}
