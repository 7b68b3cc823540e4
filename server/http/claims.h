// SPDX-License-Identifier: EUPL-1.2
// Handlers of the claims, persons, plans and payments resources; each is one line of the table in http/routes.c.
#ifndef HTTP_CLAIMS_H
#define HTTP_CLAIMS_H

#include "http/route.h"

#endif
