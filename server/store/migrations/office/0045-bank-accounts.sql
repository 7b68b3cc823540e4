-- SPDX-License-Identifier: EUPL-1.2
-- The account to which a person's benefit is paid: IBAN, who holds it, on what it rests, sealed in `detail`. A change is a
-- later row; one without `detail` says that there is no account any more.
CREATE TABLE bank_accounts (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    detail BLOB,
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX bank_accounts_person ON bank_accounts (person_id, id);

CREATE TRIGGER bank_accounts_kept BEFORE UPDATE ON bank_accounts
BEGIN SELECT RAISE(ABORT, 'bank accounts are append-only'); END;
CREATE TRIGGER bank_accounts_never_dropped BEFORE DELETE ON bank_accounts
BEGIN SELECT RAISE(ABORT, 'bank accounts are append-only'); END;
