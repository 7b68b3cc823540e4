-- SPDX-License-Identifier: EUPL-1.2
-- since_us: when the alert that the row shows arose, the oldest of the most urgent; no longer that of the oldest of
-- any urgency, by which rows stood in an order that nobody could see.
UPDATE worklist SET since_us = (
    SELECT min(a.raised_us) FROM alerts a WHERE a.subject_id = worklist.subject_id AND a.closed_us IS NULL
        AND a.severity = CASE worklist.grade WHEN 0 THEN 'urgent' WHEN 1 THEN 'warning' ELSE 'technical' END);
