// SPDX-License-Identifier: EUPL-1.2
// Raising and ending alerts inside a transaction: one open alert per subject matter, the rest are
// repeats.
#ifndef SERVICE_ALERT_RAISE_H
#define SERVICE_ALERT_RAISE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "store/alerts.h"
#include "store/store.h"
#include "store/subjects.h"

// Rule names and versions as they stand on alerts (W-18).
#define RULE_FOUR_BOUND "four-bound/1"
#define RULE_BEYOND_METER "beyond-meter/1"
#define RULE_SILENCE "silence/1"
#define RULE_SEQUENCE_GAP "sequence-gap/1"
#define RULE_INBOX_ROLLED_BACK "inbox-rolled-back/1"
#define RULE_INBOX_TAIL "inbox-tail-missing/1"
#define RULE_INBOX_MISSING "inbox-missing/1"
#define RULE_INBOX_UNREADABLE "inbox-unreadable/1"
#define RULE_DAMAGED "damaged-row/1"
#define RULE_QUARANTINE "quarantine/1"
#define RULE_RECOVER_KIT "recover-kit/1"
#define RULE_CLOCK_AHEAD "clock-ahead/1"
#define RULE_CLOCK_BEHIND "clock-behind/1"
#define RULE_STUCK_SENSOR "stuck-sensor/1"
#define RULE_SEQUENCE_REUSED "sequence-reused/1"
#define RULE_CHECK_DUE "check-due/1"
#define RULE_RECONCILIATION "reconciliation/1"
#define RULE_MEMBER_DECEASED "member-deceased/1"
#define RULE_COVER_ENDED "cover-ended/1"
#define RULE_DOOR_SILENT "door-silent/1"
#define RULE_DOOR_FULL "door-full/1"
#define RULE_DOOR_LATCHED "door-latched/1"
#define RULE_DOOR_AWAY "door-away/1"
#define RULE_DEVICE_CREDENTIAL "device-credential/1"
#define RULE_DEVICE_REVOKED "device-revoked/1"
#define RULE_DEVICE_EXPIRED "device-expired/1"
#define RULE_DEVICE_IDENTITY "device-identity/1"
#define RULE_DEVICE_TOPIC "device-topic/1"
#define RULE_DEVICE_OVERSIZE "device-oversize/1"
#define RULE_DEVICE_RATE "device-rate/1"
#define RULE_DEVICE_CLONED "device-cloned/1"

// Raise `alert`, or count it as a repeat of the open alert of the same scope; a repeat that is more
// severe lifts the open alert to its own severity, bound and value. Keeps the worklist; a new alert
// about nobody is announced, any other by the caller, once for all that it did.
RC_CHECKED enum rc alert_raise(struct tx *tx, const struct alert *alert, struct arena *arena);

// The same, but for a repeat, which changes nothing: a new version would change the alert under the
// hands of who wants to take or close it.
RC_CHECKED enum rc alert_raise_once(struct tx *tx, const struct alert *alert, struct arena *arena);

// The scope of a kind of alert about one thing: "silence:<id>". Arena text, NULL when exhausted.
const char *alert_scope(struct arena *arena, enum alert_kind kind, const struct public_id *about,
                        const char *detail);

// The device of a member who is not watched any longer: to be fetched, and again when it still
// sends. On the member's row, since it lies in their home.
RC_CHECKED enum rc alert_recover_kit(struct tx *tx, const struct subject *subject,
                                     const struct public_id *device, int64_t now_us,
                                     struct arena *arena);

// It is back: nothing is to be fetched there.
RC_CHECKED enum rc alert_kit_recovered(struct tx *tx, const struct subject *subject,
                                       const struct public_id *device, int64_t now_us,
                                       struct arena *arena);

// What an alert was about is over: close it, if one is open, without an outcome. Keeps the worklist
// and announces it.
RC_CHECKED enum rc alert_end(struct tx *tx, const char *scope, int64_t at_us, struct arena *arena);

// The subject's silence is over: close its alert without an outcome and count it no longer.
RC_CHECKED enum rc alert_end_silence(struct tx *tx, const struct subject *subject, int64_t at_us,
                                     struct arena *arena);

// Tell open worklists to look again: at that subject; at alerts about nobody when it is unset. An
// unset fund is all of them.
RC_CHECKED enum rc alert_announce(struct tx *tx, const struct public_id *fund,
                                  const struct public_id *subject, struct arena *arena);

// Tell the fund's open quarantine desks to look again.
RC_CHECKED enum rc alert_announce_quarantine(struct tx *tx, const struct public_id *fund);

#endif
