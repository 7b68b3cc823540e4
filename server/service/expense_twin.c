// SPDX-License-Identifier: EUPL-1.2
// Finding the twin of an expense over all claims of a person.
#include "service/expense_twin.h"

#include <string.h>

#include "service/plan_shelf.h"
#include "service/service.h"

static char folded(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool same_text(const char *a, const char *b) {
    for (;;) {
        while (*a == ' ')
            a++;
        while (*b == ' ')
            b++;
        if (folded(*a) != folded(*b))
            return false;
        if (*a == '\0')
            return true;
        a++;
        b++;
    }
}

static const char *member(const json_t *detail, const char *name) {
    const char *text = json_string_value(json_object_get(detail, name));
    return text == NULL ? "" : text;
}

static bool is_twin(const struct expense_new *input, const json_t *detail) {
    return same_text(input->provider, member(detail, "provider")) &&
           same_text(input->document, member(detail, "document")) &&
           strcmp(input->service_from, member(detail, "serviceTo")) <= 0 &&
           strcmp(input->service_to, member(detail, "serviceFrom")) >= 0;
}

// An expense that waits without its receipt is never paid, and its receipted form takes its place.
static bool is_superseded(const struct expense_new *input, const struct plan *plan,
                          const struct expense_entry *entry, const json_t *detail) {
    return plan != NULL && !plan_is_permanent(plan) && strcmp(entry->state, "submitted") == 0 &&
           input->receipted && !json_is_true(json_object_get(detail, "receipted"));
}

static enum rc look_in(struct claim_case *c, const struct claim *claim,
                       const struct expense_new *input, bool *found) {
    const struct plan *plan =
        plan_shelf_find(c->service->plans, claim->plan_id, claim->plan_version);
    struct expense_entry *entries = NULL;
    size_t count = 0;
    enum rc rc = expense_list(c->tx, claim->id, c->arena, &entries, &count);
    for (size_t i = 0; i < count && rc == RC_OK && !*found; i++) {
        if (strcmp(entries[i].state, "refused") == 0)
            continue;
        const json_t *detail = NULL;
        struct seal_place place = {"expenses", "detail", &entries[i].public_id};
        rc = json_unseal(&c->key, &place, &entries[i].detail, c->arena, &detail);
        *found = rc == RC_OK && is_twin(input, detail) &&
                 !is_superseded(input, plan, &entries[i], detail);
    }
    return rc;
}

enum rc expense_has_twin(struct claim_case *c, const struct expense_new *input, bool *found) {
    struct claim *claims = NULL;
    size_t count = 0;
    bool any = false;
    enum rc rc = claim_list_of_person(c->tx, &c->claim.person, c->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK && !any; i++)
        rc = look_in(c, &claims[i], input, &any);
    if (rc == RC_OK)
        *found = any;
    return rc;
}
