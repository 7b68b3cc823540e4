// SPDX-License-Identifier: EUPL-1.2
// Names of the forms of benefit.
#include "scoring/benefit_form.h"

#include <stddef.h>
#include <string.h>

static const char *const names[BENEFIT_FORM_COUNT] = {
    [BENEFIT_FORM_UNKNOWN] = "unknown",   [BENEFIT_FORM_DIRECT] = "direct",
    [BENEFIT_FORM_INVOICE] = "invoice",   [BENEFIT_FORM_HOME_CARER] = "home-carer",
    [BENEFIT_FORM_RSA_STAY] = "rsa-stay", [BENEFIT_FORM_ANNUITY] = "annuity",
};

const char *benefit_form_name(enum benefit_form form) {
    return names[form];
}

bool benefit_form_from_name(const char *name, enum benefit_form *form) {
    for (size_t i = 0; i < BENEFIT_FORM_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *form = (enum benefit_form)i;
            return true;
        }
    }
    return false;
}
