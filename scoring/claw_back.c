// SPDX-License-Identifier: EUPL-1.2
// Payments after death.
#include "scoring/claw_back.h"

#include "scoring/money.h"

struct claw_back claw_back_of(const struct paid_service *service, struct civil_date death) {
    if (!civil_date_known(death) || civil_date_compare(service->to, death) <= 0) {
        return (struct claw_back){0};
    }
    int32_t days = civil_date_days_between(service->from, service->to) + 1;
    int32_t lived = civil_date_compare(service->from, death) > 0
                        ? 0
                        : civil_date_days_between(service->from, death) + 1;
    return (struct claw_back){
        .cents = service->cents - money_share(service->cents, lived, days),
        .from = civil_date_add_days(service->from, lived),
        .to = service->to,
    };
}
