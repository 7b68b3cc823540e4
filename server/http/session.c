// SPDX-License-Identifier: EUPL-1.2
// /api/v1/session: log in, look, extend, change the password, log out.
#include "service/session.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "http/exchange.h"
#include "http/house.h"
#include "http/stream.h"
#include "service/service.h"

static void set_cookie(struct http_reply *rp, const struct http_settings *settings,
                       const char *token) {
    char cookie[200];
    snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
             settings->secure_cookies ? "__Host-sid" : "sid", token,
             settings->secure_cookies ? "; Secure" : "", token[0] == '\0' ? "; Max-Age=0" : "");
    http_reply_header(rp, "Set-Cookie", cookie);
}

static void reply_session(struct http_request *rq, struct http_reply *rp,
                          const struct session_view *view) {
    const char *fund_name = NULL;
    enum rc rc = session_fund_name(rq->service, &view->actor, rq->arena, &fund_name);
    if (rc != RC_OK) {
        http_reply_rc(rp, rc == RC_NOT_FOUND ? RC_BUG : rc, NULL);
        return;
    }
    const struct http_settings *settings = rq->exchange->context->settings;
    http_reply_json(
        rp, 200,
        json_pack("{s:{s:s, s:s, s:s, s:s}, s:{s:s, s:s}, s:s, s:o, s:I, s:b, s:b, s:o}", "user",
                  "id", view->actor.user.text, "username", view->actor.username, "name", view->name,
                  "role", role_name(view->actor.role), "fund", "id", view->actor.fund.text, "name",
                  fund_name, "csrf", view->csrf, "expiresAt",
                  json_instant_or_null(view->absolute_us), "idleSeconds",
                  (json_int_t)(view->idle_us / CLOCK_SECOND_US), "passwordChange",
                  (int)view->password_change, "demo", settings->demo, "domainNow",
                  json_instant_or_null(service_domain_now(rq->service))));
}

struct credentials {
    const char *username;
    const char *password;
};

void session_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_TEXT("username", struct credentials, username, 1, 64),
        JSON_TEXT("password", struct credentials, password, 1, SESSION_PASSWORD_MAX),
        JSON_END,
    };
    struct credentials given = {0};
    struct fault fault = {0};
    struct session_view *view = arena_alloc(rq->arena, sizeof *view);
    char token[SESSION_TOKEN_SIZE];
    int64_t wait = 0;
    if (view == NULL) {
        http_reply_rc(rp, RC_NOMEM, NULL);
        return;
    }
    if (http_body_fill(rq, fields, &given, &fault) != RC_OK ||
        session_open(rq->service, given.username, given.password, rq->client, rq->arena, &fault,
                     &wait, token, view) != RC_OK) {
        if (wait > 0) {
            http_reply_retry_after(rp, wait);
        }
        http_reply_fault(rp, &fault);
        return;
    }
    reply_session(rq, rp, view);
    set_cookie(rp, rq->exchange->context->settings, token);
    explicit_bzero(token, sizeof token);
}

void session_get(struct http_request *rq, struct http_reply *rp) {
    reply_session(rq, rp, rq->session);
}

// The touch itself happened on the way here, as for every request of the person.
void session_extend(struct http_request *rq, struct http_reply *rp) {
    reply_session(rq, rp, rq->session);
}

void session_delete_self(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    if (session_close(rq->service, rq->session, rq->exchange->token, &fault) != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_streams_end_session(rq->exchange->context->streams, &rq->session->id);
    http_reply_empty(rp, 204);
    set_cookie(rp, rq->exchange->context->settings, "");
}

struct password_change {
    const char *current;
    const char *wanted;
};

void session_password_put(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_TEXT("current", struct password_change, current, 1, SESSION_PASSWORD_MAX),
        JSON_TEXT("new", struct password_change, wanted, SESSION_PASSWORD_MIN,
                  SESSION_PASSWORD_MAX),
        JSON_END,
    };
    struct password_change given = {0};
    struct fault fault = {0};
    int64_t wait = 0;
    if (http_body_fill(rq, fields, &given, &fault) != RC_OK ||
        session_change_password(rq->service, rq->session, rq->exchange->token, rq->client,
                                given.current, given.wanted, &fault, &wait) != RC_OK) {
        if (wait > 0) {
            http_reply_retry_after(rp, wait);
        }
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_empty(rp, 204);
}
