-- SPDX-License-Identifier: EUPL-1.2
-- A proven prejudice that a later ruling lowers is given back: what was borne too much becomes a payment of the same
-- month (S-09). And the ceiling of the month stands before what is borne, too, not only before what is paid.

DROP TRIGGER payment_lines_under_the_ceiling;
DROP TRIGGER payment_lines_and_borne_under_the_ceiling;
DROP TRIGGER payment_lines_kept;
DROP TRIGGER payment_lines_never_dropped;
DROP INDEX payment_lines_fund;
DROP INDEX payment_lines_month;
ALTER TABLE payment_lines RENAME TO payment_lines_before;

-- kind 'expense': what the plan pays of an approved expense; 'returned': what the member had borne of it.
CREATE TABLE payment_lines (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL REFERENCES funds (public_id),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    kind TEXT NOT NULL CHECK (kind IN ('expense', 'returned')),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    month_from TEXT NOT NULL CHECK (length(month_from) = 10),
    month_to TEXT NOT NULL CHECK (month_to >= month_from),
    part_cents INTEGER NOT NULL CHECK (part_cents >= amount_cents),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    ceiling_cents INTEGER NOT NULL CHECK (ceiling_cents >= amount_cents),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

INSERT INTO payment_lines (id, public_id, fund, claim_id, expense_id, kind, month_number, month_from, month_to,
    part_cents, amount_cents, ceiling_cents, created_us, created_by)
SELECT id, public_id, fund, claim_id, expense_id, 'expense', month_number, month_from, month_to, part_cents,
    amount_cents, ceiling_cents, created_us, created_by FROM payment_lines_before;
DROP TABLE payment_lines_before;

CREATE INDEX payment_lines_fund ON payment_lines (fund, id);
CREATE INDEX payment_lines_month ON payment_lines (claim_id, month_number);
CREATE UNIQUE INDEX payment_lines_one_of_an_expense ON payment_lines (expense_id, month_number) WHERE kind = 'expense';
CREATE INDEX payment_lines_expense ON payment_lines (expense_id);

CREATE TABLE borne_returns (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    returned_cents INTEGER NOT NULL CHECK (returned_cents > 0),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX borne_returns_claim ON borne_returns (claim_id, month_number);
CREATE INDEX borne_returns_expense ON borne_returns (expense_id, month_number);

CREATE TRIGGER borne_returns_kept BEFORE UPDATE ON borne_returns
BEGIN SELECT RAISE(ABORT, 'borne returns are append-only'); END;
CREATE TRIGGER borne_returns_never_dropped BEFORE DELETE ON borne_returns
BEGIN SELECT RAISE(ABORT, 'borne returns are append-only'); END;
CREATE TRIGGER borne_returns_of_what_was_borne BEFORE INSERT ON borne_returns
WHEN NEW.returned_cents + (SELECT coalesce(sum(returned_cents), 0) FROM borne_returns
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
    > (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
BEGIN SELECT RAISE(ABORT, 'more than was borne'); END;

-- Of lines of before 0039 it is not known.
ALTER TABLE borne_lines ADD COLUMN ceiling_cents INTEGER CHECK (ceiling_cents IS NULL OR ceiling_cents >= borne_cents);

CREATE TRIGGER payment_lines_kept BEFORE UPDATE ON payment_lines
BEGIN SELECT RAISE(ABORT, 'payment lines are append-only'); END;
CREATE TRIGGER payment_lines_never_dropped BEFORE DELETE ON payment_lines
BEGIN SELECT RAISE(ABORT, 'payment lines are append-only'); END;

-- Payments and what is borne stay under one ceiling together, whichever of them is written.
CREATE TRIGGER payment_lines_under_the_ceiling BEFORE INSERT ON payment_lines
WHEN NEW.amount_cents + (SELECT coalesce(sum(amount_cents), 0) FROM payment_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    + (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    - (SELECT coalesce(sum(returned_cents), 0) FROM borne_returns
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;

CREATE TRIGGER borne_lines_under_the_ceiling BEFORE INSERT ON borne_lines
WHEN NEW.ceiling_cents IS NULL OR NEW.borne_cents + (SELECT coalesce(sum(amount_cents), 0) FROM payment_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    + (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    - (SELECT coalesce(sum(returned_cents), 0) FROM borne_returns
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;
