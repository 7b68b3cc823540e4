// SPDX-License-Identifier: EUPL-1.2
// What every use case needs: the stores, the keys, the plans and the domain clock.
//
// Made once by the composition root (server/cli/serve.c) and shared by all threads; its parts guard
// themselves. Use cases are functions `noun_verb(const struct service *, const struct actor *, …)`:
// one transaction, one audit entry, effects as outbox rows and events.
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "scoring/domain_time.h"

struct store;
struct vault;
struct plan_shelf;

struct service {
    struct store *store;
    struct vault *vault;
    const struct plan_shelf *plans; // the plan files in force (service/plan_shelf.h)
    const char *authority; // folder of the issuing authority of devices, "" for none
    struct domain_time domain;      // the mapping server and fleet share
    const char *inboxes;            // folder of the doors' inboxes, "" for none
    bool record_only;               // raise no alerts from limits, give no levels
};

// The domain instant now, in microseconds UTC (design §4, two clocks). Readings, deadlines and
// benefits use it; sessions and retries use the technical clock.
int64_t service_domain_now(const struct service *service);

// The civil date in Europe/Rome of the domain instant now, "YYYY-MM-DD".
void service_domain_today(const struct service *service, char today[11]);

#endif
