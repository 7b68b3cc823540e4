// SPDX-License-Identifier: EUPL-1.2
// The domain clock as use cases read it.
#include "service/service.h"

#include "base/clock.h"
#include "base/log.h"
#include "scoring/civil_date.h"
#include "scoring/rome_time.h"

int64_t service_domain_now(const struct service *service) {
    int64_t real = clock_technical_us();
    int64_t now = real;
    if (!domain_time_at(&service->domain, real, &now)) {
        log_bug("service.domain-time", log_int("speed", service->domain.speed_permille));
    }
    return now;
}

void service_domain_today(const struct service *service, char today[11]) {
    civil_date_format(rome_date(service_domain_now(service)), today);
}
