// SPDX-License-Identifier: EUPL-1.2
// The table of routes: method, address, action, body limit, flags, query keys, handler.
#include "http/claims.h"
#include "http/house.h"
#include "http/monitoring.h"
#include "http/route.h"

static const struct http_route table[] = {
    // the house
    {HTTP_GET, "/healthz", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, healthz_get},
    {HTTP_GET, "/readyz", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, readyz_get},
    {HTTP_GET, "/version", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, version_get},
    {HTTP_POST, "/api/v1/session", ACTION_PUBLIC, 4096, HTTP_NO_CSRF, NULL, session_post},
    {HTTP_GET, "/api/v1/session", ACTION_SESSION, 0, HTTP_NO_TOUCH, NULL, session_get},
    {HTTP_DELETE, "/api/v1/session", ACTION_SESSION, 0, HTTP_PLAIN, NULL, session_delete_self},
    {HTTP_POST, "/api/v1/session/extend", ACTION_SESSION, 0, HTTP_PLAIN, NULL, session_extend},
    {HTTP_PUT, "/api/v1/session/password", ACTION_SESSION, 4096, HTTP_PLAIN, NULL,
     session_password_put},
    {HTTP_GET, "/api/v1/events", ACTION_EVENTS_FOLLOW, 0, HTTP_STREAM | HTTP_NO_TOUCH, NULL,
     events_get},

    // telemonitoring (http/monitoring.h)

    // claims, persons, plans, payments, accounts (http/claims.h)
};

const struct http_route *http_routes(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
