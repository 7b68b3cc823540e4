-- SPDX-License-Identifier: EUPL-1.2
-- What the member bears of a late claim that a person reduced by the proven prejudice (S-09): it uses up the month
-- like a payment, and nobody is paid it.

CREATE TABLE borne_lines (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    borne_cents INTEGER NOT NULL CHECK (borne_cents > 0),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id),
    UNIQUE (expense_id, month_number)
) STRICT;

CREATE INDEX borne_lines_claim ON borne_lines (claim_id, month_number);

CREATE TRIGGER borne_lines_kept BEFORE UPDATE ON borne_lines
BEGIN SELECT RAISE(ABORT, 'borne lines are append-only'); END;
CREATE TRIGGER borne_lines_never_dropped BEFORE DELETE ON borne_lines
BEGIN SELECT RAISE(ABORT, 'borne lines are append-only'); END;

-- Payments and what was borne stay under one ceiling together.
CREATE TRIGGER payment_lines_and_borne_under_the_ceiling BEFORE INSERT ON payment_lines
WHEN NEW.amount_cents + (SELECT coalesce(sum(amount_cents), 0) FROM payment_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    + (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;
