-- SPDX-License-Identifier: EUPL-1.2
-- The life of a device between members: returned, cleaned, checked, retired; how it is enrolled; and a kind of alert
-- for what it needs. A CHECK cannot be changed, so alerts and calls are made anew, the calls first.
CREATE TABLE alerts_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    -- None: it concerns the installation (a gap in an inbox), not one fund.
    fund TEXT CHECK (length(fund) = 32),
    subject_id INTEGER REFERENCES subjects (id),
    kind TEXT NOT NULL CHECK (kind IN ('limit', 'silence', 'sequence-gap', 'damaged', 'quarantine', 'door', 'security',
                                       'device')),
    severity TEXT NOT NULL CHECK (severity IN ('urgent', 'warning', 'technical')),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'closed')),
    -- What it is about; at most one open alert each.
    scope TEXT NOT NULL,
    quantity TEXT,
    side TEXT CHECK (side IN ('low', 'high')),
    bound TEXT CHECK (bound IN ('alertLow', 'warnLow', 'warnHigh', 'alertHigh')),
    limit_value INTEGER,
    value INTEGER,
    rule TEXT NOT NULL,
    measured_us INTEGER,
    raised_us INTEGER NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 1 CHECK (repeats >= 1),
    owner TEXT CHECK (length(owner) = 32),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    outcome TEXT CHECK (outcome IN ('called-ok', 'called-no-answer', 'sent-doctor', 'emergency',
                                    'false-reading', 'device-fault')),
    note BLOB,
    closed_us INTEGER,
    CHECK ((state = 'closed') = (closed_us IS NOT NULL)),
    CHECK (state <> 'taken' OR owner IS NOT NULL),
    CHECK ((kind = 'limit') = (severity <> 'technical')),
    CHECK (kind <> 'limit' OR (subject_id IS NOT NULL AND quantity IS NOT NULL AND side IS NOT NULL
           AND bound IS NOT NULL AND limit_value IS NOT NULL AND value IS NOT NULL
           AND measured_us IS NOT NULL))
) STRICT;
INSERT INTO alerts_new (id, public_id, fund, subject_id, kind, severity, state, scope, quantity, side, bound, limit_value,
                        value, rule, measured_us, raised_us, repeats, owner, version, outcome, note, closed_us)
    SELECT id, public_id, fund, subject_id, kind, severity, state, scope, quantity, side, bound, limit_value,
           value, rule, measured_us, raised_us, repeats, owner, version, outcome, note, closed_us FROM alerts;

CREATE TABLE alert_calls_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    alert_id INTEGER NOT NULL REFERENCES alerts_new (id),
    at_us INTEGER NOT NULL,
    called_by TEXT NOT NULL CHECK (length(called_by) = 32),
    result TEXT NOT NULL CHECK (result IN ('reached', 'no-answer', 'busy', 'wrong-number',
                                           'voicemail')),
    note BLOB
) STRICT;
INSERT INTO alert_calls_new (id, public_id, alert_id, at_us, called_by, result, note)
    SELECT id, public_id, alert_id, at_us, called_by, result, note FROM alert_calls;

DROP TABLE alert_calls;
DROP TABLE alerts;
ALTER TABLE alerts_new RENAME TO alerts;
ALTER TABLE alert_calls_new RENAME TO alert_calls;

CREATE UNIQUE INDEX alerts_open ON alerts (scope) WHERE state <> 'closed';
CREATE INDEX alerts_subject ON alerts (subject_id, closed_us);
CREATE INDEX alerts_of_nobody ON alerts (raised_us) WHERE subject_id IS NULL AND state <> 'closed';
CREATE INDEX alert_calls_alert ON alert_calls (alert_id, id);

-- What was done to a device, and said by whom; never changed. at_us: when it was done; due: of a check, when the next is.
CREATE TABLE device_acts (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES devices (id),
    act TEXT NOT NULL CHECK (act IN ('cleaned', 'checked', 'retired')),
    at_us INTEGER NOT NULL,
    due TEXT CHECK (length(due) = 10),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL CHECK (length(recorded_by) = 32),
    CHECK ((act = 'checked') = (due IS NOT NULL))
) STRICT;
CREATE INDEX device_acts_device ON device_acts (device_id, act, at_us);

CREATE TRIGGER device_acts_append_only_update BEFORE UPDATE ON device_acts
BEGIN
    SELECT RAISE(ABORT, 'device acts are append-only');
END;
CREATE TRIGGER device_acts_append_only_delete BEFORE DELETE ON device_acts
BEGIN
    SELECT RAISE(ABORT, 'device acts are append-only');
END;

-- When the next technical check of a device is due, and which day's was told.
CREATE TABLE device_checks (
    device_id INTEGER PRIMARY KEY REFERENCES devices (id),
    due TEXT NOT NULL CHECK (length(due) = 10),
    told TEXT CHECK (length(told) = 10)
) STRICT;
CREATE INDEX device_checks_due ON device_checks (due) WHERE told IS NULL OR told <> due;

-- A code with which a device enrols itself, once; of the code only a hash. Real time.
CREATE TABLE device_enrolments (
    device_id INTEGER PRIMARY KEY REFERENCES devices (id),
    code_hash BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    until_us INTEGER NOT NULL
) STRICT;

-- The secret that a rotation replaces, in force until the new one was seen in use or somebody ends it. Sealed as the
-- device's secret is. since_us: real time of the rotation.
CREATE TABLE device_old_secrets (
    device_id INTEGER PRIMARY KEY REFERENCES devices (id),
    secret BLOB NOT NULL,
    since_us INTEGER NOT NULL
) STRICT;
