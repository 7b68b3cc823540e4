-- SPDX-License-Identifier: EUPL-1.2
-- Failed log-ins are counted under a keyed index of the name that was typed: it may be the name of somebody who is
-- no user here, or a password in the wrong field. What was counted before is given up.

DROP TABLE login_failures;

CREATE TABLE login_failures (
    id INTEGER PRIMARY KEY,
    name_index BLOB NOT NULL CHECK (length(name_index) = 16),
    network TEXT NOT NULL CHECK (length(network) <= 64),
    at_us INTEGER NOT NULL
) STRICT;

CREATE INDEX login_failures_by_name ON login_failures (name_index, at_us);
CREATE INDEX login_failures_by_network ON login_failures (network, at_us);
CREATE INDEX login_failures_by_age ON login_failures (at_us);
