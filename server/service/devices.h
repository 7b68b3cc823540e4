// SPDX-License-Identifier: EUPL-1.2
// Registering devices, their credentials, and who has them when.
#ifndef SERVICE_DEVICES_H
#define SERVICE_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/device_view.h"

struct once;
struct service;

enum { DEVICE_SECRET_SIZE = 65 }; // 64 hex digits and NUL: MQTT password and bytes of the PSK

struct device_new {
    bool coap; // else MQTT
    const char *model;
    const char *serial; // NULL: none
};

// All: RC_NOT_FOUND "device-unknown" (also another fund's). What the doors must know reaches them
// within a second (service/roster_writer.h).
RC_CHECKED enum rc devices_page(const struct service *service, const struct actor *actor,
                                const char *after, size_t limit, struct arena *arena,
                                struct fault *fault, struct device_view **devices, size_t *count);
RC_CHECKED enum rc devices_read(const struct service *service, const struct actor *actor,
                                const struct public_id *device, struct arena *arena,
                                struct fault *fault, struct device_view *view);

// The secret leaves the server here and nowhere else; the caller wipes it after the reply. A
// repeated request gets the secret that is in force. RC_CONFLICT "device-revoked" for a new secret
// of such a one; "two-secrets" while the old one of a rotation is in force: it ends when the new one
// was seen in use, or by device_life_end_old_secret.
RC_CHECKED enum rc devices_register(const struct service *service, const struct actor *actor,
                                    struct once *once, const struct device_new *wanted,
                                    struct arena *arena, struct fault *fault,
                                    struct device_view *view, char secret[DEVICE_SECRET_SIZE]);
RC_CHECKED enum rc devices_renew(const struct service *service, const struct actor *actor,
                                 struct once *once, const struct public_id *device,
                                 struct arena *arena, struct fault *fault, struct device_view *view,
                                 char secret[DEVICE_SECRET_SIZE]);

// Revoking again changes nothing.
RC_CHECKED enum rc devices_revoke(const struct service *service, const struct actor *actor,
                                  const struct public_id *device, struct arena *arena,
                                  struct fault *fault, struct device_view *view);

// From `from_us` on the device is the subject's; an open interval of somebody else ends there.
// RC_INVALID at /subject "unknown-subject"; RC_CONFLICT "device-retired", "not-cleaned" (somebody else had
// it since its last cleaning), "assignment-overlap" (an interval begins
// there or later), "already-assigned" (it is the subject's already).
RC_CHECKED enum rc devices_assign(const struct service *service, const struct actor *actor,
                                  struct once *once, const struct public_id *device,
                                  const struct public_id *subject, int64_t from_us,
                                  struct arena *arena, struct fault *fault,
                                  struct device_view *view);

// RC_CONFLICT "not-assigned"; RC_INVALID at /to "not-after-from".
RC_CHECKED enum rc devices_end(const struct service *service, const struct actor *actor,
                               const struct public_id *device, int64_t to_us, struct arena *arena,
                               struct fault *fault, struct device_view *view);

#endif
