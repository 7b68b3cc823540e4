-- SPDX-License-Identifier: EUPL-1.2
-- Why somebody is not watched any longer: whose consent is gone, of them nothing is kept any more, whenever it was
-- measured. And for how long a value has been the same: a sensor that is stuck.
ALTER TABLE subjects ADD COLUMN closed_reason TEXT CHECK (closed_reason IN ('left', 'year-ended', 'consent-revoked',
                                                                           'deceased'));
ALTER TABLE latest_readings ADD COLUMN same_count INTEGER NOT NULL DEFAULT 1 CHECK (same_count >= 1);
ALTER TABLE latest_readings ADD COLUMN same_since_us INTEGER NOT NULL DEFAULT 0;
UPDATE latest_readings SET same_since_us = time_us;
