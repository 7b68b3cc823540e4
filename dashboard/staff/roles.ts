// SPDX-License-Identifier: EUPL-1.2
// Which pages a role works with. This only shapes the menu: the server decides who may read what.
import type { Role } from '../api/types';
import type { TextKey } from '../ui/text';

export interface Entry { path: string; label: TextKey }

const WORKLIST: Entry = { path: '/staff/worklist', label: 'nav.worklist' };
const QUARANTINE: Entry = { path: '/staff/quarantine', label: 'nav.quarantine' };
const DEVICES: Entry = { path: '/staff/devices', label: 'nav.devices' };
const RECONCILIATION: Entry = { path: '/staff/reconciliation', label: 'nav.reconciliation' };
const CLAIMS: Entry = { path: '/staff/claims', label: 'nav.claims' };
const PERSONS: Entry = { path: '/staff/persons', label: 'nav.persons' };
const PAYMENTS: Entry = { path: '/staff/payment-lines', label: 'nav.payments' };
const QUOTATIONS: Entry = { path: '/staff/quotations', label: 'nav.quotations' };
const ACCOUNTS: Entry = { path: '/staff/accounts', label: 'nav.accounts' };

export const MENU: Record<Role, Entry[]> = {
    'operator': [WORKLIST, QUARANTINE, DEVICES, RECONCILIATION],
    'monitoring-clinician': [WORKLIST, QUARANTINE, DEVICES, RECONCILIATION],
    'claims-clinician': [CLAIMS, PERSONS],
    'claims-handler': [CLAIMS, PERSONS, PAYMENTS],
    'payments-officer': [PAYMENTS, QUOTATIONS],
    'admin': [DEVICES, RECONCILIATION, ACCOUNTS],
    'family': [],
};

export function landing(role: Role): string {
    return role === 'family' ? '/' : (MENU[role][0]?.path ?? '/staff/account');
}
