-- SPDX-License-Identifier: EUPL-1.2
-- What a device's heartbeats tell of its clock: the one to compare the next with, as it was sent and received, and how
-- far the clock is known to be behind (0: it is not). Domain time.
ALTER TABLE devices ADD COLUMN beat_sent_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN beat_received_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN behind_us INTEGER NOT NULL DEFAULT 0 CHECK (behind_us >= 0);
