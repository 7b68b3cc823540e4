// SPDX-License-Identifier: EUPL-1.2
// Names of staff.
#include "service/staff_label.h"

#include <string.h>

#include "service/service.h"
#include "store/accounts.h"
#include "store/store.h"

enum rc staff_list_add(struct staff_list *list, struct staff_view *view) {
    view->name = "";
    if (!public_id_is_set(&view->id)) {
        return RC_OK;
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        struct staff_view **larger =
            arena_array(list->arena, capacity, sizeof(struct staff_view *));
        if (larger == NULL) {
            return RC_NOMEM;
        }
        if (list->count > 0) {
            memcpy(larger, list->items, list->count * sizeof(struct staff_view *));
        }
        list->items = larger;
        list->capacity = capacity;
    }
    list->items[list->count++] = view;
    return RC_OK;
}

static const char *known(const struct staff_list *list, size_t before, const struct public_id *id) {
    for (size_t i = 0; i < before; i++) {
        if (public_id_equal(&list->items[i]->id, id)) {
            return list->items[i]->name;
        }
    }
    return NULL;
}

static enum rc look_up(struct tx *tx, void *context) {
    struct staff_list *list = context;
    for (size_t i = 0; i < list->count; i++) {
        struct staff_view *view = list->items[i];
        const char *name = known(list, i, &view->id);
        if (name == NULL) {
            struct user user;
            enum rc rc = user_by_public_id(tx, &view->id, list->arena, &user);
            if (rc != RC_OK && rc != RC_NOT_FOUND) {
                return rc;
            }
            name = rc == RC_OK ? user.display_name : "";
        }
        view->name = name;
    }
    return RC_OK;
}

enum rc staff_list_name(const struct service *service, struct staff_list *list) {
    if (list->count == 0) {
        return RC_OK;
    }
    return store_read(service->store, STORE_OFFICE, "staff.names", look_up, list);
}
