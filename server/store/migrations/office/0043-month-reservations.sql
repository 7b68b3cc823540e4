-- SPDX-License-Identifier: EUPL-1.2
-- What authorised services will take of the months of a claim (A-32, S-17), as the engine reckoned it at the last write
-- of the claim. With it the schema itself holds what was paid, borne and reserved under the ceiling of the month.

-- Derived: taken away and written anew with every write of the claim. elsewhere_cents: what other claims of the person
-- have used of the days of that month (A-30, B-22).
CREATE TABLE month_reservations (
    claim_id INTEGER NOT NULL REFERENCES claims (id),
    month_number INTEGER NOT NULL CHECK (month_number BETWEEN 1 AND 120),
    reserved_cents INTEGER NOT NULL CHECK (reserved_cents > 0),
    elsewhere_cents INTEGER NOT NULL CHECK (elsewhere_cents >= 0),
    ceiling_cents INTEGER NOT NULL,
    PRIMARY KEY (claim_id, month_number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER month_reservations_kept BEFORE UPDATE ON month_reservations
BEGIN SELECT RAISE(ABORT, 'a reservation is written anew'); END;
CREATE TRIGGER month_reservations_under_the_ceiling BEFORE INSERT ON month_reservations
WHEN NEW.reserved_cents + NEW.elsewhere_cents + (SELECT coalesce(sum(cents), 0) FROM month_uses
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;

DROP TRIGGER payment_lines_under_the_ceiling;
DROP TRIGGER borne_lines_under_the_ceiling;

CREATE TRIGGER payment_lines_under_the_ceiling BEFORE INSERT ON payment_lines
WHEN NEW.amount_cents + (SELECT coalesce(sum(cents), 0) FROM month_uses
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    + (SELECT coalesce(sum(reserved_cents), 0) FROM month_reservations
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;

CREATE TRIGGER borne_lines_under_the_ceiling BEFORE INSERT ON borne_lines
WHEN NEW.ceiling_cents IS NULL OR NEW.borne_cents + (SELECT coalesce(sum(cents), 0) FROM month_uses
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number)
    + (SELECT coalesce(sum(reserved_cents), 0) FROM month_reservations
    WHERE claim_id = NEW.claim_id AND month_number = NEW.month_number) > NEW.ceiling_cents
BEGIN SELECT RAISE(ABORT, 'above the ceiling of the month'); END;
