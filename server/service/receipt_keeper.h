// SPDX-License-Identifier: EUPL-1.2
// How long the receipt of each message is kept.
#ifndef SERVICE_RECEIPT_KEEPER_H
#define SERVICE_RECEIPT_KEEPER_H

#include "base/result.h"

struct service;

// A reading may come so late and be a repeat of one that is known by its receipt.
enum { RECEIPT_DAYS_LEAST = 40 };

// Takes away the receipts of days (of Italy, by the door) that lie more than `days` back, in slices:
// only of days that the reconciliation has found to agree, never of the newest RECONCILE_DAYS of a
// door, and none behind a day that has to stay. What is counted by day stays, and how far each
// device's own numbers are stored. Call it about once an hour.
RC_CHECKED enum rc receipts_forget(const struct service *service, int days);

#endif
