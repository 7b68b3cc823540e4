-- SPDX-License-Identifier: EUPL-1.2
-- Which start of the door gave the message at the cursor: an inbox that was rolled back gives the
-- same numbers to other messages. start 0: not known.
ALTER TABLE inbox_cursors ADD COLUMN start INTEGER NOT NULL DEFAULT 0 CHECK (start >= 0);
ALTER TABLE inbox_cursors ADD COLUMN mark BLOB CHECK (length(mark) = 16);
-- When its file was missed; none: it is there.
ALTER TABLE inbox_cursors ADD COLUMN missed_us INTEGER;
