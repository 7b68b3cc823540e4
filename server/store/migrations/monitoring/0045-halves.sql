-- SPDX-License-Identifier: EUPL-1.2
-- Blood pressures of which only one half has come: a SenML pack may be cut in two. The half lies in quarantine, held back
-- (1) for as long as the other one may still come, and out of it (2) when that came. Domain time.
ALTER TABLE quarantine ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1, 2));

-- values_sent: as members of "values" of the primary profile; of both halves once they are joined.
CREATE TABLE halves (
    device_id INTEGER NOT NULL REFERENCES devices (id),
    meter TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    values_sent TEXT NOT NULL,
    slot INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    received_us INTEGER NOT NULL,
    quarantine_id INTEGER NOT NULL REFERENCES quarantine (id),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'joined')),
    PRIMARY KEY (device_id, meter, time_us)
) STRICT, WITHOUT ROWID;
CREATE INDEX halves_waiting ON halves (received_us) WHERE state = 'waiting';
CREATE INDEX halves_received ON halves (received_us);

-- How far the receipts of a book were taken away for their age: those up to there are known by their days only.
ALTER TABLE receipt_books ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0 CHECK (pruned >= 0);
