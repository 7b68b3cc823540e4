-- SPDX-License-Identifier: EUPL-1.2
-- The rows that every reading writes. For a constant list of more than two, IN in a CHECK makes SQLite build a table of
-- the list for every row that is written, which cost more than the row itself; the same rule as comparisons does not. A
-- CHECK cannot be changed, so the tables are made anew.
CREATE TABLE readings_new (
    day INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    quantity TEXT NOT NULL CHECK (
        quantity = 'systolic' OR quantity = 'diastolic' OR quantity = 'pulse' OR quantity = 'spo2' OR
        quantity = 'glucose' OR quantity = 'weight' OR quantity = 'temperature' OR quantity = 'pef' OR
        quantity = 'fev1' OR quantity = 'mean-pressure' OR quantity = 'fvc' OR quantity = 'respiratory-rate' OR
        quantity = 'hba1c' OR quantity = 'steps'),
    time_us INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    kind TEXT NOT NULL CHECK (
        kind = 'blood-pressure' OR kind = 'pulse' OR kind = 'spo2' OR kind = 'glucose' OR kind = 'weight' OR
        kind = 'temperature' OR kind = 'spirometry' OR kind = 'respiratory-rate' OR kind = 'hba1c' OR
        kind = 'steps'),
    device_id INTEGER NOT NULL REFERENCES devices (id),
    value INTEGER NOT NULL,
    sent TEXT NOT NULL,
    unit TEXT NOT NULL,
    level TEXT NOT NULL CHECK (
        level = 'unknown' OR level = 'normal' OR level = 'warnLow' OR level = 'warnHigh' OR
        level = 'alertLow' OR level = 'alertHigh'),
    origin TEXT NOT NULL CHECK (
        origin = 'device' OR origin = 'manual' OR origin = 'corrected' OR origin = 'imported'),
    flags INTEGER NOT NULL CHECK (flags >= 0),
    received_us INTEGER NOT NULL,
    -- 1: taken back by a person (reading_corrections says who and why); kept, and shown in no chart or mean.
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded = 0 OR superseded = 1),
    PRIMARY KEY (day, source_id, quantity, time_us, digest),
    CHECK (time_us >= day * 86400000000 AND time_us < (day + 1) * 86400000000)
) STRICT, WITHOUT ROWID;
INSERT INTO readings_new (day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, origin,
                          flags, received_us, superseded)
    SELECT day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, origin, flags,
           received_us, superseded FROM readings ORDER BY day, source_id, quantity, time_us, digest;
DROP TABLE readings;
ALTER TABLE readings_new RENAME TO readings;

CREATE TABLE latest_readings_new (
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    quantity TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    value INTEGER NOT NULL,
    sent TEXT NOT NULL,
    unit TEXT NOT NULL,
    level TEXT NOT NULL CHECK (
        level = 'unknown' OR level = 'normal' OR level = 'warnLow' OR level = 'warnHigh' OR
        level = 'alertLow' OR level = 'alertHigh'),
    same_count INTEGER NOT NULL DEFAULT 1 CHECK (same_count >= 1),
    same_since_us INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subject_id, quantity)
) STRICT, WITHOUT ROWID;
INSERT INTO latest_readings_new (subject_id, quantity, time_us, value, sent, unit, level, same_count, same_since_us)
    SELECT subject_id, quantity, time_us, value, sent, unit, level, same_count, same_since_us FROM latest_readings
    ORDER BY subject_id, quantity;
DROP TABLE latest_readings;
ALTER TABLE latest_readings_new RENAME TO latest_readings;

-- Numbers go on behind the newest, which is always kept.
CREATE TABLE events_new (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at_us INTEGER NOT NULL,
    fund TEXT,
    audience TEXT NOT NULL CHECK (audience = 'monitoring' OR audience = 'claims' OR audience = 'portal'),
    user TEXT,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
    payload TEXT NOT NULL
) STRICT;
INSERT INTO events_new (seq, at_us, fund, audience, user, kind, payload)
    SELECT seq, at_us, fund, audience, user, kind, payload FROM events ORDER BY seq;
DROP TABLE events;
ALTER TABLE events_new RENAME TO events;
