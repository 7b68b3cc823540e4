-- SPDX-License-Identifier: EUPL-1.2
-- Who holds a cover is yes, no, or not known (B-26, A-05). Until here every registration wrote "holder" although nobody
-- had been asked: that is nobody's word and becomes "unknown". What says "relative" a person recorded, and stays.

DROP TRIGGER covers_kept;
ALTER TABLE covers RENAME COLUMN holder TO holder_assumed;
ALTER TABLE covers ADD COLUMN holder TEXT NOT NULL DEFAULT 'unknown' CHECK (holder IN ('unknown', 'no', 'yes'));
UPDATE covers SET holder = 'no' WHERE holder_assumed = 0;
ALTER TABLE covers DROP COLUMN holder_assumed;
CREATE TRIGGER covers_kept BEFORE UPDATE ON covers
BEGIN SELECT RAISE(ABORT, 'covers are append-only'); END;

-- Of the cover a claim was opened under. Decisions keep, in their records, what they were made on.
ALTER TABLE claims RENAME COLUMN holder TO holder_assumed;
ALTER TABLE claims ADD COLUMN holder TEXT NOT NULL DEFAULT 'unknown' CHECK (holder IN ('unknown', 'no', 'yes'));
UPDATE claims SET holder = 'no' WHERE holder_assumed = 0;
ALTER TABLE claims DROP COLUMN holder_assumed;

DROP TRIGGER cover_events_kept;
DROP TRIGGER cover_events_never_dropped;
DROP INDEX cover_events_person;
ALTER TABLE cover_events RENAME TO cover_events_before;

-- Beside those of 0035: 'holder': the person holds the cover from that day; 'relative': it is another person's.
CREATE TABLE cover_events (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    plan_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'family-change', 'opt-out', 'termination', 'leave-start',
        'leave-end', 'unpaid', 'arrears-paid', 'rehire', 'window-request', 'annual-expiry', 'child', 'not-child',
        'holder', 'relative', 'holder-birth', 'withdrawn')),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    communicated_on TEXT CHECK (communicated_on IS NULL OR length(communicated_on) = 10),
    paid TEXT NOT NULL CHECK (paid IN ('unknown', 'no', 'yes')),
    for_all TEXT NOT NULL CHECK (for_all IN ('unknown', 'no', 'yes')),
    evidence BLOB,
    replaces TEXT UNIQUE REFERENCES cover_events (public_id),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id),
    CHECK (kind <> 'withdrawn' OR replaces IS NOT NULL)
) STRICT;

INSERT INTO cover_events (id, public_id, person_id, plan_id, kind, on_day, communicated_on, paid, for_all, evidence,
    replaces, recorded_us, recorded_by)
SELECT id, public_id, person_id, plan_id, kind, on_day, communicated_on, paid, for_all, evidence, replaces, recorded_us,
    recorded_by FROM cover_events_before ORDER BY id;
DROP TABLE cover_events_before;

CREATE INDEX cover_events_person ON cover_events (person_id, plan_id, id);

CREATE TRIGGER cover_events_kept BEFORE UPDATE ON cover_events
BEGIN SELECT RAISE(ABORT, 'cover events are append-only'); END;
CREATE TRIGGER cover_events_never_dropped BEFORE DELETE ON cover_events
BEGIN SELECT RAISE(ABORT, 'cover events are append-only'); END;
