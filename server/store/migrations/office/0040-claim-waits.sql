-- SPDX-License-Identifier: EUPL-1.2
-- What the work list says that a claim waits for: the term whose last day is due_on, kept with every write of the
-- claim, so that the list opens no case. `engine` names the rules that worked it out; a row of other rules, or none,
-- is made anew.
CREATE TABLE claim_waits (
    claim_id INTEGER PRIMARY KEY REFERENCES claims (id),
    engine TEXT NOT NULL,
    code TEXT CHECK (code IS NULL OR length(code) BETWEEN 1 AND 40), -- NULL: the claim waits for nothing
    basis TEXT,
    start_on TEXT CHECK (start_on IS NULL OR length(start_on) = 10),
    days INTEGER NOT NULL CHECK (days >= 0),
    months INTEGER NOT NULL CHECK (months >= 0),
    extended_from TEXT CHECK (extended_from IS NULL OR length(extended_from) = 10),
    holiday TEXT,
    rule TEXT,
    -- From this day on the term has passed.
    late_from TEXT CHECK (late_from IS NULL OR length(late_from) = 10),
    CHECK ((code IS NULL) = (basis IS NULL) AND (code IS NULL) = (start_on IS NULL)
        AND (code IS NULL) = (rule IS NULL) AND (code IS NULL) = (late_from IS NULL)),
    CHECK ((extended_from IS NULL) = (holiday IS NULL))
) STRICT;
