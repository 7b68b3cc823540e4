// SPDX-License-Identifier: EUPL-1.2
// Where doors keep their inboxes: every "*.inbox" in one folder and in its direct sub-folders, since
// doors may run as different users.
#ifndef SERVICE_INBOX_FOLDER_H
#define SERVICE_INBOX_FOLDER_H

#include "base/public_id.h"
#include "base/result.h"
#include "inbox/inbox.h"

struct service;

enum { INBOX_PATH_SIZE = 512 };

typedef void inbox_folder_visit(void *context, const char *path);

// Calls `visit` for each. What cannot be looked into, or has a longer path, is not there.
void inbox_folder_walk(const char *folder, inbox_folder_visit *visit, void *context);

// Opens the inbox with this id beside the drain, for reading alone; the caller closes it.
// RC_NOT_FOUND: no file with that id can be opened.
RC_CHECKED enum rc inbox_folder_open(const struct service *service, const struct public_id *inbox,
                                     struct inbox_reader **reader);

#endif
