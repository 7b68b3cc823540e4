-- SPDX-License-Identifier: EUPL-1.2
-- The day on which a physician examined the person; none for what the family answers.
ALTER TABLE assessments ADD COLUMN on_day TEXT CHECK ((on_day IS NULL) = (rater = 'family') AND (on_day IS NULL OR length(on_day) = 10));
