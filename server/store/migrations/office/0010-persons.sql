-- SPDX-License-Identifier: EUPL-1.2
-- Persons: identity sealed under a key per person and found by blind indexes only. Facts about cover and
-- mandates are never changed, only added to: effective dates beside the instant of recording.

CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL REFERENCES funds (public_id),
    last_name BLOB NOT NULL,
    first_name BLOB NOT NULL,
    birth_date BLOB NOT NULL,
    codice_fiscale BLOB NOT NULL,
    phone BLOB,
    code_index BLOB NOT NULL CHECK (length(code_index) = 16),
    code_mismatch INTEGER NOT NULL CHECK (code_mismatch IN (0, 1)),
    created_us INTEGER NOT NULL,
    UNIQUE (fund, code_index)
) STRICT;

-- Apart from the person, so that destroying this row is all that erasing a person takes.
CREATE TABLE person_keys (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id),
    wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE person_names (
    fund TEXT NOT NULL REFERENCES funds (public_id),
    name_index BLOB NOT NULL CHECK (length(name_index) = 16),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    PRIMARY KEY (fund, name_index, person_id)
) STRICT, WITHOUT ROWID;

-- The only place that ties a pseudonym of the monitoring database to a person.
CREATE TABLE enrolments (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id),
    subject TEXT NOT NULL UNIQUE CHECK (length(subject) = 32),
    conditions BLOB NOT NULL,
    enrolled_us INTEGER NOT NULL
) STRICT;

CREATE TABLE covers (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    plan_id TEXT NOT NULL,
    from_on TEXT NOT NULL CHECK (length(from_on) = 10),
    to_on TEXT CHECK (to_on IS NULL OR to_on >= from_on),
    holder INTEGER NOT NULL CHECK (holder IN (0, 1)),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX covers_person ON covers (person_id, plan_id);

CREATE TRIGGER covers_kept BEFORE UPDATE ON covers
BEGIN SELECT RAISE(ABORT, 'covers are append-only'); END;
CREATE TRIGGER covers_never_dropped BEFORE DELETE ON covers
BEGIN SELECT RAISE(ABORT, 'covers are append-only'); END;

-- The person a family account belongs to.
CREATE TABLE user_persons (
    user TEXT PRIMARY KEY REFERENCES users (public_id),
    person_id INTEGER NOT NULL REFERENCES persons (id)
) STRICT;

CREATE INDEX user_persons_person ON user_persons (person_id);

CREATE TABLE mandates (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    user TEXT NOT NULL REFERENCES users (public_id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL CHECK (kind IN ('spouse', 'cohabitee', 'relative', 'in-law', 'guardian',
        'curator', 'support-administrator', 'attorney')),
    from_on TEXT NOT NULL CHECK (length(from_on) = 10),
    to_on TEXT CHECK (to_on IS NULL OR to_on >= from_on),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX mandates_user ON mandates (user, person_id, id);
CREATE INDEX mandates_person ON mandates (person_id, id);

CREATE TRIGGER mandates_kept BEFORE UPDATE ON mandates
BEGIN SELECT RAISE(ABORT, 'mandates are append-only'); END;
CREATE TRIGGER mandates_never_dropped BEFORE DELETE ON mandates
BEGIN SELECT RAISE(ABORT, 'mandates are append-only'); END;
