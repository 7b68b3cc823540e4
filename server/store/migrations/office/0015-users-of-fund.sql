-- SPDX-License-Identifier: EUPL-1.2
-- The accounts of a fund are listed by name, a page at a time.
DROP INDEX users_by_fund;
CREATE INDEX users_by_fund ON users (fund_id, username);
