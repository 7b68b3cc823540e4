// SPDX-License-Identifier: EUPL-1.2
// Handlers of the house itself: session, live stream, health.
#ifndef HTTP_HOUSE_H
#define HTTP_HOUSE_H

#include "http/route.h"

http_handler session_post;
http_handler session_get;
http_handler session_delete_self;
http_handler session_extend;
http_handler session_password_put;
http_handler events_get;
http_handler healthz_get;
http_handler readyz_get;
http_handler version_get;

#endif
