// SPDX-License-Identifier: EUPL-1.2
// Reading the member and the account.
#include "case_file/case_person.h"

#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_table.h"

enum { CODE_MAX = 20, NAME_MAX = 100, PLACE_LENGTH = 4, IBAN_MAX = 50 };

static const char *const sex_names[] = {NULL, "female", "male"};

static const struct json_field member_evidence[] = {
    EVIDENCE_OF("codiceFiscale", 0),
    EVIDENCE_OF("familyName", 1),
    EVIDENCE_OF("givenName", 2),
    EVIDENCE_OF("birth", 3),
    EVIDENCE_OF("sex", 4),
    EVIDENCE_OF("birthPlace", 5),
    JSON_END,
};

const struct json_field case_member_fields[] = {
    TEXT("codiceFiscale", member_json, codice_fiscale, CODE_MAX),
    TEXT("familyName", member_json, family_name, NAME_MAX),
    TEXT("givenName", member_json, given_name, NAME_MAX),
    DATE("birth", member_json, birth),
    ONE_OF("sex", member_json, sex, sex_names),
    TEXT("birthPlace", member_json, birth_place, PLACE_LENGTH),
    EVIDENCE_BY_FACT(member_json, member_evidence),
    JSON_END,
};

static const struct json_field account_evidence[] = {EVIDENCE_OF("iban", 0), JSON_END};

const struct json_field case_account_fields[] = {
    TEXT("iban", account_json, iban, IBAN_MAX),
    EVIDENCE_BY_FACT(account_json, account_evidence),
    JSON_END,
};

static bool any_of(const struct member_json *member) {
    return member->codice_fiscale || member->family_name || member->given_name || member->birth ||
           member->birth_place || member->sex != 0;
}

// A person is born before anything happens to them; the sections ask again where they need it.
static void check_birth(struct civil_date birth, const struct evaluation_case *facts,
                        struct fault *fault) {
    const struct civil_date later[] = {facts->facts.death, facts->facts.onset,
                                       facts->facts.alive_through};
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        if (civil_date_known(birth) && civil_date_known(later[i]) &&
            civil_date_compare(later[i], birth) < 0) {
            fault_at(fault, "/member/birth", "contradiction");
            return;
        }
    }
}

bool case_person_read(const struct member_json *member, const struct account_json *account,
                      struct arena *arena, struct evaluation_case *facts,
                      struct case_evidence *evidence, struct fault *fault) {
    facts->iban = account->iban;
    evidence->facts[CASE_FACT_IBAN] = account->evidence[0];
    if (!any_of(member)) {
        return true;
    }
    struct identity_match_facts *made = arena_alloc(arena, sizeof *made);
    if (!made) {
        return false;
    }
    *made = (struct identity_match_facts){
        .code = member->codice_fiscale,
        .given_name = member->given_name,
        .family_name = member->family_name,
        .birth_place = member->birth_place,
        .birth = case_day_past(member->birth, facts->facts.as_of, "/member/birth", fault),
        .sex = (enum identity_sex)member->sex,
    };
    check_birth(made->birth, facts, fault);
    facts->member = made;
    memcpy(evidence->facts + CASE_FACT_CODICE_FISCALE, member->evidence, sizeof member->evidence);
    return true;
}
