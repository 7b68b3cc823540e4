-- SPDX-License-Identifier: EUPL-1.2
-- Before 0015: a worklist row without an open alert of its grade would have no instant to take, and the step would end
-- there for good. The row takes the grade of the person's worst open alert, or goes with the last one; counts follow.
UPDATE worklist SET grade = (
    SELECT min(CASE a.severity WHEN 'urgent' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END) FROM alerts a
        WHERE a.subject_id = worklist.subject_id AND a.closed_us IS NULL)
    WHERE EXISTS (SELECT 1 FROM alerts a WHERE a.subject_id = worklist.subject_id AND a.closed_us IS NULL);
DELETE FROM worklist
    WHERE NOT EXISTS (SELECT 1 FROM alerts a WHERE a.subject_id = worklist.subject_id AND a.closed_us IS NULL);
UPDATE worklist_counts SET
    urgent = (SELECT count(*) FROM worklist w WHERE w.fund = worklist_counts.fund AND w.grade = 0),
    warning = (SELECT count(*) FROM worklist w WHERE w.fund = worklist_counts.fund AND w.grade = 1),
    technical = (SELECT count(*) FROM worklist w WHERE w.fund = worklist_counts.fund AND w.grade = 2);
