// SPDX-License-Identifier: EUPL-1.2
// One way for all forms of the case: send with the version that was read, keep the text when it is stale (C-17), say why an act is not open (C-11).
import type { ComponentChildren } from 'preact';
import { CallFault } from '../api/problem';
import type { Claim } from '../api/types';
import { announce } from '../ui/announce';
import { useSend, type Sending } from '../ui/send';
import { sent, t } from '../ui/text';
import type { CasePart } from './case_page';

export type CaseAction = Claim['actions'][number]['action'];

export function useCaseSend({ onChange, onStale }: CasePart): { sending: Sending; submit: (job: () => Promise<Claim>, said: string) => Promise<boolean> } {
    const sending = useSend();
    const submit = (job: () => Promise<Claim>, said: string) => sending.run(async () => {
        try {
            onChange(await job());
            announce(said);
        } catch (error) {
            if (error instanceof CallFault && (error.status === 412 || error.status === 409)) onStale();
            throw error;
        }
    });
    return { sending, submit };
}

export function Allowed({ claim, action, children }: { claim: Claim; action: CaseAction; children: ComponentChildren }) {
    const found = claim.actions.find((one) => one.action === action);
    if (found?.allowed) return <>{children}</>;
    return <p class="small quiet">{t('case.notNow')} {found?.reason ? sent('notAllowed', found.reason, found.reason) : t('notAllowed.role')}</p>;
}
