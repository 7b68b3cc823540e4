-- SPDX-License-Identifier: EUPL-1.2
-- What a person has to say before it counts: whether a refused check suspends, what becomes of a claim filed too early,
-- what interrupts the limitation, who the holder of a cover is.

DROP TRIGGER claim_facts_kept;
DROP TRIGGER claim_facts_never_dropped;
DROP INDEX claim_facts_claim;
ALTER TABLE claim_facts RENAME TO claim_facts_before;

-- Beside those of 0020: 'early-ruling': on a claim filed before the state had lasted long enough; 'refusal-ruling': on
-- the refusal of a check (S-11); 'interruption': of the limitation (L-09).
CREATE TABLE claim_facts (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'finding', 'life', 'complete', 'check', 'dossier', 'date',
        'late-ruling', 'survival-ruling', 'control', 'end', 'complaint', 'complaint-answer', 'early-ruling',
        'refusal-ruling', 'interruption')),
    content BLOB NOT NULL,
    effective_on TEXT NOT NULL CHECK (length(effective_on) = 10),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

INSERT INTO claim_facts (id, public_id, claim_id, kind, content, effective_on, recorded_us, recorded_by)
SELECT id, public_id, claim_id, kind, content, effective_on, recorded_us, recorded_by FROM claim_facts_before;
DROP TABLE claim_facts_before;

CREATE INDEX claim_facts_claim ON claim_facts (claim_id, id);

CREATE TRIGGER claim_facts_kept BEFORE UPDATE ON claim_facts
BEGIN SELECT RAISE(ABORT, 'claim facts are append-only'); END;
CREATE TRIGGER claim_facts_never_dropped BEFORE DELETE ON claim_facts
BEGIN SELECT RAISE(ABORT, 'claim facts are append-only'); END;

DROP TRIGGER cover_events_kept;
DROP TRIGGER cover_events_never_dropped;
DROP INDEX cover_events_person;
ALTER TABLE cover_events RENAME TO cover_events_before;

-- Beside those of 0020: 'not-child': covered, and not as a child of the holder; 'holder-birth': covered as a relative,
-- on_day is the birth of the holder (A-05).
CREATE TABLE cover_events (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    plan_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'family-change', 'opt-out', 'termination', 'leave-start',
        'leave-end', 'unpaid', 'arrears-paid', 'rehire', 'window-request', 'annual-expiry', 'child', 'not-child',
        'holder-birth', 'withdrawn')),
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
