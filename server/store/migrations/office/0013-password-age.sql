-- SPDX-License-Identifier: EUPL-1.2
-- When a password was set: one made for somebody else to change holds for some days only. Those made before this
-- migration count from it, so that nobody is shut out by an update.

ALTER TABLE users ADD COLUMN password_set_us INTEGER NOT NULL DEFAULT 0;

UPDATE users SET password_set_us = unixepoch() * 1000000;
