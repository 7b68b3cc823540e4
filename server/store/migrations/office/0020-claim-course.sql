-- SPDX-License-Identifier: EUPL-1.2
-- Facts that decide a claim beside its score: events of the cover, findings, documents, dates, rulings, checks,
-- complaints, ends. All append-only; a correction is a later row.

DROP TRIGGER claim_facts_kept;
DROP TRIGGER claim_facts_never_dropped;
DROP INDEX claim_facts_claim;
ALTER TABLE claim_facts RENAME TO claim_facts_before;

-- Beside those of 0011: 'check': insurability or exclusion; 'dossier': a document or the situation it depends on;
-- 'date': onset, first contact, sending; 'late-ruling' (S-09); 'survival-ruling' (S-29); 'control': a check of the
-- continuing state, its refusal or compliance (A-37); 'end'; 'complaint' and 'complaint-answer' (K-01, K-02).
CREATE TABLE claim_facts (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'finding', 'life', 'complete', 'check', 'dossier', 'date',
        'late-ruling', 'survival-ruling', 'control', 'end', 'complaint', 'complaint-answer')),
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

-- `replaces` names an earlier event that was recorded wrongly; kind 'withdrawn' puts nothing in its place.
CREATE TABLE cover_events (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    plan_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'family-change', 'opt-out', 'termination', 'leave-start',
        'leave-end', 'unpaid', 'arrears-paid', 'rehire', 'window-request', 'annual-expiry', 'child', 'withdrawn')),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    communicated_on TEXT CHECK (communicated_on IS NULL OR length(communicated_on) = 10),
    paid TEXT NOT NULL CHECK (paid IN ('unknown', 'no', 'yes')),
    -- Of a request in the yearly window: all relatives of the certificate were asked for.
    for_all TEXT NOT NULL CHECK (for_all IN ('unknown', 'no', 'yes')),
    evidence BLOB,
    replaces TEXT UNIQUE REFERENCES cover_events (public_id),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id),
    CHECK (kind <> 'withdrawn' OR replaces IS NOT NULL)
) STRICT;

CREATE INDEX cover_events_person ON cover_events (person_id, plan_id, id);

CREATE TRIGGER cover_events_kept BEFORE UPDATE ON cover_events
BEGIN SELECT RAISE(ABORT, 'cover events are append-only'); END;
CREATE TRIGGER cover_events_never_dropped BEFORE DELETE ON cover_events
BEGIN SELECT RAISE(ABORT, 'cover events are append-only'); END;

DROP TRIGGER decisions_kept;
DROP TRIGGER decisions_never_dropped;
DROP INDEX decisions_claim;
ALTER TABLE decisions RENAME TO decisions_before;

-- `record` is the sealed record of docs/evaluate.md (plan, case, result), `record_hash` its BLAKE2b-256; `ruling` the
-- person's words, sealed. Rows of before 0020 have no ruling: their record holds both. `corrects` names the decision
-- that this one takes the place of.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('recognised', 'not-recognised', 'reviewable', 'excluded',
        'not-insurable', 'not-covered')),
    record BLOB NOT NULL,
    record_hash BLOB NOT NULL CHECK (length(record_hash) = 32),
    ruling BLOB,
    plan_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL CHECK (plan_version > 0),
    engine TEXT NOT NULL,
    review_on TEXT CHECK ((outcome = 'reviewable') = (review_on IS NOT NULL)),
    corrects TEXT UNIQUE REFERENCES decisions (public_id),
    decided_us INTEGER NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

INSERT INTO decisions (id, public_id, claim_id, outcome, record, record_hash, plan_id, plan_version, engine,
    review_on, decided_us, decided_by)
SELECT id, public_id, claim_id, outcome, record, record_hash, plan_id, plan_version, engine,
    review_on, decided_us, decided_by FROM decisions_before;
DROP TABLE decisions_before;

CREATE INDEX decisions_claim ON decisions (claim_id, id);

CREATE TRIGGER decisions_kept BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_never_dropped BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
