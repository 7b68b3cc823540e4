-- SPDX-License-Identifier: EUPL-1.2
-- `record`: the sealed record of docs/evaluate.md on which the expense was judged, `record_hash` its BLAKE2b-256; none
-- for an open expense and for one judged before 0036.
ALTER TABLE expenses ADD COLUMN record BLOB;
ALTER TABLE expenses ADD COLUMN record_hash BLOB CHECK (record_hash IS NULL OR length(record_hash) = 32);
