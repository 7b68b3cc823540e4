// SPDX-License-Identifier: EUPL-1.2
// Handlers of the telemonitoring resources; each is one line of the table in http/routes.c.
#ifndef HTTP_MONITORING_H
#define HTTP_MONITORING_H

#include "http/route.h"

#endif
