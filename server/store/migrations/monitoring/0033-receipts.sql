-- SPDX-License-Identifier: EUPL-1.2
-- Receipts: what became of each message that a door took into custody. Its number is the inbox and the sequence that
-- the door gave it, the same at every door.

-- An inbox that was read from; receipts are kept of the sequences behind `after`.
CREATE TABLE receipt_books (
    id INTEGER PRIMARY KEY,
    inbox TEXT NOT NULL UNIQUE CHECK (length(inbox) = 32),
    door TEXT NOT NULL CHECK (length(door) BETWEEN 1 AND 16),
    after INTEGER NOT NULL CHECK (after >= 0)
) STRICT;

-- boot and seq: the device's own counting, if it told any. Of the readings in the message: stored, here already, in
-- quarantine (or the message as a whole), rejected (their person had left), and of the stored ones judged by limits.
CREATE TABLE receipts (
    book_id INTEGER NOT NULL REFERENCES receipt_books (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    device_id INTEGER REFERENCES devices (id),
    received_us INTEGER NOT NULL,
    read_us INTEGER NOT NULL,
    boot INTEGER,
    seq INTEGER,
    stored INTEGER NOT NULL CHECK (stored >= 0),
    duplicates INTEGER NOT NULL CHECK (duplicates >= 0),
    quarantined INTEGER NOT NULL CHECK (quarantined >= 0),
    rejected INTEGER NOT NULL CHECK (rejected >= 0),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND stored),
    PRIMARY KEY (book_id, sequence)
) STRICT, WITHOUT ROWID;

-- The newest few of each device; one place each, used in turn.
CREATE TABLE device_receipts (
    device_id INTEGER NOT NULL REFERENCES devices (id),
    place INTEGER NOT NULL CHECK (place >= 0),
    book_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (device_id, place)
) STRICT, WITHOUT ROWID;

-- Messages of a door by the day in Italy on which it took them, each counted once: as stored if any of its readings
-- was, else as quarantined, rejected or duplicate if any was, else as nothing but read. Kept with the receipts; the
-- reconciliation counts them again and writes what it found: numbers the door has given (none: never reconciled),
-- messages that still lie there, those of which there is neither receipt nor message, and counts that do not agree.
CREATE TABLE receipt_days (
    book_id INTEGER NOT NULL REFERENCES receipt_books (id),
    day TEXT NOT NULL CHECK (length(day) = 10),
    last INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    given INTEGER,
    in_custody INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0,
    mismatched INTEGER NOT NULL DEFAULT 0,
    checked_us INTEGER,
    PRIMARY KEY (book_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_days_newest ON receipt_days (day, book_id);

-- Which numbers of its own counting a device's stored messages have, as runs without a hole.
CREATE TABLE device_runs (
    device_id INTEGER NOT NULL REFERENCES devices (id),
    boot INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last >= first),
    PRIMARY KEY (device_id, boot, first)
) STRICT, WITHOUT ROWID;
