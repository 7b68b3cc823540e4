-- SPDX-License-Identifier: EUPL-1.2
-- What a person made of an item of the quarantine: why (sealed like its payload), when, who, and whose it became.
ALTER TABLE quarantine ADD COLUMN act TEXT CHECK (act IN ('confirmed', 'assigned', 'corrected', 'discarded'));
ALTER TABLE quarantine ADD COLUMN reason BLOB;
ALTER TABLE quarantine ADD COLUMN acted_us INTEGER;
ALTER TABLE quarantine ADD COLUMN acted_by TEXT CHECK (length(acted_by) = 32);
ALTER TABLE quarantine ADD COLUMN acted_subject_id INTEGER REFERENCES subjects (id);
CREATE INDEX quarantine_place ON quarantine (inbox, sequence);
CREATE INDEX quarantine_state ON quarantine (fund, (act IS NULL), id);
