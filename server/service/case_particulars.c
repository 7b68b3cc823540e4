// SPDX-License-Identifier: EUPL-1.2
// Natures of expenses, the class of the cause, what a person says of an earlier benefit.
#include "service/case_particulars.h"

#include <string.h>

bool case_is_particular(const char *about) {
    return strcmp(about, "expense") == 0 || strcmp(about, "expense-invoiced") == 0 ||
           strcmp(about, "expense-paid") == 0 || strcmp(about, "cause-class") == 0 ||
           strcmp(about, "earlier-benefit") == 0;
}

static struct claim_particular *find(const struct claim_view *view, const char *about,
                                     const struct public_id *of) {
    for (struct claim_particular *one = view->particulars; one != NULL; one = one->next) {
        if (strcmp(one->fact.about, about) == 0 && public_id_equal(&one->of, of))
            return one;
    }
    return NULL;
}

enum rc case_take_particular(struct claim_case *c, const struct claim_check_fact *fact,
                             const json_t *content) {
    struct public_id of = {0};
    const char *text = json_string_value(json_object_get(content, "of"));
    if (text != NULL && public_id_parse(text, strlen(text), &of) != RC_OK)
        return RC_BUG;
    struct claim_particular *one = find(&c->view, fact->about, &of);
    if (one == NULL) {
        one = arena_alloc(c->arena, sizeof *one);
        if (one == NULL)
            return RC_NOMEM;
        *one = (struct claim_particular){.of = of, .next = c->view.particulars};
        c->view.particulars = one;
    }
    one->fact = *fact;
    return RC_OK;
}

const struct claim_check_fact *case_particular_of(const struct claim_view *view, const char *about,
                                                  const struct public_id *of) {
    const struct public_id itself = {0};
    const struct claim_particular *one = find(view, about, of == NULL ? &itself : of);
    return one == NULL ? NULL : &one->fact;
}
