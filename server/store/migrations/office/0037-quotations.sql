-- SPDX-License-Identifier: EUPL-1.2
-- What one euro was worth in another currency on a day, in millionths, as published (A-36). A correction is a later row.

CREATE TABLE quotations (
    id INTEGER PRIMARY KEY,
    fund TEXT NOT NULL REFERENCES funds (public_id),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    day TEXT NOT NULL CHECK (length(day) = 10),
    units INTEGER NOT NULL CHECK (units BETWEEN 100000 AND 1000000000000000),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (public_id)
) STRICT;

CREATE INDEX quotations_day ON quotations (fund, currency, day, id);
CREATE INDEX quotations_newest ON quotations (fund, day, currency);

CREATE TRIGGER quotations_kept BEFORE UPDATE ON quotations
BEGIN SELECT RAISE(ABORT, 'quotations are append-only'); END;
CREATE TRIGGER quotations_never_dropped BEFORE DELETE ON quotations
BEGIN SELECT RAISE(ABORT, 'quotations are append-only'); END;
