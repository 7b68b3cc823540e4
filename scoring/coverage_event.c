// SPDX-License-Identifier: EUPL-1.2
// The events of a cover and their names.
#include "scoring/coverage.h"

static const char *const event_names[] = {
    [COVER_EVENT_NONE] = "none",
    [COVER_ENROLMENT] = "enrolment",
    [COVER_FAMILY_CHANGE] = "family-change",
    [COVER_OPT_OUT] = "opt-out",
    [COVER_TERMINATION] = "termination",
    [COVER_LEAVE_START] = "leave-start",
    [COVER_LEAVE_END] = "leave-end",
    [COVER_UNPAID] = "unpaid",
    [COVER_ARREARS_PAID] = "arrears-paid",
    [COVER_REHIRE] = "rehire",
    [COVER_WINDOW] = "window-request",
};

const char *cover_event_name(enum cover_event_kind kind) {
    return event_names[kind];
}
