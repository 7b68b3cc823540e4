// SPDX-License-Identifier: EUPL-1.2
// The monitoring side of an enrolment: what the office's outbox row "monitoring.enrol" does here.
#ifndef SERVICE_ENROLMENT_H
#define SERVICE_ENROLMENT_H

#include "base/result.h"

// The outbox row's kind. Its payload: {"subject": id, "fund": id, "person": id, "enrolledAt":
// instant}; the conditions, a diagnosis, stay sealed in the office and are opened here.
#define ENROLMENT_OUTBOX_KIND "monitoring.enrol"

// Apply all waiting rows, each exactly once: the subject with its own data key and the default
// limits of its conditions. A row that cannot be applied is logged and tried again later. A job for
// the scheduler, about every 200 ms; `service` is a struct service.
RC_CHECKED enum rc enrolment_apply(void *service);

#endif
