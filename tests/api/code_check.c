// SPDX-License-Identifier: EUPL-1.2
// Reads "cf TEXT", "iban TEXT", "iva TEXT" or "name CODE|SURNAME|GIVEN" line by line and answers
// each with what scoring says: the name of the fault, or of the fact.
#include "scoring/codice_fiscale.h"
#include "scoring/iban.h"
#include "scoring/identity_match.h"
#include "scoring/partita_iva.h"

#include <stdio.h>
#include <string.h>

static const char *answer_name(char *text) {
    char *surname = strchr(text, '|');
    char *given = surname == NULL ? NULL : strchr(surname + 1, '|');
    if (given == NULL) {
        return "malformed";
    }
    *surname++ = '\0';
    *given++ = '\0';
    const struct identity_match_facts facts = {
        .code = text, .family_name = surname, .given_name = given};
    struct identity_match match = identity_match_of(&facts);
    return fact_name(match.family_name == FACT_YES ? match.given_name : match.family_name);
}

static const char *answer(char *line) {
    if (strncmp(line, "cf ", 3) == 0) {
        return codice_fiscale_fault_name(codice_fiscale_check(line + 3, strlen(line + 3), NULL));
    }
    if (strncmp(line, "iban ", 5) == 0) {
        return iban_fault_name(iban_check(line + 5, strlen(line + 5), NULL));
    }
    if (strncmp(line, "iva ", 4) == 0) {
        return partita_iva_fault_name(partita_iva_check(line + 4, strlen(line + 4), NULL));
    }
    return strncmp(line, "name ", 5) == 0 ? answer_name(line + 5) : "malformed";
}

int main(void) {
    char line[1024];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        puts(answer(line));
    }
    return 0;
}
