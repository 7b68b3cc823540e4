// SPDX-License-Identifier: EUPL-1.2
// A database that was restored from a backup does not know which devices were revoked since. The
// doors' roster, which lies outside of it, does, and a revocation is never taken back.
#ifndef SERVICE_REVOKED_AGAIN_H
#define SERVICE_REVOKED_AGAIN_H

#include "base/result.h"

struct service;

// Before the roster is first written: every device that the roster at `path` calls revoked is
// revoked in the database too, and every certificate that it should list and does not is taken back,
// with an audit entry and a log line each. A roster that is not there
// or does not open says nothing (the latter is logged).
RC_CHECKED enum rc revoked_again(const struct service *service, const char *path);

#endif
