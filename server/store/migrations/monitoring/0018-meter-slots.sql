-- SPDX-License-Identifier: EUPL-1.2
-- Whose a user button of a shared meter is: intervals [from_us, to_us) of one button that never overlap. A button
-- without an interval is nobody's, but for the first, which is whoever has the device.
CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES devices (id),
    slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 254),
    subject_id INTEGER NOT NULL REFERENCES subjects (id),
    from_us INTEGER NOT NULL,
    to_us INTEGER CHECK (to_us > from_us),
    recorded_us INTEGER NOT NULL,
    recorded_by TEXT NOT NULL CHECK (length(recorded_by) = 32),
    UNIQUE (device_id, slot, from_us)
) STRICT;
CREATE INDEX slots_subject ON slots (subject_id, device_id);

CREATE TRIGGER slots_apart_insert BEFORE INSERT ON slots
WHEN EXISTS (SELECT 1 FROM slots a
             WHERE a.device_id = NEW.device_id AND a.slot = NEW.slot
               AND (a.to_us IS NULL OR a.to_us > NEW.from_us)
               AND (NEW.to_us IS NULL OR a.from_us < NEW.to_us))
BEGIN
    SELECT RAISE(ABORT, 'slots overlap');
END;
