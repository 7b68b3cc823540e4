// SPDX-License-Identifier: EUPL-1.2
// Alerts with what was true when they arose, and the calls made for them (monitoring database).
#ifndef STORE_ALERTS_H
#define STORE_ALERTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/quantity.h"
#include "store/readings.h"
#include "store/sealed.h"
#include "store/store.h"

enum alert_kind {
    ALERT_KIND_NONE = 0,
    ALERT_KIND_LIMIT,
    ALERT_KIND_SILENCE,
    ALERT_KIND_SEQUENCE_GAP, // messages are missing in a door's inbox
    ALERT_KIND_DAMAGED,      // a row of an inbox does not open
    ALERT_KIND_QUARANTINE,   // something waits at the quarantine desk
    ALERT_KIND_DOOR,         // a door does not take messages
    ALERT_KIND_SECURITY,     // what a door refused to a device or in its name
    ALERT_KIND_DEVICE,       // a device needs something: a check, its clock set, to be fetched
    ALERT_KIND_MEMBER,       // a member whose monitoring a person should end
};
enum { ALERT_KINDS = ALERT_KIND_MEMBER + 1 };
const char *alert_kind_name(enum alert_kind kind); // "sequence-gap"

// In the order of urgency.
enum alert_severity {
    ALERT_SEVERITY_NONE = 0,
    ALERT_SEVERITY_TECHNICAL,
    ALERT_SEVERITY_WARNING,
    ALERT_SEVERITY_URGENT,
};
enum { ALERT_SEVERITIES = ALERT_SEVERITY_URGENT + 1 };
const char *alert_severity_name(enum alert_severity severity); // "urgent"
enum alert_severity alert_severity_of(const char *name);       // NONE if unknown

enum alert_state {
    ALERT_STATE_NONE = 0,
    ALERT_STATE_OPEN,
    ALERT_STATE_TAKEN,
    ALERT_STATE_CLOSED,
};
enum { ALERT_STATES = ALERT_STATE_CLOSED + 1 };
const char *alert_state_name(enum alert_state state);

enum { ALERT_SCOPE_SIZE = 112 };

// Instants are domain time. Members of kind LIMIT only: quantity, level, limit_value, value.
struct alert {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    struct public_id fund;    // unset: it concerns the installation
    struct public_id subject; // unset: nobody in particular
    int64_t subject_id;       // 0: nobody in particular
    enum alert_kind kind;
    enum alert_severity severity;
    enum alert_state state;
    const char
        *scope; // what it is about; at most one open alert each ("limit:<subject>:pulse:low")
    enum quantity quantity;
    enum reading_level level; // the bound that was crossed
    int64_t limit_value;      // … and its value then, thousandths of the canonical unit
    int64_t value;
    const char *rule;    // name and version
    int64_t measured_us; // 0: nothing was measured
    int64_t raised_us;
    int64_t repeats;
    struct public_id owner; // unset: nobody has taken it
    int64_t version;
    const char *outcome; // NULL: open, or closed by the server
    struct sealed note;  // "alerts|note|<public id>" under the subject's key (or the system's)
    int64_t closed_us;   // 0: open
    bool called;         // has calls
};

// RC_CONFLICT: an alert of that scope is open. Of `alert`: id, state, repeats, owner, version,
// called and what belongs to closing are ignored.
RC_CHECKED enum rc alert_insert(struct tx *tx, const struct alert *alert, int64_t *id);
RC_CHECKED enum rc alert_by_public_id(struct tx *tx, const struct public_id *public_id,
                                      struct arena *arena, struct alert *alert);
// RC_NOT_FOUND: none is open.
RC_CHECKED enum rc alert_open_of_scope(struct tx *tx, const char *scope, struct arena *arena,
                                       struct alert *alert);

// The same again: counted. With `worse` (may be NULL) severity, level, limit, value and measuring
// time become those of `worse`. The version grows.
RC_CHECKED enum rc alert_repeat(struct tx *tx, int64_t id, const struct alert *worse);
RC_CHECKED enum rc alert_take(struct tx *tx, int64_t id, const struct public_id *owner);
// `outcome` NULL: the server closes it, what it was about is over.
RC_CHECKED enum rc alert_close(struct tx *tx, int64_t id, const char *outcome,
                               const struct sealed *note, int64_t at_us);

// Open alerts of a subject, most severe first, then oldest.
RC_CHECKED enum rc alert_list_open(struct tx *tx, int64_t subject_id, struct arena *arena,
                                   struct alert **alerts, size_t *count);
// Closed ones, newest closing first.
RC_CHECKED enum rc alert_list_closed(struct tx *tx, int64_t subject_id, size_t limit,
                                     struct arena *arena, struct alert **alerts, size_t *count);
// Open alerts that belong to no subject, of the fund or of the installation, oldest first.
RC_CHECKED enum rc alert_list_of_nobody(struct tx *tx, const struct public_id *fund, size_t limit,
                                        struct arena *arena, struct alert **alerts, size_t *count);

struct alert_call {
    struct public_id public_id;
    int64_t alert_id;
    int64_t at_us;
    struct public_id by;
    const char *result; // "reached", "no-answer", …
    struct sealed note; // "alert_calls|note|<public id>"
};
// The alert's version grows.
RC_CHECKED enum rc alert_call_insert(struct tx *tx, const struct alert_call *call);
RC_CHECKED enum rc alert_call_list(struct tx *tx, int64_t alert_id, struct arena *arena,
                                   struct alert_call **calls, size_t *count); // oldest first

#endif
