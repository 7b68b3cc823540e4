-- SPDX-License-Identifier: EUPL-1.2
-- Readings with their identity key, the newest value of each quantity, and the care limits.

-- What measured: a meter behind a gateway, or the device itself, as one subject used it. The same
-- serial number in two homes is two sources, so that one home can never swallow the other's reading.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    UNIQUE (subject_id, name)
) STRICT;

-- One row per value. The key is the identity of the reading (design §3.5): digest is over meter,
-- kind, the meter's own time or sequence, and the values. The day comes first so that inserts stay
-- at one place of the tree however large the table grows.
CREATE TABLE readings (
    day INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    quantity TEXT NOT NULL CHECK (quantity IN ('systolic', 'diastolic', 'pulse', 'spo2', 'glucose',
                                               'weight', 'temperature', 'pef', 'fev1')),
    time_us INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('blood-pressure', 'pulse', 'spo2', 'glucose', 'weight',
                                       'temperature', 'spirometry')),
    device_id INTEGER NOT NULL REFERENCES devices (id),
    value INTEGER NOT NULL,
    sent TEXT NOT NULL,
    unit TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('unknown', 'normal', 'warnLow', 'warnHigh', 'alertLow',
                                         'alertHigh')),
    origin TEXT NOT NULL CHECK (origin IN ('device', 'manual', 'corrected')),
    flags INTEGER NOT NULL CHECK (flags >= 0),
    received_us INTEGER NOT NULL,
    PRIMARY KEY (day, source_id, quantity, time_us, digest),
    CHECK (time_us >= day * 86400000000 AND time_us < (day + 1) * 86400000000)
) STRICT, WITHOUT ROWID;

-- Message sequences already seen: tells a repeated message without a clock of its own from a new
-- one, and finds a sequence that comes again with other values.
CREATE TABLE reading_sequences (
    device_id INTEGER NOT NULL REFERENCES devices (id),
    boot INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    place INTEGER NOT NULL CHECK (place >= 0),
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    day INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    time_us INTEGER NOT NULL,
    PRIMARY KEY (device_id, boot, seq, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE latest_readings (
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    quantity TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    value INTEGER NOT NULL,
    sent TEXT NOT NULL,
    unit TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('unknown', 'normal', 'warnLow', 'warnHigh', 'alertLow',
                                         'alertHigh')),
    PRIMARY KEY (subject_id, quantity)
) STRICT, WITHOUT ROWID;

-- Append-only, with two times: in force from from_us, known since recorded_us. The newest recorded
-- row that has begun is in force. set_by NULL: the default of the condition's profile.
CREATE TABLE care_limits (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    quantity TEXT NOT NULL CHECK (quantity IN ('systolic', 'diastolic', 'pulse', 'spo2', 'glucose',
                                               'weight', 'temperature', 'pef', 'fev1')),
    alert_low INTEGER,
    warn_low INTEGER,
    warn_high INTEGER,
    alert_high INTEGER,
    reason BLOB,
    set_by TEXT CHECK (length(set_by) = 32),
    from_us INTEGER NOT NULL,
    recorded_us INTEGER NOT NULL,
    CHECK (coalesce(alert_low, warn_low, warn_high, alert_high) IS NOT NULL),
    CHECK ((set_by IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX care_limits_subject ON care_limits (subject_id, quantity, id);

CREATE TRIGGER care_limits_append_only_update BEFORE UPDATE ON care_limits
BEGIN
    SELECT RAISE(ABORT, 'care limits are append-only');
END;
CREATE TRIGGER care_limits_append_only_delete BEFORE DELETE ON care_limits
BEGIN
    SELECT RAISE(ABORT, 'care limits are append-only');
END;
