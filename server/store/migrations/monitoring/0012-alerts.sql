-- SPDX-License-Identifier: EUPL-1.2
-- Alerts with what was true when they arose, the work on them, the worklist as kept, quarantine.

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    -- None: it concerns the installation (a gap in an inbox), not one fund.
    fund TEXT CHECK (length(fund) = 32),
    subject_id INTEGER REFERENCES subjects (id),
    kind TEXT NOT NULL CHECK (kind IN ('limit', 'silence', 'sequence-gap', 'damaged', 'quarantine')),
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
CREATE UNIQUE INDEX alerts_open ON alerts (scope) WHERE state <> 'closed';
CREATE INDEX alerts_subject ON alerts (subject_id, closed_us);
CREATE INDEX alerts_of_nobody ON alerts (raised_us) WHERE subject_id IS NULL AND state <> 'closed';

CREATE TABLE alert_calls (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    alert_id INTEGER NOT NULL REFERENCES alerts (id),
    at_us INTEGER NOT NULL,
    called_by TEXT NOT NULL CHECK (length(called_by) = 32),
    result TEXT NOT NULL CHECK (result IN ('reached', 'no-answer', 'busy', 'wrong-number',
                                           'voicemail')),
    note BLOB
) STRICT;
CREATE INDEX alert_calls_alert ON alert_calls (alert_id, id);

-- One row per subject with open alerts, kept with them in the same transaction and never counted.
-- grade: 0 urgent, 1 warning, 2 technical; since_us: oldest open alert; owner: of the worst one.
CREATE TABLE worklist (
    subject_id INTEGER PRIMARY KEY REFERENCES subjects (id),
    subject TEXT NOT NULL UNIQUE,
    fund TEXT NOT NULL,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 2),
    since_us INTEGER NOT NULL,
    owner TEXT
) STRICT;
CREATE INDEX worklist_order ON worklist (fund, grade, since_us, subject);

CREATE TABLE worklist_counts (
    fund TEXT PRIMARY KEY CHECK (length(fund) = 32),
    urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent >= 0),
    warning INTEGER NOT NULL DEFAULT 0 CHECK (warning >= 0),
    technical INTEGER NOT NULL DEFAULT 0 CHECK (technical >= 0),
    silent INTEGER NOT NULL DEFAULT 0 CHECK (silent >= 0),
    received_us INTEGER
) STRICT, WITHOUT ROWID;

-- What arrived and was not evaluated. Bytes are sealed: under the subject's key when the device was
-- known to be theirs, else under the system's.
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT CHECK (length(fund) = 32),
    device TEXT CHECK (length(device) = 32),
    subject_id INTEGER REFERENCES subjects (id),
    transport TEXT NOT NULL CHECK (transport IN ('mqtt', 'coap')),
    inbox TEXT NOT NULL CHECK (length(inbox) = 32),
    sequence INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 48),
    pointer TEXT NOT NULL,
    proposed TEXT,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    payload BLOB NOT NULL,
    received_us INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_fund ON quarantine (fund, id);
