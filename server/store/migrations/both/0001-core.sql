-- SPDX-License-Identifier: EUPL-1.2
-- Audit chain, outbox, events and idempotency: the same in both databases.

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 80),
    action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 80),
    object TEXT NOT NULL CHECK (length(object) <= 80),
    detail TEXT NOT NULL CHECK (length(detail) <= 4096),
    prev BLOB NOT NULL CHECK (length(prev) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX audit_by_object ON audit (object, seq);

-- The chain finds a change; these stop the accident.
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TABLE audit_checkpoints (
    id INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    own_seq INTEGER NOT NULL CHECK (own_seq >= 0),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
    payload TEXT NOT NULL,
    created_us INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_us INTEGER NOT NULL,
    done_us INTEGER,
    outcome TEXT NOT NULL DEFAULT '' CHECK (length(outcome) <= 120)
) STRICT;

CREATE INDEX outbox_due ON outbox (next_us, id) WHERE done_us IS NULL;

-- Rows of the other database that were applied here.
CREATE TABLE outbox_applied (
    source TEXT NOT NULL CHECK (source IN ('monitoring', 'office')),
    source_id INTEGER NOT NULL,
    applied_us INTEGER NOT NULL,
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at_us INTEGER NOT NULL,
    fund TEXT,
    audience TEXT NOT NULL CHECK (audience IN ('monitoring', 'claims', 'portal')),
    user TEXT,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
    payload TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    route TEXT NOT NULL,
    key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    created_us INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 100 AND 599),
    body BLOB NOT NULL,
    PRIMARY KEY (actor, route, key_hash)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_us);
