// SPDX-License-Identifier: EUPL-1.2
// Names of roles.
#include "service/actor.h"

#include <string.h>

static const char *const names[ROLE_COUNT] = {
    [ROLE_NONE] = "none",
    [ROLE_FAMILY] = "family",
    [ROLE_OPERATOR] = "operator",
    [ROLE_MONITORING_CLINICIAN] = "monitoring-clinician",
    [ROLE_CLAIMS_CLINICIAN] = "claims-clinician",
    [ROLE_CLAIMS_HANDLER] = "claims-handler",
    [ROLE_PAYMENTS_OFFICER] = "payments-officer",
    [ROLE_ADMIN] = "admin",
};

const char *role_name(enum role role) {
    return names[role];
}

enum role role_from_name(const char *name) {
    for (size_t i = ROLE_FAMILY; i < ROLE_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum role)i;
        }
    }
    return ROLE_NONE;
}
