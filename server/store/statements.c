// SPDX-License-Identifier: EUPL-1.2
// Every statement table of the store: one line each, checked against the real schema at start-up.
#include "store/statement.h"

extern const struct statement_table ALERT_STATEMENTS;
extern const struct statement_table ASSESSMENT_STATEMENTS;
extern const struct statement_table ASSIGNMENT_STATEMENTS;
extern const struct statement_table SLOT_STATEMENTS;
extern const struct statement_table AUDIT_STATEMENTS;
extern const struct statement_table BANK_ACCOUNT_STATEMENTS;
extern const struct statement_table CLAIM_STATEMENTS;
extern const struct statement_table CLAIM_WORK_STATEMENTS;
extern const struct statement_table COVER_EVENT_STATEMENTS;
extern const struct statement_table COVER_STATEMENTS;
extern const struct statement_table CURSOR_STATEMENTS;
extern const struct statement_table DECISION_STATEMENTS;
extern const struct statement_table DEVICE_CERTIFICATE_STATEMENTS;
extern const struct statement_table DEVICE_LIFE_STATEMENTS;
extern const struct statement_table DEVICE_STATEMENTS;
extern const struct statement_table DEVICE_TROUBLE_STATEMENTS;
extern const struct statement_table EVENT_STATEMENTS;
extern const struct statement_table EXPENSE_STATEMENTS;
extern const struct statement_table FUND_STATEMENTS;
extern const struct statement_table IDEMPOTENCY_STATEMENTS;
extern const struct statement_table LIMIT_STATEMENTS;
extern const struct statement_table LOGIN_STATEMENTS;
extern const struct statement_table MANDATE_STATEMENTS;
extern const struct statement_table OUTBOX_STATEMENTS;
extern const struct statement_table PAYMENT_LINE_STATEMENTS;
extern const struct statement_table PAYMENT_STOP_STATEMENTS;
extern const struct statement_table QUOTATION_STATEMENTS;
extern const struct statement_table PERSON_STATEMENTS;
extern const struct statement_table HALF_STATEMENTS;
extern const struct statement_table QUARANTINE_STATEMENTS;
extern const struct statement_table READING_STATEMENTS;
extern const struct statement_table READING_CORRECTION_STATEMENTS;
extern const struct statement_table RECEIPT_DAY_STATEMENTS;
extern const struct statement_table RECEIPT_STATEMENTS;
extern const struct statement_table SESSION_STATEMENTS;
extern const struct statement_table SUBJECT_STATEMENTS;
extern const struct statement_table USER_STATEMENTS;
extern const struct statement_table WORKLIST_STATEMENTS;

const struct statement_table *const STORE_STATEMENT_TABLES[] = {
    &ALERT_STATEMENTS,
    &ASSESSMENT_STATEMENTS,
    &ASSIGNMENT_STATEMENTS,
    &SLOT_STATEMENTS,
    &AUDIT_STATEMENTS,
    &BANK_ACCOUNT_STATEMENTS,
    &CLAIM_STATEMENTS,
    &CLAIM_WORK_STATEMENTS,
    &COVER_EVENT_STATEMENTS,
    &COVER_STATEMENTS,
    &CURSOR_STATEMENTS,
    &DECISION_STATEMENTS,
    &DEVICE_LIFE_STATEMENTS,
    &DEVICE_STATEMENTS,
    &DEVICE_CERTIFICATE_STATEMENTS,
    &DEVICE_TROUBLE_STATEMENTS,
    &EVENT_STATEMENTS,
    &EXPENSE_STATEMENTS,
    &FUND_STATEMENTS,
    &IDEMPOTENCY_STATEMENTS,
    &LIMIT_STATEMENTS,
    &LOGIN_STATEMENTS,
    &MANDATE_STATEMENTS,
    &OUTBOX_STATEMENTS,
    &PAYMENT_LINE_STATEMENTS,
    &PAYMENT_STOP_STATEMENTS,
    &PERSON_STATEMENTS,
    &QUOTATION_STATEMENTS,
    &HALF_STATEMENTS,
    &QUARANTINE_STATEMENTS,
    &READING_STATEMENTS,
    &READING_CORRECTION_STATEMENTS,
    &RECEIPT_DAY_STATEMENTS,
    &RECEIPT_STATEMENTS,
    &SESSION_STATEMENTS,
    &SUBJECT_STATEMENTS,
    &USER_STATEMENTS,
    &WORKLIST_STATEMENTS,
};

const size_t STORE_STATEMENT_TABLE_COUNT =
    sizeof STORE_STATEMENT_TABLES / sizeof STORE_STATEMENT_TABLES[0];
