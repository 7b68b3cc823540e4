// SPDX-License-Identifier: EUPL-1.2
// Warnings and their names.
#include "scoring/case_warning.h"

#include <stdbool.h>

static const char *const names[CASE_WARNING_COUNT] = {
    [CASE_WARNING_NONE] = "none",
    [CASE_WARNING_CODICE_FISCALE_INVALID] = "codice-fiscale-invalid",
    [CASE_WARNING_CODICE_FISCALE_PROVISIONAL] = "codice-fiscale-provisional",
    [CASE_WARNING_CODICE_FISCALE_OMOCODIC] = "codice-fiscale-omocodic",
    [CASE_WARNING_FAMILY_NAME_DIFFERS] = "family-name-differs",
    [CASE_WARNING_GIVEN_NAME_DIFFERS] = "given-name-differs",
    [CASE_WARNING_BIRTH_DIFFERS] = "birth-differs",
    [CASE_WARNING_SEX_DIFFERS] = "sex-differs",
    [CASE_WARNING_BIRTH_PLACE_DIFFERS] = "birth-place-differs",
    [CASE_WARNING_IBAN_INVALID] = "iban-invalid",
    [CASE_WARNING_COVER_ENDED_SINCE] = "cover-ended-since",
    [CASE_WARNING_COVER_ASKED_LATE] = "cover-asked-late",
    [CASE_WARNING_EXCHANGE_OF_AN_EARLIER_WEEK] = "exchange-of-an-earlier-week",
};

size_t case_warning_of_identity(const struct identity_match *match,
                                struct case_warning warnings[CASE_WARNINGS_MAX]) {
    static const char rule[] = "chapter 5";
    const struct {
        bool holds;
        enum case_warning_kind kind;
    } found[] = {
        {match->valid == FACT_NO, CASE_WARNING_CODICE_FISCALE_INVALID},
        {match->provisional, CASE_WARNING_CODICE_FISCALE_PROVISIONAL},
        {match->omocodia > 0, CASE_WARNING_CODICE_FISCALE_OMOCODIC},
        {match->family_name == FACT_NO, CASE_WARNING_FAMILY_NAME_DIFFERS},
        {match->given_name == FACT_NO, CASE_WARNING_GIVEN_NAME_DIFFERS},
        {match->birth == FACT_NO, CASE_WARNING_BIRTH_DIFFERS},
        {match->sex == FACT_NO, CASE_WARNING_SEX_DIFFERS},
        {match->birth_place == FACT_NO, CASE_WARNING_BIRTH_PLACE_DIFFERS},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        if (found[i].holds) {
            warnings[count++] = (struct case_warning){found[i].kind, rule};
        }
    }
    return count;
}

const char *case_warning_name(enum case_warning_kind kind) {
    return names[kind];
}
