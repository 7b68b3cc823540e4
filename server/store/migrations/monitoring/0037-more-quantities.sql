-- SPDX-License-Identifier: EUPL-1.2
-- More quantities and kinds of reading, readings from a meter's export, readings that a person took back. A CHECK
-- cannot be changed, so the tables are made anew.
CREATE TABLE readings_new (
    day INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    quantity TEXT NOT NULL CHECK (quantity IN ('systolic', 'diastolic', 'pulse', 'spo2', 'glucose',
                                               'weight', 'temperature', 'pef', 'fev1', 'mean-pressure',
                                               'fvc', 'respiratory-rate', 'hba1c', 'steps')),
    time_us INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('blood-pressure', 'pulse', 'spo2', 'glucose', 'weight',
                                       'temperature', 'spirometry', 'respiratory-rate', 'hba1c', 'steps')),
    device_id INTEGER NOT NULL REFERENCES devices (id),
    value INTEGER NOT NULL,
    sent TEXT NOT NULL,
    unit TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('unknown', 'normal', 'warnLow', 'warnHigh', 'alertLow',
                                         'alertHigh')),
    origin TEXT NOT NULL CHECK (origin IN ('device', 'manual', 'corrected', 'imported')),
    flags INTEGER NOT NULL CHECK (flags >= 0),
    received_us INTEGER NOT NULL,
    -- 1: taken back by a person (reading_corrections says who and why); kept, and shown in no chart or mean.
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    PRIMARY KEY (day, source_id, quantity, time_us, digest),
    CHECK (time_us >= day * 86400000000 AND time_us < (day + 1) * 86400000000)
) STRICT, WITHOUT ROWID;
INSERT INTO readings_new (day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, origin,
                          flags, received_us)
    SELECT day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, origin, flags,
           received_us FROM readings ORDER BY day, source_id, quantity, time_us, digest;
DROP TABLE readings;
ALTER TABLE readings_new RENAME TO readings;

CREATE TABLE care_limits_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    quantity TEXT NOT NULL CHECK (quantity IN ('systolic', 'diastolic', 'pulse', 'spo2', 'glucose',
                                               'weight', 'temperature', 'pef', 'fev1', 'mean-pressure',
                                               'fvc', 'respiratory-rate', 'hba1c', 'steps')),
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
INSERT INTO care_limits_new (id, public_id, subject_id, quantity, alert_low, warn_low, warn_high, alert_high, reason,
                             set_by, from_us, recorded_us)
    SELECT id, public_id, subject_id, quantity, alert_low, warn_low, warn_high, alert_high, reason, set_by, from_us,
           recorded_us FROM care_limits;
DROP TABLE care_limits;
ALTER TABLE care_limits_new RENAME TO care_limits;
CREATE INDEX care_limits_subject ON care_limits (subject_id, quantity, id);

CREATE TRIGGER care_limits_append_only_update BEFORE UPDATE ON care_limits
BEGIN
    SELECT RAISE(ABORT, 'care limits are append-only');
END;
CREATE TRIGGER care_limits_append_only_delete BEFORE DELETE ON care_limits
BEGIN
    SELECT RAISE(ABORT, 'care limits are append-only');
END;
