// SPDX-License-Identifier: EUPL-1.2
// Who asks: the person behind a session, as every use case sees them.
#ifndef SERVICE_ACTOR_H
#define SERVICE_ACTOR_H

#include "base/public_id.h"

// A role belongs to one purpose (design §4, the wall): monitoring roles never read a dossier,
// claims roles never read vitals. `ROLE_NONE` is a visitor without a session.
enum role {
    ROLE_NONE = 0,
    ROLE_FAMILY,               // a member, or somebody who acts for one by mandate
    ROLE_OPERATOR,             // service centre: triage, calls, outcomes
    ROLE_MONITORING_CLINICIAN, // owns the care limits of members
    ROLE_CLAIMS_CLINICIAN,     // insurer's physician: finding, decision
    ROLE_CLAIMS_HANDLER,       // dossier, completeness, expenses
    ROLE_PAYMENTS_OFFICER,     // payment lines
    ROLE_ADMIN,                // accounts and devices, no health data
};

enum { ROLE_COUNT = ROLE_ADMIN + 1 };

// An actor lives as long as its request. Fields are copies; nothing is owned.
struct actor {
    enum role role;
    struct public_id user;   // account; all zero for a visitor
    struct public_id fund;   // the tenant; every object the actor touches is in it
    struct public_id person; // family only: the person the account belongs to
    char username[65];       // for audit entries: never a person's name
};

// The role's name in the API, the database and docs/access.csv ("claims-handler"); "none" for
// visitors.
const char *role_name(enum role role);

// Reads a role's name; ROLE_NONE when unknown.
enum role role_from_name(const char *name);

#endif
