-- SPDX-License-Identifier: EUPL-1.2
-- The work list over all states that wait for staff: the index by state gives one of them in order, not all.
CREATE INDEX claims_waiting ON claims (fund, due_on, id)
    WHERE shown IN ('submitted', 'complete', 'reviewable', 'recognised');
