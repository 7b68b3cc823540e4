-- SPDX-License-Identifier: EUPL-1.2
-- What the office knows that ends a member's monitoring, as last told to a person: a death, a cover that is over; and a
-- kind of alert for it. A CHECK cannot be changed, so alerts and calls are made anew, the calls first.
ALTER TABLE subjects ADD COLUMN standing TEXT NOT NULL DEFAULT 'in-force'
    CHECK (standing IN ('in-force', 'uncovered', 'deceased'));

CREATE TABLE alerts_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    -- None: it concerns the installation (a gap in an inbox), not one fund.
    fund TEXT CHECK (length(fund) = 32),
    subject_id INTEGER REFERENCES subjects (id),
    kind TEXT NOT NULL CHECK (kind IN ('limit', 'silence', 'sequence-gap', 'damaged', 'quarantine', 'door', 'security',
                                       'device', 'member')),
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
