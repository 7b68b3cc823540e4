-- SPDX-License-Identifier: EUPL-1.2
-- Silence is looked at again after its alert was closed by a person: silence_due_us is the instant of the next look
-- also of who is silent already, far away while the alert is open.
DROP INDEX subjects_silence;
CREATE INDEX subjects_silence ON subjects (silence_due_us) WHERE closed_us IS NULL;
