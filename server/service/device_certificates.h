// SPDX-License-Identifier: EUPL-1.2
// Issuing certificates to devices and taking them back.
#ifndef SERVICE_DEVICE_CERTIFICATES_H
#define SERVICE_DEVICE_CERTIFICATES_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/device_view.h"

struct once;
struct service;

enum { DEVICE_CERTIFICATES_MAX = 2 }; // the old and the new one of a rotation

// `csr`: a request in PEM, made and signed by the device's own key (EC P-256), which stays there;
// its name does not matter. *pem: the certificate (pki/pki.h), arena text, valid from now in real time.
// A repeated request gets the same certificate. actor NULL: the operator at the command line, no right asked.
// RC_NOT_FOUND "device-unknown"; RC_CONFLICT "device-revoked", "two-certificates" (DEVICE_CERTIFICATES_MAX
// are in force and may be in use: take one back first), "no-device-authority" (the server has no
// issuing key that works), "certificate-gone" (repeated, but taken back since); RC_INVALID at
// /csr "not-a-request".
RC_CHECKED enum rc device_certificate_issue(const struct service *service,
                                            const struct actor *actor, struct once *once,
                                            const struct public_id *device, const char *csr,
                                            struct arena *arena, struct fault *fault,
                                            struct device_view *view, const char **pem);

// The same inside a monitoring transaction, for a device that has proven with a code which it is.
RC_CHECKED enum rc device_certificate_issue_in(struct tx *tx, const struct service *service,
                                               const struct public_id *device, const char *csr,
                                               struct arena *arena, struct fault *fault,
                                               struct device_view *view, const char **pem);

// Takes one back: its connection ends within ten seconds. RC_NOT_FOUND "device-unknown"; RC_CONFLICT
// "certificate-gone": the device has no such one.
RC_CHECKED enum rc device_certificate_revoke(const struct service *service,
                                             const struct actor *actor,
                                             const struct public_id *device,
                                             const char *fingerprint, struct arena *arena,
                                             struct fault *fault, struct device_view *view);

#endif
