-- SPDX-License-Identifier: EUPL-1.2
-- Expenses and the payment lines that arise from them. Neither plan is an annuity: a line without an expense, or
-- above the ceiling of its month, cannot exist (A-30, B-22, S-07).

CREATE TABLE expenses (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    detail BLOB NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 1 AND 100000000),
    state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'refused')),
    verdict BLOB,
    submitted_us INTEGER NOT NULL,
    submitted_by TEXT NOT NULL REFERENCES users (public_id),
    decided_us INTEGER,
    decided_by TEXT REFERENCES users (public_id),
    CHECK ((state = 'submitted') = (decided_us IS NULL)),
    CHECK ((decided_us IS NULL) = (decided_by IS NULL))
) STRICT;

CREATE INDEX expenses_claim ON expenses (claim_id, id);

CREATE TABLE payment_lines (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund TEXT NOT NULL REFERENCES funds (public_id),
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    month_from TEXT NOT NULL CHECK (length(month_from) = 10),
    month_to TEXT NOT NULL CHECK (month_to >= month_from),
    -- What of the expense falls into this month; the member bears what is above the amount.
    part_cents INTEGER NOT NULL CHECK (part_cents >= amount_cents),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    ceiling_cents INTEGER NOT NULL CHECK (ceiling_cents >= amount_cents),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id),
    UNIQUE (expense_id, month_number)
) STRICT;

CREATE INDEX payment_lines_fund ON payment_lines (fund, id);
CREATE INDEX payment_lines_month ON payment_lines (claim_id, month_number);

CREATE TRIGGER payment_lines_under_the_ceiling BEFORE INSERT ON payment_lines
WHEN NEW.amount_cents + (SELECT coalesce(sum(amount_cents), 0) FROM payment_lines
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;

CREATE TRIGGER payment_lines_kept BEFORE UPDATE ON payment_lines
BEGIN SELECT RAISE(ABORT, 'payment lines are append-only'); END;
CREATE TRIGGER payment_lines_never_dropped BEFORE DELETE ON payment_lines
BEGIN SELECT RAISE(ABORT, 'payment lines are append-only'); END;
