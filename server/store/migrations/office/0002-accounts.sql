-- SPDX-License-Identifier: EUPL-1.2
-- Funds, users, sessions and failed logins.

CREATE TABLE funds (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120)
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    fund_id INTEGER NOT NULL REFERENCES funds (id),
    username TEXT NOT NULL UNIQUE CHECK (length(username) BETWEEN 1 AND 64 AND username = lower(username)),
    role TEXT NOT NULL CHECK (role IN ('family', 'operator', 'monitoring-clinician', 'claims-clinician',
        'claims-handler', 'payments-officer', 'admin')),
    display_name TEXT NOT NULL CHECK (length(display_name) <= 120),
    password_hash TEXT NOT NULL,
    password_once INTEGER NOT NULL CHECK (password_once IN (0, 1)),
    language TEXT NOT NULL CHECK (language IN ('it', 'en')),
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    created_us INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX users_by_fund ON users (fund_id);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 32),
    user_id INTEGER NOT NULL REFERENCES users (id),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_us INTEGER NOT NULL,
    last_seen_us INTEGER NOT NULL,
    idle_us INTEGER NOT NULL CHECK (idle_us > 0),
    expires_us INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_us);

CREATE TABLE login_failures (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL CHECK (length(username) <= 64),
    network TEXT NOT NULL CHECK (length(network) <= 64),
    at_us INTEGER NOT NULL
) STRICT;

CREATE INDEX login_failures_by_username ON login_failures (username, at_us);
CREATE INDEX login_failures_by_network ON login_failures (network, at_us);
CREATE INDEX login_failures_by_age ON login_failures (at_us);
