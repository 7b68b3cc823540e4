// SPDX-License-Identifier: EUPL-1.2
// The telemonitoring views as JSON of docs/openapi.yaml. Each returns a new reference, NULL when
// out of memory.
#ifndef HTTP_MONITORING_JSON_H
#define HTTP_MONITORING_JSON_H

#include <stddef.h>

#include "base/fault.h"
#include "base/json.h"
#include "base/result.h"

struct alert_view;
struct device_view;
struct http_reply;
struct staff_view;

json_t *staff_json(const struct staff_view *staff); // null for nobody
json_t *alert_json(const struct alert_view *alert);
json_t *alerts_json(const struct alert_view *alerts, size_t count);
json_t *device_json(const struct device_view *device);
json_t *devices_json(const struct device_view *devices, size_t count);
// The device after a use case, or why it failed.
void device_reply(struct http_reply *rp, enum rc rc, const struct fault *fault, unsigned status,
                  const struct device_view *view);
json_t *texts_json(const char *const *texts, size_t count);

// A member that the schema leaves out when there is nothing to say.
int json_put_text(json_t *object, const char *name, const char *text);
int json_put_instant(json_t *object, const char *name, int64_t instant_us);

#endif
