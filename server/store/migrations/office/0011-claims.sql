-- SPDX-License-Identifier: EUPL-1.2
-- Claims: the row holds where a case stands; what was said, found and decided is append-only and sealed.

CREATE TABLE claim_numbers (
    fund TEXT NOT NULL REFERENCES funds (public_id),
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (fund, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL REFERENCES funds (public_id),
    number TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    plan_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL CHECK (plan_version > 0),
    holder INTEGER NOT NULL CHECK (holder IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('notice', 'opened', 'waiting-documents', 'complete',
        'under-evaluation', 'recognised', 'not-recognised', 'reviewable', 'excluded',
        'not-insurable', 'not-covered', 'late', 'in-payment', 'suspended', 'ended')),
    shown TEXT NOT NULL CHECK (shown IN ('draft', 'submitted', 'complete', 'recognised',
        'not-recognised', 'reviewable', 'excluded', 'ended')),
    version INTEGER NOT NULL CHECK (version > 0),
    opened_us INTEGER NOT NULL,
    opened_by TEXT NOT NULL REFERENCES users (public_id),
    submitted_us INTEGER,
    submitted_by TEXT REFERENCES users (public_id),
    received_on TEXT CHECK (received_on IS NULL OR length(received_on) = 10),
    complete_on TEXT CHECK (complete_on IS NULL OR complete_on >= received_on),
    -- The day on which staff have to look at it again, '2999-12-31' for none: the order of the work list.
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    UNIQUE (fund, number),
    CHECK ((state = 'notice') = (submitted_us IS NULL) OR state = 'ended'),
    CHECK ((submitted_us IS NULL) = (received_on IS NULL))
) STRICT;

CREATE INDEX claims_work ON claims (fund, shown, due_on, id);
CREATE INDEX claims_person ON claims (person_id, id);
-- Two relatives who start at the same time work on one draft.
CREATE UNIQUE INDEX claims_one_draft ON claims (person_id, plan_id) WHERE state = 'notice';

-- kind 'statement': what the family says (onset, need, place of care); 'finding': the clinician's judgement;
-- 'life': seen alive, or died; 'complete': the dossier. effective_on is the day the fact is about.
CREATE TABLE claim_facts (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'finding', 'life', 'complete')),
    content BLOB NOT NULL,
    effective_on TEXT NOT NULL CHECK (length(effective_on) = 10),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX claim_facts_claim ON claim_facts (claim_id, id);

CREATE TRIGGER claim_facts_kept BEFORE UPDATE ON claim_facts
BEGIN SELECT RAISE(ABORT, 'claim facts are append-only'); END;
CREATE TRIGGER claim_facts_never_dropped BEFORE DELETE ON claim_facts
BEGIN SELECT RAISE(ABORT, 'claim facts are append-only'); END;

CREATE TABLE assessments (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    rater TEXT NOT NULL CHECK (rater IN ('family', 'physician', 'visit')),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX assessments_claim ON assessments (claim_id, id);

-- A changed answer is a later row; the grade is sealed and padded, so that its length tells nothing.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    assessment_id INTEGER NOT NULL REFERENCES assessments (id),
    item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 40),
    grade BLOB NOT NULL,
    saved_us INTEGER NOT NULL,
    saved_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX answers_assessment ON answers (assessment_id, item, id);

CREATE TRIGGER answers_kept BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
CREATE TRIGGER answers_never_dropped BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;

-- `record` is the sealed canonical JSON of inputs, rules, proposal and outcome; `record_hash` its BLAKE2b-256.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('recognised', 'not-recognised', 'reviewable', 'excluded')),
    record BLOB NOT NULL,
    record_hash BLOB NOT NULL CHECK (length(record_hash) = 32),
    plan_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL CHECK (plan_version > 0),
    engine TEXT NOT NULL,
    review_on TEXT CHECK ((outcome = 'reviewable') = (review_on IS NOT NULL)),
    decided_us INTEGER NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX decisions_claim ON decisions (claim_id, id);

CREATE TRIGGER decisions_kept BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_never_dropped BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
