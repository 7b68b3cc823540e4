-- SPDX-License-Identifier: EUPL-1.2
-- What a device needs (its clock set, a sensor looked at, to be fetched) was of the kind of what waits at the quarantine
-- desk, where nothing of it is. The scope begins with the kind: an open alert must be found again by the next repeat.
UPDATE alerts SET kind = 'device', scope = 'device' || substr(scope, length('quarantine') + 1)
    WHERE kind = 'quarantine' AND rule NOT LIKE 'quarantine/%';
