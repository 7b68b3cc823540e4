-- SPDX-License-Identifier: EUPL-1.2
-- Who gets the line, as the rules said when it arose: after a death it is the heirs, not the member's account (S-27). Of
-- lines of before 0046 it is not known.
ALTER TABLE payment_lines ADD COLUMN payee TEXT CHECK (payee IS NULL OR payee IN ('member', 'provider', 'heirs'));
