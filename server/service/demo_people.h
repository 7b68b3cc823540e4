// SPDX-License-Identifier: EUPL-1.2
// Forty people who do not exist.
#ifndef SERVICE_DEMO_PEOPLE_H
#define SERVICE_DEMO_PEOPLE_H

#include <stdbool.h>

struct demo_person {
    const char *first_name, *last_name;
    const char *birth_date;
    const char *codice_fiscale;
    bool permanent;         // covered by the permanent plan, otherwise by the temporary one
    const char *conditions; // letters h(ypertension), d(iabetes), c(opd); "" not monitored
};

enum { DEMO_PEOPLE = 40 };

extern const struct demo_person demo_people[DEMO_PEOPLE];

#endif
