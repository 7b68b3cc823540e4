-- SPDX-License-Identifier: EUPL-1.2
-- Monitored members by pseudonym, the devices they hold and since when.

CREATE TABLE subjects (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL CHECK (length(fund) = 32),
    diabetes INTEGER NOT NULL CHECK (diabetes IN (0, 1)),
    hypertension INTEGER NOT NULL CHECK (hypertension IN (0, 1)),
    copd INTEGER NOT NULL CHECK (copd IN (0, 1)),
    -- Data key of this subject's free texts and quarantined bytes; destroying it erases them.
    key BLOB NOT NULL CHECK (length(key) > 0),
    enrolled_us INTEGER NOT NULL,
    closed_us INTEGER CHECK (closed_us >= enrolled_us),
    heard_us INTEGER,
    silent_after_us INTEGER NOT NULL CHECK (silent_after_us > 0),
    silence_due_us INTEGER NOT NULL,
    silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1))
) STRICT;
CREATE INDEX subjects_silence ON subjects (silence_due_us) WHERE silent = 0 AND closed_us IS NULL;

CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    -- The identity on the wire: TLS-PSK and DTLS-PSK identity, MQTT user and topic level.
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL CHECK (length(fund) = 32),
    transport TEXT NOT NULL CHECK (transport IN ('mqtt', 'coap')),
    model TEXT NOT NULL CHECK (length(model) BETWEEN 1 AND 80),
    serial TEXT CHECK (length(serial) BETWEEN 1 AND 40),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'revoked')),
    -- Sealed by the vault's system key: the doors' roster is made from it. None once revoked.
    secret BLOB CHECK (state = 'revoked' OR secret IS NOT NULL),
    registered_us INTEGER NOT NULL,
    revoked_us INTEGER CHECK ((state = 'revoked') = (revoked_us IS NOT NULL)),
    received_us INTEGER,
    battery INTEGER CHECK (battery BETWEEN 0 AND 100),
    messages INTEGER NOT NULL DEFAULT 0 CHECK (messages >= 0),
    duplicates INTEGER NOT NULL DEFAULT 0 CHECK (duplicates >= 0),
    -- Readings of a member who had left: counted, not kept.
    dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0)
) STRICT;
CREATE INDEX devices_fund ON devices (fund, public_id);
CREATE INDEX devices_heard ON devices (fund, received_us);

-- One row: grows whenever what the doors must know has changed.
CREATE TABLE roster (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL CHECK (version >= 0)
) STRICT;
INSERT INTO roster (only, version) VALUES (1, 0);

-- Who had the device when: intervals [from_us, to_us) that never overlap. A reading belongs to
-- whoever had the device when it was measured, whenever it arrives.
CREATE TABLE assignments (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES devices (id),
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    from_us INTEGER NOT NULL,
    to_us INTEGER CHECK (to_us > from_us),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL CHECK (length(recorded_by) = 32),
    UNIQUE (device_id, from_us)
) STRICT;
CREATE INDEX assignments_subject ON assignments (subject_id, from_us);

CREATE TRIGGER assignments_apart_insert BEFORE INSERT ON assignments
WHEN EXISTS (SELECT 1 FROM assignments a
             WHERE a.device_id = NEW.device_id
               AND (a.to_us IS NULL OR a.to_us > NEW.from_us)
               AND (NEW.to_us IS NULL OR a.from_us < NEW.to_us))
BEGIN
    SELECT RAISE(ABORT, 'assignments overlap');
END;

CREATE TRIGGER assignments_apart_update BEFORE UPDATE ON assignments
WHEN EXISTS (SELECT 1 FROM assignments a
             WHERE a.device_id = NEW.device_id AND a.id <> NEW.id
               AND (a.to_us IS NULL OR a.to_us > NEW.from_us)
               AND (NEW.to_us IS NULL OR a.from_us < NEW.to_us))
BEGIN
    SELECT RAISE(ABORT, 'assignments overlap');
END;

-- How far the drain has come in each door's inbox; in the same transaction as what came out of it.
CREATE TABLE inbox_cursors (
    inbox TEXT PRIMARY KEY CHECK (length(inbox) = 32),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    updated_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
