-- SPDX-License-Identifier: EUPL-1.2
-- Readings that a person took back ("that was my wife"): who, when and why (sealed under the subject's key). The reading
-- itself stays, marked as superseded.
CREATE TABLE reading_corrections (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    source_id INTEGER NOT NULL REFERENCES sources (id),
    time_us INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    reason BLOB NOT NULL,
    taken_by TEXT NOT NULL CHECK (length(taken_by) = 32),
    taken_us INTEGER NOT NULL,
    UNIQUE (source_id, time_us, digest)
) STRICT;
CREATE INDEX reading_corrections_subject ON reading_corrections (subject_id, time_us);
