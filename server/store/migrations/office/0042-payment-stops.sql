-- SPDX-License-Identifier: EUPL-1.2
-- A line of a claim whose right is gone does not go on. It stays as it was written; beside it stands that it was
-- stopped, by which rule and by whom, and the approved expense is open again.

-- Lines that went to the bank. Payment runs write it; there are none yet.
CREATE TABLE payment_exports (
    line_id INTEGER PRIMARY KEY REFERENCES payment_lines (id),
    exported_us INTEGER NOT NULL
) STRICT;

-- kind 'withdrawn': it never goes to the bank, and its month has the sum again; 'recover': it had gone, so a person
-- stops it there or asks it back, and the month stays used.
CREATE TABLE payment_stops (
    line_id INTEGER PRIMARY KEY REFERENCES payment_lines (id),
    kind TEXT NOT NULL CHECK (kind IN ('withdrawn', 'recover')),
    rule TEXT NOT NULL CHECK (length(rule) > 0),
    reason TEXT NOT NULL CHECK (reason IN ('not-recognised', 'excluded', 'not-insurable', 'not-covered',
        'filed-late-lost', 'died-in-window')),
    stopped_us INTEGER NOT NULL,
    stopped_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE TRIGGER payment_stops_kept BEFORE UPDATE ON payment_stops
BEGIN SELECT RAISE(ABORT, 'payment stops are append-only'); END;
CREATE TRIGGER payment_stops_never_dropped BEFORE DELETE ON payment_stops
BEGIN SELECT RAISE(ABORT, 'payment stops are append-only'); END;
CREATE TRIGGER payment_stops_of_what_went BEFORE INSERT ON payment_stops
WHEN (NEW.kind = 'recover') <> EXISTS (SELECT 1 FROM payment_exports WHERE line_id = NEW.line_id)
BEGIN SELECT RAISE(ABORT, 'what went to the bank is recovered, what did not is withdrawn'); END;
CREATE TRIGGER payment_exports_kept BEFORE UPDATE ON payment_exports
BEGIN SELECT RAISE(ABORT, 'payment exports are append-only'); END;
CREATE TRIGGER payment_exports_never_dropped BEFORE DELETE ON payment_exports
BEGIN SELECT RAISE(ABORT, 'payment exports are append-only'); END;
CREATE TRIGGER payment_exports_of_what_goes_on BEFORE INSERT ON payment_exports
WHEN EXISTS (SELECT 1 FROM payment_stops WHERE line_id = NEW.line_id)
BEGIN SELECT RAISE(ABORT, 'a stopped line does not go to the bank'); END;

-- What an approval said before the expense was opened again, sealed as it was.
CREATE TABLE expense_reopenings (
    id INTEGER PRIMARY KEY,
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    verdict BLOB,
    record BLOB,
    record_hash BLOB CHECK (record_hash IS NULL OR length(record_hash) = 32),
    decided_us INTEGER NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (public_id),
    reopened_us INTEGER NOT NULL,
    reopened_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX expense_reopenings_expense ON expense_reopenings (expense_id);

CREATE TRIGGER expense_reopenings_kept BEFORE UPDATE ON expense_reopenings
BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;
CREATE TRIGGER expense_reopenings_never_dropped BEFORE DELETE ON expense_reopenings
BEGIN SELECT RAISE(ABORT, 'reopenings are append-only'); END;

-- An expense that was opened again has its lines, and what is borne of it, once more.
DROP INDEX payment_lines_one_of_an_expense;
CREATE TRIGGER payment_lines_one_of_an_expense BEFORE INSERT ON payment_lines
WHEN NEW.kind = 'expense' AND EXISTS (SELECT 1 FROM payment_lines AS l WHERE l.expense_id = NEW.expense_id
    AND l.month_number = NEW.month_number AND l.kind = 'expense'
    AND NOT EXISTS (SELECT 1 FROM payment_stops AS s WHERE s.line_id = l.id AND s.kind = 'withdrawn'))
BEGIN SELECT RAISE(ABORT, 'the expense has a line of that month'); END;

DROP TRIGGER payment_lines_under_the_ceiling;
DROP TRIGGER borne_lines_under_the_ceiling;
DROP TRIGGER borne_lines_kept;
DROP TRIGGER borne_lines_never_dropped;
DROP TRIGGER borne_returns_of_what_was_borne;
DROP INDEX borne_lines_claim;
ALTER TABLE borne_lines RENAME TO borne_lines_before;

CREATE TABLE borne_lines (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    expense_id INTEGER NOT NULL REFERENCES expenses (id),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    borne_cents INTEGER NOT NULL CHECK (borne_cents > 0),
    created_us INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (public_id),
    -- Of lines of before 0039 it is not known.
    ceiling_cents INTEGER CHECK (ceiling_cents IS NULL OR ceiling_cents >= borne_cents)
) STRICT;

INSERT INTO borne_lines (id, claim_id, expense_id, month_number, borne_cents, created_us, created_by, ceiling_cents)
SELECT id, claim_id, expense_id, month_number, borne_cents, created_us, created_by, ceiling_cents
FROM borne_lines_before;
DROP TABLE borne_lines_before;

CREATE INDEX borne_lines_claim ON borne_lines (claim_id, month_number);
CREATE INDEX borne_lines_expense ON borne_lines (expense_id, month_number);

CREATE TRIGGER borne_lines_kept BEFORE UPDATE ON borne_lines
BEGIN SELECT RAISE(ABORT, 'borne lines are append-only'); END;
CREATE TRIGGER borne_lines_never_dropped BEFORE DELETE ON borne_lines
BEGIN SELECT RAISE(ABORT, 'borne lines are append-only'); END;
CREATE TRIGGER borne_lines_one_of_an_expense BEFORE INSERT ON borne_lines
WHEN (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
    > (SELECT coalesce(sum(returned_cents), 0) FROM borne_returns
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
BEGIN SELECT RAISE(ABORT, 'something of the expense is borne in that month'); END;
CREATE TRIGGER borne_returns_of_what_was_borne BEFORE INSERT ON borne_returns
WHEN NEW.returned_cents + (SELECT coalesce(sum(returned_cents), 0) FROM borne_returns
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
    > (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines
    WHERE expense_id = NEW.expense_id AND month_number = NEW.month_number)
BEGIN SELECT RAISE(ABORT, 'more than was borne'); END;

-- What the months of a claim have given: paid and not withdrawn, or borne and not given back.
CREATE VIEW month_uses AS
SELECT l.claim_id, l.month_number, l.amount_cents AS cents FROM payment_lines AS l
WHERE NOT EXISTS (SELECT 1 FROM payment_stops AS s WHERE s.line_id = l.id AND s.kind = 'withdrawn')
UNION ALL SELECT claim_id, month_number, borne_cents FROM borne_lines
UNION ALL SELECT claim_id, month_number, -returned_cents FROM borne_returns;

CREATE TRIGGER payment_lines_under_the_ceiling BEFORE INSERT ON payment_lines
WHEN NEW.amount_cents + (SELECT coalesce(sum(cents), 0) FROM month_uses
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;

CREATE TRIGGER borne_lines_under_the_ceiling BEFORE INSERT ON borne_lines
WHEN NEW.ceiling_cents IS NULL OR NEW.borne_cents + (SELECT coalesce(sum(cents), 0) FROM month_uses
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;
