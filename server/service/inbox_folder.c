// SPDX-License-Identifier: EUPL-1.2
// Where doors keep their inboxes.
#include "service/inbox_folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "service/service.h"
#include "vault/vault.h"

static bool ends_with(const char *name, const char *end) {
    size_t length = strlen(name);
    size_t tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

static void look_into(const char *folder, bool deeper, inbox_folder_visit *visit, void *context) {
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return; // a door's own folder may be closed to us, or go away: its inbox is then not there
    }
    const struct dirent *entry;
    while ((entry = readdir(entries)) != NULL) {
        char path[INBOX_PATH_SIZE];
        struct stat what;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || length < 0 || (size_t)length >= sizeof path ||
            stat(path, &what) != 0) {
            continue;
        }
        if (S_ISREG(what.st_mode) && ends_with(entry->d_name, ".inbox")) {
            visit(context, path);
        } else if (deeper && S_ISDIR(what.st_mode)) {
            look_into(path, false, visit, context);
        }
    }
    closedir(entries);
}

void inbox_folder_walk(const char *folder, inbox_folder_visit *visit, void *context) {
    look_into(folder, true, visit, context);
}

struct search {
    struct inbox_keypair keys;
    const struct public_id *inbox;
    struct inbox_reader *found;
};

static void try_one(void *context, const char *path) {
    struct search *search = context;
    struct inbox_reader *reader = NULL;
    if (search->found != NULL || inbox_reader_open(path, &search->keys, &reader) != INBOX_OK) {
        return;
    }
    struct public_id id = public_id_of_bytes(inbox_reader_id(reader));
    if (public_id_equal(&id, search->inbox)) {
        search->found = reader;
    } else {
        inbox_reader_close(reader);
    }
}

enum rc inbox_folder_open(const struct service *service, const struct public_id *inbox,
                          struct inbox_reader **reader) {
    struct search search = {.inbox = inbox};
    if (service->inboxes == NULL || service->inboxes[0] == '\0') {
        return RC_NOT_FOUND;
    }
    vault_inbox_keys(service->vault, search.keys.public, search.keys.secret);
    inbox_folder_walk(service->inboxes, try_one, &search);
    vault_wipe(&search.keys, sizeof search.keys);
    if (search.found == NULL) {
        return RC_NOT_FOUND;
    }
    *reader = search.found;
    return RC_OK;
}
