// SPDX-License-Identifier: EUPL-1.2
// The web application's files: read once at start, served from memory by exact name.
//
// A request never becomes a file name, so there is no path to escape from; a new build is seen
// after a restart.
#ifndef HTTP_WWW_H
#define HTTP_WWW_H

#include "base/fault.h"
#include "base/result.h"

struct http_exchange;
struct http_www;

// Read all files below `folder` ("" : none). Files of unknown types, dot files and links are left
// out with a log line. `x.gz` beside `x` is its compressed form. RC_NOT_FOUND "www-missing" (no
// folder, or no index.html in it), RC_LIMIT "www-too-large" (64 MiB, 2,000 files), RC_IO
// "www-unreadable".
RC_CHECKED enum rc www_load(const char *folder, struct fault *fault, struct http_www **www);
void www_free(struct http_www *www); // NULL allowed

// Reply with the file of the exchange's path. A path without a file and without an extension is a
// view of one of the two apps: /staff/… gives staff/index.html, the rest index.html. `www` NULL:
// 404.
void www_reply(const struct http_www *www, struct http_exchange *exchange);

#endif
