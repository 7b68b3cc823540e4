// SPDX-License-Identifier: EUPL-1.2
// Does a codice fiscale fit the person it is said to belong to? (Rule book, chapter 5.)
//
// A difference is a warning for a person to look at, never a refusal, and no code is ever computed
// for anybody: names are changed, spelt and registered in many ways. Pure; any thread.
#ifndef SCORING_IDENTITY_MATCH_H
#define SCORING_IDENTITY_MATCH_H

#include "scoring/civil_date.h"
#include "scoring/codice_fiscale.h"
#include "scoring/fact.h"

enum identity_sex {
    IDENTITY_SEX_UNKNOWN,
    IDENTITY_FEMALE,
    IDENTITY_MALE,
};

// What is known of the person; texts are UTF-8, NULL when not known.
struct identity_match_facts {
    const char *code; // NULL: not given
    const char *given_name;
    const char *family_name;
    const char *birth_place; // cadastral code, as in the codice fiscale
    struct civil_date birth;
    enum identity_sex sex;
};

struct identity_match {
    enum fact valid; // form and check letter of the code; unknown: no code
    enum codice_fiscale_fault fault;
    bool provisional; // eleven digits: it tells nothing about the person
    int omocodia;     // number of digits replaced by letters
    // Do the facts fit the code? Unknown where either side does not say.
    enum fact family_name;
    enum fact given_name;
    enum fact birth;
    enum fact sex;
    enum fact birth_place;
};

struct identity_match identity_match_of(const struct identity_match_facts *facts);

#endif
